import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Clock } from '../../../contract/shared/clock.ts';
import type { Session } from '../../sessions/session.ts';
import type { Upstream } from '../../upstream.ts';

/** Milliseconds for which a region's limits are taken to hold. */
const learntFor = 5 * 60_000;
/** Milliseconds before a region that did not tell its limits is asked again. */
const retryAfter = 60_000;

const units: Readonly<Record<string, number>> = { SECOND: 1_000, MINUTE: 60_000, HOUR: 3_600_000, DAY: 86_400_000 };

/** Source: CLB v1.0 developer guide, "Limits". */
const limitsShape = z.object({
  limits: z.object({
    rate: z.array(
      z.object({
        limit: z.array(
          z.object({
            verb: z.string(),
            unit: z.string(),
            value: z.number().int().positive(),
            remaining: z.number().optional(),
          }),
        ),
      }),
    ),
  }),
});

/**
 * Part of a request that is always held back, because requests reach a region less evenly than they leave: its bucket must not
 * run dry before this one does.
 */
const heldBack = 0.5;

/** Fills evenly: `size` requests for each `period` (milliseconds). */
interface Bucket {
  readonly size: number;
  readonly period: number;
  tokens: number;
  at: number;
}

interface Account {
  readonly buckets: Map<string, Bucket[]>;
  /** Verb → when the region lets it through again, as the region said, and how long that was. */
  readonly closed: Map<string, { until: number; wait: number }>;
  /** Verb → requests let through while the limits were being asked for, which the answer may not count yet. */
  readonly meanwhile: Map<string, number>;
  /** Until when the limits need not be asked for. */
  fresh: number;
}

export interface RateLimits {
  /**
   * Takes one request out of the account's limit in a region. Returns milliseconds to wait when nothing is left, otherwise 0.
   * Starts to learn the limits when they are not known; until then nothing is held back.
   */
  take(session: Session, region: string, verb: string): number;
  /** Milliseconds between requests of a verb that its limit bears; 0 while the limit is not known. */
  pace(session: Session, region: string, verb: string): number;
  /** Notes that the region itself said how long a verb must wait, in milliseconds. */
  exhausted(session: Session, region: string, verb: string, wait: number): void;
}

/**
 * Keeps each account within what the region's own `GET /limits` allows, per verb, so that requests that the region would
 * refuse are not sent. The region's answers stay the truth: other programs share the same limits.
 */
export function rateLimits(upstream: Upstream, clock: Clock): RateLimits {
  const accounts = new LRUCache<string, Account>({ max: 10_000 });

  const accountOf = (session: Session, region: string): Account => {
    const key = `${session.account} ${region} ${session.endpoints[region]}`;
    let account = accounts.get(key);
    if (!account) {
      account = { buckets: new Map(), closed: new Map(), meanwhile: new Map(), fresh: 0 };
      accounts.set(key, account);
    }
    return account;
  };

  const fill = (bucket: Bucket): void => {
    const now = clock.now();
    const gained = (Math.max(0, now - bucket.at) * bucket.size) / bucket.period;
    bucket.tokens = Math.min(Math.max(1, bucket.size - heldBack), bucket.tokens + gained);
    bucket.at = now;
  };

  async function learn(account: Account, session: Session, region: string): Promise<void> {
    account.fresh = clock.now() + retryAfter;
    account.meanwhile.clear();
    const answer = await upstream({
      method: 'GET',
      url: `${session.endpoints[region]}/limits`,
      headers: { Accept: 'application/json', 'X-Auth-Token': session.token },
      body: null,
      limit: 256 * 1024,
      timeout: 10_000,
      account: session.account,
    });
    if (answer.status !== 200) return;
    const { limits } = limitsShape.parse(JSON.parse(new TextDecoder().decode(answer.body)));
    account.fresh = clock.now() + learntFor;
    const before = new Map(account.buckets);
    account.buckets.clear();
    for (const { verb, unit, value, remaining } of limits.rate.flatMap(({ limit }) => limit)) {
      const period = units[unit.toUpperCase()];
      if (!period) continue;
      const known = before.get(verb)?.find((bucket) => bucket.size === value && bucket.period === period);
      if (known) fill(known);
      const left = Math.min(value, remaining ?? value) - heldBack - (account.meanwhile.get(verb) ?? 0);
      const tokens = Math.min(left, known?.tokens ?? value);
      const bucket: Bucket = { size: value, period, tokens, at: clock.now() };
      account.buckets.set(verb, [...(account.buckets.get(verb) ?? []), bucket]);
    }
  }

  return {
    take(session, region, verb) {
      const account = accountOf(session, region);
      const now = clock.now();
      // Never waited for: a region that is slow to tell its limits must not slow the request that asks.
      if (account.fresh <= now || account.fresh > now + learntFor) learn(account, session, region).catch(() => {});
      const closed = account.closed.get(verb);
      const left = closed ? closed.until - now : 0;
      // More left than was asked for: the clock was set back.
      if (closed && left > 0 && left <= closed.wait) return left;
      const buckets = account.buckets.get(verb) ?? [];
      for (const bucket of buckets) fill(bucket);
      const waits = buckets.map(({ tokens, size, period }) => Math.ceil(((1 - tokens) * period) / size));
      const wait = Math.max(0, ...waits);
      if (wait > 0) return wait;
      for (const bucket of buckets) bucket.tokens -= 1;
      account.meanwhile.set(verb, (account.meanwhile.get(verb) ?? 0) + 1);
      return 0;
    },
    pace(session, region, verb) {
      const buckets = accountOf(session, region).buckets.get(verb) ?? [];
      return Math.max(0, ...buckets.map(({ size, period }) => Math.ceil(period / size)));
    },
    exhausted(session, region, verb, wait) {
      accountOf(session, region).closed.set(verb, { until: clock.now() + wait, wait });
    },
  };
}
