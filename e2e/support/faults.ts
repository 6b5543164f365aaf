import { vi } from 'vitest';
import type { Thing } from './fault-things.ts';
import { type Between, type FaultWorld, signInTab, type Tab } from './fault-world.ts';

/** A fault of the table: how it begins, and how it ends. */
export interface Fault {
  readonly name: string;
  /** The fault touches only what lies below: the action goes on as if nothing were the matter. */
  readonly harmless?: boolean;
  /** A PostgreSQL under two panel servers is what fails. Reads that need no history go on. */
  readonly ofDatabase?: boolean;
  /** The page waits the fault out and sends again what was refused, so the action ends only after `over` was called. */
  readonly waitedOut?: boolean;
  begin(world: FaultWorld, over: () => void): void | Promise<void>;
  end(world: FaultWorld): void | Promise<void>;
  /** Happens while the action runs, just before the first write leaves the browser. */
  readonly meanwhile?: (world: FaultWorld, thing: Thing) => Promise<void>;
}

const pass: Between = (request, forward) => forward(request);
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const page = (status: number) =>
  new Response('<!doctype html><title>Gateway</title><script>alert(1)</script>', {
    status,
    headers: { 'content-type': 'text/html' },
  });
const refused = () => Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
const networkError = () => new TypeError('Failed to fetch');

/** A body that ends in the middle. */
const cutOff = (status: number) =>
  new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"loadBalancer'));
        controller.error(new Error('reset'));
      },
    }),
    { status: status === 202 ? 200 : status, headers: { 'content-type': 'application/json' } },
  );

const hundredMegabytes = () => {
  const piece = new Uint8Array(1024 * 1024).fill(32);
  let left = 100;
  return new Response(
    new ReadableStream({
      pull: (controller) => (left-- > 0 ? controller.enqueue(piece) : controller.close()),
    }),
    { headers: { 'content-type': 'application/json' } },
  );
};

const overLimit = () =>
  json(
    413,
    { overLimit: { code: 413, message: 'OverLimit Retry...', details: 'Error Details...' } },
    { 'retry-after': '1' },
  );

/** Below the region's endpoints; not the identity service, whose faults are told apart from the region's. */
const ofService = (request: Request) => /\/v1\.0\//.test(request.url);

const region = (name: string, between: Between, more: Partial<Fault> = {}): Fault => ({
  name,
  begin: (world) => {
    world.toRegion = between;
  },
  end: (world) => {
    world.toRegion = pass;
  },
  ...more,
});

/** The region's own answer, rewritten. */
const rewritten =
  (change: (value: unknown) => unknown): Between =>
  async (request, forward) => {
    const answer = await forward(request);
    const text = await answer.text();
    const body = text === '' || !ofService(request) ? text || null : JSON.stringify(change(JSON.parse(text)));
    return new Response(body, { status: answer.status, headers: answer.headers });
  };

const everywhere = (value: unknown, change: (key: string, value: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((each) => everywhere(each, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, change(key, everywhere(each, change))] as const),
  );
};

/** The panel servers find the database again by themselves. */
const ofDatabase = (name: string, { begin, end }: Pick<Fault, 'begin' | 'end'>): Fault => ({
  name,
  ofDatabase: true,
  begin,
  async end(world) {
    await end(world);
    await vi.waitUntil(() => world.recovered(), { timeout: 5_000 });
  },
});

const withCookie = (name: string, begin: Fault['begin']): Fault => ({
  name,
  begin,
  end: (world) => signInTab(world.tab, 'admin'),
});

