import { faults } from '../../../contract/clb/faults.ts';
import { allows } from '../../../contract/clb/persistence.ts';
import { accepted, ok, Refusal } from '../answer.ts';
import { type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';

/** Source: CLB v1.0 developer guide, "Session persistence". The new type is stored before the 202; a deletion when the job ends. */
export const sessionPersistence = {
  'sessionPersistence.show': (context) => {
    const { sessionPersistence: type } = shown(context);
    return ok({ sessionPersistence: type ? { persistenceType: type } : {} });
  },

  'sessionPersistence.enable': async (context, { persistenceType }) => {
    const loadBalancer = named(context);
    if (!allows(persistenceType, loadBalancer.protocol)) {
      throw new Refusal('SP400', faults.SP400.words[persistenceType]);
    }
    await context.service.jobs.update(loadBalancer, {
      operation: 'sessionPersistence.enable',
      author: context.author,
      set: { sessionPersistence: persistenceType },
      succeeded: [feedEvents.sessionPersistenceUpdated(persistenceType)],
      failed: [feedEvents.sessionPersistenceNotUpdated],
    });
    return accepted;
  },

  'sessionPersistence.disable': async (context) => {
    const loadBalancer = named(context);
    const { jobs } = context.service;
    if (loadBalancer.status === 'DELETED') jobs.requireActive(loadBalancer);
    if (loadBalancer.sessionPersistence === null) throw new Refusal('SP422', faults.SP422.words.default);
    await jobs.update(loadBalancer, {
      operation: 'sessionPersistence.disable',
      author: context.author,
      finish: { set: { sessionPersistence: null } },
      succeeded: [feedEvents.sessionPersistenceDeleted],
      failed: [feedEvents.sessionPersistenceNotDeleted],
    });
    return accepted;
  },
} satisfies Partial<Handlers>;
