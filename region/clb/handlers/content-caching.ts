import { faults } from '../../../contract/clb/faults.ts';
import { accepted, ok, Refusal } from '../answer.ts';
import { type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';

/** Source: CLB v1.0 developer guide, "Content caching". */
export const contentCaching = {
  'contentCaching.show': (context) => ok({ contentCaching: { enabled: shown(context).contentCaching } }),

  'contentCaching.set': async (context, { enabled }) => {
    const loadBalancer = named(context);
    if (enabled && loadBalancer.protocol !== 'HTTP') throw new Refusal('CC400', faults.CC400.words.default);
    await context.service.jobs.update(loadBalancer, {
      operation: 'contentCaching.set',
      author: context.author,
      set: { contentCaching: enabled },
      succeeded: [feedEvents.cachingUpdated(enabled)],
      failed: [feedEvents.cachingNotUpdated],
    });
    return accepted;
  },
} satisfies Partial<Handlers>;
