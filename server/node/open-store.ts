import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../contract/shared/clock.ts';
import type { Log } from '../log.ts';
import { type LateStore, lateStore } from '../store/deadlines.ts';
import { isOutage } from '../store/outage.ts';
import type { DatabaseDeadlines } from './postgres.ts';
import { reasonOf, whyNoDatabase, whyNoFile } from './start-errors.ts';

/** Milliseconds between two tries to reach a database that is away. */
const retryDelay = 1_000;

/**
 * The store that the settings name. A SQLite file is opened at once; so is a PostgreSQL database that answers. One that is away is
 * waited for: the store then opens by itself. `giveUp` hears the sentence that says why a store cannot be used at all.
 */
export async function openStore(
  { databaseUrl, dataDir }: { readonly databaseUrl: string | undefined; readonly dataDir: string },
  clock: Clock,
  log: Log,
  giveUp: (sentence: string) => void,
  deadlines?: DatabaseDeadlines,
): Promise<LateStore> {
  const late = lateStore();
  if (databaseUrl === undefined) {
    const { sqliteStore } = await import('./sqlite.ts');
    const file = join(dataDir, 'panel.sqlite');
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    try {
      late.open(await sqliteStore(file));
    } catch (error) {
      giveUp(whyNoFile(error, file));
    }
    return late;
  }

  const { postgresStore } = await import('./postgres.ts');
  const broke = (error: Error) => log.warn({ code: reasonOf(error) }, 'A connection to the database broke');
  let waiting = false;
  async function attempt(url: string): Promise<void> {
    try {
      late.open(await postgresStore(url, broke, deadlines));
      if (waiting) log.info({}, 'The database is there');
    } catch (error) {
      const readOnly = (error as { code?: unknown }).code === '25006';
      if (!isOutage(error) || readOnly) return giveUp(whyNoDatabase(error));
      if (!waiting)
        log.warn(
          { code: reasonOf(error) },
          'The database that DATABASE_URL names does not answer; waiting for it. Reads and sign-in go on, changes are refused until then.',
        );
      waiting = true;
      clock.after(retryDelay, () => void attempt(url));
    }
  }
  await attempt(databaseUrl);
  return late;
}
