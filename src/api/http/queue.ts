import type { Clock } from '../../../contract/shared/clock.ts';
import { longestWait, shortestWait } from '../../../contract/shared/retry-after.ts';
import { ApiError } from './client.ts';

/** Lower goes first: what the user asked to change, what is on screen, the rest. */
export const priority = { write: 0, onScreen: 1, rest: 2 } as const;
export type Priority = (typeof priority)[keyof typeof priority];

/** A verb of a region whose request limit is used up. `until`: milliseconds, by the queue's clock. */
export interface LimitWait {
  readonly region: string;
  readonly verb: string;
  readonly until: number;
}

interface Entry {
  readonly verb: string;
  readonly priority: Priority;
  readonly order: number;
  readonly start: () => void;
}

/** Requests under way at once to one region; browsers open six connections to one host and two regions share them. */
const concurrency = 4;
/** Writes among them, so that slow ones never keep the reads that watch them from going out. */
const writesAtOnce = 3;
/** A verb that has had nothing waiting for so many of its paces is let go freely again: its limit has filled up. */
const rested = 10;

/** So many requests that timers let go too late may follow at once: the limit has filled up by as many. */
const catchUp = 5;

/** A verb that goes out evenly because its limit was used up. Times in milliseconds. */
interface Pacing {
  readonly every: number;
  next: number;
  /** Nothing goes out until a timer says that `next` has come: timers may fire a fraction of a millisecond before it. */
  held: boolean;
}

interface Lane {
  waiting: Entry[];
  running: number;
  writing: number;
  /** Verb → when it may go out again, milliseconds since the Unix epoch. */
  readonly paused: Map<string, number>;
  /** Verbs whose pause is over, and the one request of each that tries whether the limit lets them through again. */
  readonly tried: Map<string, Entry | null>;
  readonly paced: Map<string, Pacing>;
}

/**
 * Orders the requests to each region and stops a verb for as long as the region's limit says. A request refused for the limit
 * was not carried out, so it is sent again, writes included.
 */
export class RequestQueue {
  readonly #clock: Clock;
  readonly #regions = new Map<string, Lane>();
  readonly #listeners = new Set<() => void>();
  #order = 0;
  #waits: readonly LimitWait[] = [];

  /** `clock`: one that is never set, as a wait would else last as long as the clock was set back. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs the task when its turn comes. A task whose signal aborts while it waits never starts. */
  run<T>(region: string, verb: string, rank: Priority, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const lane = this.#lane(region);
      const entry: Entry = {
        verb,
        priority: rank,
        order: this.#order++,
        start: () => {
          signal?.removeEventListener('abort', drop);
          lane.running += 1;
          if (rank === priority.write) lane.writing += 1;
          task()
            .then(resolve, (error: unknown) => {
              if (error instanceof ApiError && error.limited && error.retryAfter !== null) {
                signal?.addEventListener('abort', drop, { once: true });
                if (signal?.aborted) reject(signal.reason);
                else lane.waiting.push(entry);
                this.#pause(region, verb, error.retryAfter, error.pace);
              } else {
                reject(error);
              }
            })
            .finally(() => {
              lane.running -= 1;
              if (rank === priority.write) lane.writing -= 1;
              if (lane.tried.get(verb) === entry) lane.tried.delete(verb);
              this.#advance(region);
            });
        },
      };
      const drop = () => {
        lane.waiting = lane.waiting.filter((each) => each !== entry);
        this.#tell(region, verb);
        reject(signal?.reason);
      };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', drop, { once: true });
      lane.waiting.push(entry);
      this.#advance(region);
      this.#tell(region, verb);
    });
  }

  /** The verbs that wait for a limit now, while requests of theirs are waiting. */
  waits = (): readonly LimitWait[] => this.#waits;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #lane(region: string) {
    let lane = this.#regions.get(region);
    if (!lane) {
      lane = { waiting: [], running: 0, writing: 0, paused: new Map(), tried: new Map(), paced: new Map() };
      this.#regions.set(region, lane);
    }
    return lane;
  }

  #pause(region: string, verb: string, asked: number, pace: number | null): void {
    const lane = this.#lane(region);
    const wait = asked > 0 ? Math.min(asked, longestWait) : shortestWait;
    const until = this.#clock.now() + wait;
    if (pace) lane.paced.set(verb, { every: pace, next: until, held: false });
    if (until > (lane.paused.get(verb) ?? 0)) {
      lane.paused.set(verb, until);
      this.#clock.after(wait, () => {
        if (lane.paused.get(verb) === until) {
          lane.paused.delete(verb);
          lane.tried.set(verb, null);
        }
        this.#advance(region);
        this.#publish();
      });
    }
    this.#publish();
  }

  #advance(region: string): void {
    const lane = this.#lane(region);
    const now = this.#clock.now();
    while (lane.running < concurrency) {
      let next: Entry | undefined;
      for (const entry of lane.waiting) {
        if (lane.paused.has(entry.verb) || lane.tried.get(entry.verb) || lane.paced.get(entry.verb)?.held) continue;
        if (entry.priority === priority.write && lane.writing >= writesAtOnce) continue;
        if (!next || entry.priority < next.priority || (entry.priority === next.priority && entry.order < next.order))
          next = entry;
      }
      if (!next) return;
      lane.waiting = lane.waiting.filter((each) => each !== next);
      this.#keepPace(region, lane, next.verb, now);
      if (lane.tried.has(next.verb)) lane.tried.set(next.verb, next);
      next.start();
    }
  }

  /** Books the place of a request that goes out now, and comes back when the next of its verb may. */
  #keepPace(region: string, lane: Lane, verb: string, now: number): void {
    const pacing = lane.paced.get(verb);
    if (!pacing) return;
    if (now > pacing.next + rested * pacing.every) {
      lane.paced.delete(verb);
      return;
    }
    pacing.next = Math.max(pacing.next, now - catchUp * pacing.every) + pacing.every;
    pacing.held = pacing.next > now;
    this.#clock.after(Math.max(0, pacing.next - now), () => {
      pacing.held = false;
      this.#advance(region);
    });
  }

  #waitsFor(region: string, verb: string): boolean {
    const { paused, waiting } = this.#lane(region);
    return paused.has(verb) && waiting.some((entry) => entry.verb === verb);
  }

  /** Publishes when the verb has begun or ceased to wait. */
  #tell(region: string, verb: string): void {
    const told = this.#waits.some((wait) => wait.region === region && wait.verb === verb);
    if (told !== this.#waitsFor(region, verb)) this.#publish();
  }

  #publish(): void {
    this.#waits = [...this.#regions].flatMap(([region, lane]) =>
      [...lane.paused]
        .filter(([verb]) => this.#waitsFor(region, verb))
        .map(([verb, until]) => ({ region, verb, until })),
    );
    for (const listener of this.#listeners) listener();
  }
}
