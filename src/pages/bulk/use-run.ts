import { useSyncExternalStore } from 'react';
import type { BulkRun, RunSnapshot } from '../../api/bulk-run.ts';

export const useRun = (run: BulkRun): RunSnapshot => useSyncExternalStore(run.subscribe, run.snapshot);
