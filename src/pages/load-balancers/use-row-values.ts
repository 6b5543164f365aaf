import { useRef, useSyncExternalStore } from 'react';
import { activeRuns } from '../../api/bulk/active-runs.ts';
import { pageChanges } from '../../api/changes/change-store.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';
import { pendingChangeOf } from './pending-change.ts';

const { summaries } = inventory.details;

function subscribe(listener: () => void): () => void {
  const stops = [summaries.subscribe(listener), pageChanges.subscribe(listener), activeRuns.subscribe(listener)];
  return () => {
    for (const stop of stops) stop();
  };
}

const valuesOf = (row: LoadBalancer) => ({ entry: summaries.of(row), change: pendingChangeOf(row) });
export type RowValues = ReturnType<typeof valuesOf>;

/** What is known of each row beside the row itself. One subscription for all: rows that fly past would have no time for their own. */
export function useRowValues(rows: readonly LoadBalancer[]): readonly RowValues[] {
  const last = useRef<readonly RowValues[]>([]);
  return useSyncExternalStore(subscribe, () => {
    const now = rows.map(valuesOf);
    const isSame =
      now.length === last.current.length &&
      now.every(({ entry, change }, at) => last.current[at]?.entry === entry && last.current[at]?.change === change);
    if (!isSame) last.current = now;
    return last.current;
  });
}
