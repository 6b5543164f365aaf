/** Bytes that are written at once without waiting for the time to come. */
const enough = 8_192;
/** Milliseconds after which what is gathered is written. */
const interval = 200;
/** Bytes that wait for a reader; lines beyond them are left out, so that one that stands still costs no memory. */
const longestBacklog = 1_048_576;
/** Milliseconds that the end of the program waits for a slow reader, and between two attempts. */
const flushDeadline = 1_000;
const pause = 20;

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

export interface GatheredLines {
  write(line: string): void;
  /** Writes what is left, for at most a second. */
  flush(): Promise<void>;
}

/**
 * Gathers lines for up to a fifth of a second, so that a request never waits for its line. `write` is `fs.writeSync` on a
 * descriptor: bytes in, how many were taken out; EAGAIN while the reader is slow. Whatever else it throws (EPIPE: the reader is
 * gone, ENOSPC: the disk is full) costs the lines that waited and nothing more; the next ones are tried anew.
 */
export function gatheredLines(write: (bytes: Uint8Array) => number): GatheredLines {
  let waiting: Buffer[] = [];
  let size = 0;
  let leftOut = 0;

  function add(line: string): void {
    const bytes = Buffer.from(line);
    waiting.push(bytes);
    size += bytes.length;
  }

  function send(): void {
    if (size === 0) return;
    let rest = Buffer.concat(waiting, size);
    try {
      while (rest.length > 0) rest = rest.subarray(write(rest));
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') rest = rest.subarray(rest.length);
    }
    waiting = rest.length > 0 ? [rest] : [];
    size = rest.length;
    if (size > 0 || leftOut === 0) return;
    add(`{"level":40,"time":"${new Date().toISOString()}","msg":"${leftOut} lines were left out: nobody read them"}\n`);
    leftOut = 0;
  }

  setInterval(send, interval).unref();
  // An end without `flush`, by an error that nobody caught: its line still goes out where that needs no waiting.
  process.once('exit', send);
  return {
    write(line) {
      if (size > longestBacklog) {
        leftOut += 1;
        return;
      }
      add(line);
      // With more than that, the last attempt met a slow reader: the interval tries again.
      if (size >= enough && size < 2 * enough) send();
    },
    async flush() {
      const end = performance.now() + flushDeadline;
      for (send(); size > 0 && performance.now() < end; send())
        await new Promise((resolve) => setTimeout(resolve, pause));
    },
  };
}
