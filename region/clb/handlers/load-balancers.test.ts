import { beforeEach, describe, expect, test } from 'vitest';
import { type Body, startTestRegion, type TestRegion } from '../../testing/test-region.ts';

let at: TestRegion;
beforeEach(async () => {
  at = await startTestRegion();
});

async function made(change: object = {}): Promise<Body> {
  const { status, body } = await at.ask('POST', '/loadbalancers', {
    body: { name: 'web', protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }], ...change },
  });
  if (status !== 202) throw new Error(JSON.stringify(body));
  await at.settle();
  return body.loadBalancer;
}
const ids = async (query = '') =>
  (await at.ask('GET', `/loadbalancers${query}`)).body.loadBalancers.map(({ id }: { id: number }) => id);
const details = async (id: number) => (await at.ask('GET', `/loadbalancers/${id}`)).body.loadBalancer;
const update = (id: number, body: object) => at.ask('PUT', `/loadbalancers/${id}`, { body });

describe('creation', () => {
  test('goes from BUILD to ACTIVE', async () => {
    const { body } = await at.ask('POST', '/loadbalancers', {
      body: { name: 'web', protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }] },
    });
    expect(body.loadBalancer).toMatchObject({ status: 'BUILD', port: 80, algorithm: 'RANDOM', timeout: 30 });
    await at.settle(799);
    expect((await details(body.loadBalancer.id)).status).toBe('BUILD');
    await at.settle(1);
    expect((await details(body.loadBalancer.id)).status).toBe('ACTIVE');
  });

  test.each([
    [[{ type: 'PUBLIC' }], ['IPV4 PUBLIC', 'IPV6 PUBLIC']],
    [[{ type: 'PUBLIC', ipVersion: 'IPV4' }], ['IPV4 PUBLIC']],
    [[{ type: 'PUBLIC', ipVersion: 'IPV6' }], ['IPV6 PUBLIC']],
    [[{ type: 'SERVICENET' }], ['IPV4 SERVICENET']],
  ])('with virtual IPs %j gives %j', async (virtualIps, expected) => {
    const { virtualIps: given } = await made({ virtualIps });
    expect(given.map((each: Body) => `${each.ipVersion} ${each.type}`)).toEqual(expected);
    for (const { id, address, ipVersion } of given) {
      expect(id >= 9_000_000).toBe(ipVersion === 'IPV6');
      expect(address).toMatch(ipVersion === 'IPV4' ? /^127\.10\.\d+\.\d+$/ : /^([0-9a-f]{4}:){7}[0-9a-f]{4}$/);
    }
  });

  test('shows no node weight unless the algorithm is weighted', async () => {
    const nodes = [{ address: '127.0.0.1', port: 8091, condition: 'ENABLED', weight: 7 }];
    const first = await made({ nodes });
    expect(first.nodes[0]).not.toHaveProperty('weight');
    const second = await made({ nodes, algorithm: 'WEIGHTED_ROUND_ROBIN' });
    expect(second.nodes[0].weight).toBe(7);
    const node = (await at.ask('GET', `/loadbalancers/${first.id}/nodes/${first.nodes[0].id}`)).body.node;
    expect(node.weight).toBe(7);
  });

  test('refuses a node that is its own listener', async () => {
    const [{ address }] = (await made()).virtualIps;
    const { id } = await made();
    const [own] = (await details(id)).virtualIps;
    const answer = await at.ask('POST', `/loadbalancers/${id}/nodes`, {
      body: { nodes: [{ address: own.address, port: 80, condition: 'ENABLED' }] },
    });
    expect(answer.body.validationErrors.messages).toEqual(['Node ip is invalid. Please specify a valid ip.']);
    const elsewhere = await at.ask('POST', `/loadbalancers/${id}/nodes`, {
      body: { nodes: [{ address, port: 80, condition: 'ENABLED' }] },
    });
    expect(elsewhere.status).toBe(202);
  });

  test.each(['2001:db8::1', '2001:DB8::1', '2001:db8:0:0:0:0:0:1', '2001:0db8::0001'])(
    'knows a node by its address, here written %s',
    async (address) => {
      const node = { port: 80, condition: 'ENABLED' };
      const { id } = await made({ nodes: [{ ...node, address: '2001:db8:0::1' }] });
      const { body } = await at.ask('GET', `/loadbalancers?nodeaddress=${address}`);
      expect(body.loadBalancers).toEqual([{ id, name: 'web', status: 'ACTIVE' }]);
      const again = await at.ask('POST', `/loadbalancers/${id}/nodes`, { body: { nodes: [{ ...node, address }] } });
      expect(again.status).toBe(422);
      const twice = { nodes: [address, '2001:db8::0:1'].map((each) => ({ ...node, port: 81, address: each })) };
      expect((await at.ask('POST', `/loadbalancers/${id}/nodes`, { body: twice })).status).toBe(400);
    },
  );

  test('refuses a node that is its own listener in another spelling', async () => {
    const { id, virtualIps } = await made();
    for (const address of [`::ffff:${virtualIps[0].address}`, virtualIps[1].address.toUpperCase()]) {
      const body = { nodes: [{ address, port: 80, condition: 'ENABLED' }] };
      expect((await at.ask('POST', `/loadbalancers/${id}/nodes`, { body })).status, address).toBe(400);
    }
  });

  test('refuses host names, because no domain is allowed here', async () => {
    const answer = await at.ask('POST', '/loadbalancers', {
      body: {
        name: 'web',
        protocol: 'HTTP',
        virtualIps: [{ type: 'PUBLIC' }],
        nodes: [{ address: 'node.example.com', port: 80, condition: 'ENABLED' }],
      },
    });
    expect(answer.body.validationErrors.messages).toEqual([
      'The address node.example.com is not a valid IPv4, IPv6 address or an FQDN that is in an authorized Domain',
    ]);
  });
});

