import { type Clock, steadyClock, systemClock } from '../../../contract/shared/clock.ts';

let worker: Worker | undefined;
let nextId = 0;
const tasks = new Map<number, () => void>();

/** Browsers slow the timers of hidden tabs down to one a minute; a worker's keep their time. */
function timerWorker(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL('./timer-worker.ts', import.meta.url), { type: 'module', name: 'timer' });
  worker.onmessage = ({ data }: MessageEvent<number>) => {
    const task = tasks.get(data);
    tasks.delete(data);
    task?.();
  };
  return worker;
}

/** A clock that keeps time in a hidden tab, for work that the user has set going. */
export const backgroundClock: Clock = {
  now: systemClock.now,
  after(delay, task) {
    if (typeof Worker === 'undefined') return systemClock.after(delay, task);
    const id = nextId++;
    tasks.set(id, task);
    timerWorker().postMessage({ id, delay });
    return () => tasks.delete(id);
  },
};

/** The same for waits, which must not last as long as the machine's clock was set back. */
export const steadyBackgroundClock: Clock = { ...backgroundClock, now: steadyClock.now };
