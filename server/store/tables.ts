import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { ChangeRecord } from '../../contract/shared/change-record.ts';
import type { Feedback } from './store.ts';

interface Owned {
  account: string;
  user: string;
}

/** The tables, alike in SQLite and PostgreSQL. Times are ISO 8601 text and ids sort by time, so that both compare alike. */
export interface Tables {
  changes: { -readonly [Key in keyof ChangeRecord]: ChangeRecord[Key] };
  calls: Owned & { id: string; at: string; operation: string; content: string };
  favourites: Owned & { operation: string };
  feedback: { -readonly [Key in keyof Feedback]: Feedback[Key] };
  signOuts: { session: string; until: string };
}

export type DatabaseKind = 'sqlite' | 'postgres';

/**
 * In SQLite a table with its rows in the primary key: an insert then touches one tree less, and every page that a commit
 * touches is part of what a write through the panel waits for.
 */
const rowsInKey = {
  sqlite: <Table extends string>(table: CreateTableBuilder<Table, string>) => table.modifyEnd(sql`without rowid`),
  postgres: <Table extends string>(table: CreateTableBuilder<Table, string>) => table,
};

const first = (kind: DatabaseKind): Migration => ({
  async up(db: Kysely<unknown>) {
    const changes = db.schema
      .createTable('changes')
      .addColumn('id', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('region', 'text', (column) => column.notNull())
      .addColumn('loadBalancerId', 'text')
      .addColumn('loadBalancerName', 'text')
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('method', 'text', (column) => column.notNull())
      .addColumn('path', 'text', (column) => column.notNull())
      .addColumn('body', 'text')
      .addColumn('before', 'text')
      .addColumn('after', 'text')
      .addColumn('reason', 'text')
      .addColumn('run', 'text')
      .addColumn('requestId', 'text', (column) => column.notNull())
      .addColumn('status', 'integer')
      .addColumn('duration', 'double precision')
      .addColumn('verdict', 'text')
      .addColumn('detail', 'text')
      .addPrimaryKeyConstraint('changesKey', ['account', 'id']);
    await rowsInKey[kind](changes).execute();
    const index = (name: string, table: string, columns: string[]) =>
      db.schema.createIndex(name).on(table).columns(columns).execute();
    await index('changesOfLoadBalancer', 'changes', ['account', 'region', 'loadBalancerId', 'id']);

    await db.schema
      .createTable('calls')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addColumn('content', 'text', (column) => column.notNull())
      .execute();
    await index('callsOfUser', 'calls', ['account', 'user', 'id']);

    await db.schema
      .createTable('favourites')
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('operation', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('favouritesKey', ['account', 'user', 'operation'])
      .execute();

    await db.schema
      .createTable('feedback')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('account', 'text')
      .addColumn('user', 'text')
      .addColumn('text', 'text', (column) => column.notNull())
      .addColumn('contact', 'text')
      .addColumn('page', 'text', (column) => column.notNull())
      .addColumn('operation', 'text')
      .addColumn('requestId', 'text')
      .execute();
    await index('feedbackOfAccount', 'feedback', ['account', 'id']);

    await db.schema
      .createTable('signOuts')
      .addColumn('session', 'text', (column) => column.primaryKey())
      .addColumn('until', 'text', (column) => column.notNull())
      .execute();
  },
});

/** Every step from an empty database to the present, by name; steps are only ever added. */
const migrations = (kind: DatabaseKind): Record<string, Migration> => ({ '001-first': first(kind) });

/** Brings the database up to date. Several servers may do so at once. Throws what the database throws. */
export async function migrate(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(kind) } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
