import type { Clock } from '../../contract/shared/clock.ts';
import { createRegion, type Region } from '../../region/clb/region.ts';
import { memorySink } from '../../region/storage/memory.ts';
import type { CommitSink } from '../../region/storage/sink.ts';
import { lost } from '../../server/checks/probe.ts';
import { silentLog } from '../../server/log.ts';
import { openStore } from '../../server/node/open-store.ts';
import { createPanel, type PanelServer } from '../../server/panel.ts';
import { sealedCookies } from '../../server/sessions/sealed-cookie.ts';
import { memoryStore } from '../../server/store/memory.ts';
import type { PanelStore } from '../../server/store/store.ts';
import type { PostgresServer } from '../../server/testing/postgres.ts';

export const regionUrl = 'http://127.0.0.1:4100';
const origin = 'http://127.0.0.1:4000';
const secret = 'a secret of the fault table that is long enough';
const identityUrl = `${regionUrl}/v2.0`;

/** A database that has not answered after this is away: a test does not wait for seconds. */
const deadlines = { connect: 1_000, statement: 600 };
const fail = (sentence: string): void => {
  throw new Error(sentence);
};

type Forward = (request: Request) => Promise<Response>;
/** Stands between two programs: passes a request on, or does something else. */
export type Between = (request: Request, forward: Forward) => Promise<Response>;
const pass: Between = (request, forward) => forward(request);

export type User = 'admin' | 'creator' | 'observer';

/** One browser tab's way to the panel server: its cookie, and what happens on the way. */
export interface Tab {
  cookie: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/**
 * The page's own API layer, the panel server and the region in one process, with a place for a fault between each two of them and
 * under each of them.
 */
export interface FaultWorld {
  /** Between the browser and the panel server. */
  toPanel: Between;
  /** Between the panel server and the region with its identity service. */
  toRegion: Between;
  historyFull: boolean;
  regionFull: boolean;
  noTraffic: boolean;
  /** The PostgreSQL under both panel servers; null where one server keeps its history in memory. */
  readonly database: PostgresServer | null;
  /** Whether every panel server can read what is stored. */
  recovered(): Promise<boolean>;
  /** Milliseconds by which the clock of panel and region is off. */
  clockOff: number;
  /** Milliseconds that stand for every deadline of ten seconds and more; null: as they are. */
  patience: number | null;
  readonly clock: Clock;
  readonly tab: Tab;
  newTab(cookie?: string): Tab;
  /** A cookie of this user sealed with a secret that this panel server does not have. */
  foreignCookie(user: User): Promise<string>;
  /** `between`: happens while no panel server runs. */
  restartPanel(between?: () => Promise<void>): Promise<void>;
  /** A start on what the region had stored; what was only in memory is gone. */
  restartRegion(): Promise<void>;
  /** Asks the region itself: no fault stands there. */
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** What is stored: the type, or null when disabled. Waits until no change is under way. */
  stored(id: string): Promise<string | null>;
  set(id: string, type: string | null): Promise<void>;
  /** Writes below a region's endpoint that left the panel server, as `PUT /loadbalancers/71/sessionpersistence`. */
  readonly writes: string[];
  close(): Promise<void>;
}

export async function signInTab(tab: Tab, user: User): Promise<void> {
  const answer = await tab.fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: user, apiKey: `${user}-key` }),
  });
  if (answer.status !== 200) throw new Error(`Signing in as ${user} answered ${answer.status}.`);
}

const failing = (inner: CommitSink, full: () => boolean): CommitSink => ({
  ...inner,
  append: (records) => (full() ? Promise.reject(new Error('ENOSPC')) : inner.append(records)),
  close: async () => {},
});

