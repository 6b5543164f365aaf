import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ManualClock, systemClock } from '../../contract/shared/clock.ts';
import type { PanelOptions } from '../ports.ts';
import { promptStore } from '../store/deadlines.ts';
import type { PanelStore } from '../store/store.ts';
import { type Browser, errorOf, setUp } from '../testing/browser.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../testing/postgres.ts';
import { ofAccount } from '../testing/service.ts';
import { postgresStore } from './postgres.ts';

const change = { method: 'PUT', body: { sessionPersistence: { persistenceType: 'SOURCE_IP' } } };
const path = '/api/ORD/loadbalancers/71/sessionpersistence';

describe.skipIf(!postgresPrograms)('platform: PostgreSQL', () => {
  let server: PostgresServer;
  let url: string;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());
  beforeEach(async () => {
    url = await server.database();
  });

  /** Where deadlines are not what a test is about: a loaded machine takes its time. */
  const patient = { connect: 20_000, statement: 30_000 };
  /** Where they are. */
  const prompt = { connect: 1_500, statement: 600 };

  /** Two panels that share the database, and a browser signed in at each. */
  async function twoPanels(
    options: Partial<PanelOptions> = {},
    deadlines = patient,
  ): Promise<{
    browsers: [Browser, Browser];
    clocks: [ManualClock, ManualClock];
    close(): Promise<void>;
  }> {
    const stores = await Promise.all([1, 2].map(() => postgresStore(url, () => {}, deadlines)));
    const panels = await Promise.all(stores.map((store) => setUp({ store, ...options })));
    for (const { browser, service } of panels) {
      await browser.signIn('admin');
      service.answer = ({ method }) =>
        method === 'GET' ? Response.json({ loadBalancers: [] }) : new Response(null, { status: 202 });
    }
    const [one, two] = panels;
    return {
      browsers: [one!.browser, two!.browser],
      clocks: [one!.clock, two!.clock],
      async close() {
        await Promise.all(stores.map((store) => store.close()));
      },
    };
  }
  const historyOf = async (browser: Browser): Promise<{ status: number | null; verdict: string | null }[]> =>
    (await (await browser.ask('/panel/history')).json()).changes;

  async function admin(query: string): Promise<void> {
    const client = new Client(url);
    await client.connect();
    await client.query(query);
    await client.end();
  }

  it('a backend that is ended while it is in use costs its request and nothing else', async () => {
    const { browsers, close } = await twoPanels();
    const locker = new Client(url);
    // Within a transaction PostgreSQL shows the activity as it was at the first look, so that another client looks.
    const watcher = new Client(url);
    for (const client of [locker, watcher]) await client.connect();
    await locker.query('begin; lock table changes in exclusive mode');
    const waiting = browsers.map((browser) => browser.ask(path, change));
    const others = `select pid, pg_terminate_backend(pid) from pg_stat_activity where application_name = 'holdfast'`;
    const used = `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'`;
    await expect.poll(async () => (await watcher.query(used)).rows[0].n).toBe(2);
    await watcher.query(others);
    for (const answer of await Promise.all(waiting)) {
      expect(answer.status).toBe(503);
      expect((await errorOf(answer)).code).toBe('history-unavailable');
    }
    await locker.end();
    await watcher.end();
    for (const browser of browsers) expect((await browser.ask(path, change)).status).toBe(202);
    expect(await historyOf(browsers[0])).toHaveLength(2);
    await close();
  });

  it.each(['SIGKILL', 'SIGINT'] as const)('a server that ends by %s and starts again is used again', async (signal) => {
    const { browsers, close } = await twoPanels();
    expect((await browsers[0].ask(path, change)).status).toBe(202);
    await server.end(signal);
    for (const browser of browsers) {
      expect((await browser.ask('/api/ORD/loadbalancers')).status).toBe(200);
      expect((await errorOf(await browser.ask(path, change))).code).toBe('history-unavailable');
      const history = await browser.ask('/panel/history');
      expect([history.status, (await errorOf(history)).code]).toEqual([503, 'store-unavailable']);
      expect((await browser.ask('/healthz')).status).toBe(200);
    }
    await server.start();
    for (const browser of browsers) expect((await browser.ask(path, change)).status).toBe(202);
    const statuses = async () => (await historyOf(browsers[1])).map(({ status }) => status);
    await expect.poll(statuses, { timeout: 5_000 }).toEqual([202, 202, 202]);
    await close();
  });

  it('a server that hangs holds up no read, and a write is refused in words', async () => {
    const { browsers, close } = await twoPanels({ clock: systemClock }, prompt);
    await expect.poll(async () => (await browsers[0].ask(path, change)).status).toBe(202);
    await server.freeze();
    const begun = performance.now();
    const answers = await Promise.all(
      browsers.flatMap((browser) => [
        ...Array.from({ length: 20 }, () => browser.ask(path, change)),
        browser.ask('/panel/history'),
        browser.ask('/panel/calls'),
        browser.ask('/panel/favourites'),
      ]),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    for (const browser of browsers) expect((await browser.ask('/api/ORD/loadbalancers')).status).toBe(200);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await server.thaw();
    for (const browser of browsers)
      await expect.poll(async () => (await browser.ask(path, change)).status, { timeout: 5_000 }).toBe(202);
    // What was refused was not sent; where the database took it all the same, it says so.
    const unknown = async () =>
      (await historyOf(browsers[1])).filter(({ status, verdict }) => status !== 202 && verdict !== 'failed');
    await expect.poll(unknown, { timeout: 5_000 }).toEqual([]);
    const sent = (await historyOf(browsers[1])).filter(({ status }) => status === 202);
    expect(sent.length).toBeGreaterThanOrEqual(3);
    await close();
  }, 20_000);

  it('a database that only reads for a while takes writes again at once, on whatever connections came meanwhile', async () => {
    const { browsers, close } = await twoPanels();
    const readOnly = (value: 'on' | 'off') =>
      admin(`begin read write; alter database ${new URL(url).pathname.slice(1)}
        set default_transaction_read_only = ${value}; commit`);
    const reads = () =>
      Promise.all(browsers.flatMap((browser) => Array.from({ length: 5 }, () => browser.ask('/panel/history'))));
    await readOnly('on');
    await admin(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'holdfast'`);
    // The first may meet a connection that has just ended.
    await expect.poll(async () => (await reads()).map(({ status }) => status)).toEqual(Array(10).fill(200));
    await readOnly('off');
    for (const browser of browsers)
      expect((await errorOf(await browser.ask(path, change))).code).toBe('history-unavailable');
    for (const browser of browsers) expect((await browser.ask(path, change)).status).toBe(202);
    await close();
  });

  it('a table that another program locks holds nobody up for longer than a statement may take', async () => {
    const { browsers, close } = await twoPanels({}, prompt);
    const locker = new Client(url);
    await locker.connect();
    await locker.query('begin; lock table changes, "signOuts" in access exclusive mode');
    expect((await errorOf(await browsers[0].ask(path, change))).code).toBe('history-unavailable');
    expect((await browsers[0].ask('/panel/history')).status).toBe(503);
    expect((await browsers[1].ask('/api/ORD/loadbalancers')).status).toBe(200);
    await locker.query('rollback');
    await locker.end();
    await expect.poll(async () => (await browsers[0].ask(path, change)).status).toBe(202);
    await close();
  });

  it('a sign-out while the database is away reaches the other server when it is back', async () => {
    const { browsers, clocks, close } = await twoPanels();
    const [one, two] = browsers;
    two.cookie = one.cookie;
    await server.end('SIGINT');
    expect((await one.ask('/session', { method: 'DELETE' })).status).toBe(204);
    await server.start();
    clocks[0].advance(5_000);
    clocks[1].advance(15_000);
    await expect
      .poll(async () => {
        clocks[1].advance(15_000);
        return (await two.ask('/panel/history')).status;
      })
      .toBe(401);
    await close();
  });

  it.each([
    [`insert into kysely_migration (name, timestamp) values ('999-later', '2031')`, 'newer'],
    ['alter table changes drop column verdict', 'foreign'],
  ])('a database where somebody did: %s', async (query, kind) => {
    await (await postgresStore(url, () => {})).close();
    await admin(query);
    await expect(postgresStore(url, () => {})).rejects.toMatchObject({ kind });
  });
});

describe('a store that never answers', () => {
  const never = () => new Promise<never>(() => {});
  const hanging = {
    history: { begin: never, end() {}, judge: never, find: never, get: never },
    calls: { add: never, find: never, get: never, remove: never },
    favourites: { add: never, find: never, remove: never },
    views: { find: never, save: never, change: never, remove: never },
    feedback: { add: never, find: never },
    signOuts: { add: never, has: never },
    knownAddresses: { remember: never, has: never },
    checks: { keep: never, find: never },
    forget: never,
    close: never,
  } as unknown as PanelStore;

  it('is given up on within five seconds', async () => {
    const deadlines: number[] = [];
    const clock = {
      ...systemClock,
      after(delay: number, task: () => void) {
        deadlines.push(delay);
        queueMicrotask(task);
        return () => {};
      },
    };
    const store = promptStore(hanging, clock);
    const owner = { account: '1', user: 'a' };
    for (const call of [
      store.history.find(ofAccount('1'), { limit: 1 }),
      store.calls.remove(owner),
      store.favourites.find(owner),
      store.views.find({ ...owner, service: 's' }),
      store.feedback.find('1', { limit: 1 }),
      store.signOuts.has('s'),
      store.close(),
    ])
      await expect(call).rejects.toMatchObject({ name: 'StoreError' });
    expect(Math.max(...deadlines)).toBeLessThan(5_000);
  });
});
