import { writeSync } from 'node:fs';
import { type LevelWithSilent, pino } from 'pino';
import type { Log } from '../log.ts';
import { gatheredLines } from './gathered-lines.ts';

export interface ProgramLog extends Log {
  /** Writes out what is still in memory, for at most a second. */
  flush(): Promise<void>;
}

/**
 * JSON lines on standard output, gathered for up to a fifth of a second. pino's own destination is not used: its flush at the
 * end tries again for ever when the reader is gone or the disk is full (sonic-boom 4.2.1, `flushSync`).
 */
export function jsonLog(level: LevelWithSilent): ProgramLog {
  // Reading `process.stdout` makes a pipe or socket that is full answer EAGAIN, where a write would hold up the program.
  const { fd } = process.stdout;
  const lines = gatheredLines((bytes) => writeSync(fd, bytes));
  const logger = pino({ level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }, lines);
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    flush: lines.flush,
  };
}
