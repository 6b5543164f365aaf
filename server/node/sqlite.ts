import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { sqlStore } from '../store/sql.ts';
import type { PanelStore } from '../store/store.ts';
import type { Tables } from '../store/tables.ts';

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

/**
 * Opens (or makes) the panel's SQLite database. `file`: its path, or `:memory:`. WAL with full synchronisation: what was
 * committed survives a power cut. Throws when the file cannot be opened or is no such database.
 */
export async function sqliteStore(file: string): Promise<PanelStore> {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  return sqlStore(new Kysely<Tables>({ dialect: new SqliteDialect({ database: adapt(database) }) }), 'sqlite');
}
