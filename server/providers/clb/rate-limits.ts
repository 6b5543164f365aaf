import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { overLimitBody } from '../../../contract/clb/faults.ts';
import { limitWait } from '../../../contract/clb/limit-wait.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import type { Session } from '../../sessions/session.ts';
import type { Upstream } from '../../upstream.ts';
import type { Limits } from '../provider.ts';
import { VerbGate } from '../verb-gate.ts';

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

/** Bytes of a refusal that are looked at. */
const refusalLength = 65_536;

interface Account {
  readonly buckets: Map<string, Bucket[]>;
  readonly gate: VerbGate;
  /** Verb → requests let through while the limits were being asked for, which the answer may not count yet. */
  readonly meanwhile: Map<string, number>;
  /** Until when the limits need not be asked for. */
  fresh: number;
}

/**
 * Keeps each account within what the region's own `GET /limits` allows, per verb, so that requests that the region would
 * refuse are not sent. The region's answers stay the truth: other programs share the same limits. `take` starts to learn the limits
 * when they are not known, until when nothing is held back; after a refusal by the region one request tries first whether the verb is
 * open again.
 */
export function rateLimits(upstream: Upstream, clock: Clock): Limits {
  const accounts = new LRUCache<string, Account>({ max: 10_000 });

  const accountOf = (session: Session, region: string): Account => {
    const key = `${session.account} ${region} ${session.endpoints[region]}`;
    let account = accounts.get(key);
    if (!account) {
      account = { buckets: new Map(), gate: new VerbGate(clock), meanwhile: new Map(), fresh: 0 };
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

  function takeToken(account: Account, verb: string): number {
    const buckets = account.buckets.get(verb) ?? [];
    for (const bucket of buckets) fill(bucket);
    const waits = buckets.map(({ tokens, size, period }) => Math.ceil(((1 - tokens) * period) / size));
    const wait = Math.max(0, ...waits);
    if (wait > 0) return wait;
    for (const bucket of buckets) bucket.tokens -= 1;
    account.meanwhile.set(verb, (account.meanwhile.get(verb) ?? 0) + 1);
    return 0;
  }

  /** Milliseconds between requests of a verb that its limit bears; 0 while the limit is not known. */
  const paceOf = ({ buckets }: Account, verb: string): number =>
    Math.max(0, ...(buckets.get(verb) ?? []).map(({ size, period }) => Math.ceil(period / size)));

  return {
    take(session, region, verb, counted) {
      const account = accountOf(session, region);
      const now = clock.now();
      // Never waited for: a region that is slow to tell its limits must not slow the request that asks.
      if (counted && (account.fresh <= now || account.fresh > now + learntFor))
        learn(account, session, region).catch(() => {});
      const passage = counted ? account.gate.enter(verb, () => takeToken(account, verb)) : null;
      return {
        wait: passage?.wait ?? 0,
        heard(answer) {
          const { status, body } = answer;
          const text =
            status === 413 || status === 429 ? new TextDecoder().decode(body.subarray(0, refusalLength)) : '';
          const asked = limitWait(status, answer.header('retry-after'), text, clock.now());
          if (asked !== null) account.gate.close(verb, asked);
          else passage?.answered();
          return asked;
        },
        end: () => passage?.end(),
      };
    },
    refusal(session, region, verb, wait, given) {
      const pace = given === undefined ? paceOf(accountOf(session, region), verb) : 0;
      return {
        status: given ?? 413,
        body: overLimitBody(clock.now() + wait),
        headers: pace > 0 ? { 'X-Holdfast-Pace': String(pace) } : {},
      };
    },
  };
}