/** `database`: two panel servers share a database of it and take the requests in turn. */
export async function faultWorld(database: PostgresServer | null = null): Promise<FaultWorld> {
  const sink = memorySink();
  const kept = memoryStore();
  const databaseUrl = await database?.database();
  let region: Region;
  let panels: PanelServer[];
  let turn = 0;
  const panel = (): PanelServer => panels[turn++ % panels.length]!;
  let token: Promise<string> | null = null;

  const clock: Clock = {
    now: () => Date.now() + world.clockOff,
    after(delay, task) {
      const timer = setTimeout(task, delay >= 10_000 && world.patience !== null ? world.patience : delay);
      return () => clearTimeout(timer);
    },
  };
  const inMemory: PanelStore = {
    ...kept,
    history: {
      ...kept.history,
      begin: (intent) => (world.historyFull ? Promise.reject(new Error('ENOSPC')) : kept.history.begin(intent)),
    },
    close: async () => {},
  };
  const openRegion = () =>
    createRegion({
      clock,
      random: Math.random,
      sink: failing(sink, () => world.regionFull),
      seed: 'demo',
      settle: 2,
      rateLimits: false,
      control: true,
      virtualIps: { ORD: '127.10.0.0/16', DFW: '127.11.0.0/16' },
      url: regionUrl,
    });
  const sessionsWith = (secrets: string[]) => sealedCookies({ secrets, identityUrl, now: () => clock.now() });
  const openPanel = async (secrets = [secret], store: PanelStore = inMemory) =>
    createPanel({
      identityUrl,
      fetch: (input, init) => {
        const request = new Request(input, init);
        const path = new URL(request.url).pathname;
        if (request.method !== 'GET' && /\/v1\.0\//.test(path))
          writes.push(`${request.method} ${path.replace(/^.*\/v1\.0\/\d+/, '')}`);
        return world.toRegion(request, (passed) => region.fetch(passed));
      },
      sessions: await sessionsWith(secrets),
      store,
      clock,
      log: silentLog,
      probe: async ({ memory }) => {
        const probe = lost(memory ? 'kept' : 'fresh', 'The connection was refused: nothing listens there.');
        return world.noTraffic ? probe : { ...probe, status: 200, header: 'node-1', error: null };
      },
    });

  async function openPanels(): Promise<void> {
    const open = () => openStore({ databaseUrl, dataDir: '' }, clock, silentLog, fail, deadlines);
    const stores = databaseUrl === undefined ? [] : await Promise.all([open(), open()]);
    panels = await Promise.all(
      stores.length === 0 ? [openPanel()] : stores.map(({ store }) => openPanel([secret], store)),
    );
  }
  const closePanels = () => Promise.all(panels.map((each) => each.close()));

  const writes: string[] = [];
  const newTab = (cookie = ''): Tab => {
    const tab: Tab = {
      cookie,
      async fetch(path, init) {
        const asked = new Request(origin + path, init);
        const headers = new Headers(asked.headers);
        if (asked.method !== 'GET') headers.set('origin', origin);
        if (tab.cookie) headers.set('cookie', tab.cookie);
        const body = asked.method === 'GET' ? null : await asked.text();
        const request = new Request(asked.url, { method: asked.method, headers, ...(body && { body }) });
        const answer = await world.toPanel(request, (passed) => panel().fetch(passed));
        const set = answer.headers.get('set-cookie');
        if (set) tab.cookie = set.slice(0, set.indexOf(';'));
        return answer;
      },
    };
    return tab;
  };

  const post = (path: string, body: unknown) =>
    region.fetch(
      new Request(regionUrl + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  const ownToken = async () => {
    const answer = await post('/v2.0/tokens', {
      auth: { 'RAX-KSKEY:apiKeyCredentials': { username: 'admin', apiKey: 'admin-key' } },
    });
    return ((await answer.json()) as { access: { token: { id: string } } }).access.token.id;
  };
  async function ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    for (let attempt = 0; ; attempt += 1) {
      token ??= ownToken();
      const answer = await region.fetch(
        new Request(`${regionUrl}/ord/v1.0/100001${path}`, {
          method,
          headers: { 'x-auth-token': await token, 'content-type': 'application/json' },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        }),
      );
      const text = await answer.text();
      if (answer.status === 401 && attempt === 0) token = null;
      else return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    }
  }
  interface Shown {
    loadBalancer: { status: string; sessionPersistence?: { persistenceType: string } };
  }
  async function stored(id: string): Promise<string | null> {
    for (;;) {
      const { loadBalancer } = (await ask('GET', `/loadbalancers/${id}`)).body as Shown;
      if (!/^PENDING/.test(loadBalancer.status)) return loadBalancer.sessionPersistence?.persistenceType ?? null;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  const world: FaultWorld = {
    toPanel: pass,
    toRegion: pass,
    historyFull: false,
    regionFull: false,
    noTraffic: false,
    clockOff: 0,
    patience: null,
    clock,
    tab: newTab(),
    newTab,
    async foreignCookie(user) {
      const other = await openPanel(['another secret that this panel never had']);
      const own = panels;
      panels = [other];
      const tab = newTab();
      await signInTab(tab, user);
      panels = own;
      await other.close();
      return tab.cookie;
    },
    async restartPanel(between) {
      await closePanels();
      await between?.();
      await openPanels();
    },
    database,
    async recovered() {
      const answers = await Promise.all(panels.map(() => world.tab.fetch('/panel/favourites')));
      return answers.every(({ status }) => status === 200);
    },
    async restartRegion() {
      region = await openRegion();
      token = null;
    },
    ask,
    stored,
    async set(id, type) {
      if ((await stored(id)) === type) return;
      const path = `/loadbalancers/${id}/sessionpersistence`;
      const { status } = type
        ? await ask('PUT', path, { sessionPersistence: { persistenceType: type } })
        : await ask('DELETE', path);
      if (status !== 202) throw new Error(`${type ?? 'Disabling'} on ${id} answered ${status}.`);
      await stored(id);
    },
    writes,
    async close() {
      await closePanels();
      await region.close();
    },
  };
  region = await openRegion();
  await openPanels();
  return world;
}