describe('a redirect to HTTPS, which takes port 80 of a virtual IP', () => {
  const redirecting = { protocol: 'HTTPS', httpsRedirect: true };
  const create = (change: object) =>
    at.ask('POST', '/loadbalancers', { body: { name: 'web', protocol: 'HTTP', ...change } });
  const onCreate = 'Another load balancer is currently using the requested port with the shared virtual ip.';
  const onUpdate = 'Port currently assigned to one of the virtual ips. Please verify protocol/port combinations.';

  test('is refused where another load balancer has the port', async () => {
    const [{ id }] = (await made()).virtualIps;
    const refused = await create({ ...redirecting, virtualIps: [{ id }] });
    expect([refused.status, refused.body.message]).toEqual([400, onCreate]);
    const plain = await made({ protocol: 'HTTPS', virtualIps: [{ id }] });
    const on = await update(plain.id, { httpsRedirect: true });
    expect([on.status, on.body.message]).toEqual([400, onUpdate]);
    const other = await made({ protocol: 'TCP', port: 443, virtualIps: [{ type: 'PUBLIC' }] });
    await made({ port: 80, virtualIps: [{ id: other.virtualIps[0].id }] });
    expect((await update(other.id, { protocol: 'HTTPS', httpsRedirect: true })).status).toBe(400);
  });

  test('keeps others off it, until it is off', async () => {
    const { id, virtualIps } = await made({ ...redirecting });
    const shared = [{ id: virtualIps[0].id }];
    const refused = await create({ virtualIps: shared });
    expect([refused.status, refused.body.message]).toEqual([400, onCreate]);
    const neighbour = await made({ port: 8080, virtualIps: shared });
    expect((await update(neighbour.id, { port: 80 })).body.message).toBe(onUpdate);
    expect((await update(id, { httpsRedirect: false })).status).toBe(202);
    await at.settle();
    expect((await update(neighbour.id, { port: 80 })).status).toBe(202);
    await at.settle();
    expect((await update(id, { httpsRedirect: true })).status).toBe(400);
  });
});