async function changedIn(tab: Tab, thing: Thing): Promise<void> {
  const { method, path, body } = await thing.others();
  await tab.fetch(`/api/ORD${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export const faults: readonly Fault[] = [
  region('upstream refuses', async () => {
    throw refused();
  }),
  region('upstream hangs', () => new Promise(() => {}), {
    begin: (world) => {
      world.patience = 20;
      world.toRegion = () => new Promise(() => {});
    },
    end: (world) => {
      world.patience = null;
      world.toRegion = pass;
    },
  }),
  region('upstream resets in the middle of a body', async (request, forward) =>
    cutOff((await forward(request)).status),
  ),
  region('upstream answers 500', async () =>
    json(500, { message: 'An unknown exception has occurred. Please contact support.', code: 500 }),
  ),
  region('upstream answers 502', async () => page(502)),
  region('upstream answers 503', async () =>
    json(503, { message: 'The service is currently unavailable. Please try again later.', code: 503 }),
  ),
  {
    name: 'upstream answers 413',
    waitedOut: true,
    begin: (world, over) => {
      world.toRegion = async (request, forward) => (ofService(request) ? overLimit() : forward(request));
      world.toPanel = async (request, forward) => {
        const answer = await forward(request);
        if (answer.status === 413) {
          // How long the page waits is src/api/http/queue.test.ts's to show.
          answer.headers.set('x-holdfast-wait', '1');
          over();
        }
        return answer;
      };
    },
    end: (world) => {
      world.toRegion = pass;
      world.toPanel = pass;
      // The wait that the region asked for is over.
      world.clockOff += 1_000;
    },
  },
  region('upstream answers 401', async () =>
    json(401, { message: 'Unable to authenticate. Sign in again.', code: 401 }),
  ),
  region('upstream answers HTML', async () => page(200)),
  region('upstream answers truncated JSON', async (request, forward) => {
    const answer = await forward(request);
    const text = await answer.text();
    return new Response(text === '' ? null : text.slice(0, -5), { status: answer.status, headers: answer.headers });
  }),
  region(
    'upstream answers an unknown enum value',
    rewritten((body) => everywhere(body, (key, value) => (key === 'algorithm' ? 'QUANTUM' : value))),
    { harmless: true },
  ),
  region(
    'upstream answers an unknown status',
    rewritten((body) => everywhere(body, (key, value) => (key === 'status' ? 'HIBERNATING' : value))),
  ),
  region(
    'upstream answers extra fields',
    rewritten((body) => everywhere({ ...(body as object), surprise: { deep: [1] } }, (_, value) => value)),
    { harmless: true },
  ),
  region('upstream answers 100 MB', async () => hundredMegabytes()),
  {
    name: 'panel server killed and restarted in mid-request',
    begin: (world) => {
      world.toPanel = async (request, forward) => {
        await forward(request);
        throw networkError();
      };
    },
    end: async (world) => {
      world.toPanel = pass;
      await world.restartPanel();
    },
  },
  {
    name: 'region killed with -9',
    begin: (world) => {
      world.toRegion = async (request, forward) => {
        await forward(request);
        world.toRegion = async () => {
          throw refused();
        };
        throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
      };
    },
    end: async (world) => {
      world.toRegion = pass;
      await world.restartRegion();
    },
  },
  {
    name: 'HAProxy killed',
    harmless: true,
    begin: (world) => {
      world.noTraffic = true;
    },
    end: (world) => {
      world.noTraffic = false;
    },
  },
  {
    name: 'disk full for the history',
    begin: (world) => {
      world.historyFull = true;
    },
    end: (world) => {
      world.historyFull = false;
    },
  },
  ofDatabase('PostgreSQL down at start', {
    begin: (world) => world.restartPanel(() => world.database!.end('SIGINT')),
    end: (world) => world.database!.start(),
  }),
  ofDatabase('PostgreSQL killed', {
    begin: (world) => world.database!.end('SIGKILL'),
    end: (world) => world.database!.start(),
  }),
  ofDatabase('PostgreSQL stopped', {
    begin: (world) => world.database!.freeze(),
    end: (world) => world.database!.thaw(),
  }),
  {
    name: 'disk full for the region',
    begin: (world) => {
      world.regionFull = true;
    },
    end: (world) => {
      world.regionFull = false;
    },
  },
  {
    name: 'clock jumps forward an hour',
    harmless: true,
    begin: (world) => {
      world.clockOff = 3_600_000;
    },
    end: (world) => {
      world.clockOff = 0;
    },
  },
  {
    name: 'clock jumps back an hour',
    harmless: true,
    begin: (world) => {
      world.clockOff = -3_600_000;
    },
    end: (world) => {
      world.clockOff = 0;
    },
  },
  {
    name: 'browser offline and back',
    begin: (world) => {
      world.toPanel = async () => {
        throw networkError();
      };
    },
    end: (world) => {
      world.toPanel = pass;
    },
  },
  {
    name: 'two tabs',
    begin: () => {},
    end: () => {},
    meanwhile: (world, thing) => changedIn(world.newTab(world.tab.cookie), thing),
  },
  {
    name: 'two people',
    begin: () => {},
    end: () => {},
    async meanwhile(world, thing) {
      const other = world.newTab();
      await signInTab(other, 'creator');
      await changedIn(other, thing);
      await thing.stored();
    },
  },
  {
    name: 'sign-in expired',
    begin: (world) => {
      world.clockOff += 25 * 3_600_000;
    },
    end: (world) => signInTab(world.tab, 'admin'),
  },
  withCookie('cookie tampered', (world) => {
    const { cookie } = world.tab;
    world.tab.cookie = cookie.slice(0, -2) + (cookie.at(-2) === 'A' ? 'B' : 'A') + cookie.at(-1);
  }),
  withCookie('cookie from another secret', async (world) => {
    world.tab.cookie = await world.foreignCookie('admin');
  }),
  withCookie('cookie replayed after sign-out', async (world) => {
    const { cookie } = world.tab;
    await world.tab.fetch('/session', { method: 'DELETE' });
    world.tab.cookie = cookie;
  }),
];
