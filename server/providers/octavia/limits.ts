import { LRUCache } from 'lru-cache';
import type { Clock } from '../../../contract/shared/clock.ts';
import { believedWait } from '../../../contract/shared/retry-after.ts';
import type { Session } from '../../sessions/session.ts';
import type { Limits, Turn } from '../provider.ts';
import { VerbGate } from '../verb-gate.ts';

/** Requests of one account that a region answers at a time: Octavia has no rate limits, and is slow where it is asked much at once. */
const mostInFlight = 6;
/** Milliseconds that a request waits for its place, and after which it is told to come again. */
const placePatience = 20_000;
const placeWait = 1_000;
/** Milliseconds after a 429 that does not say how long: doubled each time that another follows. */
const firstPause = 1_000;
const longestPause = 30_000;

interface Account {
  readonly gate: VerbGate;
  inFlight: number;
  /** Those that wait for a place: writes first, then in their order. */
  readonly waiting: { readonly isWrite: boolean; enter(): void }[];
  /** Verb → the pause after its last 429 without a time. */
  readonly pauses: Map<string, number>;
}

/**
 * Six requests in flight for each account and region, writes first; a 429 closes its verb for what it says, at most a minute, and then lets
 * one request try.
 */
export function octaviaLimits(clock: Clock): Limits {
  const accounts = new LRUCache<string, Account>({ max: 10_000 });

  const accountOf = (session: Session, region: string): Account => {
    const key = `${session.service} ${session.account} ${region}`;
    let account = accounts.get(key);
    if (!account) {
      account = { gate: new VerbGate(clock), inFlight: 0, waiting: [], pauses: new Map() };
      accounts.set(key, account);
    }
    return account;
  };

  /** Resolves with whether there was a place in time. */
  function place(account: Account, isWrite: boolean): boolean | Promise<boolean> {
    if (account.inFlight < mostInFlight) {
      account.inFlight += 1;
      return true;
    }
    return new Promise((resolve) => {
      const entry = {
        isWrite,
        enter() {
          cancel();
          resolve(true);
        },
      };
      const cancel = clock.after(placePatience, () => {
        account.waiting.splice(account.waiting.indexOf(entry), 1);
        resolve(false);
      });
      const before = isWrite ? account.waiting.findIndex((each) => !each.isWrite) : -1;
      account.waiting.splice(before < 0 ? account.waiting.length : before, 0, entry);
    });
  }

  /** Hands the place on, or gives it back. */
  function leave(account: Account): void {
    const next = account.waiting.shift();
    if (next) next.enter();
    else account.inFlight -= 1;
  }

  const held = (wait: number): Turn => ({ wait, heard: () => null, end() {} });

  return {
    async take(session, region, verb) {
      const account = accountOf(session, region);
      if (!(await place(account, verb !== 'GET'))) return held(placeWait);
      const passage = account.gate.enter(verb);
      if (passage.wait > 0) {
        leave(account);
        return held(passage.wait);
      }
      let isOver = false;
      return {
        wait: 0,
        heard({ status, header }) {
          if (status !== 429) {
            passage.answered();
            account.pauses.delete(verb);
            return null;
          }
          const said = believedWait(header('retry-after'), clock.now());
          const pause = Math.min(longestPause, 2 * (account.pauses.get(verb) ?? firstPause / 2));
          if (said === null) account.pauses.set(verb, pause);
          const wait = said ?? pause;
          account.gate.close(verb, wait);
          return wait;
        },
        end() {
          if (isOver) return;
          isOver = true;
          passage.end();
          leave(account);
        },
      };
    },
    refusal: (_session, region, _verb, _wait, given) => ({
      status: given ?? 429,
      body: {
        faultcode: 'Client',
        faultstring: `${region} takes no more requests of this project for the moment. Try again in a moment.`,
        debuginfo: null,
      },
      headers: {},
    }),
  };
}
