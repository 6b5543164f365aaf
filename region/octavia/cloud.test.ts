import { expect, test } from 'vitest';
import { operations } from '../../contract/octavia/operations/index.ts';
import type { Operation } from '../../contract/octavia/operations/operation.ts';
import { highestVersion, looksForeign } from '../../contract/octavia/versions.ts';
import { manualClock } from '../../contract/shared/clock.ts';
import { type CloudOptions, createCloud } from './cloud.ts';
import { handlers } from './handlers/index.ts';

type Row = Record<string, unknown> & { id: string };
interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

const rowsOf = (reply: Reply, key: string) => reply.body[key] as Row[];
const told = ({ status, body }: Reply) => `${status} ${body.faultstring ?? body.description ?? ''}`.trim();

function open(options: Partial<CloudOptions> = {}) {
  const clock = manualClock();
  const warnings: string[] = [];
  const cloud = createCloud({
    clock,
    random: Math.random,
    seed: 'demo',
    settle: 1000,
    url: 'http://cloud.example/at/a/path',
    warn: (sentence) => warnings.push(sentence),
    ...options,
  });
  const send = async (
    method: string,
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply & { headers: Headers }> => {
    const response = await cloud.fetch(
      new Request(url, {
        method,
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers };
  };
  const signIn = async (name: string, project = 'panel') => {
    const user = { name, domain: { name: 'Default' }, password: 'loopback-only' };
    const scope = { project: { name: project, domain: { name: 'Default' } } };
    const auth = { identity: { methods: ['password'], password: { user } }, scope };
    return send('POST', `${cloud.identityUrl}/auth/tokens`, { auth });
  };
  const tokens = new Map<string, string>();
  const ask = async (method: string, path: string, body?: unknown, { name = 'member', region = 0 } = {}) => {
    const token = tokens.get(name) ?? (await signIn(name)).headers.get('x-subject-token')!;
    tokens.set(name, token);
    return send(method, `${cloud.regions[region]!.url}/v2/lbaas${path}`, body, { 'x-auth-token': token });
  };
  const load = (name: string, region = 0) => cloud.regions[region]!.loadBalancers[name]!;
  return { cloud, clock, send, signIn, ask, load, warnings };
}

test('every operation below the endpoint has a handler, and nothing else has', () => {
  const wanted = Object.entries<Operation>(operations)
    .filter(([id, { root }]) => root !== 'identity' && id !== 'octavia.versions.list')
    .map(([id]) => id);
  expect(Object.keys(handlers).toSorted()).toEqual(wanted.toSorted());
});

test('each region has its own load balancers, below an endpoint with a path', async () => {
  const { ask, signIn, cloud } = open();
  const names = async (region: number) =>
    rowsOf(await ask('GET', '/loadbalancers', undefined, { region }), 'loadbalancers').map(({ name }) => name);
  expect(await names(0)).toContain('web-frontend');
  expect(await names(1)).toContain('kube_service_prod_shop_web');
  expect(await names(1)).not.toContain('other-frontend');
  const { token } = (await signIn('member')).body as {
    token: { catalog: { type: string; endpoints: { url: string }[] }[] };
  };
  const urls = token.catalog.find(({ type }) => type === 'load-balancer')!.endpoints.map(({ url }) => url);
  expect(urls).toContain(cloud.regions[1]!.url);
  expect(cloud.regions[0]!.url).toBe('http://cloud.example/at/a/path/public/regionone/load-balancer');
});

test('a catalog without load balancers, and an API that only looks like Octavia', async () => {
  const none = (await open({ regions: [] }).signIn('member')).body as { token: { catalog: { type: string }[] } };
  expect(none.token.catalog.map(({ type }) => type)).toEqual(['identity']);
  const { cloud, ask, send } = open({ lookalike: true });
  expect(highestVersion((await send('GET', `${cloud.regions[0]!.url}/`)).body)).toBeNull();
  expect(rowsOf(await ask('GET', '/pools'), 'pools')[0]!.session_persistence).toMatchObject({
    persistence_timeout: 1440,
  });
  const refused = await ask('GET', '/flavors');
  expect([refused.status, looksForeign(refused.body)]).toEqual([404, true]);
});

test('changes settle by the clock, and a token ends by it', async () => {
  const { ask, clock, load } = open();
  const path = `/pools/${load('web-frontend').pools['web-pool']}`;
  const status = async () => ((await ask('GET', path)).body.pool as Row).provisioning_status;
  expect((await ask('PUT', path, { pool: { session_persistence: { type: 'HTTP_COOKIE' } } })).status).toBe(200);
  clock.advance(999);
  expect(await status()).toBe('PENDING_UPDATE');
  clock.advance(1);
  expect(await status()).toBe('ACTIVE');
  clock.advance(3_600_000);
  expect((await ask('GET', path)).status).toBe(401);
});

test('handles: slow, held for one and for all, members that fail', async () => {
  const { cloud, ask, clock, load } = open();
  const { id, pools } = load('web-frontend');
  const change = () => ask('PUT', `/pools/${pools['web-pool']}`, { pool: {} });
  const status = async (of = id) =>
    ((await ask('GET', `/loadbalancers/${of}`)).body.loadbalancer as Row).provisioning_status;
  const fast = cloud.handles.slow(5);
  await change();
  clock.advance(1000);
  expect(await status()).toBe('PENDING_UPDATE');
  clock.advance(5000);
  expect(await status()).toBe('ACTIVE');
  fast();
  const [one, all] = [cloud.handles.hold(id), cloud.handles.hold()];
  await change();
  clock.advance(60_000);
  one();
  one();
  expect(await status()).toBe('PENDING_UPDATE');
  all();
  expect(await status()).toBe('ACTIVE');
  const operating = async () => ((await ask('GET', `/pools/${pools['web-pool']}`)).body.pool as Row).operating_status;
  const up = cloud.handles.memberDown('10.180.0.11');
  expect(await operating()).toBe('DEGRADED');
  up();
  expect(await operating()).toBe('ONLINE');
});

test('the seed’s stuck and broken ones stay as they are', async () => {
  const { ask, load, clock } = open();
  clock.advance(3_600_000 - 1);
  const named = async (name: string) => (await ask('GET', `/loadbalancers/${load(name).id}`)).body.loadbalancer as Row;
  expect([
    (await named('beta-search')).provisioning_status,
    (await named('nightly-build')).provisioning_status,
  ]).toEqual(['PENDING_UPDATE', 'PENDING_CREATE']);
  expect((await named('legacy-portal')).provisioning_status).toBe('ERROR');
  expect((await named('partner-feed')).operating_status).toBe('OFFLINE');
  const { id, pools } = load('broken-cookie');
  await ask('PUT', `/pools/${pools['whole-pool']}`, { pool: { description: 'x' } });
  clock.advance(1000);
  const statuses = rowsOf(await ask('GET', `/pools?loadbalancer_id=${id}`), 'pools').map(
    ({ provisioning_status }) => provisioning_status,
  );
  expect(statuses).toEqual(['ERROR', 'ERROR']);
});

test('OVN refuses what it cannot, and keeps a trap', async () => {
  const { ask, load, clock } = open();
  const at = { region: 1 };
  const { id, listeners, pools } = load('game-lobby', 1);
  const pool = (body: object) => ({
    pool: { loadbalancer_id: id, protocol: 'UDP', lb_algorithm: 'SOURCE_IP_PORT', ...body },
  });
  const refusals: readonly (readonly [string, string, unknown, string])[] = [
    [
      'POST',
      '/pools',
      pool({ protocol: 'HTTP' }),
      "501 Provider 'ovn' does not support a requested option: OVN provider does not support HTTP protocol",
    ],
    [
      'POST',
      '/pools',
      pool({ lb_algorithm: 'ROUND_ROBIN' }),
      "501 Provider 'ovn' does not support a requested option: OVN provider does not support ROUND_ROBIN algorithm",
    ],
    [
      'POST',
      '/pools',
      pool({ protocol: 'TCP', session_persistence: { type: 'HTTP_COOKIE' } }),
      "500 Provider 'ovn' reports error: 'dict' object has no attribute 'type'",
    ],
    [
      'PUT',
      `/listeners/${listeners.game}`,
      { listener: { allowed_cidrs: ['10.0.0.0/8'] } },
      "501 Provider 'ovn' does not support a requested option: OVN provider does not support allowed_cidrs option",
    ],
    [
      'POST',
      '/l7policies',
      { l7policy: { listener_id: listeners.game, action: 'REJECT' } },
      "501 Provider 'ovn' does not support a requested action: This provider does not support creating l7policies.",
    ],
    [
      'POST',
      '/healthmonitors',
      { healthmonitor: { pool_id: pools['game-pool'], type: 'HTTP', delay: 5, timeout: 3, max_retries: 2 } },
      "501 Provider 'ovn' does not support a requested option: OVN provider does not support HTTP health monitor type. Supported types: UDP-CONNECT, TCP",
    ],
  ];
  for (const [method, path, body, words] of refusals) expect(told(await ask(method, path, body, at))).toBe(words);
  const member = await ask(
    'POST',
    `/pools/${pools['game-pool']}/members`,
    { member: { address: '192.0.2.9', protocol_port: 80 } },
    at,
  );
  expect(told(member)).toMatch(/^501 .*Subnet is required/);

  const path = `/pools/${pools['game-pool']}`;
  const put = async (body: object) => {
    await ask('PUT', path, { pool: body }, at);
    clock.advance(1000);
    return ((await ask('GET', path, undefined, at)).body.pool as Row).provisioning_status;
  };
  const session_persistence = { type: 'SOURCE_IP', persistence_timeout: 60 };
  expect(await put({ session_persistence })).toBe('ERROR');
  expect(await put({ session_persistence, admin_state_up: true })).toBe('ACTIVE');
  expect(await put({ description: 'x' })).toBe('ACTIVE');
});

test('any page maximum: the whole list is found by its markers', async () => {
  const { ask } = open({ largestPage: 3 });
  const names: unknown[] = [];
  let path: string | null = '/loadbalancers?limit=1000&fields=id&fields=name';
  for (let pages = 0; path !== null && pages < 20; pages += 1) {
    const reply: Reply = await ask('GET', path);
    const rows = rowsOf(reply, 'loadbalancers');
    names.push(...rows.map(({ name }) => name));
    const more = (reply.body.loadbalancers_links as { rel: string }[]).some(({ rel }) => rel === 'next');
    path = more ? `/loadbalancers?limit=1000&fields=id&fields=name&marker=${rows.at(-1)!.id}` : null;
  }
  expect(new Set(names).size).toBe(names.length);
  expect(names).toHaveLength(rowsOf(await open().ask('GET', '/loadbalancers'), 'loadbalancers').length);
});

test('policy files of old and new releases', async () => {
  const reads = async (policy: CloudOptions['policy'], name: string) =>
    (await open({ ...(policy && { policy }) }).ask('GET', '/loadbalancers', undefined, { name })).status;
  const names = ['member', 'observer', 'newcomer', 'newreader', 'specialist'];
  const table = async (policy: CloudOptions['policy']) => Promise.all(names.map((name) => reads(policy, name)));
  expect(await table('advanced')).toEqual([200, 200, 403, 403, 200]);
  expect(await table('default-roles')).toEqual([200, 200, 200, 200, 403]);
  expect(await table('owner')).toEqual([200, 200, 200, 200, 200]);
  const { ask, load } = open({ policy: 'default-roles' });
  const path = `/pools/${load('web-frontend').pools['web-pool']}`;
  expect((await ask('PUT', path, { pool: {} }, { name: 'newreader' })).status).toBe(403);
  expect((await ask('PUT', path, { pool: {} }, { name: 'newcomer' })).status).toBe(200);
});

test('older and newer services know fewer and more fields', async () => {
  const old = open({ version: '2.4' });
  const row = rowsOf(await old.ask('GET', '/pools?limit=1'), 'pools')[0]!;
  expect([row.tags, row.tls_versions, 'session_persistence' in row]).toEqual([undefined, undefined, true]);
  const path = `/pools/${old.load('web-frontend').pools['web-pool']}`;
  expect(told(await old.ask('PUT', path, { pool: { tags: ['a'] } }))).toBe(
    '400 Unknown attribute for argument pool_.pool: tags',
  );
  expect((await old.ask('GET', '/flavors')).status).toBe(404);
  const next = open({ version: '2.30' });
  expect(rowsOf(await next.ask('GET', '/loadbalancers?limit=1'), 'loadbalancers')[0]).toHaveProperty('vip_sg_ids');
  const big = { pool: { description: 'x', tags: Array.from({ length: 600 }, () => 'x'.repeat(200)) } };
  expect((await next.ask('PUT', `/pools/${next.load('web-frontend').pools['web-pool']}`, big)).status).toBe(413);
});

test('flavors and zones are offered, counters grow, and operators alone change catalogues', async () => {
  const { ask, load, clock } = open();
  const [flavor] = rowsOf(await ask('GET', '/flavors?name=ha.plus'), 'flavors');
  expect(flavor!.description).toBe('Two instances, 4 CPU each');
  const { id } = load('web-frontend');
  const total = async () =>
    ((await ask('GET', `/loadbalancers/${id}/stats`)).body.stats as Record<string, number>).total_connections!;
  const before = await total();
  clock.advance(60_000);
  expect(await total()).toBeGreaterThan(before);
  expect((await ask('DELETE', `/flavors/${flavor!.id}`)).status).toBe(403);
  expect(told(await ask('DELETE', `/flavors/${flavor!.id}`, undefined, { name: 'operator' }))).toMatch(
    /^409 Flavor .* is in use/,
  );
  const zone = { availability_zone: { name: 'Halle Nord', availability_zone_profile_id: flavor!.id } };
  expect((await ask('POST', '/availabilityzones', zone, { name: 'operator' })).status).toBe(201);
  expect((await ask('GET', '/availabilityzones/Halle%20Nord')).status).toBe(200);
});

test('ten thousand load balancers, twelve thousand pools and listeners', async () => {
  const { ask } = open({ seed: 10_000, regions: ['RegionOne'], largestPage: 20_000 });
  const count = async (kind: string) => rowsOf(await ask('GET', `/${kind}?limit=20000&fields=id`), kind).length;
  expect([await count('loadbalancers'), await count('listeners'), await count('pools')]).toEqual([
    10_000, 12_000, 12_000,
  ]);
});

test('nothing that comes in ends it', async () => {
  const { cloud, send, warnings } = open();
  const paths = [
    '',
    '/identity',
    '/identity/v3/auth/tokens',
    '/public/regionone/load-balancer/v2/lbaas/pools/%',
    '/public/nowhere/load-balancer/',
    '/public/%E0/load-balancer/',
  ];
  for (const path of paths) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) {
      const reply = await cloud.fetch(
        new Request(`http://cloud.example/at/a/path${path}`, {
          method,
          ...(method !== 'GET' && { body: '{"auth":[' }),
        }),
      );
      expect(reply.status).toBeLessThan(500);
      expect(reply.headers.get('x-openstack-request-id')).toMatch(/^req-/);
    }
  }
  for (const body of [
    null,
    7,
    [],
    { auth: null },
    { auth: { identity: 7 } },
    { auth: { identity: { methods: [7] } } },
    { auth: { identity: { methods: ['password'], password: { user: { name: {}, domain: {} } } }, scope: 7 } },
  ]) {
    expect((await send('POST', `${cloud.identityUrl}/auth/tokens`, body)).status).toBeLessThan(500);
  }
  expect(warnings).toEqual([]);
});
