import { lists } from '../../../../contract/octavia/lists.ts';
import { flavors as octaviaFlavors } from '../../../../contract/octavia/operations/flavors.ts';
import type { Wire } from '../../../../contract/octavia/schemas/wire.ts';
import { encoded } from '../../../../contract/shared/text.ts';
import type { LoadBalancer, LoadBalancerDetails, LoadBalancerRef } from '../../../model/load-balancer.ts';
import { ApiError } from '../../http/client.ts';
import { type Priority, priority } from '../../http/queue.ts';
import { malformed, readFromRegion } from '../../http/region-requests.ts';
import type { Flavor } from '../provider.ts';
import { listenerFacts } from './facts.ts';
import { readAll } from './pages.ts';
import { idsOf, inOrder, noteListener, toLoadBalancer, toSubject, type WireListener, type WirePool } from './wire.ts';

const below = ({ id }: LoadBalancerRef): string => `${lists.loadBalancers.path}/${encoded(id)}`;

/**
 * The load balancer, and after it its pools: a pool that was read before the load balancer was seen to be settled would prove nothing.
 * Listeners are read where one was never met, as their protocol and port stay.
 */
export async function details(
  ref: LoadBalancerRef,
  rank: Priority,
  signal?: AbortSignal,
): Promise<LoadBalancerDetails> {
  const { loadbalancer } = await readFromRegion<Wire<'LoadBalancerResponse'>>(ref.region, below(ref), rank, signal);
  if (!loadbalancer) throw malformed(ref.region, `load balancer ${ref.id}`);
  const pools =
    idsOf(loadbalancer.pools).length === 0
      ? []
      : await readAll<WirePool>(ref.region, lists.pools, `&loadbalancer_id=${encoded(ref.id)}`, rank, signal);
  const met = [...idsOf(loadbalancer.listeners), ...pools.flatMap(({ listeners }) => idsOf(listeners))];
  if (!met.every((id) => listenerFacts.has(id))) await listeners(ref, rank, signal);
  const subjects = inOrder(pools).map((pool) => toSubject(pool, loadbalancer));
  const row = toLoadBalancer(ref.region, loadbalancer);
  return {
    ...row,
    endpoints: row.endpoints ?? [],
    readAt: Date.now(),
    subjects,
    nodes: null,
    nodeCount: subjects.reduce((sum, { nodeCount = 0 }) => sum + nodeCount, 0),
    timeout: null,
    halfClosed: false,
    httpsRedirect: false,
    healthMonitor: null,
    maxConnections: null,
    contentCaching: false,
    connectionLogging: false,
    sslTermination: null,
    accessRules: 0,
    cluster: null,
    sourceAddresses: [],
  };
}

/** The listeners of a load balancer, as the API gives them. */
export async function listeners(
  ref: LoadBalancerRef,
  rank: Priority,
  signal?: AbortSignal,
): Promise<readonly WireListener[]> {
  const { path, key } = lists.listeners;
  const rows = await readAll<WireListener>(
    ref.region,
    { path, key, query: '' },
    `&load_balancer_id=${encoded(ref.id)}`,
    rank,
    signal,
  );
  for (const each of rows) noteListener(each);
  return rows;
}

const statsOf = async (ref: LoadBalancerRef, signal?: AbortSignal) =>
  (await readFromRegion<Wire<'StatsResponse'>>(ref.region, `${below(ref)}/stats`, priority.onScreen, signal)).stats;

export async function connections(ref: LoadBalancerRef, signal?: AbortSignal): Promise<number | null> {
  return (await statsOf(ref, signal))?.active_connections ?? null;
}

/** Source: Load-balancer API v2 reference, "Show flavor details". A cloud without flavors, or that keeps them to itself, tells nothing. */
export function flavor({ region, flavor: id }: LoadBalancer, signal?: AbortSignal): Promise<Flavor | null> {
  if (id === undefined) return Promise.resolve(null);
  const path = octaviaFlavors['octavia.flavors.show'].path.replace('{flavorId}', encoded(id));
  return readFromRegion<Wire<'FlavorResponse'>>(region, path, priority.rest, signal).then(
    ({ flavor: read }) => (read?.name ? { name: read.name, description: read.description ?? '' } : null),
    (error: unknown) => {
      if (error instanceof ApiError && error.source === 'region' && [403, 404, 501].includes(error.status)) return null;
      throw error;
    },
  );
}
