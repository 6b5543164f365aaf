import { faults } from '../../../contract/clb/faults.ts';
import { noCounters } from '../../data-plane.ts';
import { ok, Refusal } from '../answer.ts';
import { type Handlers, shown } from '../context.ts';

const fields = [
  'connectTimeOut',
  'connectError',
  'connectFailure',
  'dataTimedOut',
  'keepAliveTimedOut',
  'maxConn',
  'currentConn',
] as const;

/** Source: CLB v1.0 developer guide, "Statistics". The secure half has no value without SSL termination. */
export const statistics = {
  'statistics.show': (context) => {
    const loadBalancer = shown(context);
    if (loadBalancer.status !== 'ACTIVE') throw new Refusal('STAT422', faults.STAT422.words.default);
    const counters = context.service.dataPlane?.counters(loadBalancer.id);
    const plain = counters?.plain ?? noCounters;
    const secure = counters?.secure ?? noCounters;
    return ok({
      ...Object.fromEntries(fields.map((field) => [field, plain[field]])),
      ...(loadBalancer.sslTermination?.enabled &&
        Object.fromEntries(fields.map((field) => [`${field}Ssl`, secure[field]]))),
    });
  },
} satisfies Partial<Handlers>;
