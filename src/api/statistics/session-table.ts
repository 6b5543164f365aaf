import { queryOptions } from '@tanstack/react-query';
import { encoded } from '../../../contract/shared/text.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { writeToRegion } from '../history/announced.ts';
import { tellVerdict } from '../history/verdicts.ts';
import { priority } from '../http/queue.ts';
import { readFromRegion, regionPath } from '../http/region-requests.ts';

/** A local region's live persistence table; an extension of that region, not part of the API. */
export interface SessionTable {
  readonly persistenceType: string | null;
  /** Why no traffic is carried here, as a sentence; null when it is. */
  readonly notCarried: string | null;
  /** Null when the type keeps no table. `expires`: seconds until the client is forgotten. */
  readonly sessions:
    | readonly { readonly client: string; readonly nodeId: number | null; readonly expires: number }[]
    | null;
}

const tablePath = ({ id }: LoadBalancerRef) => `/extras/loadbalancers/${encoded(id)}/sessions`;

export const sessionTableQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['sessionTable', ref.region, ref.id],
    queryFn: ({ signal }) => readFromRegion<SessionTable>(ref.region, tablePath(ref), priority.onScreen, signal),
  });

/**
 * Forgets one client, whose next request may go to another node. `name`: the load balancer's; `node`: where the client is sent to; both
 * for the history. Throws an ApiError when it is not in the table.
 */
export async function forgetClient(ref: LoadBalancerRef, name: string, client: string, node: string): Promise<void> {
  const path = regionPath(ref.region, `${tablePath(ref)}/${encoded(client)}`);
  const answer = await writeToRegion(
    { method: 'DELETE', path },
    {
      region: ref.region,
      operation: 'sessions.forget',
      subject: { loadBalancerId: ref.id, part: null },
      name,
      before: `${client} on ${node}`,
      after: 'none',
      reason: null,
      run: null,
    },
  );
  const change = answer.headers.get('x-holdfast-change');
  // The client may be in the table again by its next request, so the region's own word has to do.
  if (change) await tellVerdict(change, 'confirmed', null, 'The region has forgotten it.');
}
