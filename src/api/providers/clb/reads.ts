import type { Wire } from '../../../../contract/clb/schemas/wire.ts';
import { encoded } from '../../../../contract/shared/text.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../../model/load-balancer.ts';
import { ApiError } from '../../http/client.ts';
import { type Priority, priority } from '../../http/queue.ts';
import { malformed, readFromRegion } from '../../http/region-requests.ts';
import type { PageRequest, ProviderReads, RowPage } from '../provider.ts';
import { toDetails, toLoadBalancer } from './wire.ts';

/** The most rows that one page of the list holds. Source: CLB v1.0 developer guide, "Paginated collections". */
const pageSize = 100;

/**
 * One page of a list, ids ascending. The marker is the id that the page begins with, and a page shorter than the limit is the last.
 * Source: CLB v1.0 developer guide, "Paginated collections".
 */
async function readPage(
  region: string,
  { cursor, signal }: PageRequest,
  filter: Readonly<Record<string, string>>,
  rank: Priority,
): Promise<RowPage> {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (cursor !== null) query.set('marker', cursor);
  for (const [name, value] of Object.entries(filter)) query.set(name, value);
  const body = await readFromRegion<Wire<'LoadBalancersResponse'>>(region, `/loadbalancers?${query}`, rank, signal);
  if (!Array.isArray(body.loadBalancers)) throw malformed(region, 'the list of load balancers');
  const rows = body.loadBalancers.map((wire) => toLoadBalancer(region, wire));
  return { rows, next: rows.length < pageSize ? null : String(Number(rows.at(-1)?.id) + 1) };
}

/** The API's times have no fractions. */
const changesSince = (since: number) => ({
  'changes-since': new Date(since).toISOString().replace(/\.\d+Z$/, 'Z'),
});

export const list: ProviderReads['list'] = (region, page) =>
  readPage(region, page, {}, page.cursor === null ? priority.onScreen : priority.rest);

// A poll lets what it would call for go first: while reads of settled load balancers wait, another poll would only cost one of them.
export const changedSince: ProviderReads['changedSince'] = (region, since, page) =>
  readPage(region, page, changesSince(since), priority.rest);

/** No other listing shows a load balancer that is deleted. */
export const deletedSince: ProviderReads['deletedSince'] = (region, since, page) =>
  readPage(region, page, { ...changesSince(since), status: 'DELETED' }, priority.rest);

export const withNode: NonNullable<ProviderReads['withNode']> = (region, nodeaddress, page) =>
  readPage(region, page, { nodeaddress }, page.cursor === null ? priority.onScreen : priority.rest);

export async function details(
  ref: LoadBalancerRef,
  rank: Priority,
  signal?: AbortSignal,
): Promise<LoadBalancerDetails> {
  const { loadBalancer } = await readFromRegion<Wire<'LoadBalancerResponse'>>(
    ref.region,
    `/loadbalancers/${encoded(ref.id)}`,
    rank,
    signal,
  );
  if (!loadBalancer) throw malformed(ref.region, `the details of load balancer ${ref.id}`);
  // The API reads 071 as 71: what is not asked for by its own id would be known under two.
  if (String(loadBalancer.id) !== ref.id)
    throw new ApiError({
      status: 404,
      source: 'panel',
      code: 'other-id',
      message: `${ref.id} is no id of a load balancer.`,
    });
  return toDetails(ref.region, loadBalancer, Date.now());
}
