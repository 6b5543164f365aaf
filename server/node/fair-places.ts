/** Gives up a place, or the wait for one. Further calls do nothing. */
export type Leave = () => void;

export interface FairPlaces {
  /** Calls `start` as soon as `who` may have a place; at once when there is one. */
  take(who: string, start: () => void): Leave;
}

/**
 * Shares `total` places, of which nobody holds more than `each`. A place that becomes free goes to whoever holds the fewest
 * among those who wait; of equals, to the one whose turn was longest ago.
 */
export function fairPlaces(total: number, each: number): FairPlaces {
  const held = new Map<string, number>();
  /** In the order of turns: whoever gets a place goes to the end. */
  const waiting = new Map<string, Set<() => void>>();
  let taken = 0;
  const heldBy = (who: string) => held.get(who) ?? 0;

  function next(): string | undefined {
    if (taken >= total) return undefined;
    let best: string | undefined;
    for (const who of waiting.keys())
      if (heldBy(who) < each && (best === undefined || heldBy(who) < heldBy(best))) best = who;
    return best;
  }

  function admit(): void {
    for (let who = next(); who !== undefined; who = next()) {
      const queue = waiting.get(who)!;
      const [enter] = queue;
      waiting.delete(who);
      queue.delete(enter!);
      if (queue.size > 0) waiting.set(who, queue);
      enter!();
    }
  }

  return {
    take(who, start) {
      let state: 'waits' | 'holds' | 'left' = 'waits';
      const enter = () => {
        state = 'holds';
        taken += 1;
        held.set(who, heldBy(who) + 1);
        start();
      };
      const queue = waiting.get(who) ?? new Set();
      queue.add(enter);
      waiting.set(who, queue);
      admit();
      return () => {
        if (state === 'waits') {
          queue.delete(enter);
          if (queue.size === 0 && waiting.get(who) === queue) waiting.delete(who);
        } else if (state === 'holds') {
          taken -= 1;
          if (heldBy(who) > 1) held.set(who, heldBy(who) - 1);
          else held.delete(who);
        }
        const freed = state === 'holds';
        state = 'left';
        if (freed) admit();
      };
    },
  };
}
