import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { type Driver, Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import type { Unhurried } from '../store/change-writer.ts';
import { sqlStore } from '../store/sql.ts';
import type { PanelStore } from '../store/store.ts';
import { StoreFormatError, type Tables } from '../store/tables.ts';

/** Statements that are kept prepared; the panel has a few dozen. */
const preparedMost = 100;

/** `node:sqlite` in the shape that Kysely's own SQLite dialect asks for. */
function adapt(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known) return known;
    if (prepared.size >= preparedMost) prepared.clear();
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = prepare(sql);
      const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        run: (parameters) => statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}

/** Milliseconds for which a statement is tried again while another program holds the database, and between two tries. */
const lockPatience = 3_500;
const lockDelay = 20;

/** SQLITE_BUSY and its extended codes. Source: https://www.sqlite.org/rescode.html */
const isBusy = (error: unknown) => (((error as { errcode?: number }).errcode ?? 0) & 0xff) === 5;

/**
 * Waits for the lock of another program between statements: SQLite itself would wait in the middle of one and hold up every request,
 * also those that need no database.
 */
class PatientDialect extends SqliteDialect {
  override createDriver(): Driver {
    const driver = super.createDriver();
    const acquire = driver.acquireConnection.bind(driver);
    driver.acquireConnection = async (...all) => {
      const connection = await acquire(...all);
      const { executeQuery } = connection;
      if (!Object.hasOwn(connection, 'executeQuery'))
        connection.executeQuery = async (...query) => {
          const start = performance.now();
          for (;;) {
            try {
              return (await executeQuery.apply(connection, query)) as never;
            } catch (error) {
              if (!isBusy(error) || performance.now() - start > lockPatience) throw error;
            }
            await setTimeout(lockDelay);
          }
        };
      return connection;
    };
    return driver;
  }
}

/**
 * Commits without waiting for the disk, while nothing else uses the connection. It survives this process, and is durable by the next
 * commit that waits, because both go to the same log in order. Source: SQLite, "PRAGMA synchronous".
 */
const unhurried = (database: DatabaseSync): Unhurried => ({
  ending: '',
  run: (db, query) =>
    db.connection().execute(async (connection) => {
      // Not as a prepared statement: that is carried out when it is prepared, and no more.
      database.exec('PRAGMA synchronous = NORMAL');
      try {
        return await connection.executeQuery(query);
      } finally {
        database.exec('PRAGMA synchronous = FULL');
      }
    }),
});

/** Holds the database for this program until it ends, however it ends. Throws a StoreFormatError when another one holds it. */
function claim(file: string): DatabaseSync {
  // A file of its own: a lock on the database itself would also keep out the program that copies it.
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw isBusy(error) ? new StoreFormatError('shared') : error;
  }
}

/**
 * Opens (or makes) the panel's SQLite database. `file`: its path, or `:memory:`. WAL with full synchronisation: what was
 * committed survives a power cut. Throws a StoreFormatError when it is damaged, another program's or in use, else what SQLite
 * throws when the file cannot be opened.
 */
export async function sqliteStore(file: string): Promise<PanelStore> {
  const lock = file === ':memory:' ? undefined : claim(file);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: lockPatience });
    const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
    if (found !== 'ok') throw new StoreFormatError('damaged', found.replaceAll(/\s+/g, ' ').slice(0, 100));
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    // SQLite's own knows the letters of ASCII alone.
    database.function('lower', { deterministic: true }, (text) =>
      typeof text === 'string' ? text.toLowerCase() : text,
    );
    const dialect = new PatientDialect({ database: adapt(database) });
    const store = await sqlStore(new Kysely<Tables>({ dialect }), 'sqlite', unhurried(database));
    database.exec('PRAGMA busy_timeout = 0');
    return {
      ...store,
      async close() {
        await store.close().finally(() => lock?.close());
      },
    };
  } catch (error) {
    if (database?.isOpen) database.close();
    lock?.close();
    throw error;
  }
}
