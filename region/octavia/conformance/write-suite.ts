import { describe, expect, test } from 'vitest';
import { misfits, type World } from './world.ts';
import { writeRefusals } from './write-refusals.ts';

type At = () => World;

const failure = (words: string) => `400 Validation failure: ${words}`;
const webPool = (world: World) => `/pools/${world.load('web').pools['web-pool']}`;

function persistence(at: At): void {
  const path = () => webPool(at());
  const set = (value: unknown, more: object = {}) =>
    at().change(at().load('web').id, 'PUT', path(), { pool: { session_persistence: value, ...more } });
  const stored = async () => (await at().ask('GET', path())).at('pool.session_persistence');
  const whole = (type: string, cookie_name: string | null = null) => ({
    type,
    cookie_name,
    persistence_timeout: null,
    persistence_granularity: null,
  });

  test('is set, replaced whole, kept by other changes and cleared by null', async () => {
    const first = await set({ type: 'APP_COOKIE', cookie_name: 'sid' });
    expect([first.status, first.at('pool.provisioning_status'), first.after]).toEqual([
      200,
      'PENDING_UPDATE',
      'ACTIVE',
    ]);
    expect(first.at('pool.session_persistence')).toEqual(whole('APP_COOKIE', 'sid'));
    await set({ cookie_name: 'other' });
    expect(await stored()).toEqual(whole('APP_COOKIE', 'other'));
    for (const value of [{}, { type: 'APP_COOKIE' }]) {
      expect((await at().ask('PUT', path(), { pool: { session_persistence: value } })).told).toBe(
        failure('Field "cookie_name" must be specified when using the "APP_COOKIE" session persistence type.'),
      );
    }
    await set({ type: 'SOURCE_IP' });
    expect(await stored()).toEqual(whole('SOURCE_IP'));
    await at().change(at().load('web').id, 'PUT', path(), { pool: { description: 'x', tags: ['b', 'a'] } });
    expect(await stored()).toEqual(whole('SOURCE_IP'));
    expect((await at().ask('GET', path())).at('pool.tags')).toEqual(['a', 'b']);
    await set(null, { tags: null });
    expect((await at().ask('GET', path())).at('pool.tags')).toEqual(['a', 'b']);
    const cleared = await set(null, { name: null, description: null, tags: [] });
    expect([cleared.at('pool.session_persistence'), cleared.at('pool.name'), cleared.at('pool.tags')]).toEqual([
      null,
      '',
      [],
    ]);
    await at().change(at().load('web').id, 'PUT', path(), { pool: { name: 'web-pool' } });
  });

  test('one change at a time: the lock is the load balancer’s', async () => {
    const { id, listeners } = at().load('web');
    const monitor = (await at().ask('GET', path())).at('pool.healthmonitor_id');
    const release = at().subject.handles.hold(id);
    expect((await at().ask('PUT', path(), { pool: {} })).status).toBe(200);
    const locked: readonly (readonly [string, string, unknown, string])[] = [
      ['PUT', path(), { pool: { description: 'y' } }, `Load Balancer ${id} is immutable and cannot be updated.`],
      [
        'PUT',
        `/loadbalancers/${id}`,
        { loadbalancer: { description: 'y' } },
        `Invalid state PENDING_UPDATE of loadbalancer resource ${id}`,
      ],
      [
        'DELETE',
        `/loadbalancers/${id}?cascade=true`,
        undefined,
        `Invalid state PENDING_UPDATE of loadbalancer resource ${id}`,
      ],
      [
        'PUT',
        `/listeners/${listeners.http}`,
        { listener: { description: 'y' } },
        `Load Balancer ${id} is immutable and cannot be updated.`,
      ],
      [
        'POST',
        `${path()}/members`,
        { member: { address: '10.0.0.9', protocol_port: 80 } },
        `Pool ${path().slice(7)} is immutable and cannot be updated.`,
      ],
      [
        'PUT',
        `/healthmonitors/${monitor}`,
        { healthmonitor: { delay: 5 } },
        `Pool ${path().slice(7)} is immutable and cannot be updated.`,
      ],
    ];
    for (const [method, target, body, words] of locked) {
      expect((await at().ask(method, target, body)).told).toBe(`409 ${words}`);
    }
    expect(await at().status('listeners', 'listener', listeners.http!)).toBe('PENDING_UPDATE');
    release();
    expect(await at().settled(id)).toBe('ACTIVE');
    expect(await at().status('listeners', 'listener', listeners.http!)).toBe('ACTIVE');
  });
}

