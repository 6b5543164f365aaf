import { type LoadBalancerRef, refKey } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import type { OutcomeCounts } from './outcomes.ts';

/** A run that is under way or paused in this page, or has just ended, for what speaks of it on every page. */
export interface ActiveRun {
  readonly id: string;
  readonly phase: 'running' | 'paused' | 'ended';
  /** How many of those that it changes have ended. */
  readonly finished: number;
  /** How many it changes. */
  readonly total: number;
  /** All that was chosen, in number and word. */
  readonly chosen: string;
  readonly outcomes: OutcomeCounts;
  /** Why it is paused, as a sentence. */
  readonly problem: string | null;
  /** Its end has been seen: nothing speaks of it any more. */
  dismiss(): void;
}

/** A load balancer that a run is changing now: what to, and how far that is. */
export interface ItemUnderWay {
  readonly after: Persistence;
  readonly state: { readonly at: 'queued' | 'sending' | 'settling' | 'reading' };
}

let runs: readonly ActiveRun[] = [];
let underWay: ReadonlyMap<string, ItemUnderWay> = new Map();
const listeners = new Set<() => void>();

/** Kept apart from the runs themselves, so that the frame need not load them to say that there are none. */
export const activeRuns = {
  get: (): readonly ActiveRun[] => runs,
  /** What a run is doing to the load balancer now; the same object as long as nothing changes. */
  itemOf: (ref: LoadBalancerRef): ItemUnderWay | undefined => underWay.get(refKey(ref)),
  /** `items`: those under way, by key. */
  set(next: readonly ActiveRun[], items: ReadonlyMap<string, ItemUnderWay>): void {
    runs = next;
    underWay = new Map(
      [...items].map(([key, item]) => {
        const former = underWay.get(key);
        return [key, former?.after === item.after && former.state.at === item.state.at ? former : item];
      }),
    );
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
