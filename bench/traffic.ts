import { changeLatency } from '../region/haproxy/soak/change-latency.ts';
import { compared, throughput } from '../region/haproxy/soak/throughput.ts';
import { underLoad } from '../region/haproxy/soak/under-load.ts';
import { findHaproxy } from '../scripts/machine.ts';
import { atLeast, atMost, type Figure } from './support/figure.ts';
import { form } from './support/form.ts';
import { round, spread } from './support/statistics.ts';

/** The local region's HAProxy: changes under load, how soon a change is obeyed, and what balancing costs beside a configuration by hand. */
export default async function traffic(): Promise<Figure[]> {
  const haproxy = findHaproxy();
  if ('missing' in haproxy) return [{ what: 'not measured', value: haproxy.missing, unit: '' }];
  return [...(await load()), ...(await latency()), ...(await cost())];
}

async function load(): Promise<Figure[]> {
  const [changes, reloads] = [form(300, 20), form(100, 4)];
  const counted = await underLoad(changes, reloads);
  return (
    [
      [`${changes} changes of persistence under load`, counted.changes],
      [`${reloads} reloads that add or remove a node, under 30 Source IP and 30 cookie clients`, counted.reloads],
    ] as const
  ).flatMap(([what, { sent, failed, moved }]) => [
    { what: `${what}: requests that failed`, value: failed, unit: `of ${sent}`, ...atMost(failed, 0) },
    { what: `${what}: requests of a client that moved`, value: moved, unit: `of ${sent}`, ...atMost(moved, 0) },
  ]);
}

async function latency(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [loadBalancers, reloads, limited] of [
    [25, form(30, 4), true],
    [form(1000, 100), form(10, 2), false],
  ] as const) {
    const times = await changeLatency(loadBalancers, form(100, 10), reloads);
    const persistence = spread(times.persistence);
    const reload = spread(times.reload);
    const most = Math.max(...times.reload);
    figures.push(
      {
        what: `${loadBalancers} load balancers, from a change of persistence to the first request that obeys it`,
        value: persistence,
        unit: 'ms',
        ...(limited && { aim: 'p95 at most 50', met: persistence.p95 <= 50 }),
      },
      {
        what: `${loadBalancers} load balancers, the same for a change with a reload`,
        value: reload,
        unit: `ms, at most ${round(most, 0)}`,
        ...(limited && { aim: 'at most 300', met: most <= 300 }),
      },
    );
  }
  return figures;
}

async function cost(): Promise<Figure[]> {
  const results = await throughput(form(29, 3), form(700, 300) / 1000, 32);
  return results.flatMap((result) => {
    const requests = compared(result, 'perSecond');
    const processor = compared(result, 'processor');
    const ratio = round(requests.ratio, 3);
    return [
      {
        what: `${result.what}: requests a second beside a minimal configuration by hand of the same persistence`,
        value: ratio,
        unit: `times; ${requests.words}`,
        ...atLeast(ratio, 0.95),
      },
      {
        what: `${result.what}: HAProxy’s processor time for a request beside the same`,
        value: round(processor.ratio, 3),
        unit: `times; ${processor.words} µs`,
      },
    ];
  });
}
