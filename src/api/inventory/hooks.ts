import { useCallback, useSyncExternalStore } from 'react';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import type { DetailsState } from './details.ts';
import { inventory } from './inventory.ts';
import type { RegionState } from './region-watch.ts';

const { details } = inventory;
const { summaries } = details;

export const useRegions = (): readonly RegionState[] => useSyncExternalStore(inventory.subscribe, inventory.states);

/** Everything of one load balancer, kept up to date while it is looked at. */
export function useDetails({ region, id }: LoadBalancerRef): DetailsState {
  const watch = useCallback((listener: () => void) => details.watch({ region, id }, listener), [region, id]);
  return useSyncExternalStore(watch, () => details.stateOf({ region, id }));
}

/** Changes after something was read; for filtering and sorting by what the details hold. */
export const useDetailsVersion = (needed: boolean): number =>
  useSyncExternalStore(summaries.subscribeSettled, () => (needed ? summaries.version() : 0));
