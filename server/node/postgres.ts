import { Kysely, PostgresDialect } from 'kysely';
import { Client, Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Unhurried } from '../store/change-writer.ts';
import { sqlStore } from '../store/sql.ts';
import type { PanelStore } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

/** Milliseconds that the database may take before its connection counts as broken. */
export interface DatabaseDeadlines {
  /** Waiting for a connection of the pool or a new one. */
  readonly connect: number;
  readonly statement: number;
}

const standardDeadlines: DatabaseDeadlines = { connect: 2_000, statement: 3_000 };
/** Milliseconds for a statement that no request waits for: bringing tables up to date, removing what is old. */
const upkeepStatement = 60_000;
/** How much longer than the server the client waits for a statement, as a share: a late answer then has a chance to arrive. */
const grace = 1 / 6;

/** PostgreSQL, "Error Codes": a connection to a server or of a time that only reads goes on refusing writes when others are taken again. */
const readOnly = '25006';

const cut = (client: Client | PoolClient, why: string): void => {
  const { stream } = (client as unknown as { connection: { stream: { destroy(error: Error): void } } }).connection;
  stream.destroy(new Error(why));
};

/**
 * A client whose connection is cut when a query is late (`pg`'s own query_timeout leaves the query on it, and the next behind that), or
 * when it turns out to be for reading only; `onlyReads` hears of that.
 */
const promptClient = (timeout: number, onlyReads: () => void) =>
  class PromptClient extends Client {
    override query(...given: unknown[]): never {
      const answer: unknown = (super.query as (...all: unknown[]) => unknown)(...given);
      if (answer instanceof Promise) {
        const late = setTimeout(() => cut(this, 'The database did not answer in time'), timeout);
        const done = () => clearTimeout(late);
        answer.then(done, (error: { code?: unknown } | null) => {
          done();
          if (error?.code !== readOnly) return;
          cut(this, 'The database only reads');
          onlyReads();
        });
      }
      return answer as never;
    }
  };

/**
 * Commits an insert without waiting for the disk: a setting for its transaction alone, made by the statement itself. What it wrote is
 * durable by the next commit that waits. Source: PostgreSQL, "Asynchronous Commit".
 */
const unhurried: Unhurried = {
  ending: ` returning set_config('synchronous_commit', 'off', true)`,
  run: (db, query) => db.executeQuery(query),
};

/**
 * Opens the panel's PostgreSQL database, which several servers may share. `url`: `postgres://user:password@host/database`.
 * `failed` hears of connections that break, idle or in use; the next call gets a new one. Throws when the server cannot be reached
 * or is not fit for use.
 */
export async function postgresStore(
  url: string,
  failed: (error: Error) => void,
  { connect, statement }: DatabaseDeadlines = standardDeadlines,
): Promise<PanelStore> {
  const open = (max: number, statement: number): Kysely<Tables> => {
    const idle = new Set<PoolClient>();
    const settings: PoolConfig & { Client: typeof Client } = {
      connectionString: url,
      max,
      connectionTimeoutMillis: connect,
      statement_timeout: statement,
      idle_in_transaction_session_timeout: 2 * statement,
      keepAlive: true,
      application_name: 'holdfast',
      Client: promptClient(statement * (1 + grace), () => {
        for (const client of idle) cut(client, 'The database only read');
      }),
    };
    const pool = new Pool(settings);
    // A client has no listener of the pool's while it is in use, and an `error` that nobody listens to ends the program.
    pool.on('connect', (client) => client.on('error', failed));
    pool.on('error', () => {});
    pool.on('release', (_, client) => idle.add(client));
    pool.on('acquire', (client) => idle.delete(client));
    pool.on('remove', (client) => idle.delete(client));
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  };
  const db = open(10, statement);
  const upkeep = open(1, upkeepStatement);
  const close = async () => {
    await Promise.all([db.destroy(), upkeep.destroy()]);
  };
  try {
    const store = await sqlStore(db, 'postgres', unhurried, upkeep);
    return { ...store, close: () => store.close().finally(close) };
  } catch (error) {
    await close();
    throw error;
  }
}
