import { describeError, type Log } from '../log.ts';
import type { Listening } from './listen.ts';
import type { PooledUpstream } from './upstream.ts';

/**
 * Milliseconds for each step of an end, less than the 20 s after which systemd kills the program (docs/operations.md) even
 * when every step uses up its own: for requests under way; for the answers to those that were broken off; for the stores.
 */
const times = { drain: 10_000, answers: 1_000, stores: 3_000 };
/** Milliseconds after which the program ends whatever still hangs. */
const allTogether = 16_000;

interface Parts {
  readonly listening: Listening;
  readonly upstream: PooledUpstream;
  /** Closes the stores. */
  readonly closeStores: () => Promise<void>;
  readonly log: Log & { flush(): Promise<void> };
}

/** Whether `work` was done within `time` milliseconds; rejects as it does. */
const within = (time: number, work: Promise<void>): Promise<boolean> => {
  let timer: NodeJS.Timeout;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), time);
  });
  return Promise.race([work.then(() => true), late]).finally(() => clearTimeout(timer));
};

/**
 * Ends the program in order: no new connection; the requests under way are answered; those that a region keeps waiting are
 * broken off, and their browsers told; what is left is cut; the stores are closed.
 */
async function endInOrder({ listening, upstream, closeStores, log }: Parts): Promise<void> {
  if (!(await listening.drain(times.drain))) {
    log.warn({}, 'Some requests were not answered in time and are broken off');
    upstream.abort();
    await listening.drain(times.answers);
    listening.cut();
  }
  try {
    const closed = await within(times.stores, closeStores());
    if (!closed) log.error({}, 'The history could not be closed in time');
  } catch (error) {
    log.error(describeError(error), 'The history could not be closed properly');
  }
  log.info({}, 'The panel has stopped');
  await log.flush();
}

/**
 * Ends the program on SIGTERM and SIGINT, and after an error that nothing caught: what state it left is not known, so another
 * process takes over, but requests under way are answered first. The exit code is then 1.
 */
export function endOnSignals(parts: Parts): void {
  let ending = false;
  const end = (exitCode: number) => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), allTogether);
    void endInOrder(parts).then(
      () => process.exit(exitCode),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => end(0));
  process.on('SIGINT', () => end(0));
  // A rejection that nothing handles comes here, too.
  process.on('uncaughtException', (error) => {
    parts.log.error(describeError(error), 'An error was caught nowhere: the panel ends');
    end(1);
  });
}
