import { faults } from '../../../contract/clb/faults.ts';
import { accepted, json, ok, Refusal } from '../answer.ts';
import { type Context, type Handlers, named, shown } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import type { LoadBalancer } from '../model.ts';
import { virtualIpView } from '../views.ts';
import { idsOf, pageById } from './paging.ts';
import { newVirtualIp } from './virtual-ip-values.ts';

/** Source: CLB v1.0 developer guide, "Virtual IPs". Only IPv6 addresses can be added; one address must stay. */

async function remove(context: Context, loadBalancer: LoadBalancer, ids: readonly number[]): Promise<void> {
  const { jobs } = context.service;
  const unknown = ids.filter((id) => !loadBalancer.virtualIps.some((virtualIp) => virtualIp.id === id));
  if (unknown.length > 0) throw new Refusal('VIPS400', faults.VIPS400.words.default(unknown));
  if (ids.length >= loadBalancer.virtualIps.length) throw new Refusal('LASTVIP400', faults.LASTVIP400.words.default);
  await jobs.update(loadBalancer, {
    operation: 'virtualIps.delete',
    author: context.author,
    finish: { removeVirtualIps: ids },
    succeeded: ids.map(feedEvents.virtualIpDeleted),
    failed: ids.map(feedEvents.virtualIpNotDeleted),
  });
}

function present(context: Context): LoadBalancer {
  const loadBalancer = named(context);
  if (loadBalancer.status === 'DELETED') context.service.jobs.requireActive(loadBalancer);
  return loadBalancer;
}

export const virtualIps = {
  'virtualIps.list': (context) =>
    ok({ virtualIps: pageById(shown(context).virtualIps, context.query).map(virtualIpView) }),

  'virtualIps.add': async (context) => {
    const loadBalancer = present(context);
    const { store, jobs } = context.service;
    if (loadBalancer.virtualIps.some(({ type }) => type === 'SERVICENET')) {
      throw new Refusal('VIP400', faults.VIP400.words.default);
    }
    const { IPV6_LIMIT } = store.limits(context.account);
    if (loadBalancer.virtualIps.filter(({ ipVersion }) => ipVersion === 'IPV6').length >= IPV6_LIMIT) {
      throw new Refusal('LIM413', faults.LIM413.words.virtualIps(IPV6_LIMIT));
    }
    jobs.requireActive(loadBalancer);
    const added = newVirtualIp(context, 'PUBLIC', 'IPV6');
    await jobs.update(loadBalancer, {
      operation: 'virtualIps.add',
      author: context.author,
      set: { virtualIps: [...loadBalancer.virtualIps, added] },
      succeeded: [feedEvents.virtualIpAdded(added)],
      failed: [feedEvents.virtualIpNotAdded(added)],
    });
    return json(202, virtualIpView(added));
  },

  'virtualIps.deleteMany': async (context) => {
    const loadBalancer = present(context);
    const ids = idsOf(context.query);
    if (ids.length === 0) throw new Refusal('NOID400', faults.NOID400.words.default);
    if (ids.length > context.service.store.limits(context.account).BATCH_DELETE_LIMIT) {
      throw new Refusal('BATCH400', faults.BATCH400.words.virtualIps);
    }
    await remove(context, loadBalancer, ids);
    return accepted;
  },

  'virtualIps.delete': async (context) => {
    await remove(context, present(context), [context.params.virtualIpId]);
    return accepted;
  },
} satisfies Partial<Handlers>;
