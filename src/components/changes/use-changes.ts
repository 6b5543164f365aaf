import { useSyncExternalStore } from 'react';
import { isOver } from '../../api/changes/change.ts';
import { type Change, pageChanges } from '../../api/changes/change-store.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';

export const useChanges = (): readonly Change[] => useSyncExternalStore(pageChanges.subscribe, pageChanges.all);

/** The change of one load balancer's session persistence: under way, or the last that ended. */
export const useChange = (ref: LoadBalancerRef): Change<Persistence> | undefined =>
  useSyncExternalStore(pageChanges.subscribe, () => pageChanges.of(ref));

/** The latest change of the key. */
export const useChangeOf = (key: string): Change | undefined =>
  useSyncExternalStore(pageChanges.subscribe, () => pageChanges.find(key));

/** Changes that this page must stay open for. Those of a run are its own page's to show. */
export const underWay = (changes: readonly Change[]): readonly Change[] =>
  changes.filter(({ state, run }) => run === null && !isOver(state));
