import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { ChangeRecord } from '../../contract/shared/change-record.ts';
import type { CheckKey, Feedback } from './store.ts';

interface Owned {
  account: string;
  user: string;
}

/** The tables, alike in SQLite and PostgreSQL. Times are ISO 8601 text and ids sort by time, so that both compare alike. */
export interface Tables {
  /**
   * `verdictKey`: SHA-256 of the key that may judge; `sent`: 0 while it was only announced, else 1. Both are null where an older version
   * wrote the row, as are service, provider and part.
   */
  changes: { -readonly [Key in keyof Omit<ChangeRecord, 'sent'>]: ChangeRecord[Key] } & {
    verdictKey: string | null;
    sent: number | null;
  };
  /** `summary`: `content` without the bodies; absent where an older version wrote the row. */
  calls: Owned & { id: string; at: string; operation: string; content: string; summary: string | null };
  favourites: Owned & { operation: string };
  /** `key`: what names are told apart by. */
  savedViews: Owned & { service: string; key: string; id: string; name: string; query: string };
  feedback: { -readonly [Key in keyof Feedback]: Feedback[Key] };
  signOuts: { session: string; until: string };
  cleanUps: { name: string; at: string };
  knownAddresses: { user: string; address: string; until: string };
  stickinessChecks: CheckKey & {
    at: string | null;
    type: string | null;
    outcome: string | null;
    /** The check as it is shown, in JSON. */
    content: string | null;
    header: string | null;
    nodes: string | null;
    /** In JSON. */
    names: string | null;
  };
}

/** What is read of a change: all but the key. */
export const changeColumns = [
  'id',
  'at',
  'user',
  'account',
  'service',
  'provider',
  'region',
  'loadBalancerId',
  'part',
  'loadBalancerName',
  'operation',
  'method',
  'path',
  'body',
  'before',
  'after',
  'reason',
  'run',
  'requestId',
  'status',
  'duration',
  'verdict',
  'detail',
  'sent',
  'serviceRequestId',
] as const satisfies (keyof ChangeRecord)[];

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

/** What keeps the store within bounds: when it was cleaned up last, and calls without their bodies for lists. */
const bounds: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('cleanUps')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.alterTable('calls').addColumn('summary', 'text').execute();
  },
};

/** From where users have signed in, hashed, so that no stranger can keep them out. */
const knownAddresses: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('knownAddresses')
      .addColumn('user', 'text', (column) => column.notNull())
      .addColumn('address', 'text', (column) => column.notNull())
      .addColumn('until', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('knownAddressesKey', ['user', 'address'])
      .execute();
  },
};

/** What a later version adds stays empty in the rows of an older one, so all but the key may be. */
const stickinessChecks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('stickinessChecks')
      .addColumn('service', 'text', (column) => column.notNull())
      .addColumn('account', 'text', (column) => column.notNull())
      .addColumn('region', 'text', (column) => column.notNull())
      .addColumn('loadBalancerId', 'text', (column) => column.notNull())
      .addColumn('at', 'text')
      .addColumn('type', 'text')
      .addColumn('outcome', 'text')
      .addColumn('content', 'text')
      .addColumn('header', 'text')
      .addColumn('nodes', 'text')
      .addColumn('names', 'text')
      .addPrimaryKeyConstraint('stickinessChecksKey', ['service', 'account', 'region', 'loadBalancerId'])
      .execute();
    await db.schema
      .createIndex('stickinessChecksOfAccount')
      .on('stickinessChecks')
      .columns(['service', 'account', 'at'])
      .execute();
  },
};

/** A verdict is for whoever has the key that was given with the change. */
const verdictKeys: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('changes').addColumn('verdictKey', 'text').execute();
  },
};

/** Whose change it is and of what, in full, and whether a write that was announced was sent. */
const announcements: Migration = {
  async up(db: Kysely<unknown>) {
    for (const column of ['service', 'provider', 'part'])
      await db.schema.alterTable('changes').addColumn(column, 'text').execute();
    await db.schema.alterTable('changes').addColumn('sent', 'integer').execute();
  },
};

/** By which those who run a cloud find a request. */
const serviceRequestIds: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('changes').addColumn('serviceRequestId', 'text').execute();
  },
};

