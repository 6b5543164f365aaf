import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { ApiError } from '../../api/http/client.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { detailsQuery } from '../../api/inventory/queries.ts';
import type { RegionState } from '../../api/inventory/region-watch.ts';
import { providerOf } from '../../api/providers/providers.ts';
import type { LoadBalancer, LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import { useChange } from '../persistence/use-changes.ts';
import { isMoving } from './Status.tsx';

const second = 1_000;

/** Quickly while it has just begun to change, then as the API's documents advise; seldom when settled. Milliseconds. */
export function pollInterval(details: LoadBalancerDetails | undefined, now: number): number {
  if (!details || !isMoving(details.status)) return 30 * second;
  return now - (details.updated ?? 0) < 20 * second ? second : 5 * second;
}

const stateOf = (region: string): RegionState | undefined =>
  inventory.states().find((state) => state.region === region);

const useRow = ({ region, id }: LoadBalancerRef): LoadBalancer | undefined =>
  useSyncExternalStore(inventory.subscribe, () => stateOf(region)?.rows.get(id));

/** When the region's rows were last listed; 0 before that. */
const listedAt = (region: string): number => stateOf(region)?.readAt ?? 0;

/** The details of a load balancer, read again by its own state and as soon as the region's watch sees it change. */
export function useLiveDetails(ref: LoadBalancerRef) {
  const row = useRow(ref);
  const compared = useRef<LoadBalancer>(undefined);
  const query = useQuery({
    ...detailsQuery(ref),
    refetchInterval: ({ state }) => pollInterval(state.data, Date.now()),
  });
  const { data, error, refetch } = query;

  // A change that was just accepted has moved the status: read it now and not at the next turn.
  const settling = useChange(ref)?.state.at === 'settling';
  useEffect(() => {
    if (settling) void refetch();
  }, [settling, refetch]);

  // What was kept since before the region was last listed is older than its row, which may be gone by now.
  useEffect(() => {
    if (data && data.readAt >= listedAt(data.region)) inventory.put(data);
  }, [data]);

  const gone = error instanceof ApiError && providerOf(ref.region).meaningOf(error) === 'gone';
  useEffect(() => {
    if (gone && row) inventory.put({ ...row, status: 'DELETED' });
  }, [gone, row]);

  // Each row is compared once, when it comes in: comparing it again with every reading would ask for what is here already.
  useEffect(() => {
    if (!row || !data || row === compared.current) return;
    compared.current = row;
    if (row.status !== data.status || row.updated !== data.updated) void refetch();
  }, [row, data, refetch]);

  return query;
}