describe('the list', () => {
  let all: number[];
  beforeEach(async () => {
    all = [];
    for (let index = 0; index < 5; index += 1) {
      const nodes = [{ address: `10.0.0.${index % 2}`.replace('.0.0.0', '.0.0.9'), port: 80, condition: 'ENABLED' }];
      all.push((await made({ name: `web-${index % 2}`, nodes })).id);
    }
  });

  test('ascends by id and pages by marker, its own item included', async () => {
    expect(await ids()).toEqual(all);
    expect(await ids('?limit=2')).toEqual(all.slice(0, 2));
    expect(await ids(`?marker=${all[2]}`)).toEqual(all.slice(2));
    expect(await ids(`?marker=${all[1]! + 1}&limit=2`)).toEqual(all.slice(2, 4));
    expect(await ids(`?marker=${all[0]}&offset=3&limit=1`)).toEqual(all.slice(3, 4));
    expect(await ids(`?marker=${all[4]! + 1}`)).toEqual([]);
    for (const limit of ['-1', '101', '']) expect(await ids(`?limit=${limit}`)).toEqual(all);
  });

  test('holds no session persistence, and the number of nodes', async () => {
    const [first] = (await at.ask('GET', '/loadbalancers')).body.loadBalancers;
    expect(Object.keys(first)).toEqual([
      'id',
      'name',
      'protocol',
      'port',
      'algorithm',
      'status',
      'timeout',
      'nodeCount',
      'virtualIps',
      'created',
      'updated',
    ]);
    expect(first.nodeCount).toBe(1);
  });

  test('filters by status, name, node address and time of change', async () => {
    expect(await ids('?name=web-0')).toEqual([all[0], all[2], all[4]]);
    expect(await ids('?name=web-0&offset=1&limit=1')).toEqual([all[2]]);
    expect(await ids('?name=web')).toEqual([]);
    expect(await ids('?status=BUILD')).toEqual([]);
    expect(await ids('?status=ACTIVE&limit=1')).toEqual([all[0]]);
    const { body } = await at.ask('GET', '/loadbalancers?nodeaddress=10.0.0.1&name=web-0&status=nonsense');
    expect(body.loadBalancers).toEqual([
      { id: all[1], name: 'web-1', status: 'ACTIVE' },
      { id: all[3], name: 'web-1', status: 'ACTIVE' },
    ]);
    await at.settle(60_000);
    const since = new Date(at.clock.now()).toISOString();
    expect(await ids(`?changes-since=${since}`)).toEqual([]);
    await update(all[3]!, { name: 'renamed' });
    expect(await ids(`?changes-since=${since}`)).toEqual([all[3]]);
    expect(await ids(`?changes-since=${since}&status=ACTIVE`)).toEqual([]);
    expect(await ids('?name=renamed')).toEqual([all[3]]);
    expect(await ids('?changes-since=2031-01-01')).toEqual(all);
  });

  test.each([
    '2031-05-02T17:20:11Z',
    '2031-05-02T17:20:11-05:00',
    '2031-05-02T17:20:11-0500',
    '2031-05-02',
    '2031-05-02T17:20:11%2B01:00',
  ])('reads the date %s', async (date) => {
    expect((await at.ask('GET', `/loadbalancers?changes-since=${date}`)).status).toBe(200);
  });

  test.each(['yesterday', '2031-04-31', '2031-02-29', '2031-05-02T25:00:00Z', '2031-13-01'])(
    'refuses the date %s',
    async (date) => {
      const { status, body } = await at.ask('GET', `/loadbalancers?changes-since=${date}`);
      expect({ status, body }).toEqual({
        status: 400,
        body: { message: 'Date parameters must follow ISO-8601 format', code: 400 },
      });
    },
  );

  test('leaves deleted ones out until they are asked for', async () => {
    await at.ask('DELETE', `/loadbalancers/${all[0]}`);
    expect((await details(all[0]!)).status).toBe('PENDING_DELETE');
    expect(await ids()).toEqual(all);
    expect(await ids('?name=web-0')).toEqual([all[2], all[4]]);
    await at.settle();
    expect(await ids()).toEqual(all.slice(1));
    expect(await ids('?status=DELETED')).toEqual([all[0]]);
    expect(Object.keys(await details(all[0]!))).toEqual(['id', 'name', 'status', 'created', 'updated']);
    expect((await made()).id).toBeGreaterThan(all[4]!);
  });
});

test('deletes several at once, or none', async () => {
  const [first, second] = [(await made()).id, (await made()).id];
  const refused = await at.ask('DELETE', `/loadbalancers?id=${first}&id=999999`);
  expect(refused.body.message).toBe('Must provide valid load balancers: 999999  could not be found.');
  expect((await details(first)).status).toBe('ACTIVE');
  expect((await at.ask('DELETE', `/loadbalancers?id=${first}&id=${second}`)).status).toBe(202);
  await at.settle();
  expect(await ids()).toEqual([]);
});

