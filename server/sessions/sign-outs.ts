import { LRUCache } from 'lru-cache';
import type { Clock } from '../../contract/shared/clock.ts';
import type { SignOutStore } from '../store/store.ts';

/** Milliseconds for which a sign-in that was found not to be ended is not looked up again. */
const lag = 15_000;
/** Milliseconds that a request waits for the look-up, and for which none waits again after one that failed. */
const lookUpDeadline = 500;
const pause = 5_000;
/** Milliseconds after which a sign-out that could not be stored is tried again, and how many wait at once. */
const retryDelay = 5_000;
const unstoredMost = 10_000;

export interface SignOutCheck {
  /**
   * Whether a sign-in was ended on this server or another. When the store cannot tell in time, no: the identity service has revoked
   * its token, so that no region takes it.
   */
  isEnded(session: string): Promise<boolean>;
  /**
   * Ends a sign-in: here at once, on the other servers as soon as the store has it. Resolves when it has, or could not take it for now;
   * it is then tried again until `until`, when the sign-in would have expired (milliseconds since the Unix epoch). Never throws.
   */
  end(session: string, until: number): Promise<void>;
  close(): void;
}

/** Looks sign-ins up among those that were ended. `failed` hears what was not possible, and why. */
export function signOutCheck(
  store: SignOutStore,
  clock: Clock,
  failed: (error: unknown, message: string) => void,
): SignOutCheck {
  const present = new LRUCache<string, number>({ max: 20_000 });
  const ended = new LRUCache<string, true>({ max: 20_000 });
  let failedAt = Number.NEGATIVE_INFINITY;
  const isRecent = (time: number | undefined, age: number) => time !== undefined && Math.abs(clock.now() - time) < age;

  async function lookUp(session: string): Promise<void> {
    try {
      if (await store.has(session)) ended.set(session, true);
      else present.set(session, clock.now());
      failedAt = Number.NEGATIVE_INFINITY;
    } catch (error) {
      failedAt = clock.now();
      failed(error, 'Sign-outs cannot be read');
    }
  }

  const unstored = new LRUCache<string, number>({ max: unstoredMost });
  let cancelRetry: (() => void) | undefined;
  async function record(session: string, until: number): Promise<void> {
    try {
      await store.add(session, new Date(until).toISOString());
      unstored.delete(session);
    } catch (error) {
      if (!unstored.has(session)) failed(error, 'A sign-out cannot be recorded yet');
      unstored.set(session, until);
      cancelRetry ??= clock.after(retryDelay, retry);
    }
  }
  function retry(): void {
    cancelRetry = undefined;
    for (const [session, until] of [...unstored.entries()])
      if (until > clock.now()) void record(session, until);
      else unstored.delete(session);
  }

  return {
    async isEnded(session) {
      if (ended.has(session)) return true;
      if (isRecent(present.get(session), lag) || isRecent(failedAt, pause)) return false;
      const late = Promise.withResolvers<void>();
      const cancel = clock.after(lookUpDeadline, () => {
        failedAt = clock.now();
        late.resolve();
      });
      await Promise.race([lookUp(session), late.promise]);
      cancel();
      return ended.has(session);
    },
    end(session, until) {
      ended.set(session, true);
      return record(session, until);
    },
    close: () => cancelRetry?.(),
  };
}
