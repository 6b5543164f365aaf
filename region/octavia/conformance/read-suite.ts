import { describe, expect, test } from 'vitest';
import type { SchemaName } from '../../../contract/octavia/schemas/index.ts';
import { highestVersion } from '../../../contract/octavia/versions.ts';
import { misfits, type PersonName, type Reply, type World } from './world.ts';

type At = () => World;

const none = '00000000-0000-0000-0000-000000000000';
const forbidden = '403 Policy does not allow this request to be performed.';

/** Fields of each object as Octavia 11 answers them. */
const fields: Readonly<Record<string, string>> = {
  loadbalancers:
    'additional_vips admin_state_up availability_zone created_at description flavor_id id listeners name operating_status pools project_id provider provisioning_status tags tenant_id updated_at vip_address vip_network_id vip_port_id vip_qos_policy_id vip_subnet_id',
  listeners:
    'admin_state_up allowed_cidrs alpn_protocols client_authentication client_ca_tls_container_ref client_crl_container_ref connection_limit created_at default_pool_id default_tls_container_ref description id insert_headers l7policies loadbalancers name operating_status project_id protocol protocol_port provisioning_status sni_container_refs tags tenant_id timeout_client_data timeout_member_connect timeout_member_data timeout_tcp_inspect tls_ciphers tls_versions updated_at',
  pools:
    'admin_state_up alpn_protocols ca_tls_container_ref created_at crl_container_ref description healthmonitor_id id lb_algorithm listeners loadbalancers members name operating_status project_id protocol provisioning_status session_persistence tags tenant_id tls_ciphers tls_container_ref tls_enabled tls_versions updated_at',
  members:
    'address admin_state_up backup created_at id monitor_address monitor_port name operating_status project_id protocol_port provisioning_status subnet_id tags tenant_id updated_at weight',
  healthmonitors:
    'admin_state_up created_at delay domain_name expected_codes http_method http_version id max_retries max_retries_down name operating_status pools project_id provisioning_status tags tenant_id timeout type updated_at url_path',
  l7policies:
    'action admin_state_up created_at description id listener_id name operating_status position project_id provisioning_status redirect_http_code redirect_pool_id redirect_prefix redirect_url rules tags tenant_id updated_at',
  rules:
    'admin_state_up compare_type created_at id invert key operating_status project_id provisioning_status tags tenant_id type updated_at value',
};

const rowsOf = (reply: Reply, key: string) => reply.at(key) as Record<string, unknown>[];
const namesOf = (reply: Reply, key: string) => rowsOf(reply, key).map(({ name }) => name);

