import { faults } from '../../contract/faults.ts';
import { ok, Refusal } from '../answer.ts';
import { type Handlers, shown } from '../context.ts';
import type { Counters } from '../data-plane.ts';

const none: Counters = {
  connectTimeOut: 0,
  connectError: 0,
  connectFailure: 0,
  dataTimedOut: 0,
  keepAliveTimedOut: 0,
  maxConn: 0,
  currentConn: 0,
  incomingTransfer: 0,
  outgoingTransfer: 0,
};

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
    const plain = counters?.plain ?? none;
    const secure = counters?.secure ?? none;
    return ok({
      ...Object.fromEntries(fields.map((field) => [field, plain[field]])),
      ...(loadBalancer.sslTermination?.enabled &&
        Object.fromEntries(fields.map((field) => [`${field}Ssl`, secure[field]]))),
    });
  },
} satisfies Partial<Handlers>;
