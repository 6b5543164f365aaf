import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../node/postgres.ts';
import { sqliteStore } from '../node/sqlite.ts';
import { Browser, setUp } from '../testing/browser.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../testing/postgres.ts';
import { ofAccount } from '../testing/service.ts';
import { memoryStore } from './memory.ts';
import { bounds, type PanelStore } from './store.ts';

const path = '/api/ORD/loadbalancers/71/sessionpersistence';
const large = JSON.stringify({ sessionPersistence: { persistenceType: 'x'.repeat(60_000) } });
const call = { operation: 'sessionPersistence.show', region: 'ORD', method: 'GET', path: '/x' };

async function allChanges(store: PanelStore): Promise<{ size: number; verdict: string | null; path: string }[]> {
  const all = [];
  for (let cursor: string | undefined; ; ) {
    const page = await store.history.find(ofAccount('100001'), { limit: 1_000, cursor });
    if (page.length === 0) return all;
    all.push(...page.map(({ verdict, body, path }) => ({ verdict, path, size: body?.length ?? 0 })));
    cursor = page.at(-1)!.id;
  }
}

interface Opened {
  readonly store: PanelStore;
  /** Messages that were written signed out: nobody can list them. */
  signedOut(): Promise<number>;
}
const signedOut = 'select count(*) as n from feedback where account is null';

function staysBounded(open: () => Promise<Opened>): void {
  it('a flood of refused writes, which pushes out no other', async () => {
    const { store } = await open();
    const { browser, service } = await setUp({ store });
    await browser.signIn('admin');
    service.answer = () => new Response(null, { status: 202 });
    expect((await browser.ask('/api/ORD/loadbalancers/1', { method: 'DELETE' })).status).toBe(202);
    service.answer = () => Response.json({ message: 'No.' }, { status: 422 });
    for (let sent = 0; sent < 600; sent += 100)
      await Promise.all(Array.from({ length: 100 }, () => browser.ask(path, { method: 'PUT', body: large })));
    // Trimming follows the outcomes, which every read waits for.
    const size = async () => (await allChanges(store)).reduce((sum, each) => sum + each.size, 0);
    const slack = 4 * 1024 * 1024 + 100 * 60_000;
    await expect.poll(size, { timeout: 5_000 }).toBeLessThan(bounds.refused.bytes + slack);
    const changes = await allChanges(store);
    expect(changes.length).toBeGreaterThan(50);
    expect(changes.at(-1)).toMatchObject({ verdict: null, path: '/loadbalancers/1' });
    await store.close();
  }, 30_000);

  it('calls with long answers, in rows and bytes; lists come without bodies', async () => {
    const { store } = await open();
    const { browser } = await setUp({ store });
    await browser.signIn('admin');
    for (let made = 0; made < 40; made += 1) {
      const body = { ...call, requestBody: 'q'.repeat(250_000), responseBody: 'a'.repeat(250_000) };
      expect((await browser.ask('/panel/calls', { method: 'POST', body })).status).toBe(201);
    }
    const answer = await browser.ask('/panel/calls?limit=200');
    const text = await answer.text();
    expect(text.length).toBeLessThan(20_000);
    expect(text).not.toMatch(/requestBody|responseBody/);
    const { calls } = JSON.parse(text);
    expect(calls.length).toBeGreaterThan(5);
    expect(calls.length * 500_000).toBeLessThan(bounds.calls.bytes + 500_000);
    const newest = await (await browser.ask(`/panel/calls/${calls[0].id}`)).json();
    expect(newest.requestBody).toHaveLength(250_000);
    await store.close();
  }, 30_000);

  it('feedback, also what is written signed out', async () => {
    const { store, signedOut } = await open();
    const { panel, clock } = await setUp({ store });
    const anyone = new Browser(panel);
    const body = { text: 'x'.repeat(7_900), page: '/' };
    for (let sent = 0; sent < 280; sent += 1) {
      const address = `198.51.100.${sent % 100}`;
      expect((await anyone.ask('/panel/feedback', { method: 'POST', body, address })).status).toBe(201);
    }
    expect((await signedOut()) * 8_000).toBeLessThan(bounds.feedback.bytes);
    await anyone.signIn('admin');
    for (let sent = 0; sent < 280; sent += 1) {
      if (sent % 20 === 0) clock.advance(11 * 60_000);
      expect((await anyone.ask('/panel/feedback', { method: 'POST', body })).status).toBe(201);
    }
    const { feedback } = await (await anyone.ask('/panel/feedback?limit=1000')).json();
    expect(feedback.length).toBeGreaterThan(100);
    expect(feedback.length * 8_000).toBeLessThan(bounds.feedback.bytes);
    await store.close();
  }, 30_000);
}

describe('in memory, calls and feedback stay bounded', () => {
  it.each([['calls', 'feedback']])('%s', async () => {
    const store = memoryStore();
    const owner = { account: '1', user: 'a' };
    const about = { ...call, at: '2031-05-02T00:00:00.000Z', requestHeaders: {}, responseHeaders: {}, status: 200 };
    for (let made = 0; made < 40; made += 1) {
      const id = String(made).padStart(32, '0');
      const bodies = { requestBody: 'q'.repeat(500_000), responseBody: null, duration: 1, size: 1, requestId: null };
      await store.calls.add(owner, { ...about, ...bodies, id }, 200);
    }
    expect((await store.calls.find(owner, { limit: 100 })).length).toBeLessThan(18);
  });
});

describe('SQLite keeps within its bounds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bounds-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let count = 0;
  staysBounded(async () => {
    const file = join(folder, `${++count}.sqlite`);
    const store = await sqliteStore(file);
    return {
      store,
      async signedOut() {
        using reader = new DatabaseSync(file);
        return Number(reader.prepare(signedOut).get()?.n);
      },
    };
  });
});

describe.skipIf(!postgresPrograms)('platform: PostgreSQL keeps within its bounds', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());
  staysBounded(async () => {
    const url = await server.database();
    return {
      store: await postgresStore(url, () => {}),
      async signedOut() {
        const client = new Client(url);
        await client.connect();
        const { rows } = await client.query(signedOut);
        await client.end();
        return Number(rows[0].n);
      },
    };
  });
});
