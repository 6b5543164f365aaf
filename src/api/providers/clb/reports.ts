import { isDefaultErrorPage } from '../../../../contract/clb/error-pages.ts';
import type { Wire } from '../../../../contract/clb/schemas/wire.ts';
import { encoded } from '../../../../contract/shared/text.ts';
import type { LoadBalancerRef } from '../../../model/load-balancer.ts';
import type { Statistics, UsagePeriod } from '../../../model/statistics.ts';
import { priority } from '../../http/queue.ts';
import { readFromRegion } from '../../http/region-requests.ts';
import type { ErrorPage } from '../provider.ts';

/** Counters now, plain and secure added up. Source: CLB v1.0 developer guide, "Statistics". */
export async function statistics(ref: LoadBalancerRef, signal?: AbortSignal): Promise<Statistics> {
  const wire = await readFromRegion<Readonly<Record<string, number | null | undefined>>>(
    ref.region,
    `/loadbalancers/${encoded(ref.id)}/stats`,
    priority.onScreen,
    signal,
  );
  const sum = (field: string) => (wire[field] ?? 0) + (wire[`${field}Ssl`] ?? 0);
  return [
    { label: 'Connections now', value: sum('currentConn') },
    { label: 'Peak connections', value: sum('maxConn') },
    { label: 'Connect failures', value: sum('connectFailure') + sum('connectError') },
    { label: 'Timeouts', value: sum('connectTimeOut') + sum('dataTimedOut') },
  ];
}

/** The most records that a page of a report holds: a day of minutes has more. Source: CLB v1.0 developer guide, "Usage reports". */
const usageLimit = 1_000;
/** More pages than a day can fill. */
const usagePages = 5;

const toPeriod = (wire: Wire<'UsageRecord'>): UsagePeriod => ({
  start: Date.parse(wire.startTime ?? ''),
  end: Date.parse(wire.endTime ?? ''),
  incoming: (wire.incomingTransfer ?? 0) + (wire.incomingTransferSsl ?? 0),
  outgoing: (wire.outgoingTransfer ?? 0) + (wire.outgoingTransferSsl ?? 0),
  connections: (wire.averageNumConnections ?? 0) + (wire.averageNumConnectionsSsl ?? 0),
});

/** The last 24 hours, oldest first. Source: CLB v1.0 developer guide, "Usage reports", current usage. */
export async function usage(ref: LoadBalancerRef, signal?: AbortSignal): Promise<readonly UsagePeriod[]> {
  const records: Wire<'UsageRecord'>[] = [];
  const path = `/loadbalancers/${encoded(ref.id)}/usage/current?limit=${usageLimit}`;
  for (let pages = 0; pages < usagePages; pages += 1) {
    const { loadBalancerUsageRecords } = await readFromRegion<Wire<'UsageResponse'>>(
      ref.region,
      records.length === 0 ? path : `${path}&offset=${records.length}`,
      priority.rest,
      signal,
    );
    const page = loadBalancerUsageRecords ?? [];
    records.push(...page);
    if (page.length < usageLimit) break;
  }
  return (
    records
      .map(toPeriod)
      // A record of something that is billed, such as SSL termination switched on, is of a moment and carries nothing.
      .filter(({ start, end }) => end > start)
      .sort((a, b) => a.start - b.start)
  );
}

export async function connections(ref: LoadBalancerRef, signal?: AbortSignal): Promise<number | null> {
  const { currentConn, currentConnSsl } = await readFromRegion<Wire<'StatisticsResponse'>>(
    ref.region,
    `/loadbalancers/${encoded(ref.id)}/stats`,
    priority.onScreen,
    signal,
  );
  return currentConn == null ? null : currentConn + (currentConnSsl ?? 0);
}

/** The API answers the default page where none is set, so a page counts as the default only when its text is known. */
export async function errorPage(ref: LoadBalancerRef, signal?: AbortSignal): Promise<ErrorPage> {
  const { errorpage } = await readFromRegion<Wire<'ErrorPageResponse'>>(
    ref.region,
    `/loadbalancers/${encoded(ref.id)}/errorpage`,
    priority.onScreen,
    signal,
  );
  const content = errorpage?.content ?? '';
  return { content, isDefault: isDefaultErrorPage(content) };
}
