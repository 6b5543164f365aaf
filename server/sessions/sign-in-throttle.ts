import { LRUCache } from 'lru-cache';

interface Rule {
  readonly most: number;
  /** Milliseconds after which a failed attempt is forgotten. */
  readonly window: number;
}

/**
 * Failed sign-ins that are allowed. Per user and address against guessing; per address against trying many users; per user,
 * wider, against guessing from many addresses without letting a stranger lock the user out at once.
 */
const rules = {
  pair: { most: 8, window: 5 * 60_000 },
  address: { most: 40, window: 5 * 60_000 },
  user: { most: 60, window: 15 * 60_000 },
} as const satisfies Record<string, Rule>;

export interface Attempts {
  /**
   * Counts an attempt before it is made, so that parallel ones count too. Returns milliseconds to wait when there were too
   * many, otherwise 0.
   */
  begin(user: string, address: string): number;
  /** Takes the attempt back out of the count: it was no guess. */
  withdraw(user: string, address: string): void;
  /** Takes the attempt back, and forgets the user's earlier failures from that address. */
  succeeded(user: string, address: string): void;
}

/** Limits failed sign-ins per user and address. `now`: milliseconds. */
export function signInAttempts(now: () => number): Attempts {
  const times = new LRUCache<string, number[]>({ max: 20_000 });
  const keys = (user: string, address: string): [string, Rule][] => [
    [`pair ${address} ${user.toLowerCase()}`, rules.pair],
    [`address ${address}`, rules.address],
    [`user ${user.toLowerCase()}`, rules.user],
  ];
  const recent = (key: string, rule: Rule) =>
    (times.get(key) ?? []).filter((time) => time <= now() && time > now() - rule.window);
  const takeBack = (key: string, rule: Rule) => times.set(key, recent(key, rule).slice(0, -1));
  return {
    begin(user, address) {
      let wait = 0;
      for (const [key, rule] of keys(user, address)) {
        const failed = recent(key, rule);
        if (failed.length >= rule.most) wait = Math.max(wait, failed[0]! + rule.window - now());
      }
      if (wait > 0) return wait;
      for (const [key, rule] of keys(user, address)) times.set(key, [...recent(key, rule), now()]);
      return 0;
    },
    withdraw(user, address) {
      for (const [key, rule] of keys(user, address)) takeBack(key, rule);
    },
    succeeded(user, address) {
      const [pair, ...others] = keys(user, address);
      times.delete(pair![0]);
      for (const [key, rule] of others) takeBack(key, rule);
    },
  };
}
