import { faults } from '../../../contract/clb/faults.ts';
import { protocols } from '../../../contract/clb/protocols.ts';
import { accepted, ok, Refusal } from '../answer.ts';
import { type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';

/** Source: CLB v1.0 developer guide, "Log connections". */
export const connectionLogging = {
  'connectionLogging.show': (context) => ok({ connectionLogging: { enabled: shown(context).connectionLogging } }),

  'connectionLogging.set': async (context, { enabled }) => {
    const loadBalancer = named(context);
    if (!protocols[loadBalancer.protocol].logging) throw new Refusal('LOG400', faults.LOG400.words.default);
    await context.service.jobs.update(loadBalancer, {
      operation: 'connectionLogging.set',
      author: context.author,
      set: { connectionLogging: enabled },
      succeeded: [feedEvents.loggingUpdated(enabled)],
      failed: [feedEvents.loggingNotUpdated],
    });
    return accepted;
  },
} satisfies Partial<Handlers>;
