import { lists } from '../../../../contract/octavia/lists.ts';
import type { Wire } from '../../../../contract/octavia/schemas/wire.ts';
import { encoded } from '../../../../contract/shared/text.ts';
import type { LoadBalancerRef } from '../../../model/load-balancer.ts';
import type { Statistics } from '../../../model/statistics.ts';
import { priority } from '../../http/queue.ts';
import { readFromRegion } from '../../http/region-requests.ts';

/** Counters since the load balancer was made; the API keeps no history. Source: Load-balancer API v2 reference, "Get load balancer statistics". */
export async function statistics(ref: LoadBalancerRef, signal?: AbortSignal): Promise<Statistics> {
  const { stats } = await readFromRegion<Wire<'StatsResponse'>>(
    ref.region,
    `${lists.loadBalancers.path}/${encoded(ref.id)}/stats`,
    priority.onScreen,
    signal,
  );
  return [
    { label: 'Connections now', value: stats?.active_connections ?? null },
    { label: 'Connections so far', value: stats?.total_connections ?? null, grows: true },
    { label: 'Received', value: stats?.bytes_in ?? null, grows: true, isBytes: true },
    { label: 'Sent', value: stats?.bytes_out ?? null, grows: true, isBytes: true },
    { label: 'Request errors', value: stats?.request_errors ?? null, grows: true },
  ];
}
