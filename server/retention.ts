import type { Clock } from '../contract/shared/clock.ts';
import { describeError, type Log } from './log.ts';
import type { PanelStore, StoreTimes } from './store/store.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
/** Milliseconds from one clean-up to the next, and to the next try of one that failed. */
const interval = 6 * hour;
const retry = 60_000;

/** Milliseconds by which the clock may be ahead of the last clean-up and count as right: a server that was off for some days. */
const allowance = (keep: number): number => Math.max(2 * interval, Math.min(7 * day, keep / 10));

/** No clock that shows less is right: machines without a battery begin at 1970. */
const earliest = Date.UTC(2026, 0, 1);

interface Measure {
  /** The time by which age is measured, in milliseconds since the Unix epoch: the clock's, unless it has jumped. */
  readonly time: number;
  /** The time to be remembered as that of this clean-up; null: none. */
  readonly noted: number | null;
  /** Milliseconds by which the clock is ahead of (or, negative, behind) what was stored; 0 while that is ordinary. */
  readonly jump: number;
  /** The stored time that the clock was held against. */
  readonly against: number;
}

/**
 * By what time the age of rows is measured. A clock that is far ahead of the last clean-up (without one, of the newest row) may be
 * wrong, and what would be removed by it cannot be had again: then age is measured by what was stored. `running`: the server has run
 * since its last clean-up, so that the measure may follow by a day; a server that was off for long catches up that way.
 * Rows that are all older than the last clean-up would have left came from elsewhere, as from a backup or a clock that was behind: they
 * stay until there are newer ones.
 */
export function measureOf(now: number, { cleanUp, newest }: StoreTimes, keep: number, running: boolean): Measure {
  if (newest === null) return { time: now, noted: null, jump: 0, against: now };
  const row = Date.parse(newest);
  const last = cleanUp === null || Date.parse(cleanUp) < earliest ? row : Date.parse(cleanUp);
  // A clean-up that is ahead of the clock and of every row was made by a clock that was ahead.
  const known = last > now && row <= now ? now : last;
  const ahead = now - known;
  if (ahead > allowance(keep)) {
    const time = known + (running ? day : 0);
    return { time, noted: time, jump: ahead, against: known };
  }
  // A clock that was set back must not make the right time look like a jump later.
  if (-ahead > allowance(keep)) return { time: now, noted: known, jump: ahead, against: known };
  if (row < known - keep) return { time: row, noted: now, jump: now - row, against: row };
  return { time: now, noted: now, jump: 0, against: now };
}

const days = (milliseconds: number) => Math.round(Math.abs(milliseconds) / day);

export interface Tidying {
  stop(): void;
  /** Resolves when the clean-ups that were due are done. */
  settled(): Promise<void>;
}

/** Removes what is older than `keep` (milliseconds): once at the start, then regularly. */
export function keepTidy(store: PanelStore, clock: Clock, log: Log, keep: number): Tidying {
  let cancel = () => {};
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  async function cleanUp(now: number, hasRun: boolean): Promise<void> {
    const times = await store.times();
    const { time, noted, jump, against } = measureOf(now, times, keep, hasRun);
    const last = new Date(against).toISOString();
    if (jump > 0)
      log.warn(
        {},
        `The clock is ${days(jump)} days ahead of what was stored last (${last}), so no history is removed by it: age is measured by what was stored, which follows the clock by a day in six hours. Check the clock.`,
      );
    if (jump < 0)
      log.warn(
        {},
        `The clock is ${days(jump)} days behind what was stored last (${last}), so what is recorded now gets a wrong time. Check the clock.`,
      );
    await store.forget(new Date(time - keep).toISOString(), new Date(time).toISOString());
    if (noted !== null) await store.noteCleanUp(new Date(noted).toISOString());
  }

  function run(hasRun: boolean): void {
    const now = clock.now();
    cancel = clock.after(interval, () => run(true));
    running = running
      .then(() => cleanUp(now, hasRun))
      .catch((error: unknown) => {
        log.warn(describeError(error), 'Old history could not be removed');
        if (stopped) return;
        cancel();
        cancel = clock.after(retry, () => run(false));
      });
  }
  run(false);
  return {
    stop() {
      stopped = true;
      cancel();
    },
    settled: () => running,
  };
}
