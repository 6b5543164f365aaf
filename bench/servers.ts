import { hasPostgres } from '../e2e/support/postgres.ts';
import { findHaproxy } from '../scripts/machine.ts';
import { crashInTheMiddle } from './support/crash.ts';
import { summary } from './support/crowd.ts';
import { atMost, type Figure } from './support/figure.ts';
import { form } from './support/form.ts';
import { spread } from './support/statistics.ts';

/** Two panel servers behind HAProxy with a shared history; one is killed with -9 in the middle of 500 people's visits. */
export default async function servers(): Promise<Figure[]> {
  const haproxy = findHaproxy();
  if ('missing' in haproxy) return [{ what: 'not measured', value: haproxy.missing, unit: '' }];
  if (!hasPostgres()) return [{ what: 'not measured', value: 'PostgreSQL is not installed', unit: '' }];
  const crash = await crashInTheMiddle(form(500, 200), form(500, 200), form(30_000, 6_000));
  const { failures, signedOut, lastFailure, acknowledged, missing, wrong, times } = crash;
  return [
    { what: 'requests', value: crash.requests, unit: '' },
    { what: 'time of a request', value: spread(times), unit: 'ms' },
    {
      what: 'requests that failed: those under way on the killed server',
      value: failures.length,
      unit: summary(failures),
    },
    {
      what: 'from the crash to the last failed request',
      value: lastFailure,
      unit: 'ms',
      ...atMost(lastFailure, 5_000),
    },
    { what: 'people who were signed out', value: signedOut, unit: '', ...atMost(signedOut, 0) },
    { what: 'acknowledged writes', value: acknowledged, unit: '' },
    {
      what: 'acknowledged writes that are not in the history',
      value: missing.length,
      unit: '',
      ...atMost(missing.length, 0),
    },
    {
      what: 'load balancers that hold another value than the one last acknowledged',
      value: wrong.length,
      unit: wrong.slice(0, 5).join('; '),
      ...atMost(wrong.length, 0),
    },
  ];
}
