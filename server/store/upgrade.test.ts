import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../node/postgres.ts';
import { sqliteStore } from '../node/sqlite.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../testing/postgres.ts';
import { ofAccount } from '../testing/service.ts';
import type { PanelStore } from './store.ts';

/** Databases as the version before announcements made and filled them. */
const before = (kind: 'sqlite' | 'postgres') =>
  readFileSync(join(import.meta.dirname, 'upgrade', `before-announcements.${kind}.sql`), 'utf8');
const idOf = (number: number) => `018f3b2c${number.toString(16).padStart(24, '0')}`;
const account = ofAccount('100001');
const owner = { account: '100001', user: 'admin' };

/** How the version before writes a change. */
const oldInsert = `insert into changes (id, at, "user", account, region, "loadBalancerId", "loadBalancerName", operation, method, path, body, before, after, reason, run, "requestId", status, duration, verdict, detail, "verdictKey")
  values ('${idOf(9)}', '2031-05-09T00:00:00.000Z', 'admin', '100001', 'ORD', '71', 'web', 'sessionPersistence.disable', 'DELETE', '/loadbalancers/71/sessionpersistence', null, 'SOURCE_IP', 'DISABLED', null, null, 'r', null, null, null, null, 'hash-9')`;

async function holdsEverything(store: PanelStore): Promise<void> {
  const changes = await store.history.find(account, { limit: 10 });
  expect(changes.map(({ id }) => id)).toEqual([3, 2, 1].map(idOf));
  expect(changes[2]).toEqual({
    id: idOf(1),
    at: '2031-05-01T00:00:00.000Z',
    user: 'admin',
    account: '100001',
    service: null,
    provider: null,
    region: 'ORD',
    loadBalancerId: '71',
    part: null,
    loadBalancerName: 'wéb',
    operation: 'sessionPersistence.enable',
    method: 'PUT',
    path: '/loadbalancers/71/sessionpersistence',
    body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
    before: 'DISABLED',
    after: 'SOURCE_IP',
    reason: 'CHG-1',
    run: 'r1',
    requestId: 'request-1',
    status: 202,
    duration: 12.25,
    verdict: 'confirmed',
    detail: null,
    serviceRequestId: null,
    sent: true,
  });
  expect((await store.history.find(account, { limit: 10, verdict: 'none' })).map(({ id }) => id)).toEqual([idOf(3)]);
  const verdict = { verdict: 'confirmed', after: 'SOURCE_IP' } as const;
  expect(await store.history.judge(account, idOf(3), verdict, { verdictKey: 'hash-3' })).toBe('stored');
  expect(await store.history.find(ofAccount('200002'), { limit: 10 })).toHaveLength(1);
  expect(await store.history.find({ ...account, provider: 'octavia' }, { limit: 10 })).toEqual([]);
  expect(await store.calls.find(owner, { limit: 10 })).toHaveLength(1);
  expect(await store.favourites.find(owner)).toEqual(['sessionPersistence.show']);
  const viewer = { ...owner, service: 'https://identity.example.com/v2.0' };
  await store.views.save(viewer, { id: idOf(1), name: 'Errors', query: 'status=ERROR' }, 50);
  expect(await store.views.find(viewer)).toHaveLength(1);
  expect(await store.feedback.find('100001', { limit: 10 })).toHaveLength(1);
  expect(await store.signOuts.has('s1')).toBe(true);
  expect(await store.knownAddresses.has({ user: 'u', address: 'a' }, '2031-05-08T00:00:00.000Z')).toBe(true);
  const check = {
    service: 'https://identity.example.com/v2.0',
    account: '100001',
    region: 'ORD',
    loadBalancerId: '71',
  };
  expect(await store.checks.find(check)).toMatchObject({ names: ['n1', 'n2'] });
}

/** A server of each version writes; both read what the other wrote. */
async function isShared(store: PanelStore, run: (sql: string) => Promise<unknown[]>): Promise<void> {
  const announced = (number: number) => ({
    ...account,
    id: idOf(number),
    at: '2031-05-09T00:00:00.000Z',
    user: 'admin',
    region: 'ORD',
    loadBalancerId: '71',
    part: null,
    loadBalancerName: 'web',
    operation: 'sessionPersistence.enable',
    before: 'x'.repeat(60_000),
    after: 'y'.repeat(60_000),
    reason: null,
    run: null,
    method: '',
    path: '',
    body: null,
    requestId: 'r',
    verdictKey: 'hash',
  });
  await store.history.announce(announced(8));
  await store.history.announce(announced(10));
  const { id, user, region, operation, loadBalancerId, part } = announced(8);
  const whose = { ...account, id, user, region, operation, loadBalancerId, part };
  const request = { method: 'PUT', path: '/loadbalancers/71/sessionpersistence', body: null, requestId: 'r' };
  expect(await store.history.send({ ...request, announced: whose })).toBe(true);
  await run(oldInsert);
  const seen = await store.history.find(account, { limit: 3 });
  expect(seen.map((each) => [each.id, each.sent, each.before?.length])).toEqual([
    [idOf(10), false, 60_000],
    [idOf(9), true, 9],
    [idOf(8), true, 60_000],
  ]);
  const rows = await run(
    `select id, before, after, verdict, "verdictKey" from changes where account = '100001' and id >= '${idOf(8)}' order by id`,
  );
  expect(rows.map((row) => (row as { verdictKey: string }).verdictKey)).toEqual(['hash', 'hash-9', 'hash']);
}

describe('a database of the version before', () => {
  it('in SQLite is taken over whole, and both versions write to it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-upgrade-'));
    const file = join(folder, 'panel.sqlite');
    const old = new DatabaseSync(file);
    old.exec(before('sqlite'));
    const store = await sqliteStore(file);
    await holdsEverything(store);
    await isShared(store, async (sql) => old.prepare(sql).all());
    old.close();
    await store.close();
    const again = await sqliteStore(file);
    expect(await again.history.find(account, { limit: 10 })).toHaveLength(6);
    await again.close();
    rmSync(folder, { recursive: true });
  });
});

describe.skipIf(!postgresPrograms)('platform: PostgreSQL: a database of the version before', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());

  it('is taken over whole while a server of that version goes on writing', async () => {
    const url = await server.database();
    const old = new Client(url);
    await old.connect();
    await old.query(before('postgres'));
    const store = await postgresStore(url, () => {});
    await holdsEverything(store);
    await isShared(store, async (sql) => (await old.query(sql)).rows);
    await old.end();
    await store.close();
  });
});
