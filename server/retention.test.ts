import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '../contract/shared/clock.ts';
import type { Log } from './log.ts';
import { silentLog } from './log.ts';
import { postgresStore } from './node/postgres.ts';
import { sqliteStore } from './node/sqlite.ts';
import { keepTidy, measureOf } from './retention.ts';
import { memoryStore } from './store/memory.ts';
import type { PanelStore } from './store/store.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from './testing/postgres.ts';
import { ofAccount } from './testing/service.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const start = Date.UTC(2031, 4, 2);
const keep = 90 * day;
const iso = (days: number) => new Date(start + days * day).toISOString();

let count = 0;
const nextId = () => (++count).toString(16).padStart(32, '0');

/** Stores a change, a call and a message of that day. */
async function record(store: PanelStore, days: number): Promise<void> {
  const at = iso(days);
  const about = { account: '1', user: 'a', operation: 'x', region: 'ORD', method: 'PUT', path: '/', requestId: 'r' };
  const none = { loadBalancerId: null, loadBalancerName: null, body: null, before: null, after: null };
  await store.history.begin({
    ...about,
    ...none,
    ...ofAccount('1'),
    part: null,
    id: nextId(),
    at,
    reason: null,
    run: null,
  });
  const answer = { status: 200, duration: 1, size: 1, responseHeaders: {}, responseBody: null };
  await store.calls.add(about, { ...about, ...answer, id: nextId(), at, requestHeaders: {}, requestBody: null }, 200);
  const said = { account: '1', user: 'a', text: 't', contact: null, page: '/', operation: null, requestId: null };
  await store.feedback.add({ ...said, id: nextId(), at });
}

const days = (ats: readonly { at: string }[]) => ats.map(({ at }) => Math.round((Date.parse(at) - start) / day));
async function kept(store: PanelStore): Promise<number[]> {
  const changes = days(await store.history.find(ofAccount('1'), { limit: 100 }));
  const owner = { account: '1', user: 'a' };
  expect(days(await store.calls.find(owner, { limit: 100 }))).toEqual(changes);
  expect(days(await store.feedback.find('1', { limit: 100 }))).toEqual(changes);
  return changes;
}

function heard(): { log: Log; warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, log: { ...silentLog, warn: (_, message) => warnings.push(message) } };
}

