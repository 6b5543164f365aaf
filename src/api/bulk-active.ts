/** A run that is under way or paused in this page, or has just ended, for what speaks of it on every page. */
export interface ActiveRun {
  readonly id: string;
  readonly phase: 'running' | 'paused' | 'ended';
  readonly finished: number;
  readonly total: number;
  readonly failed: number;
  /** Why it is paused, as a sentence. */
  readonly problem: string | null;
}

let runs: readonly ActiveRun[] = [];
const listeners = new Set<() => void>();

/** Kept apart from the runs themselves, so that the frame need not load them to say that there are none. */
export const activeRuns = {
  get: (): readonly ActiveRun[] => runs,
  set(next: readonly ActiveRun[]): void {
    runs = next;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
