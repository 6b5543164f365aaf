import type { LoadBalancer } from '../../model/load-balancer.ts';

/** Somebody who waits for a load balancer to settle. */
interface Waiter {
  /** Polls that had begun before. */
  readonly since: number;
  /** When the waiting began. */
  readonly began: number;
  resolve(row: LoadBalancer | null): void;
}

/** Those who wait for load balancers of a region to settle. Polls are numbered: one that began before the waiting tells nothing. */
export class Waiters {
  readonly #waiting = new Map<string, readonly Waiter[]>();
  /** When each awaited row that no poll shows was last read by itself. */
  readonly #looks = new Map<string, number>();
  #latest = 0;
  #served = 0;

  /** How many load balancers are waited for. */
  get size(): number {
    return this.#waiting.size;
  }

  /** When somebody began to wait last. */
  get latest(): number {
    return this.#latest;
  }

  /** Waiters that the last poll had good news for: as many as may wait for the next, while changes go on as they do. */
  get served(): number {
    return this.#served;
  }

  /** A poll begins. */
  beginPoll(): void {
    this.#served = 0;
  }

  /**
   * Resolves as `settle` says, by a poll after `poll`; rejects with the signal's reason when it aborts, and `left` hears that nobody waits
   * here any more. `now`: milliseconds.
   */
  wait(id: string, poll: number, now: number, left: () => void, signal?: AbortSignal): Promise<LoadBalancer | null> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        this.#forget(id, (each) => each === waiter);
        reject(signal?.reason);
        left();
      };
      const waiter: Waiter = {
        since: poll,
        began: now,
        resolve(row) {
          signal?.removeEventListener('abort', leave);
          resolve(row);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#latest = now;
      this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), waiter]);
    });
  }

  /** Tells those who waited before the poll that the load balancer has settled (null: that it is gone). */
  settle(id: string, row: LoadBalancer | null, poll: number): void {
    const before = ({ since }: Waiter) => since < poll;
    for (const waiter of this.#waiting.get(id)?.filter(before) ?? []) {
      waiter.resolve(row);
      this.#served += 1;
    }
    this.#forget(id, before);
  }

  /**
   * Those whom the poll, which met other rows, leaves to be read by themselves now, each again after `interval` (milliseconds) at the
   * earliest. One in transition is read first when the interval has passed since the waiting began: it will be listed when it settles.
   */
  unseen(
    poll: number,
    met: ReadonlySet<string>,
    now: number,
    interval: number,
    isInTransition: (id: string) => boolean,
  ): readonly string[] {
    return [...this.#waiting].flatMap(([id, waiters]) => {
      const waiter = waiters.find(({ since }) => since < poll);
      if (!waiter || met.has(id)) return [];
      const last = this.#looks.get(id) ?? (isInTransition(id) ? waiter.began : Number.NEGATIVE_INFINITY);
      if (now - last < interval) return [];
      this.#looks.set(id, now);
      return [id];
    });
  }

  /** Reading it by itself failed: it is read again with the next poll. */
  lookAgain(id: string): void {
    this.#looks.delete(id);
  }

  #forget(id: string, which: (waiter: Waiter) => boolean): void {
    const left = (this.#waiting.get(id) ?? []).filter((waiter) => !which(waiter));
    if (left.length > 0) {
      this.#waiting.set(id, left);
    } else {
      this.#waiting.delete(id);
      this.#looks.delete(id);
    }
  }
}