function shapes(at: At): void {
  const lists: readonly (readonly [string, (world: World) => Promise<string>, string, SchemaName])[] = [
    ['loadbalancers', async () => '/loadbalancers', 'loadbalancers', 'LoadBalancersResponse'],
    ['listeners', async () => '/listeners', 'listeners', 'ListenersResponse'],
    ['pools', async () => '/pools?name=web-pool', 'pools', 'PoolsResponse'],
    ['members', async (world) => `/pools/${world.load('web').pools['web-pool']}/members`, 'members', 'MembersResponse'],
    ['healthmonitors', async () => '/healthmonitors', 'healthmonitors', 'HealthMonitorsResponse'],
    ['l7policies', async () => '/l7policies', 'l7policies', 'L7PoliciesResponse'],
    ['rules', async (world) => `/l7policies/${await firstPolicy(world)}/rules`, 'rules', 'L7RulesResponse'],
  ];
  const firstPolicy = async (world: World) =>
    (rowsOf(await world.ask('GET', '/l7policies'), 'l7policies')[0] as { id: string }).id;

  test.each(lists)('%s are answered with these fields and no others', async (_, pathOf, key, schema) => {
    const reply = await at().ask('GET', await pathOf(at()));
    expect(reply.status).toBe(200);
    expect(misfits(schema, reply)).toEqual([]);
    expect(Object.keys(rowsOf(reply, key)[0]!).toSorted().join(' ')).toBe(fields[key]);
    expect(reply.at(`${key}_links`)).toEqual([]);
  });

  test('a pool without a monitor has no field for one, and persistence has all four', async () => {
    const { id, pools } = at().load('app');
    const reply = await at().ask('GET', `/pools?loadbalancer_id=${id}`);
    const pool = rowsOf(reply, 'pools').find((each) => each.id === pools['app-pool'])!;
    expect(pool).not.toHaveProperty('healthmonitor_id');
    expect(pool.session_persistence).toEqual({
      type: 'APP_COOKIE',
      cookie_name: 'JSESSIONID',
      persistence_timeout: null,
      persistence_granularity: null,
    });
    const redirected = rowsOf(reply, 'pools').find((each) => each.name === 'static-pool')!;
    expect(redirected.listeners).toEqual([{ id: at().load('app').listeners.http }]);
  });

  test('the status tree holds the pools of listeners, and no others', async () => {
    for (const path of ['status', 'statuses']) {
      const reply = await at().ask('GET', `/loadbalancers/${at().load('app').id}/${path}`);
      expect(misfits('StatusTreeResponse', reply)).toEqual([]);
      const [listener] = reply.at('statuses.loadbalancer.listeners') as { pools: { name: string }[] }[];
      expect(listener?.pools.map(({ name }) => name).toSorted()).toEqual(['app-pool', 'static-pool']);
    }
    const spare = await at().ask('GET', `/loadbalancers/${at().load('spare').id}/status`);
    expect(spare.at('statuses.loadbalancer.listeners')).toEqual([]);
  });

  test('counters, catalogues, quotas and versions', async () => {
    const { id, listeners } = at().load('web');
    const good: readonly (readonly [string, SchemaName])[] = [
      [`/loadbalancers/${id}`, 'LoadBalancerResponse'],
      [`/loadbalancers/${id}/stats`, 'StatsResponse'],
      [`/listeners/${listeners.http}/stats`, 'StatsResponse'],
      ['/flavors', 'FlavorsResponse'],
      ['/availabilityzones', 'AvailabilityZonesResponse'],
      ['/providers', 'ProvidersResponse'],
      ['/quotas', 'QuotasResponse'],
      [`/quotas/${at().subject.projects.panel}`, 'QuotaResponse'],
      [`/quotas/${at().subject.projects.panel}/default`, 'QuotaResponse'],
    ];
    for (const [path, schema] of good) {
      const reply = await at().ask('GET', path);
      expect([path, reply.status, misfits(schema, reply)]).toEqual([path, 200, []]);
    }
    const versions = await at().send('GET', `${at().region.url}/`);
    expect(highestVersion(JSON.parse(versions.text))).toBe('2.26');
    expect(misfits('VersionsResponse', versions)).toEqual([]);
    const old = await at().send('GET', `${at().region.url}/v2.0/lbaas/loadbalancers?fields=id`, undefined, {
      'x-auth-token': await at().token('member'),
    });
    expect(old.status).toBe(200);
  });
}

