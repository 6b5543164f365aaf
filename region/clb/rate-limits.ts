import type { Clock } from '../../contract/shared/clock.ts';

/** Requests that an account may make in one region. Source: CLB v1.0 developer guide, "Limits". */
export const rates = {
  GET: { SECOND: 10, MINUTE: 600 },
  PUT: { SECOND: 10, MINUTE: 600 },
  POST: { SECOND: 5, MINUTE: 300 },
  DELETE: { SECOND: 5, MINUTE: 300 },
} as const;
export type Verb = keyof typeof rates;
/**
 * What may be sent at once, where that is more than the limit: clients that ask one thing after the other are far from the real
 * service and near this one, where they would meet a limit that they never meet there.
 */
const bursts: { readonly [V in Verb]?: { readonly [U in Unit]?: number } } = { GET: { SECOND: 30 } };
type Unit = keyof (typeof rates)[Verb];

const length: Record<Unit, number> = { SECOND: 1000, MINUTE: 60_000 };
const units = Object.keys(length) as Unit[];

/** Tokens that come back evenly over the unit, `limit` of them; `capacity` can be there at once. */
class Bucket {
  readonly limit: number;
  readonly capacity: number;
  readonly #interval: number;
  #tokens: number;
  #filled: number;

  constructor(limit: number, unit: Unit, now: number, capacity: number) {
    this.limit = limit;
    this.capacity = capacity;
    this.#interval = length[unit] / limit;
    this.#tokens = capacity;
    this.#filled = now;
  }

  tokens(now: number): number {
    // A clock that was set back gives no tokens and takes none.
    const gained = Math.max(0, now - this.#filled) / this.#interval;
    this.#tokens = Math.min(this.capacity, this.#tokens + gained);
    this.#filled = now;
    return this.#tokens;
  }

  /** When a whole token is there, in milliseconds since the epoch. */
  nextAt(now: number): number {
    const missing = 1 - this.tokens(now);
    return missing <= 0 ? now : Math.ceil(now + missing * this.#interval);
  }

  take(now: number): void {
    this.#tokens = this.tokens(now) - 1;
  }
}

type Buckets = Record<Unit, Bucket>;

/** Counts requests by account, region and verb; every bucket of a verb applies at once. */
export class RateLimits {
  readonly #clock: Clock;
  readonly #enforced: boolean;
  readonly #buckets = new Map<string, Buckets>();

  constructor(clock: Clock, enforced: boolean) {
    this.#clock = clock;
    this.#enforced = enforced;
  }

  #of(account: string, region: string, verb: Verb): Buckets {
    const key = `${region}/${account}/${verb}`;
    const known = this.#buckets.get(key);
    if (known) return known;
    const now = this.#clock.now();
    const buckets = Object.fromEntries(
      units.map((unit) => {
        const limit = rates[verb][unit];
        return [unit, new Bucket(limit, unit, now, bursts[verb]?.[unit] ?? limit)];
      }),
    ) as Buckets;
    this.#buckets.set(key, buckets);
    return buckets;
  }

  /** Counts a request. Returns when it may be repeated (milliseconds since the epoch) if it is over a limit, else null. */
  take(account: string, region: string, method: string): number | null {
    if (!this.#enforced || !Object.hasOwn(rates, method)) return null;
    const now = this.#clock.now();
    const buckets = Object.values(this.#of(account, region, method as Verb));
    const retryAt = Math.max(...buckets.map((bucket) => bucket.nextAt(now)));
    if (retryAt > now) return retryAt;
    for (const bucket of buckets) bucket.take(now);
    return null;
  }

  /** Forgets what was counted. */
  clear(): void {
    this.#buckets.clear();
  }

  /** What GET limits answers; an empty list when limits are off. */
  report(account: string, region: string) {
    if (!this.#enforced) return [];
    const now = this.#clock.now();
    return (Object.keys(rates) as Verb[]).flatMap((verb) => {
      const buckets = this.#of(account, region, verb);
      return units.map((unit) => ({
        verb,
        unit,
        value: buckets[unit].limit,
        remaining: Math.min(buckets[unit].limit, Math.floor(buckets[unit].tokens(now))),
        'next-available': new Date(buckets[unit].nextAt(now)).toISOString(),
      }));
    });
  }
}
