import 'fake-indexeddb/auto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groupCommit } from './group.ts';
import { indexedDbSink } from './indexed-db.ts';
import { memorySink } from './memory.ts';
import type { CommitSink } from './sink.ts';
import { sqliteSink } from './sqlite.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-sink-'));
  file = join(folder, 'region.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const shared = memorySink();
const kinds: [string, () => Promise<CommitSink>][] = [
  ['memory', async () => shared],
  ['SQLite', async () => sqliteSink(file)],
  ['IndexedDB', () => indexedDbSink(folder)],
];

describe.each(kinds)('%s', (_, open) => {
  test('gives back, after it was closed, what was appended last', async () => {
    const first = await open();
    expect(await first.load()).toEqual([]);
    await Promise.all([
      first.append([
        { collection: 'a', key: '1', value: { name: 'one' } },
        { collection: 'a', key: '2', value: 'two' },
      ]),
      first.append([{ collection: 'a', key: '1', value: { name: 'uno' } }]),
      first.append([{ collection: 'b', key: '1', value: 7 }]),
    ]);
    await first.append([{ collection: 'a', key: '2', value: null }]);
    await first.close();
    const second = await open();
    expect(await second.load()).toEqual([
      { collection: 'a', key: '1', value: { name: 'uno' } },
      { collection: 'b', key: '1', value: 7 },
    ]);
    await second.close();
  });
});

describe('group commit', () => {
  test('joins the appends of one turn, and of the time in which one is written', async () => {
    const written: number[] = [];
    let release: () => void = () => {};
    const group = groupCommit(async (records) => {
      written.push(records.length);
      if (written.length === 1) {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      }
    }, setImmediate);
    const record = { collection: 'a', key: '1', value: 1 };
    const first = [group.append([record]), group.append([record])];
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const later = [group.append([record]), group.append([record]), group.append([record])];
    release();
    await Promise.all([...first, ...later]);
    expect(written).toEqual([2, 3]);
  });

  test('fails all that waits when one fails, and goes on afterwards', async () => {
    let broken = true;
    const group = groupCommit(() => {
      if (broken) throw new Error('disk full');
    }, setImmediate);
    const record = { collection: 'a', key: '1', value: 1 };
    const results = await Promise.allSettled([group.append([record]), group.append([record])]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    broken = false;
    await group.append([record]);
    await group.drained();
  });
});

describe('a SQLite file that cannot be used', () => {
  /** The sentence that names the file; the file must be as it was. */
  function refused(): string {
    const before = readFileSync(file);
    let sentence = '';
    try {
      sqliteSink(file);
    } catch (error) {
      sentence = (error as Error).message;
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(sentence).toContain(file);
    return sentence;
  }

  async function filled(): Promise<void> {
    const sink = sqliteSink(file);
    const records = Array.from({ length: 200 }, (_, index) => ({
      collection: 'a',
      key: `${index}`,
      value: 'x'.repeat(500),
    }));
    await sink.append(records);
    await sink.close();
  }

  test('because it is damaged', async () => {
    await filled();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096, 3 * 4096);
    writeFileSync(file, bytes);
    expect(refused()).toContain('is damaged');
  });

  test('because it is cut short', async () => {
    await filled();
    writeFileSync(file, readFileSync(file).subarray(0, 10_000));
    expect(refused()).toContain('is damaged');
  });

  test('because a newer version wrote it', async () => {
    await filled();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA user_version = 99');
    database.close();
    expect(refused()).toContain('format 99');
  });

  test('because it is something else', () => {
    writeFileSync(file, 'a letter to my aunt');
    expect(refused()).toContain('is not a database of a local region');
    const database = new DatabaseSync(join(folder, 'other.sqlite'));
    database.exec('CREATE TABLE t (x)');
    database.close();
    file = join(folder, 'other.sqlite');
    expect(refused()).toContain('is not a database of a local region');
  });

  test('because another region has it', async () => {
    const sink = sqliteSink(file);
    expect(() => sqliteSink(file)).toThrow(`${file} is in use by another region`);
    await sink.close();
    await sqliteSink(file).close();
  });

  test('because its folder is not there', () => {
    expect(() => sqliteSink(join(folder, 'none', 'x.sqlite'))).toThrow('cannot be opened');
  });
});

test('only its owner may read the file', async () => {
  await sqliteSink(file).close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