function refusals(at: At): void {
  const cases: readonly (readonly [string, string, string, PersonName?])[] = [
    ['GET', '/nothing', '404'],
    ['GET', `/loadbalancers/${none}`, `404 Load Balancer ${none} not found.`],
    ['GET', '/loadbalancers/abc', '404 Load Balancer abc not found.'],
    ['GET', '/listeners/abc', '404 Listener abc not found.'],
    ['GET', '/pools/abc', '404 Pool abc not found.'],
    ['GET', '/pools/abc/members', '404 Pool abc not found.'],
    ['GET', '/healthmonitors/abc', '404 Health Monitor abc not found.'],
    ['GET', '/l7policies/abc', '404 L7 Policy abc not found.'],
    ['GET', '/l7policies/abc/rules', '404 L7Policy abc not found.'],
    ['GET', `/flavors/${none}`, `404 Flavor ${none} not found.`],
    ['GET', '/availabilityzones/abc', '404 Availability Zone abc not found.'],
    ['GET', '/quotas/defaults', forbidden],
    ['GET', '/providers/amphora/flavor_capabilities', forbidden],
    ['GET', '/providers/nobody/flavor_capabilities', "400 Provider 'nobody' is not enabled.", 'operator'],
    ['GET', '/loadbalancers?project_id=other', forbidden],
    ['GET', '/loadbalancers', forbidden, 'newcomer'],
    ['GET', '/loadbalancers', forbidden, 'newreader'],
    ['GET', '/providers', forbidden, 'newcomer'],
    ['PATCH', '/pools/abc', '405'],
    ['PUT', '/pools', '400 Missing argument: "id"'],
    ['DELETE', '/pools', '400 Missing argument: "id"'],
  ];
  test.each(cases)('%s %s is refused: %s', async (method, path, told, name) => {
    const reply = await at().ask(method!, path!, method === 'PUT' ? { pool: {} } : undefined, name as PersonName);
    expect(reply.told).toBe(told);
  });

  test('another project’s object is forbidden, not unknown; reading needs no more than an observer', async () => {
    const path = `/pools/${at().load('web').pools['web-pool']}`;
    expect((await at().ask('GET', path, undefined, 'other', 'other')).told).toBe(forbidden);
    expect((await at().ask('GET', path, undefined, 'observer')).status).toBe(200);
    expect((await at().ask('PUT', path, { pool: { name: 'x' } }, 'observer')).told).toBe(forbidden);
    expect(namesOf(await at().ask('GET', '/loadbalancers', undefined, 'member', 'shop'), 'loadbalancers')).toEqual([
      'till',
    ]);
    const all = namesOf(await at().ask('GET', '/loadbalancers', undefined, 'operator'), 'loadbalancers');
    expect(all).toEqual(expect.arrayContaining(['web', 'till']));
  });

  test('tokens are asked for first, in Keystone’s shape', async () => {
    for (const headers of [{}, { 'x-auth-token': 'nothing' }]) {
      const reply = await at().send('GET', `${at().region.url}/v2/lbaas/nothing`, undefined, headers);
      expect(reply.at('error')).toEqual({
        code: 401,
        title: 'Unauthorized',
        message: 'The request you have made requires authentication.',
      });
      expect(reply.headers.get('www-authenticate')).toMatch(/^Keystone uri="/);
    }
    const unscoped = (await at().withPassword('member', 'unscoped')).headers.get('x-subject-token')!;
    const reply = await at().send('GET', `${at().region.url}/v2/lbaas/loadbalancers`, undefined, {
      'x-auth-token': unscoped,
    });
    expect(reply.told).toBe(forbidden);
  });

  test('what is neither JSON asked for nor sent', async () => {
    const url = `${at().region.url}/v2/lbaas/pools/${at().load('web').pools['web-pool']}`;
    const token = { 'x-auth-token': await at().token('member') };
    expect((await at().send('GET', url, undefined, { ...token, accept: 'text/html' })).status).toBe(406);
    const text = await at().send('PUT', url, '{"pool":{}}', { ...token, 'content-type': 'text/plain' });
    expect(text.told).toBe('415 Unknown mimetype: text/plain');
    const typeOf = async (accept: string) => {
      const { status, headers } = await at().send('GET', `${at().region.url}/v2/lbaas/nothing`, undefined, {
        ...token,
        accept,
      });
      return [status, headers.get('content-type')];
    };
    expect(await typeOf('application/json')).toEqual([404, 'application/json']);
    for (const accept of ['*/*', 'application/json, text/html'])
      expect(await typeOf(accept)).toEqual([404, 'text/html; charset=UTF-8']);
  });
}

function queries(at: At): void {
  const bad: readonly (readonly [string, string])[] = [
    ['loadbalancers?limit=a', "400 Supplied pagination limit 'a' is not valid."],
    ['loadbalancers?limit=0', "500 '>=' not supported between instances of 'int' and 'NoneType'"],
    ['loadbalancers?limit=-1', "500 '>=' not supported between instances of 'int' and 'NoneType'"],
    ['loadbalancers?marker=x', "400 Supplied pagination marker 'x' is not valid."],
    ['loadbalancers?sort=nope', "400 Supplied sort key 'nope' is not valid."],
    ['loadbalancers?sort=name:up', "400 Supplied sort direction 'up' is not valid."],
    ['loadbalancers?nope=1', '400 One or more arguments are either duplicate or invalid'],
    ['loadbalancers?loadbalancer_id=x', '400 One or more arguments are either duplicate or invalid'],
    ['pools?listener_id=x', '400 One or more arguments are either duplicate or invalid'],
    ['pools?type=x', '400 One or more arguments are either duplicate or invalid'],
  ];
  test.each(bad)('%s is refused', async (path, told) => {
    expect((await at().ask('GET', `/${path}`)).told).toBe(told);
  });

  test.each([
    'loadbalancers?sort=tags',
    'loadbalancers?name=a&name=b',
    'pools?session_persistence=x',
    'pools?members=x',
  ])('%s makes the service fail', async (path) => {
    expect((await at().ask('GET', `/${path}`)).status).toBe(500);
  });

  const found: readonly (readonly [string, readonly string[]])[] = [
    ['', ['web', 'app', 'empty', 'spare']],
    ['name=web', ['web']],
    ['name=nobody', []],
    ['id=x', []],
    ['tags=shop', ['web']],
    ['tags=shop,prod', ['web']],
    ['tags=shop,blue', []],
    ['tags-any=shop,blue', ['web']],
    ['not-tags=shop', ['app', 'empty', 'spare']],
    ['not-tags-any=shop,blue', ['app', 'empty', 'spare']],
    ['admin_state_up=true', ['web', 'app', 'empty', 'spare']],
    ['admin_state_up=perhaps', []],
    ['provisioning_status=NOPE', []],
    ['sort=name', ['app', 'empty', 'spare', 'web']],
    ['sort=name:desc', ['web', 'spare', 'empty', 'app']],
    ['sort_key=name&sort_dir=desc', ['web', 'spare', 'empty', 'app']],
    ['sort=name:desc&limit=2', ['web', 'spare']],
    ['page_reverse=True&limit=1', ['web']],
  ];
  test.each(found)('loadbalancers?%s', async (query, names) => {
    const reply = await at().ask('GET', `/loadbalancers?${query}`);
    expect(namesOf(reply, 'loadbalancers')).toEqual(names);
  });

  test('pages: a full one has a next link, the marker is the last id, filters are not kept', async () => {
    const path = '/loadbalancers?limit=2&sort=name&admin_state_up=true';
    const first = await at().ask('GET', path);
    const [, empty] = rowsOf(first, 'loadbalancers') as { id: string }[];
    const list = `${at().region.url}/v2/lbaas/loadbalancers`;
    expect(first.at('loadbalancers_links')).toEqual([
      { href: `${list}?limit=2&sort=name&marker=${empty!.id}`, rel: 'next' },
    ]);
    const second = await at().ask('GET', `${path}&marker=${empty!.id}`);
    expect(namesOf(second, 'loadbalancers')).toEqual(['spare', 'web']);
    const [spare, web] = rowsOf(second, 'loadbalancers') as { id: string }[];
    expect(second.at('loadbalancers_links')).toEqual([
      { href: `${list}?limit=2&sort=name&marker=${spare!.id}&page_reverse=True`, rel: 'previous' },
      { href: `${list}?limit=2&sort=name&marker=${web!.id}`, rel: 'next' },
    ]);
    const third = await at().ask('GET', `${path}&marker=${web!.id}`);
    expect([rowsOf(third, 'loadbalancers'), third.at('loadbalancers_links')]).toEqual([[], []]);
    const back = await at().ask('GET', `${path}&marker=${web!.id}&page_reverse=True`);
    expect(namesOf(back, 'loadbalancers')).toEqual(['app', 'empty']);
  });

  test('fields cut an answer down, unknown ones to nothing', async () => {
    const { id } = at().load('web');
    expect((await at().ask('GET', `/loadbalancers/${id}?fields=id&fields=name`)).at('loadbalancer')).toEqual({
      id,
      name: 'web',
    });
    expect((await at().ask('GET', '/loadbalancers?fields=nope&limit=1')).at('loadbalancers')).toEqual([{}]);
  });
}

/** Octavia's reads. */
export function readSuite(at: At): void {
  describe('answers', () => shapes(at));
  describe('refusals', () => refusals(at));
  describe('queries', () => queries(at));
}
