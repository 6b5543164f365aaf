import { chmodSync, closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { groupCommit } from './group.ts';
import type { CommitSink, StoredRecord } from './sink.ts';

/** Each step takes the database from the version of its index to the next; `user_version` says how many were taken. */
const migrations: readonly string[] = [
  `CREATE TABLE record (
     collection TEXT NOT NULL,
     key TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (collection, key)
   ) STRICT`,
];

/** "HFRG": tells this database from any other SQLite file. Source: SQLite file format, application id at offset 68. */
const applicationId = 0x48465247;
const headerLength = 100;

const words = {
  foreign: (file: string) =>
    `The file ${file} is not a database of a local region; move it away or set DATA_DIR to another folder.`,
  newer: (file: string, version: number) =>
    `The database ${file} was written by a newer version (format ${version}, this one knows ${migrations.length}); use that version, or set DATA_DIR to another folder.`,
  corrupt: (file: string, reason: string) =>
    `The database ${file} is damaged (${reason}); restore a copy, or move it away to start afresh. Nothing was changed.`,
  locked: (file: string) =>
    `The database ${file} is in use by another region; stop that one, or set DATA_DIR to another folder.`,
  unusable: (file: string, reason: string) =>
    `The database ${file} cannot be opened (${reason}); check that the folder exists and may be written to.`,
};

const isLocked = (error: unknown) => /database is locked|busy/i.test(String(error));
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

function header(file: string): Buffer | null {
  if (!existsSync(file) || statSync(file).size === 0) return null;
  const buffer = Buffer.alloc(headerLength);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, headerLength, 0);
  } finally {
    closeSync(descriptor);
  }
  return buffer;
}

/** Looks at the file without writing to it. Throws the sentence that says why it cannot be used. */
function inspect(file: string): void {
  const head = header(file);
  if (!head) return;
  if (head.toString('latin1', 0, 15) !== 'SQLite format 3') throw new Error(words.foreign(file));
  const version = head.readUInt32BE(60);
  if (version > migrations.length) throw new Error(words.newer(file, version));
  const log = `${file}-wal`;
  const untouched = !existsSync(log) || statSync(log).size === 0;
  // Without a log beside it the file can be read as it lies; `immutable` keeps SQLite from making one.
  const place = untouched ? new URL(`${pathToFileURL(file)}?immutable=1`) : file;
  let damage: string | null;
  try {
    using database = new DatabaseSync(place, { readOnly: true });
    const found = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
    damage = found.quick_check === 'ok' ? null : found.quick_check;
    if (damage === null) {
      const id = database.prepare('PRAGMA application_id').get() as { application_id: number };
      if (id.application_id !== applicationId) throw new Error(words.foreign(file));
      const { user_version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
      if (user_version > migrations.length) throw new Error(words.newer(file, user_version));
    }
  } catch (error) {
    if (isLocked(error)) throw new Error(words.locked(file));
    if (error instanceof Error && error.message.includes(file)) throw error;
    damage = reasonOf(error);
  }
  if (damage !== null) throw new Error(words.corrupt(file, damage));
}

function open(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: 0 });
    // One region owns the file: its model in memory would not see the writes of another.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec('BEGIN IMMEDIATE');
    const { user_version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
    for (const migration of migrations.slice(user_version)) database.exec(migration);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}; COMMIT`);
    chmodSync(file, 0o600);
    return database;
  } catch (error) {
    database?.close();
    throw new Error(isLocked(error) ? words.locked(file) : words.unusable(file, reasonOf(error)));
  }
}

/**
 * Keeps records in a SQLite file that survives a power cut: write-ahead log, synchronous FULL, one transaction for all appends of a
 * turn of the event loop. `file`: its path. Throws an Error whose message names the file when it is damaged, newer, foreign or in use;
 * the file is then as it was.
 */
export function sqliteSink(file: string): CommitSink {
  inspect(file);
  const database = open(file);
  const upsert = database.prepare(
    'INSERT INTO record (collection, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM record WHERE collection = ? AND key = ?');
  const begin = database.prepare('BEGIN');
  const commit = database.prepare('COMMIT');

  function write(records: readonly StoredRecord[]): void {
    // The last value of a key is the one to keep.
    const last = new Map(records.map((record) => [`${record.collection}/${record.key}`, record]));
    begin.run();
    try {
      for (const { collection, key, value } of last.values()) {
        if (value === null) remove.run(collection, key);
        else upsert.run(collection, key, JSON.stringify(value));
      }
      commit.run();
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  const group = groupCommit(write, setImmediate);
  return {
    async load() {
      const rows = database.prepare('SELECT collection, key, value FROM record').all();
      return rows.map(({ collection, key, value }) => ({
        collection: collection as string,
        key: key as string,
        value: JSON.parse(value as string) as unknown,
      }));
    },
    append: group.append,
    async close() {
      await group.drained();
      database.close();
    },
  };
}
