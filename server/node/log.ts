import { type DestinationStream, destination, type LevelWithSilent, pino } from 'pino';
import type { Log } from '../log.ts';

export interface ProgramLog extends Log {
  /** Writes out what is still in memory. */
  flush(): void;
}

/** JSON lines on standard output, or on `stream`. Lines are gathered for up to a fifth of a second. */
export function jsonLog(level: LevelWithSilent, stream?: DestinationStream): ProgramLog {
  const out = stream ?? destination({ dest: 1, sync: false, minLength: 8_192, periodicFlush: 200 });
  const logger = pino({ level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }, out);
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    flush() {
      if ('flushSync' in out) (out as { flushSync(): void }).flushSync();
    },
  };
}
