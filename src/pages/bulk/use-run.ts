import { useSyncExternalStore } from 'react';
import type { RunSnapshot } from '../../api/bulk-items.ts';
import type { BulkRun } from '../../api/bulk-run.ts';

export const useRun = (run: BulkRun): RunSnapshot => useSyncExternalStore(run.subscribe, run.snapshot);
