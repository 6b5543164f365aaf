import { useSyncExternalStore } from 'react';
import { isOver } from '../../api/changes/change.ts';
import { type Change, pageChanges } from '../../api/changes/change-store.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';

export const useChanges = (): readonly Change[] => useSyncExternalStore(pageChanges.subscribe, pageChanges.all);

/** The change of one load balancer: under way, or the last that ended. */
export const useChange = (ref: LoadBalancerRef): Change | undefined =>
  useSyncExternalStore(pageChanges.subscribe, () => pageChanges.of(ref));

/** Changes that this page must stay open for. Those of a run are its own page's to show. */
export const underWay = (changes: readonly Change[]): readonly Change[] =>
  changes.filter(({ state, run }) => run === null && !isOver(state));
