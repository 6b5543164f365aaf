import { faults } from '../../../contract/clb/faults.ts';
import { accepted, ok, Refusal } from '../answer.ts';
import { type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import { accessItemView } from '../views.ts';
import { madeItems } from './access-list-values.ts';
import { idsOf, pageById } from './paging.ts';

/** Source: CLB v1.0 developer guide, "Access lists". Addresses are unique, whatever their type. */
export const accessList = {
  'accessList.show': (context) =>
    ok({ accessList: pageById(shown(context).accessList, context.query).map(accessItemView) }),

  'accessList.append': async (context, drafts) => {
    const loadBalancer = named(context);
    const { store, jobs } = context.service;
    const { ACCESS_LIST_LIMIT } = store.limits(context.account);
    const addresses = [...loadBalancer.accessList, ...drafts].map(({ address }) => address.toLowerCase());
    if (new Set(addresses).size < addresses.length) throw new Refusal('ACL400', faults.ACL400.words.unique);
    if (addresses.length > ACCESS_LIST_LIMIT) {
      throw new Refusal('ACL400', faults.ACL400.words.limit(ACCESS_LIST_LIMIT));
    }
    jobs.requireActive(loadBalancer);
    const added = madeItems(drafts, store);
    await jobs.update(loadBalancer, {
      operation: 'accessList.append',
      author: context.author,
      set: { accessList: [...loadBalancer.accessList, ...added] },
      succeeded: added.map(feedEvents.accessListUpdated),
      failed: added.map((item) => feedEvents.accessListNotUpdated(item, 'UPDATE')),
    });
    return accepted;
  },

  'accessList.clear': async (context) => {
    const loadBalancer = named(context, faults.LB404.words.object);
    const { store, jobs } = context.service;
    if (loadBalancer.status === 'DELETED') jobs.requireActive(loadBalancer);
    const ids = idsOf(context.query);
    if (ids.length > store.limits(context.account).BATCH_DELETE_LIMIT) {
      throw new Refusal('BATCH400', faults.BATCH400.words.accessList);
    }
    if (loadBalancer.status !== 'ACTIVE') throw new Refusal('NACT422', faults.NACT422.words.default);
    const gone = context.query.has('id')
      ? loadBalancer.accessList.filter(({ id }) => ids.includes(id))
      : loadBalancer.accessList;
    await jobs.update(loadBalancer, {
      operation: 'accessList.clear',
      author: context.author,
      finish: { removeAccessItems: gone.map(({ id }) => id) },
      succeeded: gone.map(({ id }) => feedEvents.accessListItemDeleted(id)),
      failed: gone.map((item) => feedEvents.accessListNotUpdated(item, 'DELETE')),
    });
    return accepted;
  },

  'accessList.deleteItem': async (context) => {
    const loadBalancer = named(context, faults.LB404.words.object);
    const { jobs } = context.service;
    if (loadBalancer.status === 'DELETED') jobs.requireActive(loadBalancer);
    const item = loadBalancer.accessList.find(({ id }) => id === context.params.networkItemId);
    if (!item) throw new Refusal('ITEM404', faults.ITEM404.words.default);
    await jobs.update(loadBalancer, {
      operation: 'accessList.deleteItem',
      author: context.author,
      finish: { removeAccessItems: [item.id] },
      succeeded: [feedEvents.accessListItemDeleted(item.id)],
      failed: [feedEvents.accessListNotUpdated(item, 'DELETE')],
    });
    return accepted;
  },
} satisfies Partial<Handlers>;