/** Views of the list that users keep under names. */
const savedViews: Migration = {
  async up(db: Kysely<unknown>) {
    const text = ['service', 'account', 'user', 'key', 'id', 'name', 'query'] as const;
    let table: CreateTableBuilder<'savedViews', string> = db.schema.createTable('savedViews');
    for (const column of text) table = table.addColumn(column, 'text', (each) => each.notNull());
    await table.addPrimaryKeyConstraint('savedViewsKey', ['service', 'account', 'user', 'key']).execute();
  },
};

/**
 * Every step from an empty database to the present, by name. Steps are only ever added, and what they add is nullable, so that
 * servers of two versions can share a database while they are exchanged.
 */
const migrations = (kind: DatabaseKind): Record<string, Migration> => ({
  '001-first': first(kind),
  '002-bounds': bounds,
  '003-verdict-keys': verdictKeys,
  '004-known-addresses': knownAddresses,
  '005-stickiness-checks': stickinessChecks,
  '006-announcements': announcements,
  '007-service-request-ids': serviceRequestIds,
  '008-saved-views': savedViews,
});

/** The database is there, and cannot be the panel's store. `detail`: what was found. */
export class StoreFormatError extends Error {
  readonly kind: 'newer' | 'foreign' | 'damaged' | 'shared';
  readonly detail: string;
  constructor(kind: StoreFormatError['kind'], detail = '') {
    super(`${kind} ${detail}`);
    this.name = 'StoreFormatError';
    this.kind = kind;
    this.detail = detail;
  }
}

/** What a table has to be able to give. A value of each of its columns would be read. */
const columns: { readonly [Table in keyof Tables]: readonly (keyof Tables[Table])[] } = {
  changes: [
    'id',
    'at',
    'user',
    'account',
    'region',
    'loadBalancerId',
    'body',
    'before',
    'after',
    'status',
    'verdict',
    'verdictKey',
    'service',
    'provider',
    'part',
    'sent',
    'serviceRequestId',
  ],
  calls: ['id', 'at', 'account', 'user', 'operation', 'content', 'summary'],
  favourites: ['account', 'user', 'operation'],
  savedViews: ['service', 'account', 'user', 'key', 'id', 'name', 'query'],
  feedback: ['id', 'at', 'account', 'user', 'text', 'page'],
  signOuts: ['session', 'until'],
  cleanUps: ['name', 'at'],
  knownAddresses: ['user', 'address', 'until'],
  stickinessChecks: ['service', 'account', 'region', 'loadBalancerId', 'at', 'content', 'header', 'nodes', 'names'],
};

/** PostgreSQL: undefined column or table; SQLite says it in words. */
const isMissing = (error: unknown) =>
  /^(42703|42P01)$/.test(String((error as { code?: unknown }).code)) || /no such (column|table)/.test(String(error));
const isThere = (error: unknown) =>
  /^(42P07|42701)$/.test(String((error as { code?: unknown }).code)) ||
  /already exists|duplicate column/.test(String(error));

/**
 * Brings the database up to date. Several servers may do so at once. Throws a StoreFormatError when it is not the panel's or a newer
 * version's, else what the database throws.
 */
export async function migrate(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations(kind) },
    // Steps of two branches may have come in either order; none depends on another but the first.
    allowUnorderedMigrations: true,
  });
  const { error } = await migrator.migrateToLatest();
  const unknown = /previously executed migration (\S+) is missing/.exec(error instanceof Error ? error.message : '');
  if (unknown) throw new StoreFormatError('newer', `it has taken the step ${unknown[1]!}`);
  if (error && isThere(error)) throw new StoreFormatError('foreign', 'a table of the same name is there already');
  if (error) throw error;
  for (const table of Object.keys(columns) as (keyof Tables)[]) {
    const all = columns[table].map((column) => sql.ref(column));
    await sql`select ${sql.join(all)} from ${sql.table(table)} where 1 = 0`.execute(db).catch((problem: unknown) => {
      throw isMissing(problem) ? new StoreFormatError('foreign', `its table ${table} has other columns`) : problem;
    });
  }
}