function keepsWhatIsYoung(open: () => Promise<PanelStore>): void {
  /** A server that starts with its clock on that day, runs for so many hours and ends. */
  async function run(store: PanelStore, onDay: number, hours = 0): Promise<string[]> {
    const clock = manualClock(start + onDay * day);
    const { log, warnings } = heard();
    const tidying = keepTidy(store, clock, log, keep);
    clock.advance(hours * hour);
    await tidying.settled();
    tidying.stop();
    return warnings;
  }

  it('removes what is older than it is kept, and nothing else', async () => {
    const store = await open();
    for (const each of [0, 5, 89]) await record(store, each);
    expect(await run(store, 90)).toEqual([]);
    expect(await kept(store)).toEqual([89, 5, 0]);
    expect(await run(store, 94, 12)).toEqual([]);
    expect(await kept(store)).toEqual([89, 5]);
    await store.close();
  });

  it('removes nothing at a start with the clock 100 days ahead, however often, and says so', async () => {
    const store = await open();
    for (const each of [0, 1]) await record(store, each);
    await run(store, 1);
    for (let starts = 0; starts < 3; starts += 1)
      expect(await run(store, 101)).toEqual([expect.stringMatching(/clock is 100 days ahead .*Check the clock/)]);
    // What is recorded meanwhile is no proof that the clock is right.
    await record(store, 101);
    expect(await run(store, 101)).toHaveLength(1);
    expect(await kept(store)).toEqual([101, 1, 0]);
    expect(await run(store, 2)).toEqual([]);
    expect(await kept(store)).toEqual([101, 1, 0]);
    await store.close();
  });

  it('removes nothing when the very first clean-up finds the clock ahead', async () => {
    const store = await open();
    for (const each of [0, 1]) await record(store, each);
    expect(await run(store, 101)).toHaveLength(1);
    expect(await run(store, 101)).toHaveLength(1);
    expect(await kept(store)).toEqual([1, 0]);
    await store.close();
  });

  it('removes nothing when the clock jumps while it runs', async () => {
    const store = await open();
    for (const each of [0, 1]) await record(store, each);
    let off = 0;
    const steady = manualClock(start + day);
    const { log, warnings } = heard();
    const tidying = keepTidy(store, { ...steady, now: () => steady.now() + off }, log, keep);
    await tidying.settled();
    off = 100 * day;
    for (let hours = 0; hours < 24; hours += 6) {
      steady.advance(6 * hour);
      await tidying.settled();
    }
    tidying.stop();
    expect(warnings).toHaveLength(4);
    expect(await kept(store)).toEqual([1, 0]);
    await store.close();
  });

  it('removes nothing while the clock is behind, and counts the right time as right afterwards', async () => {
    const store = await open();
    for (const each of [0, 50]) await record(store, each);
    await run(store, 50);
    expect(await run(store, -10_000, 12)).toContainEqual(expect.stringMatching(/days behind .*Check the clock/));
    expect(await run(store, 50)).toEqual([]);
    expect(await kept(store)).toEqual([50, 0]);
    await store.close();
  });

  it('follows a clock that is right after a server was off for long', async () => {
    const store = await open();
    for (const each of [0, 1]) await record(store, each);
    await run(store, 1);
    await run(store, 201, 24 * 30);
    expect(await kept(store)).toEqual([]);
    await store.close();
  });

  it('keeps sign-outs while the clock is ahead', async () => {
    const store = await open();
    await record(store, 0);
    await store.signOuts.add('s', iso(1));
    await run(store, 0);
    await run(store, 100);
    expect(await store.signOuts.has('s')).toBe(true);
    await run(store, 2);
    expect(await store.signOuts.has('s')).toBe(false);
    await store.close();
  });
}

describe('retention in memory', () => keepsWhatIsYoung(async () => memoryStore()));
describe('retention in SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-retention-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  keepsWhatIsYoung(() => sqliteStore(join(folder, `${++count}.sqlite`)));
});
describe.skipIf(!postgresPrograms)('platform: PostgreSQL: retention', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());
  keepsWhatIsYoung(async () => postgresStore(await server.database(), () => {}));
});

describe('the measure of age', () => {
  const at = (days: number) => iso(days);
  it.each([
    ['the clock’s, day by day', 10, at(9), at(9), 10, 0],
    ['the clock’s, after a week off', 17, at(10), at(10), 17, 0],
    ['the last clean-up’s, when the clock is ahead', 110, at(10), at(10), 10, 100],
    ['the last clean-up’s, though rows are as far ahead', 110, at(10), at(110), 10, 100],
    ['the clock’s, where a clean-up was made by a clock that was ahead', 10, at(100), at(9), 10, 0],
    ['the newest row’s, where the clock was without a battery', 10, '1970-01-01T00:00:00.000Z', at(10), 10, 0],
    ['the newest row’s, where all should have been removed before', 110, at(109), at(9), 9, 101],
    ['the clock’s, where the newest row is due now', 100, at(99.75), at(9.9), 100, 0],
    ['the clock’s, where there is nothing', 100, at(0), null, 100, 0],
  ])('is %s', (_, now, cleanUp, newest, time, jump) => {
    const measure = measureOf(start + now * day, { cleanUp, newest }, keep, false);
    expect(measure).toMatchObject({ time: start + time * day, jump: jump * day });
  });

  it('allows a history of one day half a day', () => {
    const times = { cleanUp: iso(0), newest: iso(0) };
    expect(measureOf(start + 11 * hour, times, day, false).jump).toBe(0);
    expect(measureOf(start + 13 * hour, times, day, false).jump).toBe(13 * hour);
  });
});