function failures(at: At): void {
  const app = () => at().load('app');
  const put = async (pool: string, body: object) => {
    const { after } = await at().change(app().id, 'PUT', `/pools/${app().pools[pool]}`, { pool: body });
    return [after, ...(await poolStatuses())];
  };
  const poolStatuses = async () => [
    await at().status('pools', 'pool', app().pools['app-pool']!),
    await at().status('pools', 'pool', app().pools['static-pool']!),
  ];
  const value = async () =>
    (await at().ask('GET', `/pools/${app().pools['app-pool']}`)).at('pool.session_persistence.type');

  test('a change that fails leaves its pool in ERROR and the load balancer ACTIVE, with the wanted value; setting it again heals', async () => {
    const mend = at().subject.handles.fail(app().id);
    expect(await put('app-pool', { session_persistence: { type: 'HTTP_COOKIE' } })).toEqual([
      'ACTIVE',
      'ERROR',
      'ACTIVE',
    ]);
    expect(await value()).toBe('HTTP_COOKIE');
    const members = `/pools/${app().pools['app-pool']}/members`;
    expect((await at().ask('POST', members, { member: { address: '10.0.0.9', protocol_port: 80 } })).told).toBe(
      `409 Pool ${app().pools['app-pool']} is immutable and cannot be updated.`,
    );
    mend();
    expect(await put('static-pool', { description: 'x' })).toEqual(['ACTIVE', 'ERROR', 'ACTIVE']);
    const healed = { session_persistence: { type: 'APP_COOKIE', cookie_name: 'JSESSIONID' } };
    expect(await put('app-pool', healed)).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });

  test('a cookie name that breaks the configuration is taken, and poisons what is changed next', async () => {
    const named = (cookie_name: string) => ({ session_persistence: { type: 'APP_COOKIE', cookie_name } });
    expect(await put('app-pool', named("it's"))).toEqual(['ACTIVE', 'ERROR', 'ACTIVE']);
    expect(await put('static-pool', { description: 'y' })).toEqual(['ACTIVE', 'ERROR', 'ERROR']);
    const listener = `/listeners/${app().listeners.http}`;
    await at().change(app().id, 'PUT', listener, { listener: { description: 'y' } });
    expect(await at().status('listeners', 'listener', app().listeners.http!)).toBe('ERROR');
    expect(await put('app-pool', named('JSESSIONID'))).toEqual(['ACTIVE', 'ACTIVE', 'ERROR']);
    expect(await at().status('listeners', 'listener', app().listeners.http!)).toBe('ACTIVE');
    expect(await put('static-pool', { description: '' })).toEqual(['ACTIVE', 'ACTIVE', 'ACTIVE']);
  });
}

function members(at: At): void {
  const path = () => `${webPool(at())}/members`;
  const change = (method: string, below: string, body?: unknown) =>
    at().change(at().load('web').id, method, path() + below, body);

  test('added, changed, replaced by a list that resets what it leaves out, removed', async () => {
    const added = await change('POST', '', { member: { address: '10.0.0.9', protocol_port: '80', name: 'nine' } });
    expect([added.status, added.at('member.provisioning_status'), added.at('member.protocol_port')]).toEqual([
      201,
      'PENDING_CREATE',
      80,
    ]);
    expect(misfits('MemberResponse', added)).toEqual([]);
    const id = added.at('member.id');
    expect((await at().ask('POST', path(), { member: { address: '10.0.0.9', protocol_port: 80 } })).told).toBe(
      '409 Another member on this pool is already using ip 10.0.0.9 on protocol_port 80',
    );
    const settings = { weight: 0, backup: true, monitor_port: 8081, admin_state_up: false, tags: ['t'] };
    expect((await change('PUT', `/${id}`, { member: settings })).at('member')).toMatchObject(settings);

    const all = (await at().ask('GET', path())).at('members') as { address: string; protocol_port: number }[];
    const bare = all.map(({ address, protocol_port }) => ({ address, protocol_port }));
    const replaced = await change('PUT', '', { members: bare });
    expect([replaced.status, replaced.text]).toEqual([202, '']);
    expect((await at().ask('GET', `${path()}/${id}`)).at('member')).toMatchObject({
      name: 'nine',
      tags: ['t'],
      weight: 1,
      backup: false,
      monitor_port: null,
      admin_state_up: true,
    });
    await change('PUT', '?additive_only=true', { members: [{ address: '10.0.0.20', protocol_port: 80 }] });
    expect((await at().ask('GET', path())).at('members')).toHaveLength(all.length + 1);
    await change('PUT', '', { members: bare.filter(({ address }) => address !== '10.0.0.9') });
    expect((await at().ask('GET', path())).at('members')).toHaveLength(all.length - 1);
    expect((await at().ask('GET', `${path()}/${id}`)).told).toBe(`404 Member ${id} not found.`);
    const other = `/pools/${at().load('app').pools['app-pool']}/members`;
    const [first] = (await at().ask('GET', path())).at('members') as { id: string }[];
    expect((await at().ask('PUT', `${other}/${first!.id}`, { member: {} })).told).toBe(
      `404 Member ${first!.id} not found.`,
    );
  });
}

