import { Suspense, useSyncExternalStore } from 'react';
import { activeRuns } from '../../api/bulk/active-runs.ts';
import { lazyPart } from '../layout/lazy-part.ts';

const RunStrip = lazyPart(() => import('./RunStrip.tsx'));

/** Where the frame tells of runs on every page: its code comes with the first run. */
export function RunStripSlot() {
  const runs = useSyncExternalStore(activeRuns.subscribe, activeRuns.get);
  return runs.length > 0 ? (
    <Suspense>
      <RunStrip runs={runs} />
    </Suspense>
  ) : null;
}
