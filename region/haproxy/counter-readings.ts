import { type Statistics, statisticsCommand } from './statistics.ts';
import type { Worker } from './worker.ts';

/** Milliseconds between two readings of the counters. */
const readingPause = 1000;

export interface ReadingSurroundings {
  readonly statistics: Statistics;
  /** Processes that take no more connections. */
  readonly finishing: ReadonlySet<Worker>;
  current(): Worker | null;
  /** What else is to be looked at as often. */
  alongside(): Promise<unknown>;
  /** Told of what went wrong, as a sentence. */
  readonly log: (sentence: string) => void;
}

/** Reads the counters of every process that still serves somebody, about once a second. */
export class CounterReadings {
  readonly #at: ReadingSurroundings;
  #timer: NodeJS.Timeout | null = null;
  #underWay: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(surroundings: ReadingSurroundings) {
    this.#at = surroundings;
  }

  start(pause = readingPause): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#underWay = this.#readAll();
    }, pause);
    this.#timer.unref();
  }

  /** Begins no other reading. Resolves when the one that is under way has ended. */
  stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    return this.#underWay;
  }

  /**
   * Reads a finishing process for the last time once it serves nobody, and lets it end. Its end is not waited for: whoever else holds
   * a connection to it, of a kind that is not counted, would hold up every change until then.
   */
  async retire(worker: Worker): Promise<void> {
    if (!this.#at.finishing.has(worker)) return;
    const reading = await this.#read(worker);
    if (!reading) return;
    const busy = [...reading.values()].some(({ plain, secure }) => plain.currentConn + secure.currentConn > 0);
    if (!busy) worker.channel.close();
  }

  async #read(worker: Worker) {
    try {
      return this.#at.statistics.read(worker, await worker.channel.send(statisticsCommand));
    } catch {
      return null;
    }
  }

  async #readAll(): Promise<void> {
    const started = performance.now();
    const { current, finishing, alongside, log } = this.#at;
    try {
      const worker = current();
      if (worker) await this.#read(worker);
      for (const each of [...finishing]) await this.retire(each);
      await alongside();
    } catch (error) {
      log(`HAProxy could not be looked after: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    }
    // A large region's counters are long; reading them must stay a small part of the work.
    this.start(Math.max(readingPause, 20 * (performance.now() - started)));
  }
}
