import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { sqlStore } from '../store/sql.ts';
import type { PanelStore } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Opens the panel's PostgreSQL database, which several servers may share. `url`: `postgres://user:password@host/database`.
 * `failed` hears of connections that break while idle. Throws when the server cannot be reached.
 */
export async function postgresStore(url: string, failed: (error: Error) => void): Promise<PanelStore> {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    application_name: 'holdfast',
  });
  pool.on('error', failed);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await sqlStore(db, 'postgres');
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
