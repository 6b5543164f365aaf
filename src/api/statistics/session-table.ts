import { queryOptions } from '@tanstack/react-query';
import { encoded } from '../../../contract/shared/text.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { priority } from '../http/queue.ts';
import { readFromRegion, regionPath, writeToRegion } from '../http/region-requests.ts';

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

/** Forgets one client, whose next request may go to another node. Throws an ApiError when it is not in the table. */
export const forgetClient = (ref: LoadBalancerRef, client: string) => {
  const path = regionPath(ref.region, `${tablePath(ref)}/${encoded(client)}`);
  return writeToRegion(ref.region, { method: 'DELETE', path });
};
