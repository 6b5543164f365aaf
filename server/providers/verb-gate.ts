import type { Clock } from '../../contract/shared/clock.ts';

/** A verb that the region itself refused. `until`: when it may be tried again, `wait` milliseconds after the refusal. */
interface Closed {
  readonly until: number;
  readonly wait: number;
  /** Since when one request tries whether the verb is open again; null: none does. */
  triedAt: number | null;
}

/** Milliseconds that the others of a verb wait while one tries, and after which another may try. */
const tryPause = 250;
const tryTime = 5_000;

/** One request's way through the gate. */
export interface Passage {
  /** Milliseconds to wait; 0: it may be sent. */
  readonly wait: number;
  /** The region answered it with something else than a refusal. */
  answered(): void;
  /** It is over, answered or not. */
  end(): void;
}

/** Holds the verbs back that a region closed for an account; afterwards one request tries first whether a verb is open again. */
export class VerbGate {
  readonly #clock: Clock;
  readonly #closed = new Map<string, Closed>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The region refused a request of the verb. `wait`: milliseconds. */
  close(verb: string, wait: number): void {
    this.#closed.set(verb, { until: this.#clock.now() + wait, wait, triedAt: null });
  }

  /** `besides`: milliseconds to wait for another reason. */
  enter(verb: string, besides: () => number = () => 0): Passage {
    const closed = this.#closed.get(verb);
    const wait = this.#leftOf(closed) || besides();
    const tries = wait === 0 ? closed : undefined;
    if (tries) tries.triedAt = this.#clock.now();
    return {
      wait,
      answered: () => {
        if (tries && this.#closed.get(verb) === tries) this.#closed.delete(verb);
      },
      end: () => {
        if (tries) tries.triedAt = null;
      },
    };
  }

  #leftOf(closed: Closed | undefined): number {
    if (!closed) return 0;
    const now = this.#clock.now();
    const left = closed.until - now;
    // More left than was asked for, or a try in the future: the clock was set back.
    if (left > 0 && left <= closed.wait) return left;
    const tried = closed.triedAt === null ? tryTime : now - closed.triedAt;
    return tried >= 0 && tried < tryTime ? tryPause : 0;
  }
}