function wholeLife(at: At): void {
  const subnet = 'd4af86e1-0051-488c-b7a0-527f97490c9a';
  const made = async (body: object) => {
    const reply = await at().ask('POST', '/loadbalancers', { loadbalancer: { vip_subnet_id: subnet, ...body } });
    expect(reply.told).toBe('201');
    return { reply, id: String(reply.at('loadbalancer.id')) };
  };

  test('a tree in one call, and its end with everything in it', async () => {
    const pool = {
      name: 'p',
      protocol: 'HTTP',
      lb_algorithm: 'ROUND_ROBIN',
      members: [{ address: '10.0.0.1', protocol_port: 80 }],
    };
    const { reply, id } = await made({
      name: 'tree',
      tags: ['z', 'a'],
      listeners: [{ name: 'l', protocol: 'HTTP', protocol_port: 80, default_pool: pool }],
      pools: [{ name: 'q', protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' }],
    });
    expect(misfits('LoadBalancerTreeResponse', reply)).toEqual([]);
    expect(reply.at('loadbalancer.provisioning_status')).toBe('PENDING_CREATE');
    expect(reply.at('loadbalancer.tags')).toEqual(['a', 'z']);
    const [listener] = reply.at('loadbalancer.listeners') as Record<string, unknown>[];
    expect([listener?.name, listener?.l7policies]).toEqual(['l', []]);
    expect(listener).not.toHaveProperty('loadbalancers');
    expect((await at().ask('PUT', `/loadbalancers/${id}`, { loadbalancer: {} })).told).toBe(
      `409 Invalid state PENDING_CREATE of loadbalancer resource ${id}`,
    );
    expect(await at().settled(id)).toBe('ACTIVE');
    const off = await at().change(id, 'PUT', `/loadbalancers/${id}`, {
      loadbalancer: { name: null, admin_state_up: false },
    });
    expect([off.at('loadbalancer.name'), off.at('loadbalancer.admin_state_up'), off.after]).toEqual([
      '',
      false,
      'ACTIVE',
    ]);
    expect((await at().change(id, 'DELETE', `/loadbalancers/${id}?cascade=true`)).after).toBe('gone');
    expect((await at().ask('GET', `/pools?loadbalancer_id=${id}`)).at('pools')).toEqual([]);
    expect((await at().ask('DELETE', `/loadbalancers/${id}?cascade=true`)).told).toBe(
      `404 Load Balancer ${id} not found.`,
    );
  });

  test('step by step: pool, monitor, listener, policy, rule, and back', async () => {
    const { id } = await made({ name: 'steps' });
    await at().settled(id);
    const change = (method: string, path: string, body?: unknown) => at().change(id, method, path, body);

    const pool = await change('POST', '/pools', {
      pool: { loadbalancer_id: id, protocol: 'HTTP', lb_algorithm: 'LEAST_CONNECTIONS' },
    });
    expect([pool.at('pool.name'), pool.at('pool.updated_at'), pool.at('pool.operating_status')]).toEqual([
      '',
      null,
      'OFFLINE',
    ]);
    const poolId = pool.at('pool.id');
    const check = { pool_id: poolId, type: 'HTTP', delay: 1, timeout: 3, max_retries: 2 };
    const monitor = await change('POST', '/healthmonitors', { healthmonitor: check });
    expect(monitor.at('healthmonitor')).toMatchObject({
      http_method: 'GET',
      url_path: '/',
      expected_codes: '200',
      max_retries_down: 3,
    });
    const monitorPath = `/healthmonitors/${monitor.at('healthmonitor.id')}`;
    expect(
      (await change('PUT', monitorPath, { healthmonitor: { delay: 7, max_retries_down: null } })).at('healthmonitor'),
    ).toMatchObject({
      delay: 7,
      max_retries_down: 3,
    });

    const listener = await change('POST', '/listeners', {
      listener: { loadbalancer_id: id, name: 'web', protocol: 'HTTP', protocol_port: 8080, default_pool_id: poolId },
    });
    expect([
      listener.status,
      listener.at('listener.insert_headers'),
      listener.at('listener.timeout_client_data'),
    ]).toEqual([201, {}, 50_000]);
    const listenerId = listener.at('listener.id');
    const udp = { loadbalancer_id: id, protocol: 'UDP', protocol_port: 8080 };
    const beside = await change('POST', '/listeners', { listener: udp });
    expect((await at().ask('POST', '/listeners', { listener: udp })).told).toMatch(
      /^409 .*protocol UDP and protocol_port 8080$/,
    );
    const limits = {
      connection_limit: 5,
      allowed_cidrs: ['10.0.0.0/8'],
      insert_headers: { 'X-Forwarded-For': 'true' },
    };
    expect((await change('PUT', `/listeners/${listenerId}`, { listener: limits })).at('listener')).toMatchObject(
      limits,
    );
    expect(
      (await at().ask('PUT', `/listeners/${listenerId}`, { listener: { allowed_cidrs: ['2001:db8::/64'] } })).told,
    ).toMatch(/^400 Validation failure: CIDR 2001:db8::\/64 IP version incompatible with VIP /);
    const reset = { connection_limit: null, allowed_cidrs: null, insert_headers: null };
    expect((await change('PUT', `/listeners/${listenerId}`, { listener: reset })).at('listener')).toMatchObject({
      connection_limit: -1,
      allowed_cidrs: null,
      insert_headers: {},
    });
    await change('DELETE', `/listeners/${beside.at('listener.id')}`);

    const policyOf = (body: object) => ({ l7policy: { listener_id: listenerId, ...body } });
    const first = await change(
      'POST',
      '/l7policies',
      policyOf({ name: 'first', action: 'REDIRECT_TO_POOL', redirect_pool_id: poolId }),
    );
    const second = await change(
      'POST',
      '/l7policies',
      policyOf({ name: 'second', action: 'REDIRECT_PREFIX', redirect_prefix: 'https://a.example', position: 1 }),
    );
    expect([
      first.at('l7policy.position'),
      second.at('l7policy.position'),
      second.at('l7policy.redirect_http_code'),
    ]).toEqual([1, 1, 302]);
    const positions = (await at().ask('GET', `/l7policies?listener_id=${listenerId}&fields=name&fields=position`)).at(
      'l7policies',
    );
    expect(positions).toEqual(
      expect.arrayContaining([
        { name: 'first', position: 2 },
        { name: 'second', position: 1 },
      ]),
    );
    const policyPath = `/l7policies/${second.at('l7policy.id')}`;
    expect((await at().ask('PUT', policyPath, { l7policy: {} })).told).toBe(
      '400 Invalid L7 Policy arguments: Invalid update options',
    );
    expect((await change('PUT', policyPath, { l7policy: { action: 'REJECT' } })).at('l7policy')).toMatchObject({
      action: 'REJECT',
      redirect_prefix: null,
      redirect_http_code: null,
    });
    const rule = await change('POST', `${policyPath}/rules`, {
      rule: { type: 'PATH', compare_type: 'STARTS_WITH', value: '/a' },
    });
    expect([rule.status, misfits('L7RuleResponse', rule)]).toEqual([201, []]);
    const badRule = { rule: { type: 'HEADER', compare_type: 'EQUAL_TO', value: 'a' } };
    expect((await at().ask('POST', `${policyPath}/rules`, badRule)).told).toBe(
      '400 Error parsing L7Rule: Invalid L7 Rule: L7 rule type requires a key',
    );
    expect(
      (await change('PUT', `${policyPath}/rules/${rule.at('rule.id')}`, { rule: { value: '/b' } })).at('rule.value'),
    ).toBe('/b');

    expect((await change('DELETE', `/listeners/${listenerId}`)).status).toBe(204);
    expect((await at().ask('GET', policyPath)).status).toBe(404);
    expect((await at().ask('GET', `/pools/${poolId}`)).at('pool.listeners')).toEqual([]);
    await change('DELETE', monitorPath);
    await change('DELETE', `/pools/${poolId}`);
    expect((await at().ask('DELETE', `/pools/${poolId}`)).told).toBe(`404 Pool ${poolId} not found.`);
    expect((await change('DELETE', `/loadbalancers/${id}`)).after).toBe('gone');
  });

  test('a load balancer’s own change that fails leaves it in ERROR, from which only a deletion leads', async () => {
    const { id } = await made({ name: 'lost', listeners: [{ protocol: 'HTTP', protocol_port: 80 }] });
    await at().settled(id);
    const mend = at().subject.handles.fail(id);
    expect((await at().change(id, 'PUT', `/loadbalancers/${id}`, { loadbalancer: { description: 'x' } })).after).toBe(
      'ERROR',
    );
    mend();
    expect((await at().ask('PUT', `/loadbalancers/${id}`, { loadbalancer: {} })).told).toBe(
      `409 Invalid state ERROR of loadbalancer resource ${id}`,
    );
    expect(
      (
        await at().ask('POST', '/pools', {
          pool: { loadbalancer_id: id, protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' },
        })
      ).told,
    ).toBe(`409 Load Balancer ${id} is immutable and cannot be updated.`);
    expect((await at().change(id, 'DELETE', `/loadbalancers/${id}?cascade=true`)).after).toBe('gone');
  });

  test('UDP: timeout and mask are taken as they are', async () => {
    const { id } = await made({ name: 'datagrams' });
    await at().settled(id);
    const odd = { type: 'SOURCE_IP', persistence_timeout: 0, persistence_granularity: '10.1.2.3' };
    const pool = await at().change(id, 'POST', '/pools', {
      pool: { loadbalancer_id: id, protocol: 'UDP', lb_algorithm: 'ROUND_ROBIN', session_persistence: odd },
    });
    expect(pool.at('pool.session_persistence')).toEqual({ ...odd, cookie_name: null });
    const path = `/pools/${pool.at('pool.id')}`;
    const changed = await at().change(id, 'PUT', path, {
      pool: { session_persistence: { persistence_timeout: '-5' } },
    });
    expect(changed.at('pool.session_persistence')).toEqual({
      type: 'SOURCE_IP',
      cookie_name: null,
      persistence_timeout: -5,
      persistence_granularity: null,
    });
    const ping = { pool_id: pool.at('pool.id'), type: 'PING', delay: 5, timeout: 3, max_retries: 2 };
    expect((await at().ask('POST', '/healthmonitors', { healthmonitor: ping })).told).toBe(
      failure('The associated pool protocol is UDP, so only a UDP-CONNECT/SCTP/TCP/HTTP health monitor is supported.'),
    );
    await at().change(id, 'DELETE', `/loadbalancers/${id}?cascade=true`);
  });

  test('a quota that is met refuses, and operators set it', async () => {
    const path = `/quotas/${at().subject.projects.panel}`;
    const { id } = at().load('web');
    expect((await at().ask('PUT', path, { quota: { pool: 1 } })).told).toBe(
      '403 Policy does not allow this request to be performed.',
    );
    const set = await at().ask('PUT', path, { quota: { pool: 1 } }, 'operator');
    expect([set.status, set.at('quota.pool'), set.at('quota.listener')]).toEqual([202, 1, -1]);
    expect(
      (
        await at().ask('POST', '/pools', {
          pool: { loadbalancer_id: id, protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' },
        })
      ).told,
    ).toBe('403 Quota has been met for resources: Pool');
    expect((await at().ask('DELETE', path, undefined, 'operator')).status).toBe(202);
    expect((await at().ask('GET', path)).at('quota.pool')).toBe(-1);
  });
}

/** Octavia's writes. */
export function writeSuite(at: At): void {
  describe('refusals', () => writeRefusals(at));
  describe('session persistence', () => persistence(at));
  describe('failures', () => failures(at));
  describe('members', () => members(at));
  describe('load balancers', () => wholeLife(at));
}
