/** Time as the region and the panel server see it, passed in so that tests decide how it runs. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once, `delay` milliseconds from now. Returns a function that cancels it. */
  after(delay: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delay, task) {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
};

/** As `systemClock`, without the leaps that it makes when the machine's clock is set: for waits, not for dates. */
export const steadyClock: Clock = { ...systemClock, now: () => performance.timeOrigin + performance.now() };

export interface ManualClock extends Clock {
  /** Moves time on by `milliseconds`, running every task that falls due, in order. */
  advance(milliseconds: number): void;
}

/** A clock that stands still until it is told to move. `start`: milliseconds since the Unix epoch. */
export function manualClock(start = Date.UTC(2031, 4, 2, 17, 20, 11)): ManualClock {
  let now = start;
  let tasks: { due: number; task: () => void }[] = [];
  return {
    now: () => now,
    after(delay, task) {
      const entry = { due: now + delay, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((each) => each !== entry);
      };
    },
    advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const next = tasks.filter((each) => each.due <= end).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        tasks = tasks.filter((each) => each !== next);
        now = Math.max(now, next.due);
        next.task();
      }
      now = end;
    },
  };
}
