import { faults } from '../../../contract/clb/faults.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import type { ConnectionThrottle } from '../../data-plane.ts';
import { accepted, ok, Refusal } from '../answer.ts';
import { type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';

/** The throttle that a request leaves: what it does not name stays as stored. Throws CT400. */
export function completeThrottle(
  draft: RequestValue<'connectionThrottle.set'>,
  stored: ConnectionThrottle | null,
): ConnectionThrottle {
  const maxConnections = draft.maxConnections ?? stored?.maxConnections;
  if (maxConnections === undefined) throw new Refusal('CT400', faults.CT400.words.default);
  return {
    maxConnections,
    minConnections: draft.minConnections ?? stored?.minConnections ?? 0,
    maxConnectionRate: draft.maxConnectionRate ?? stored?.maxConnectionRate ?? 0,
    rateInterval: draft.rateInterval ?? stored?.rateInterval ?? 1,
  };
}

/** Source: CLB v1.0 developer guide, "Throttle connections". */
export const connectionThrottle = {
  'connectionThrottle.show': (context) => ok({ connectionThrottle: shown(context).connectionThrottle ?? {} }),

  'connectionThrottle.set': async (context, draft) => {
    const loadBalancer = named(context);
    const throttle = completeThrottle(draft, loadBalancer.connectionThrottle);
    await context.service.jobs.update(loadBalancer, {
      operation: 'connectionThrottle.set',
      author: context.author,
      set: { connectionThrottle: throttle },
      succeeded: [feedEvents.connectionThrottleUpdated(throttle)],
      failed: [feedEvents.connectionThrottleNotUpdated],
    });
    return accepted;
  },

  'connectionThrottle.delete': async (context) => {
    const loadBalancer = named(context);
    const { jobs } = context.service;
    if (loadBalancer.status === 'DELETED') jobs.requireActive(loadBalancer);
    if (!loadBalancer.connectionThrottle) throw new Refusal('CT422', faults.CT422.words.default);
    await jobs.update(loadBalancer, {
      operation: 'connectionThrottle.delete',
      author: context.author,
      finish: { set: { connectionThrottle: null } },
      succeeded: [feedEvents.connectionThrottleDeleted],
      failed: [feedEvents.connectionThrottleNotDeleted],
    });
    return accepted;
  },
} satisfies Partial<Handlers>;
