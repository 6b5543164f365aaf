import { LRUCache } from 'lru-cache';
import type { Clock } from '../../contract/shared/clock.ts';
import type { SignOutStore } from '../store/store.ts';

/** Milliseconds for which a sign-in that was found not to be ended is not looked up again. */
const lag = 15_000;
/** Milliseconds that a request waits for the look-up, and for which none waits again after one that failed. */
const patience = 500;
const pause = 5_000;

export interface SignOutCheck {
  /**
   * Whether a sign-in was ended on this server or another. When the store cannot tell in time, no: the identity service has revoked
   * its token, so that no region takes it.
   */
  isEnded(session: string): Promise<boolean>;
  /** Notes that a sign-in was ended here. */
  ended(session: string): void;
}

/** Looks sign-ins up among those that were ended. `failed` hears why that was not possible. */
export function signOutCheck(store: SignOutStore, clock: Clock, failed: (error: unknown) => void): SignOutCheck {
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
      failed(error);
    }
  }

  return {
    async isEnded(session) {
      if (ended.has(session)) return true;
      if (isRecent(present.get(session), lag) || isRecent(failedAt, pause)) return false;
      const late = Promise.withResolvers<void>();
      const cancel = clock.after(patience, () => {
        failedAt = clock.now();
        late.resolve();
      });
      await Promise.race([lookUp(session), late.promise]);
      cancel();
      return ended.has(session);
    },
    ended(session) {
      ended.set(session, true);
    },
  };
}