describe('a change', () => {
  test('keeps the port when the protocol becomes HTTPS, and takes the protocol’s for the DNS family', async () => {
    const { id } = await made();
    await update(id, { protocol: 'HTTPS' });
    await at.settle();
    expect(await details(id)).toMatchObject({ protocol: 'HTTPS', port: 80 });
    await update(id, { protocol: 'DNS_TCP' });
    await at.settle();
    expect(await details(id)).toMatchObject({ protocol: 'DNS_TCP', port: 53 });
  });

  test('out of HTTP removes the custom error page', async () => {
    const { id } = await made();
    const page = `/loadbalancers/${id}/errorpage`;
    await at.ask('PUT', page, { body: { content: '<h1>Back soon</h1>' } });
    await at.settle();
    expect((await at.ask('GET', page)).body).toEqual({ errorpage: { content: '<h1>Back soon</h1>' } });
    await update(id, { protocol: 'SMTP' });
    await at.settle();
    await update(id, { protocol: 'HTTP' });
    await at.settle();
    expect((await at.ask('GET', page)).body.errorpage.content).toContain('The service is temporarily unavailable.');
  });

  test('moves the time of the last update', async () => {
    const { id } = await made();
    const before = (await details(id)).updated.time;
    await at.settle(5000);
    await update(id, { name: 'renamed' });
    expect((await details(id)).updated.time > before).toBe(true);
  });
});

describe('shared virtual IPs', () => {
  const on = (id: number, protocol: string, port: number) =>
    at.ask('POST', '/loadbalancers', { body: { name: 'x', protocol, port, virtualIps: [{ id }] } });

  test.each([
    ['HTTP', 80, 'HTTP', 81, 202],
    ['HTTP', 80, 'HTTP', 80, 400],
    ['DNS_TCP', 53, 'DNS_UDP', 53, 202],
    ['TCP', 90, 'UDP', 90, 202],
    ['TCP_CLIENT_FIRST', 90, 'UDP_STREAM', 90, 202],
    ['TCP_STREAM', 90, 'UDP', 90, 400],
  ])('%s on %i beside %s on %i: %i', async (first, firstPort, second, secondPort, status) => {
    const { virtualIps } = await made({ protocol: first, port: firstPort });
    expect((await on(virtualIps[0].id, second, secondPort)).status).toBe(status);
  });

  test('live as long as one load balancer has them, and then they are nobody’s', async () => {
    const first = await made();
    const [{ id: virtualIp }] = first.virtualIps;
    const second = (await on(virtualIp, 'HTTP', 81)).body.loadBalancer;
    await at.settle();
    await at.ask('DELETE', `/loadbalancers/${first.id}`);
    await at.settle();
    expect((await details(second.id)).virtualIps.map(({ id }: Body) => id)).toEqual([virtualIp]);
    expect((await on(virtualIp, 'HTTP', 80)).status).toBe(202);
    await at.settle();
    for (const id of await ids()) await at.ask('DELETE', `/loadbalancers/${id}`);
    await at.settle();
    expect((await on(virtualIp, 'HTTP', 80)).body.message).toContain('Shared virtual ip could not be found.');
  });
});

test('a number as seed raises the limit, and absolutelimits says so', async () => {
  at = await startTestRegion({ seed: 300 });
  expect((await at.ask('GET', '/loadbalancers/absolutelimits')).body.absolute).toContainEqual({
    name: 'LOADBALANCER_LIMIT',
    value: 325,
  });
  expect(await ids('?limit=100')).toHaveLength(100);
  expect((await made()).status).toBe('BUILD');
});

test('a number as seed is spread over both regions, and no id stands in both', async () => {
  at = await startTestRegion({ seed: 101 });
  const inDfw = await at.ask('GET', '/loadbalancers', { regionName: 'DFW' });
  const found = [await ids(), inDfw.body.loadBalancers.map(({ id }: Body) => id)];
  expect(found.map(({ length }) => length)).toEqual([51, 50]);
  expect(new Set(found.flat()).size).toBe(101);
});
