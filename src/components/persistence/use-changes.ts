import { useSyncExternalStore } from 'react';
import { isOver } from '../../api/changes/change.ts';
import { type Change, changes } from '../../api/changes/changes.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';

export const useChanges = (): readonly Change[] => useSyncExternalStore(changes.subscribe, changes.all);

/** The change of one load balancer: under way, or the last that ended. */
export const useChange = (ref: LoadBalancerRef): Change | undefined =>
  useSyncExternalStore(changes.subscribe, () => changes.of(ref));

/** Changes that this page must stay open for. Those of a run are its own page's to show. */
export const underWay = (changes: readonly Change[]): readonly Change[] =>
  changes.filter(({ state, run }) => run === null && !isOver(state));
