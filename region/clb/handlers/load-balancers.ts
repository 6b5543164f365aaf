import { faults } from '../../../contract/clb/faults.ts';
import { accepted, json, ok, okText, Refusal } from '../answer.ts';
import { type Context, type Handlers, named } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import type { LoadBalancer } from '../model.ts';
import { detailView, summaryView } from '../views.ts';
import { dateParameter } from './dates.ts';
import { refuseUnusable } from './health-monitor-values.ts';
import { creationEvents, drafted } from './load-balancer-create.ts';
import { listTexts } from './load-balancer-list.ts';
import { changedFields, changedSettings } from './load-balancer-update.ts';
import { idsOf, reportPage } from './paging.ts';

/** Source: CLB v1.0 developer guide, "Load balancers". */

/** Deletes all or none: unknown ids and immutable load balancers both refuse the request. */
async function deleteAll(context: Context, ids: readonly number[]): Promise<void> {
  const { service, account, region } = context;
  const found = ids.map((id) => service.store.find(account, region, id));
  const unknown = ids.filter((_, at) => !found[at]);
  if (unknown.length > 0) throw new Refusal('LBDEL400', faults.LBDEL400.words.unknown(unknown));
  const present = found.filter((each): each is LoadBalancer => each !== undefined);
  const immutable = present.filter(({ status }) => status !== 'ACTIVE').map(({ id }) => id);
  if (immutable.length > 0) throw new Refusal('LBDEL400', faults.LBDEL400.words.immutable(immutable));
  await service.jobs.delete(present, {
    operation: 'loadBalancers.delete',
    author: context.author,
    succeeded: [feedEvents.loadBalancerDeleted],
    failed: [feedEvents.loadBalancerNotDeleted],
  });
}

/** Whether it existed, billed, at some time of the period. */
const billed = ({ status, created, updated }: LoadBalancer, start: number, end: number) =>
  created < end && (status !== 'DELETED' || updated >= start);

export const loadBalancers = {
  'loadBalancers.list': (context) => okText(`{"loadBalancers":[${listTexts(context).join(',')}]}`),

  'loadBalancers.create': async (context, draft) => {
    await refuseUnusable(context.service.dataPlane, draft.healthMonitor);
    const made = drafted(context, draft);
    const preview: LoadBalancer = { ...made, status: 'BUILD', created: 0, updated: 0, job: null, held: false };
    const stored = await context.service.jobs.create(made, {
      operation: 'loadBalancers.create',
      author: context.author,
      succeeded: creationEvents(preview),
      failed: [feedEvents.loadBalancerNotCreated],
    });
    return json(202, { loadBalancer: detailView(stored) });
  },

  'loadBalancers.deleteMany': async (context) => {
    const ids = idsOf(context.query);
    if (ids.length === 0) throw new Refusal('NOID400', faults.NOID400.words.default);
    if (ids.length > context.service.store.limits(context.account).BATCH_DELETE_LIMIT) {
      throw new Refusal('BATCH400', faults.BATCH400.words.loadBalancers);
    }
    await deleteAll(context, ids);
    return accepted;
  },

  'loadBalancers.show': (context) => ok({ loadBalancer: detailView(named(context)) }),

  'loadBalancers.update': async (context, change) => {
    const loadBalancer = named(context);
    const set = changedSettings(context, loadBalancer, change);
    await context.service.jobs.update(loadBalancer, {
      operation: 'loadBalancers.update',
      author: context.author,
      set,
      succeeded: [feedEvents.loadBalancerUpdated(changedFields(change))],
      failed: [feedEvents.loadBalancerNotUpdated],
    });
    return accepted;
  },

  'loadBalancers.delete': async (context) => {
    await deleteAll(context, [context.params.loadBalancerId]);
    return accepted;
  },

  'loadBalancers.billable': (context) => {
    const { service, account, region, query, path } = context;
    const start = dateParameter(query, 'startTime');
    const end = dateParameter(query, 'endTime');
    if (start === undefined || end === undefined) throw new Refusal('BILL400', faults.BILL400.words.default);
    if (start >= end) throw new Refusal('DATE400', faults.DATE400.words.order);
    const index = service.store.indexOf(account, region);
    const ids = [...index.live, ...index.withStatus('DELETED')].sort((a, b) => a - b);
    const all = ids.map((id) => service.store.loadBalancers.get(id)!).filter((each) => billed(each, start, end));
    const { items, links } = reportPage(all, query, `${service.url}/${region.toLowerCase()}/v1.0/${account}${path}`);
    return ok({ loadBalancers: items.map(summaryView), ...(links.length > 0 && { links }) });
  },
} satisfies Partial<Handlers>;
