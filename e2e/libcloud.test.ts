import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systemClock } from '../contract/shared/clock.ts';
import { createRegion, type Region } from '../region/clb/region.ts';
import { httpServer } from '../region/http-server.ts';
import { memorySink } from '../region/storage/memory.ts';
import { debianPython } from '../scripts/machine.ts';
import { silentLog } from '../server/log.ts';
import { createPanel, type PanelServer } from '../server/panel.ts';
import { memorySessions } from '../server/sessions/memory.ts';
import { memoryStore } from '../server/store/memory.ts';
import { Changes } from '../src/api/changes/changes.ts';
import { persistenceKind } from '../src/api/changes/persistence-kind.ts';
import { changePorts } from '../src/api/changes/real-ports.ts';
import { priority } from '../src/api/http/queue.ts';
import { signIn } from '../src/api/http/session.ts';
import type { ChangeKind } from '../src/api/providers/change-kind.ts';
import { clb } from '../src/api/providers/clb/clb.ts';
import { disabled, persistenceType } from '../src/model/persistence.ts';

/**
 * Apache Libcloud's Rackspace driver and the panel's own code for Cloud Load Balancers agree on what exists: what one makes and changes is
 * what the other reads. The driver knows no SSL termination, content caching, HTTPS redirect or weights.
 */

const run = promisify(execFile);
const script = fileURLToPath(new URL('./support/libcloud-sees.py', import.meta.url));
const missing = await run(debianPython, ['-c', 'import libcloud.loadbalancer']).then(
  () => '',
  () => 'platform: no Apache Libcloud here (Debian: apt-get install python3-libcloud): ',
);

/** What both tell of a load balancer; lists in order. */
interface Seen {
  readonly id: string;
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly algorithm: string;
  readonly addresses: readonly string[];
  readonly members: readonly (readonly [address: string, port: number, condition: string])[];
  readonly persistence: string | null;
  readonly monitor: readonly [string, number, number, number, string | null] | null;
  readonly throttle: number | null;
  readonly logging: boolean;
  readonly access: readonly (readonly [type: string, address: string])[];
  /** The service's own where there is none of one's own. */
  readonly errorPage: string;
}

let server: Server;
let region: Region;
let panel: PanelServer;
let identity: string;

const sees = async (...words: string[]): Promise<unknown> =>
  JSON.parse((await run(debianPython, [script, identity, ...words])).stdout);

beforeAll(async () => {
  if (missing) return;
  server = httpServer((call) => region.answer(call));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  identity = `${url}/v2.0`;
  region = await createRegion({
    clock: systemClock,
    random: Math.random,
    sink: memorySink(),
    seed: 'demo',
    settle: 2,
    rateLimits: false,
    control: false,
    virtualIps: { ORD: '127.98.0.0/16', DFW: '127.99.0.0/16' },
    url,
  });
  panel = createPanel({
    identityUrl: identity,
    fetch: (input, init) => region.fetch(new Request(input, init)),
    sessions: memorySessions(),
    store: memoryStore(),
    clock: systemClock,
    log: silentLog,
  });
  let cookie = '';
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    const request = new Request(`http://127.0.0.1:4000${path}`, init);
    if (request.method !== 'GET') request.headers.set('origin', 'http://127.0.0.1:4000');
    if (cookie) request.headers.set('cookie', cookie);
    const answer = await panel.fetch(request);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  });
  await signIn({ username: 'admin', apiKey: 'admin-key' });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  server?.closeAllConnections();
  server?.close();
  await panel?.close();
  await region?.close();
});

const detailsOf = (id: string) => clb.reads.details({ region: 'ORD', id }, priority.onScreen);

/** Waits until no change of the load balancer is under way. */
async function settled({ id }: { readonly id: string }): Promise<void> {
  while (clb.rule((await detailsOf(id)).status).isTransient) await new Promise((resolve) => setTimeout(resolve, 2));
}
const changes = new Changes({ ...changePorts, clock: systemClock, settled, onRead: () => undefined });

async function kindNamed<Value>(name: string): Promise<ChangeKind<Value>> {
  const kind = await (await clb.edits!()).find(name);
  if (!kind) throw new Error(`There is no edit ${name}.`);
  return kind as ChangeKind<Value>;
}

/** The value that the dialog of that name shows. */
async function valueFor<Value>(name: string, id: string): Promise<Value> {
  const details = await detailsOf(id);
  return (await (await kindNamed<Value>(name)).valueIn(details, { region: 'ORD', id }))!;
}

/** Changes a part of what the dialog of that name shows, as the dialog does. */
async function change(id: string, name: string, part: object): Promise<void> {
  const subject = { region: 'ORD', id };
  const kind = await kindNamed<object>(name);
  const before = await valueFor<object>(name, id);
  const asked = { kind, subject, name: 'it', before, after: { ...before, ...part } };
  const end = await changes.startInSteps({ ...asked, reason: '', run: null, whenBusy: 'wait' });
  expect(end, name).toMatchObject({ at: 'done', already: false });
}

