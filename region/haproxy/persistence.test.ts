import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { persistenceCookieOf } from '../../contract/clb/persistence-cookie.ts';
import type { SslTermination } from '../data-plane.ts';
import { ask, nodesOf } from './testing/client.ts';
import { loadBalancerOn } from './testing/load-balancers.ts';
import { addressOf, clientAddress, nodeCertificate, noHaproxy, Stage } from './testing/stage.ts';

const distinct = (nodes: readonly (string | null)[]): number => new Set(nodes).size;

describe.skipIf(noHaproxy !== null)('session persistence through HAProxy', { timeout: 30_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it('keeps a client that brings its cookie on one node, and only while HTTP_COOKIE is in force', async () => {
    const address = addressOf(1);
    const nodes = [await stage.node(11), await stage.node(12), await stage.node(13)];
    expect(await stage.run(loadBalancerOn(1, address, nodes))).toEqual(new Map());
    expect(distinct(await nodesOf(6, () => ({ address, port: 8000 })))).toBe(3);

    await stage.change(1, { sessionPersistence: 'HTTP_COOKIE' });
    const clients = await Promise.all(Array.from({ length: 6 }, () => ask({ address, port: 8000 })));
    expect(distinct(clients.map(({ node }) => node))).toBe(3);
    for (const { node, cookie } of clients) {
      expect(cookie).toMatch(/^HOLDFAST_NODE_1=1[123]$/);
      expect(await nodesOf(4, () => ({ address, port: 8000, cookie: cookie! }))).toEqual([node, node, node, node]);
    }
    expect(await stage.dataPlane.sessions(1)).toBeNull();

    await stage.change(1, { sessionPersistence: null });
    expect(distinct(await nodesOf(6, () => ({ address, port: 8000, cookie: clients[0]!.cookie! })))).toBe(3);
    expect((await ask({ address, port: 8000 })).cookie).toBeNull();
  });

  it('keeps a client of several load balancers on one virtual IP on its node of each, because each has a cookie of its own', async () => {
    const address = addressOf(5);
    const ports = { 51: 8000, 52: 8001 };
    for (const [id, port] of Object.entries(ports)) {
      const nodes = await Promise.all([1, 2, 3].map((number) => stage.node(Number(id) * 10 + number)));
      const more = { port, sessionPersistence: 'HTTP_COOKIE' } as const;
      await stage.run(loadBalancerOn(Number(id), address, nodes, more));
    }
    // A browser keeps one jar for all ports of a host.
    const jar = new Map<string, string>();
    const visit = async (port: number): Promise<string | null> => {
      const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
      const answer = await ask({ address, port, ...(cookie && { cookie }) });
      const [name, value] = answer.cookie?.split('=') ?? [];
      if (name && value) jar.set(name, value);
      return answer.node;
    };
    const homes = [await visit(8000), await visit(8001)];
    for (let turn = 0; turn < 4; turn += 1) expect([await visit(8000), await visit(8001)]).toEqual(homes);
    expect([...jar.keys()].sort()).toEqual([persistenceCookieOf(51), persistenceCookieOf(52)]);
    // Over a reload the names stay.
    await stage.change(51, { timeout: 61 });
    expect([await visit(8000), await visit(8001)]).toEqual(homes);
  });

  it('takes the cookie in quotes, too, as some clients send values back, wherever it stands among others', async () => {
    const address = addressOf(6);
    const nodes = [await stage.node(61), await stage.node(62), await stage.node(63)];
    await stage.run(loadBalancerOn(6, address, nodes, { sessionPersistence: 'HTTP_COOKIE' }));
    const { node, cookie } = await ask({ address, port: 8000 });
    const [name, value] = cookie!.split('=') as [string, string];
    const quoted = `${name}="${value}"`;
    for (const sent of [quoted, `a=1; ${quoted}`, `${quoted}; b="2"`, `a="${name}"; ${quoted};b=2`, `a=1;${quoted}`]) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => ask({ address, port: 8000, cookie: sent })));
      expect(answers.map((answer) => answer.node)).toEqual([node, node, node, node]);
      expect(answers.map((answer) => answer.cookie)).toEqual([null, null, null, null]);
    }
  });

  it('calls the cookie Secure only where clients reach the nodes through TLS alone', async () => {
    const address = addressOf(7);
    const { certificate, privateKey } = nodeCertificate();
    const sslTermination: SslTermination = {
      enabled: true,
      securePort: 8443,
      secureTrafficOnly: true,
      cipherProfile: 'default',
      tls10: false,
      tls11: false,
      privatekey: privateKey,
      certificate,
      mappings: [],
    };
    const nodes = [await stage.node(71)];
    const words = async (changed: Partial<SslTermination> | null) => {
      const next = changed && { ...sslTermination, ...changed };
      expect(await stage.change(7, { sslTermination: next })).toBeUndefined();
      const at = next?.enabled ? { port: 8443, tls: {} } : { port: 8000 };
      return (await ask({ address, ...at })).headers['set-cookie'];
    };
    await stage.run(loadBalancerOn(7, address, nodes, { sessionPersistence: 'HTTP_COOKIE' }));
    const plain = `${persistenceCookieOf(7)}=71; path=/; HttpOnly`;
    expect(await words({})).toEqual([`${plain}; Secure`]);
    expect(await words({ secureTrafficOnly: false })).toEqual([plain]);
    expect(await words({ enabled: false })).toEqual([plain]);
    expect(await words(null)).toEqual([plain]);
  });

  it('keeps clients on their nodes by address under SOURCE_IP, through reloads that add and remove nodes', async () => {
    const address = addressOf(2);
    const nodes = [await stage.node(21), await stage.node(22), await stage.node(23)];
    await stage.run(loadBalancerOn(2, address, nodes));
    expect(distinct(await nodesOf(6, () => ({ address, port: 8000, from: clientAddress(7) })))).toBe(3);

    await stage.change(2, { sessionPersistence: 'SOURCE_IP' });
    const clients = Array.from({ length: 12 }, (_, index) => clientAddress(index + 1));
    const first = await nodesOf(clients.length, (index) => ({ address, port: 8000, from: clients[index]! }));
    expect(distinct(first)).toBe(3);
    const again = () => nodesOf(clients.length, (index) => ({ address, port: 8000, from: clients[index]! }));
    expect(await again()).toEqual(first);

    const added = await stage.node(24);
    await stage.change(2, { nodes: [...nodes, added] });
    expect(await again()).toEqual(first);
    const entries = await stage.dataPlane.sessions(2);
    expect(entries?.map(({ client }) => client).sort()).toEqual([...clients].sort());
    expect(entries?.every(({ nodeId, expires }) => nodeId !== null && expires > 0 && expires <= 1800)).toBe(true);

    const gone = first[0];
    await stage.change(2, { nodes: [...nodes, added].filter(({ id }) => `n${id}` !== gone) });
    const after = await again();
    after.forEach((node, index) => {
      if (first[index] === gone) expect(node).not.toBe(gone);
      else expect(node).toBe(first[index]);
    });

    expect(await stage.dataPlane.forget(2, clients[1]!)).toBe(true);
    expect(await stage.dataPlane.forget(2, clients[1]!)).toBe(false);
    expect((await stage.dataPlane.sessions(2))?.some(({ client }) => client === clients[1])).toBe(false);

    await stage.change(2, { sessionPersistence: null });
    expect(distinct(await nodesOf(6, () => ({ address, port: 8000, from: clients[0]! })))).toBe(3);
    expect(await stage.dataPlane.sessions(2)).toBeNull();
  });

  it('keeps a TLS 1.2 client that resumes its session on one node under SSL_ID; a new session may go anywhere', async () => {
    const address = addressOf(3);
    const tls = { ...nodeCertificate(), version: 'TLSv1.2' } as const;
    const nodes = [await stage.node(31, {}, tls), await stage.node(32, {}, tls), await stage.node(33, {}, tls)];
    await stage.run(loadBalancerOn(3, address, nodes, { protocol: 'HTTPS', port: 8443 }));
    const resumed = async (session: Buffer) => {
      const seen: (string | null)[] = [];
      for (let count = 0; count < 6; count += 1) {
        seen.push((await ask({ address, port: 8443, tls: { session } })).node);
      }
      return seen;
    };
    const before = await ask({ address, port: 8443, tls: {} });
    expect(distinct(await resumed(before.session!))).toBeGreaterThan(1);

    await stage.change(3, { sessionPersistence: 'SSL_ID' });
    const clients = [];
    for (let count = 0; count < 3; count += 1) clients.push(await ask({ address, port: 8443, tls: {} }));
    expect(distinct(clients.map(({ node }) => node))).toBe(3);
    for (const { node, session } of clients) expect(new Set(await resumed(session!))).toEqual(new Set([node]));
    expect((await stage.dataPlane.sessions(3))?.length).toBeGreaterThanOrEqual(3);

    await stage.change(3, { nodes: [...nodes, await stage.node(34, {}, tls)] });
    for (const { node, session } of clients) expect(new Set(await resumed(session!))).toEqual(new Set([node]));

    await stage.change(3, { sessionPersistence: null });
    expect(distinct(await resumed(clients[0]!.session!))).toBeGreaterThan(1);
  });

  it('cannot keep a TLS 1.3 client by its session id', async () => {
    const address = addressOf(4);
    const tls = { ...nodeCertificate(), version: 'TLSv1.3' } as const;
    const nodes = [await stage.node(41, {}, tls), await stage.node(42, {}, tls)];
    await stage.run(loadBalancerOn(4, address, nodes, { protocol: 'HTTPS', port: 8443, sessionPersistence: 'SSL_ID' }));
    const { session } = await ask({ address, port: 8443, tls: {} });
    expect(distinct(await nodesOf(6, () => ({ address, port: 8443, tls: { session: session! } })))).toBe(2);
  });
});
