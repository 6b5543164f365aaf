import { useSyncExternalStore } from 'react';
import type { BulkRun } from '../../api/bulk/run.ts';
import type { RunSnapshot } from '../../api/bulk/types.ts';

export const useRun = (run: BulkRun): RunSnapshot => useSyncExternalStore(run.subscribe, run.snapshot);
