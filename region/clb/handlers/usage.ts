import { faults } from '../../../contract/clb/faults.ts';
import { decimal, ok, Refusal } from '../answer.ts';
import { type Context, type Handlers, named } from '../context.ts';
import { iso, type LoadBalancer, type Usage } from '../model.ts';
import { dateParameter } from './dates.ts';
import { reportPage } from './paging.ts';

/** Source: CLB v1.0 developer guide, "Usage reports". Here records close every minute in which something was carried, and events that are billed have one each. */

const day = 24 * 60 * 60 * 1000;
const usualDays = 90;

const recordView = ({ loadBalancerId: _, startTime, endTime, ...rest }: Usage) => ({
  ...rest,
  averageNumConnections: decimal(rest.averageNumConnections),
  averageNumConnectionsSsl: decimal(rest.averageNumConnectionsSsl),
  startTime: iso(startTime),
  endTime: iso(endTime),
});

const addressOf = ({ service, region, account, path }: Context) =>
  `${service.url}/${region.toLowerCase()}/v1.0/${account}${path}`;

const within = (records: readonly Usage[], start: number, end: number) =>
  records.filter(({ startTime, endTime }) => startTime <= end && endTime >= start);

function report(context: Context, records: readonly Usage[]) {
  const { items, links } = reportPage(records, context.query, addressOf(context));
  return ok({ loadBalancerUsageRecords: items.map(recordView), links });
}

function periodOf(context: Context, usual: (end: number | undefined, now: number) => number) {
  const now = context.service.clock.now();
  const end = dateParameter(context.query, 'endTime');
  const start = dateParameter(context.query, 'startTime') ?? usual(end, now);
  if (start >= (end ?? now)) throw new Refusal('DATE400', faults.DATE400.words.order);
  return { start, end: end ?? now };
}

function accountRecord(loadBalancers: readonly LoadBalancer[], startTime: number) {
  const count = (type: 'PUBLIC' | 'SERVICENET') =>
    new Set(
      loadBalancers.flatMap(({ virtualIps }) => virtualIps.filter((each) => each.type === type).map(({ id }) => id)),
    ).size;
  return {
    numLoadBalancers: loadBalancers.length,
    numPublicVips: count('PUBLIC'),
    numServicenetVips: count('SERVICENET'),
    startTime: iso(startTime),
  };
}

export const usage = {
  'usage.history': (context) => {
    const { id } = named(context);
    const { start, end } = periodOf(context, (until, now) => (until ?? now) - usualDays * day);
    return report(context, within(context.service.store.usage(id), start, end));
  },

  'usage.current': (context) => {
    const { id } = named(context);
    const now = context.service.clock.now();
    return report(context, within(context.service.store.usage(id), now - day, now));
  },

  'usage.account': (context) => {
    const { service, account, region, query } = context;
    const { start, end } = periodOf(context, (until, now) =>
      until === undefined ? now - day : until - usualDays * day,
    );
    const index = service.store.indexOf(account, region);
    const live = index.live.map((id) => service.store.loadBalancers.get(id)!);
    const gone = index.withStatus('DELETED').map((id) => service.store.loadBalancers.get(id)!);
    const all = [...live, ...gone].sort((a, b) => a.id - b.id);
    const used = all
      .map((each) => ({ each, records: within(service.store.usage(each.id), start, end) }))
      .filter(({ records }) => records.length > 0);
    const { items, links } = reportPage(used, query, addressOf(context));
    return ok({
      accountId: Number(account),
      accountUsage: { accountUsageRecords: [accountRecord(live, start)], links: [] },
      loadBalancerUsages: items.map(({ each, records }) => ({
        loadBalancerId: each.id,
        loadBalancerName: each.name,
        loadBalancerUsageRecords: records.map(recordView),
        links,
      })),
    });
  },
} satisfies Partial<Handlers>;
