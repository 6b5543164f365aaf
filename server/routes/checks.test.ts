import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { CheckEnd, CheckLine } from '../../contract/shared/stickiness-check.ts';
import { lost, type Prober } from '../checks/probe.ts';
import { socketProber } from '../checks/prober.ts';
import { errorOf, type Setup, setUp } from '../testing/browser.ts';

const details = (more: Record<string, unknown> = {}) => ({
  id: 71,
  status: 'ACTIVE',
  protocol: 'HTTP',
  port: 80,
  virtualIps: [{ address: '127.10.0.4', ipVersion: 'IPV4' }],
  nodes: [1, 2, 3].map((node) => ({
    id: node,
    address: `10.0.0.${node}`,
    port: 80,
    condition: 'ENABLED',
    status: 'ONLINE',
  })),
  ...more,
});

/** Three nodes that name themselves and take turns. */
const turns = (): Prober => {
  let count = 0;
  return async ({ memory }) => {
    count += 1;
    return { ...lost(memory ? 'kept' : 'fresh', ''), status: 200, error: null, header: `n${count % 3}` };
  };
};

async function at(loadBalancer: unknown, probe: Prober = turns()): Promise<Setup> {
  const setup = await setUp({ probe });
  setup.service.answer = ({ url }) =>
    url.includes('/extras/') ? new Response('', { status: 404 }) : Response.json({ loadBalancer });
  await setup.browser.signIn('admin');
  return setup;
}
const body = { region: 'ORD', loadBalancerId: '71' };
const check = ({ browser }: Pick<Setup, 'browser'>, more: Record<string, unknown> = {}) =>
  browser.ask('/panel/checks', { method: 'POST', body: { ...body, ...more } });
const linesOf = async (response: Response): Promise<CheckLine[]> =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const last = ({ browser }: Pick<Setup, 'browser'>, query = 'region=ORD&loadBalancerId=71') =>
  browser.ask(`/panel/checks?${query}`);

