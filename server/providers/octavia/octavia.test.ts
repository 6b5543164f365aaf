import { describe, expect, it } from 'vitest';
import { errorOf } from '../../testing/browser.ts';
import { type CloudSetup, setUpCloud } from '../../testing/cloud.ts';

const settle = 800;

async function signedIn(options: Parameters<typeof setUpCloud>[0] = {}): Promise<CloudSetup> {
  const setup = await setUpCloud({ seed: 'rehearsal', settle, ...options });
  const body = { username: 'member', password: 'loopback-only', project: 'panel' };
  expect((await setup.browser.ask('/session', { method: 'POST', body })).status).toBe(200);
  setup.received.length = 0;
  return setup;
}

const web = ({ cloud }: CloudSetup) => {
  const found = cloud.regions[0]!.loadBalancers.web!;
  return { id: found.id, pool: Object.values(found.pools)[0]!, listener: Object.values(found.listeners)[0]! };
};
const history = async ({ browser }: CloudSetup) => (await (await browser.ask('/panel/history')).json()).changes;
const sticky = { pool: { session_persistence: { type: 'SOURCE_IP' } } };
const api = '/api/RegionOne/v2/lbaas';

describe('forwarding to Octavia', () => {
  it('passes its operations byte for byte, and no others', async () => {
    const setup = await signedIn();
    const { pool } = web(setup);
    const shown = await setup.browser.ask(`${api}/pools/${pool}?fields=id`);
    expect([shown.status, await shown.json()]).toMatchObject([200, { pool: { id: pool } }]);
    expect(shown.headers.get('x-openstack-request-id')).toMatch(/^req-/);
    for (const path of [
      '/api/RegionOne/v2/lbaas/amphorae',
      '/api/RegionOne/v2.0/lbaas/pools',
      '/api/RegionOne/loadbalancers',
      '/api/RegionOne/v2/lbaas/pools/..%2fx',
      '/api/RegionOne/extras/loadbalancers/1/sessions',
    ])
      expect((await errorOf(await setup.browser.ask(path))).code).toBe('unknown-operation');
    expect((await errorOf(await setup.browser.ask('/api/REGIONONE/v2/lbaas/pools'))).code).toBe('unknown-region');
    expect(setup.received).toHaveLength(1);
  });

  it('passes Octavia’s faults on as they are', async () => {
    const setup = await signedIn();
    const missing = await setup.browser.ask(`${api}/pools/0123`);
    expect([missing.status, missing.headers.get('x-holdfast-source'), await missing.json()]).toMatchObject([
      404,
      'region',
      { faultcode: 'Client', faultstring: expect.stringContaining('not found') },
    ]);
  });

  it('has six requests of a project in flight for each region', async () => {
    const setup = await signedIn();
    const held: (() => void)[] = [];
    let most = 0;
    let inFlight = 0;
    setup.answer = () =>
      new Promise<Response>((resolve) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        held.push(() => {
          inFlight -= 1;
          resolve(Response.json({ pools: [] }));
        });
      });
    const reads = Array.from({ length: 12 }, (_, index) => setup.browser.ask(`${api}/pools?limit=${index + 1}`));
    await expect.poll(() => held.length).toBe(6);
    const other = setup.browser.ask('/api/RegionTwo/v2/lbaas/pools');
    await expect.poll(() => held.length).toBe(7);
    held[6]!();
    expect((await other).status).toBe(200);
    for (let next = 0; next < 13; next += 1) {
      await expect.poll(() => held.length).toBeGreaterThan(next);
      if (next !== 6) held[next]!();
    }
    for (const answer of reads) expect((await answer).status).toBe(200);
    expect(most).toBe(7);
  });

  it('closes a verb after 429, for what it says and else for a second that doubles, then lets one try', async () => {
    const setup = await signedIn();
    let calls = 0;
    const refuse = (headers: Record<string, string> = {}) => {
      setup.answer = () => {
        calls += 1;
        return new Response('slow down', { status: 429, headers });
      };
    };
    const ask = async () => {
      const { status, headers } = await setup.browser.ask(`${api}/pools`);
      return [status, headers.get('x-holdfast-wait')];
    };
    refuse({ 'retry-after': '7200' });
    expect(await ask()).toEqual([429, '60000']);
    const own = await setup.browser.ask(`${api}/pools`);
    expect([own.status, own.headers.get('retry-after'), await own.json()]).toMatchObject([
      429,
      '60',
      { faultcode: 'Client', faultstring: expect.stringContaining('RegionOne'), debuginfo: null },
    ]);
    expect(calls).toBe(1);
    refuse();
    for (const [before, wait] of [
      [60_000, '1000'],
      [1_000, '2000'],
      [2_000, '4000'],
    ] as const) {
      setup.clock.advance(before);
      expect(await ask()).toEqual([429, wait]);
    }
    expect(calls).toBe(4);
    setup.clock.advance(4_000);
    setup.answer = null;
    expect((await ask())[0]).toBe(200);
    expect((await ask())[0]).toBe(200);
  });

  it('tells a call that an application credential’s rules forbid from an expired sign-in', async () => {
    const setup = await setUpCloud({ seed: 'rehearsal' });
    const { id, secret } = setup.cloud.applicationCredentials.readOnly;
    const body = { applicationCredential: { id, secret } };
    expect((await setup.browser.ask('/session', { method: 'POST', body })).status).toBe(200);
    const { pool } = web(setup);
    const forbidden = await setup.browser.ask(`${api}/pools/${pool}`, { method: 'PUT', body: sticky });
    expect(forbidden.status).toBe(403);
    expect(await errorOf(forbidden)).toMatchObject({ code: 'access-rule', message: expect.stringContaining('PUT') });
    expect(await history(setup)).toMatchObject([{ status: 401, verdict: 'failed' }]);
    setup.clock.advance(3 * 3_600_000);
    expect((await setup.browser.ask(`${api}/pools`)).status).toBe(401);
  });
});