async function panelSees(id: string): Promise<Seen> {
  const details = await detailsOf(id);
  const { name, protocol, port, algorithm } = await valueFor<Pick<Seen, 'name' | 'protocol' | 'port' | 'algorithm'>>(
    'edit',
    id,
  );
  const monitor = await valueFor<{
    type?: string;
    delay?: number;
    timeout?: number;
    attemptsBeforeDeactivation?: number;
    path?: string;
  }>('health-monitor', id);
  const { maxConnections = null } = await valueFor<{ maxConnections?: number }>('connection-throttle', id);
  const { rules } = await valueFor<{ rules: { type: string; address: string }[] }>('access-list', id);
  const page = await clb.reads.errorPage!({ region: 'ORD', id });
  return {
    id,
    name,
    protocol,
    port,
    algorithm,
    addresses: details.virtualIps.map(({ address }) => address).toSorted(),
    members: (details.nodes ?? [])
      .map((node) => [node.address, node.port, node.condition] as const)
      .toSorted((a, b) => (`${a}` < `${b}` ? -1 : 1)),
    persistence: persistenceType(details.subjects[0]?.persistence ?? disabled),
    monitor:
      monitor.type === undefined
        ? null
        : [monitor.type, monitor.delay!, monitor.timeout!, monitor.attemptsBeforeDeactivation!, monitor.path ?? null],
    throttle: maxConnections,
    logging: (await valueFor<{ enabled: boolean }>('connection-logging', id)).enabled,
    access: rules.map(({ type, address }) => [type, address] as const).toSorted((a, b) => (`${a}` < `${b}` ? -1 : 1)),
    errorPage: page.content,
  };
}

/** Everything that the panel lists, page by page. */
async function listed(): Promise<(readonly [id: string, name: string])[]> {
  const rows: (readonly [string, string])[] = [];
  let cursor: string | null = null;
  do {
    const page = await clb.reads.list('ORD', { cursor });
    rows.push(...page.rows.map(({ id, name }) => [id, name] as const));
    cursor = page.next;
  } while (cursor !== null);
  return rows.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

test.skipIf(missing)(`${missing}both see the same load balancers, and the same of each`, async () => {
  const rows = await listed();
  expect(rows.length).toBeGreaterThan(5);
  expect(await sees('list')).toEqual(rows);
  const ids = rows.map(([id]) => id);
  expect(await sees('show', ...ids)).toEqual(await Promise.all(ids.map(panelSees)));
});

test.skipIf(missing)(`${missing}what Libcloud makes and changes is what the panel shows`, async () => {
  const made = (await sees('make')) as Seen;
  expect(await panelSees(made.id)).toEqual(made);
  expect(await listed()).toContainEqual([made.id, 'made by Libcloud']);
  const changed = (await sees('change', made.id)) as Seen;
  expect(await panelSees(made.id)).toEqual(changed);
  expect(changed).toMatchObject({
    name: 'changed by Libcloud',
    algorithm: 'LEAST_CONNECTIONS',
    members: [
      ['127.0.0.1', 8091, 'ENABLED'],
      ['127.0.0.1', 8092, 'ENABLED'],
      ['127.0.0.1', 8093, 'DRAINING'],
    ],
    persistence: 'HTTP_COOKIE',
    monitor: ['HTTP', 11, 6, 3, '/up'],
    throttle: 200,
    logging: true,
    access: [
      ['ALLOW', '198.51.100.7'],
      ['DENY', '198.51.100.0/24'],
    ],
    errorPage: '<p>Libcloud &amp; friends</p>',
  });
});

test.skipIf(missing)(`${missing}what the panel changes is what Libcloud reads`, async () => {
  const { id } = (await sees('change', ((await sees('make')) as Seen).id)) as Seen;
  const former = await panelSees(id);
  const [first, , last] = (await detailsOf(id)).nodes!;
  await change(id, 'edit', { name: 'changed by the panel', algorithm: 'RANDOM' });
  await change(id, `nodes/${first!.id}`, { condition: 'DISABLED' });
  await change(id, `nodes/${last!.id}/remove`, { node: null });
  await change(id, 'nodes/new', {
    nodes: [...(await valueFor<{ nodes: [] }>('nodes/new', id)).nodes, { address: '127.0.0.1', port: 8094 }],
  });
  await change(id, 'health-monitor', { delay: 21 });
  await change(id, 'connection-throttle', { maxConnections: 77 });
  await change(id, 'connection-logging', { enabled: false });
  await change(id, 'access-list', { rules: [{ address: '203.0.113.0/24', type: 'DENY' }] });
  await change(id, 'error-page', { content: null });
  const subject = { region: 'ORD', id };
  const before = (await detailsOf(id)).subjects[0]!.persistence;
  await changes.start({
    kind: persistenceKind,
    subject,
    name: 'it',
    before,
    after: disabled,
    reason: '',
    run: null,
    whenBusy: 'wait',
  });
  const [seen] = (await sees('show', id)) as [Seen];
  expect(seen).toEqual(await panelSees(id));
  expect(seen).toMatchObject({
    name: 'changed by the panel',
    algorithm: 'RANDOM',
    members: [
      ['127.0.0.1', 8091, 'DISABLED'],
      ['127.0.0.1', 8092, 'ENABLED'],
      ['127.0.0.1', 8094, 'ENABLED'],
    ],
    persistence: null,
    monitor: ['HTTP', 21, 6, 3, '/up'],
    throttle: 77,
    logging: false,
    access: [['DENY', '203.0.113.0/24']],
  });
  expect(seen.errorPage).not.toBe(former.errorPage);
  await change(id, 'delete', { on: null });
  expect(((await sees('list')) as [string, string][]).map(([each]) => each)).not.toContain(id);
  expect((await listed()).map(([each]) => each)).not.toContain(id);
});