describe('POST /panel/checks', () => {
  it('streams what each request met, and the verdict with the whole strip', async () => {
    const lines = await linesOf(await check(await at(details())));
    expect(lines[0]).toEqual({
      target: { address: '127.10.0.4', port: 80, secure: false },
      requests: 24,
      kept: 12,
      type: null,
    });
    expect(lines).toHaveLength(26);
    const { verdict, strip } = lines.at(-1) as CheckEnd;
    expect(verdict).toEqual({
      outcome: 'not-sticky',
      words: 'Not sticky: requests went to 3 nodes. Session persistence is disabled.',
    });
    expect(strip).toEqual(lines.slice(1, -1).map((line) => (line as { probe: unknown }).probe));
  });

  it('shows no node where the load balancer answers by itself', async () => {
    const setup = await at(details({ nodes: [] }), async ({ memory }) => ({
      ...lost(memory ? 'kept' : 'fresh', ''),
      status: 503,
      error: null,
      body: 'the load balancer’s page',
    }));
    const lines = await linesOf(await check(setup));
    const { verdict, strip } = lines.at(-1) as CheckEnd;
    expect(verdict.words).toBe('Cannot tell: no node is enabled and online.');
    for (const probe of [...strip, ...lines.slice(1, -1).map((line) => (line as unknown as { probe: never }).probe)])
      expect(probe).toMatchObject({ node: null, answered: true, error: expect.stringContaining('503') });
  });

  it('says so when the load balancer was changed meanwhile', async () => {
    let reads = 0;
    const setup = await at(details());
    setup.service.answer = () => {
      reads += 1;
      return Response.json({
        loadBalancer: details(reads > 1 ? { sessionPersistence: { persistenceType: 'SOURCE_IP' } } : {}),
      });
    };
    const { verdict } = (await linesOf(await check(setup))).at(-1) as CheckEnd;
    expect(verdict.words).toContain('was changed while the check ran');
  });

  it.each([
    ['nodes that are null', details({ nodes: [null] }), 502],
    ['virtual IPs that are null', details({ virtualIps: [null] }), 502],
    ['nothing', null, 502],
    ['a deleted load balancer', { id: 71, name: 'web', status: 'DELETED' }, 422],
    ['a protocol that is not spoken', details({ protocol: 'MYSQL' }), 422],
    ['no virtual IP', details({ virtualIps: [] }), 422],
    ['an address inside', details({ virtualIps: [{ address: '10.0.0.1' }] }), 422],
  ])('odd details are refused in words and hold no place: %s', async (_, loadBalancer, status) => {
    const setup = await at(loadBalancer);
    for (let count = 0; count < 4; count += 1) {
      const response = await check(setup);
      expect(response.status).toBe(status);
      expect((await errorOf(response)).message).toMatch(/check|virtual IP/);
    }
  });

  it.each(['Content-Type', 'set-cookie', 'Date'])('does not take %s for a name of nodes', async (header) => {
    const response = await check(await at(details()), { header });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ field: 'header' });
  });

  const never: Prober = () => new Promise(() => {});
  it('ends by the clock when a request never does, and gives its place back', async () => {
    const setup = await at(details(), never);
    const open = await Promise.all([check(setup), check(setup)]);
    expect((await check(setup)).status).toBe(429);
    const texts = Promise.all(open.map(linesOf));
    for (let second = 0; second < 70; second += 1) {
      setup.clock.advance(1_000);
      await new Promise(setImmediate);
    }
    for (const lines of await texts) expect((lines.at(-1) as CheckEnd).verdict.words).toContain('nothing answered');
    expect((await check(setup)).status).toBe(200);
  });

  it('gives its place back when nobody reads it any more', async () => {
    const setup = await at(details(), never);
    for (let count = 0; count < 4; count += 1) {
      const response = await check(setup);
      expect(response.status).toBe(200);
      await response.body?.cancel();
      setup.clock.advance(7_000);
      await new Promise(setImmediate);
    }
  });

  it('gives its place back when a prober throws', async () => {
    const setup = await at(details(), async () => {
      throw new Error('broken');
    });
    for (let count = 0; count < 4; count += 1) {
      const { verdict } = (await linesOf(await check(setup))).at(-1) as CheckEnd;
      expect(verdict.words).toContain('The request could not be sent.');
    }
  });

  it('takes 101 Switching Protocols for no answer and comes to its end', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const setup = await at(details({ port, virtualIps: [{ address: '127.0.0.1' }] }), socketProber);
    const { verdict } = (await linesOf(await check(setup))).at(-1) as CheckEnd;
    expect(verdict.words).toContain('101: the answer switches to another protocol');
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('GET /panel/checks', () => {
  it('gives the last check of a load balancer to everybody of its account, and to nobody else', async () => {
    const setup = await at(details());
    expect(await (await last(setup)).json()).toEqual({ check: null });
    const { verdict, strip } = (await linesOf(await check(setup))).at(-1) as CheckEnd;
    const observer = setup.another();
    await observer.signIn('observer');
    const kept = await (await last({ browser: observer })).json();
    expect(kept.check).toEqual({
      at: new Date(setup.clock.now()).toISOString(),
      user: 'admin',
      target: { address: '127.10.0.4', port: 80, secure: false },
      requests: 24,
      kept: 12,
      type: null,
      verdict,
      strip,
    });
    const stranger = setup.another();
    await stranger.signIn('stranger');
    expect(await (await last({ browser: stranger })).json()).toEqual({ check: null });
    expect(await (await last(setup, 'region=DFW&loadBalancerId=71')).json()).toEqual({ check: null });
    expect((await last({ browser: setup.another() })).status).toBe(401);
    for (const query of [
      'region=ORD',
      'loadBalancerId=71',
      'region=ORD&loadBalancerId=a',
      'region=%00&loadBalancerId=1',
    ])
      expect((await last(setup, query)).status).toBe(400);
  });

  it('does not keep a check that was stopped', async () => {
    const setup = await at(details(), async () => {
      await new Promise(setImmediate);
      return lost('kept', 'x');
    });
    await (await check(setup)).body?.cancel();
    await expect.poll(async () => (await check(setup)).body?.cancel().then(() => 'ended')).toBe('ended');
    expect(await (await last(setup)).json()).toEqual({ check: null });
  });

  it('remembers the names of the nodes, so that one name proves Source IP afterwards', async () => {
    const sourceIp = { sessionPersistence: { persistenceType: 'SOURCE_IP' } };
    let names = 3;
    let count = 0;
    const setup = await at(details(), async ({ memory }) => ({
      ...lost(memory ? 'kept' : 'fresh', ''),
      status: 200,
      error: null,
      header: `n${count++ % names}`,
    }));
    await linesOf(await check(setup));
    names = 1;
    setup.service.answer = () => Response.json({ loadBalancer: details(sourceIp) });
    for (const _ of ['first', 'second'])
      expect(((await linesOf(await check(setup))).at(-1) as CheckEnd).verdict.outcome).toBe('sticky');
    // Other nodes: nothing is known of their names.
    setup.service.answer = () =>
      Response.json({ loadBalancer: details({ ...sourceIp, nodes: details().nodes.slice(1) }) });
    expect(((await linesOf(await check(setup))).at(-1) as CheckEnd).verdict.outcome).toBe('cannot-tell');
  });
});