describe('the record of a write to Octavia', () => {
  it('names the load balancer behind the path, the part, and the service’s own number', async () => {
    const setup = await signedIn();
    const { id, pool, listener } = web(setup);
    const put = await setup.browser.ask(`${api}/pools/${pool}`, { method: 'PUT', body: sticky });
    expect(put.status).toBe(200);
    expect(await history(setup)).toMatchObject([
      {
        provider: 'octavia',
        service: setup.cloud.identityUrl,
        account: setup.cloud.projects.panel,
        operation: 'octavia.pools.update',
        loadBalancerId: id,
        part: pool,
        status: 200,
        serviceRequestId: put.headers.get('x-openstack-request-id'),
      },
    ]);
    setup.clock.advance(settle);
    setup.received.length = 0;
    await setup.browser.ask(`${api}/pools/${pool}`, { method: 'PUT', body: { pool: { name: 'x' } } });
    expect(setup.received.map(({ method }) => method)).toEqual(['PUT']);
    setup.clock.advance(settle);
    for (const [method, path, body] of [
      ['PUT', `/listeners/${listener}`, { listener: { name: 'x' } }],
      [
        'POST',
        '/healthmonitors',
        { healthmonitor: { pool_id: pool, type: 'TCP', delay: 5, timeout: 3, max_retries: 2 } },
      ],
      ['POST', '/l7policies', { l7policy: { listener_id: listener, action: 'REJECT' } }],
      ['POST', `/pools/${pool}/members`, { member: { address: '10.0.0.9', protocol_port: 80 } }],
      ['PUT', `/loadbalancers/${id}`, { loadbalancer: { name: 'y' } }],
    ] as const) {
      await setup.browser.ask(api + path, { method, body });
      setup.clock.advance(settle);
      expect([path, (await history(setup))[0].loadBalancerId]).toEqual([path, id]);
    }
  });

  it('names them for a member, a list of members, and an L7 rule, whose paths begin with what they are in', async () => {
    const setup = await signedIn();
    const { id, pool, listener } = web(setup);
    const write = async (method: string, path: string, body?: object) => {
      const answer = await setup.browser.ask(api + path, { method, ...(body && { body }) });
      setup.clock.advance(settle);
      const [{ loadBalancerId, part }] = await history(setup);
      expect([path, loadBalancerId]).toEqual([path, id]);
      expect(answer.status).toBeLessThan(300);
      return { part, made: answer.status === 201 ? Object.values<{ id: string }>(await answer.json())[0]!.id : '' };
    };
    const members = `/pools/${pool}/members`;
    const member = { address: '10.0.0.9', protocol_port: 80 };
    const { part, made } = await write('POST', members, { member });
    expect(part).toBe(pool);
    for (const [method, path, body] of [
      ['PUT', `${members}/${made}`, { member: { weight: 0 } }],
      ['PUT', `${members}?additive_only=true`, { members: [member] }],
      ['DELETE', `${members}/${made}`],
    ] as const)
      expect([path, (await write(method, path, body)).part]).toEqual([path, pool]);
    const policy = await write('POST', '/l7policies', { l7policy: { listener_id: listener, action: 'REJECT' } });
    const rules = `/l7policies/${policy.made}/rules`;
    const rule = { type: 'PATH', compare_type: 'EQUAL_TO', value: '/a' };
    const { made: ruleId, part: ruled } = await write('POST', rules, { rule });
    expect(ruled).toBe(policy.made);
    expect((await write('DELETE', `${rules}/${ruleId}`)).part).toBe(policy.made);
  });

  it('of what somebody made is about the load balancer that it made', async () => {
    const setup = await signedIn();
    const body = { loadbalancer: { name: 'made', vip_subnet_id: '0a1b2c3d-0000-4000-8000-000000000001' } };
    const made = await setup.browser.ask(`${api}/loadbalancers`, { method: 'POST', body });
    const { loadbalancer } = await made.json();
    expect(await history(setup)).toMatchObject([{ loadBalancerId: loadbalancer.id }]);
  });

  it('that was announced goes only with the pool and the load balancer that it was announced for', async () => {
    const setup = await signedIn();
    const { id, pool } = web(setup);
    const announce = (subject: object) =>
      setup.browser.announce({ region: 'RegionOne', operation: 'octavia.pools.update', subject });
    const send = async (subject: object) =>
      setup.browser.ask(`${api}/pools/${pool}`, { method: 'PUT', body: sticky, headers: await announce(subject) });
    for (const subject of [
      { loadBalancerId: id, part: null },
      { loadBalancerId: id, part: 'another' },
      { loadBalancerId: 'another', part: pool },
    ])
      expect((await errorOf(await send(subject))).code).toBe('other-change');
    expect((await send({ loadBalancerId: id, part: pool })).status).toBe(200);
  });

  it('is not made where the region does not say whose the pool is, and nothing is sent', async () => {
    const setup = await signedIn();
    const gone = await setup.browser.ask(`${api}/pools/0123`, { method: 'PUT', body: sticky });
    expect([gone.status, (await errorOf(gone)).message]).toEqual([
      404,
      'RegionOne has no such pool any more (0123). Nothing was sent.',
    ]);
    setup.answer = ({ method }) => (method === 'GET' ? new Response('busy', { status: 503 }) : undefined);
    const away = await setup.browser.ask(`${api}/pools/${web(setup).pool}`, { method: 'PUT', body: sticky });
    expect(away.status).toBe(503);
    expect(setup.received.filter(({ method }) => method === 'PUT')).toEqual([]);
    expect(await history(setup)).toEqual([]);
  });

  it('is verified by reading: in force, in ERROR although the load balancer is ACTIVE, or not to be told', async () => {
    const setup = await signedIn();
    const { pool } = web(setup);
    const put = (body: object) => setup.browser.ask(`${api}/pools/${pool}`, { method: 'PUT', body });
    const verify = async () => {
      const [{ id }] = await history(setup);
      return (await setup.browser.ask(`/panel/history/${id}/check`, { method: 'POST' })).json();
    };
    await put(sticky);
    expect(await verify()).toMatchObject({ verdict: 'unconfirmed', detail: expect.stringContaining('PENDING_UPDATE') });
    setup.clock.advance(settle);
    expect(await verify()).toMatchObject({ verdict: 'confirmed', after: expect.stringContaining('SOURCE_IP') });
    await put({ pool: { session_persistence: null } });
    setup.clock.advance(settle);
    expect(await verify()).toMatchObject({ verdict: 'confirmed', after: '{"session_persistence":null}' });
    setup.cloud.handles.fail();
    await put(sticky);
    setup.clock.advance(settle);
    expect(await verify()).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('ERROR') });
  });

  it('of a member is verified by the member, and its removal failed where that left it in ERROR', async () => {
    const setup = await signedIn();
    const members = `${api}/pools/${web(setup).pool}/members`;
    const listed = await (await setup.browser.ask(members)).json();
    const member = `${members}/${listed.members[0].id}`;
    const verify = async () => {
      setup.clock.advance(settle);
      const [{ id }] = await history(setup);
      return (await setup.browser.ask(`/panel/history/${id}/check`, { method: 'POST' })).json();
    };
    await setup.browser.ask(member, { method: 'PUT', body: { member: { weight: 0 } } });
    expect(await verify()).toMatchObject({ verdict: 'confirmed', after: '{"weight":0}' });
    const release = setup.cloud.handles.fail();
    await setup.browser.ask(member, { method: 'DELETE' });
    expect(await verify()).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('still there') });
    release();
    await setup.browser.ask(member, { method: 'DELETE' });
    expect(await verify()).toMatchObject({ verdict: 'confirmed', after: 'none' });
  });

  it.each([
    [501, "Provider 'x' does not support a requested option: session_persistence", 'failed'],
    [503, 'Project busy.  Unable to lock the project.  Please try again.', 'failed'],
    [409, 'Load Balancer x is immutable and cannot be updated.', 'failed'],
    [500, "Provider 'x' reports error: it trips", null],
    [503, 'Something else.', null],
  ])('is over where %i says that nothing was done: %s', async (status, faultstring, verdict) => {
    const setup = await signedIn();
    const body = { faultcode: 'Server', faultstring, debuginfo: null };
    setup.answer = ({ method }) => (method === 'PUT' ? Response.json(body, { status }) : undefined);
    await setup.browser.ask(`${api}/pools/${web(setup).pool}`, { method: 'PUT', body: sticky });
    expect(await history(setup)).toMatchObject([{ status, verdict }]);
  });

  it('keeps the value that was announced when it is verified, cookie name and all', async () => {
    const setup = await signedIn();
    const { id, pool } = web(setup);
    const after = '{"type":"APP_COOKIE","cookieName":"sid"}';
    const announced = { region: 'RegionOne', operation: 'octavia.pools.update', before: 'DISABLED', after };
    const headers = await setup.browser.announce({ ...announced, subject: { loadBalancerId: id, part: pool } });
    const body = { pool: { session_persistence: { type: 'APP_COOKIE', cookie_name: 'sid' } } };
    await setup.browser.ask(`${api}/pools/${pool}`, { method: 'PUT', body, headers });
    setup.clock.advance(settle);
    const checked = `/panel/history/${headers['x-holdfast-change']}/check`;
    expect(await (await setup.browser.ask(checked, { method: 'POST' })).json()).toMatchObject({
      verdict: 'confirmed',
      after,
    });
  });

  it('stands beside favourites that are the project’s own at this identity service', async () => {
    const { browser, store, cloud } = await signedIn();
    const body = { operation: 'octavia.pools.update' };
    expect((await browser.ask('/panel/favourites', { method: 'POST', body })).status).toBe(204);
    expect(await (await browser.ask('/panel/favourites')).json()).toEqual({ favourites: ['octavia.pools.update'] });
    const account = cloud.projects.panel!;
    expect(await store.favourites.find({ account, user: 'member' })).toEqual([]);
    expect(await store.favourites.find({ account: `${cloud.identityUrl} ${account}`, user: 'member' })).toHaveLength(1);
  });

  it('is seen by the project alone, whatever other identity service knows an account of that name', async () => {
    const setup = await signedIn();
    await setup.browser.ask(`${api}/pools/${web(setup).pool}`, { method: 'PUT', body: sticky });
    const body = { project: setup.cloud.projects.shop };
    await setup.browser.ask('/session', { method: 'POST', body });
    expect(await history(setup)).toEqual([]);
  });
});
