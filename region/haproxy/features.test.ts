import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { persistenceCookieOf } from '../../contract/clb/persistence-cookie.ts';
import type { SslTermination } from '../data-plane.ts';
import { bindProblem } from './bind-check.ts';
import { selfSigned } from './demo-nodes/certificate.ts';
import { ask, connect, nodesOf } from './testing/client.ts';
import { loadBalancerOn, nodeOn } from './testing/load-balancers.ts';
import { addressOf, clientAddress, nodeCertificate, noHaproxy, Stage } from './testing/stage.ts';

const count = (nodes: readonly (string | null)[], name: string): number => nodes.filter((node) => node === name).length;

/** A connection on which a node has answered, so that HAProxy counts it, and which stays open. */
async function answered(address: string): Promise<{ socket: Socket; node: string | null }> {
  const socket = await connect(address, 8000);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const [data] = await once(socket, 'data');
  return { socket, node: /x-node: (\w+)/i.exec(String(data))?.[1] ?? null };
}

describe.skipIf(noHaproxy !== null)('features of a load balancer through HAProxy', { timeout: 30_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  beforeEach(() => stage.wanted.clear());
  afterAll(() => stage.close());

  it('spreads by each of the five algorithms, and by weight only where the algorithm says so', async () => {
    const nodes = [await stage.node(1, { weight: 3 }), await stage.node(2, { weight: 1 })];
    const address = addressOf(1);
    const shareOfFirst = async (requests: number) =>
      count(await nodesOf(requests, () => ({ address, port: 8000 })), 'n1');
    await stage.run(loadBalancerOn(1, address, nodes, { algorithm: 'WEIGHTED_ROUND_ROBIN' }));
    expect(await shareOfFirst(8)).toBe(6);
    await stage.change(1, { nodes: nodes.map((node) => ({ ...node, weight: node.id === 1 ? 1 : 3 })) });
    expect(await shareOfFirst(8)).toBe(2);
    await stage.change(1, { algorithm: 'ROUND_ROBIN', nodes });
    expect(await shareOfFirst(8)).toBe(4);
    for (const [algorithm, share] of [
      ['WEIGHTED_LEAST_CONNECTIONS', 6],
      ['LEAST_CONNECTIONS', 4],
    ] as const) {
      await stage.change(1, { algorithm, protocol: 'TCP' });
      const held = [];
      for (let index = 0; index < 8; index += 1) held.push(await answered(address));
      expect(
        count(
          held.map(({ node }) => node),
          'n1',
        ),
      ).toBe(share);
      for (const { socket } of held) socket.destroy();
    }
    await stage.change(1, { algorithm: 'RANDOM', protocol: 'HTTP' });
    const random = await shareOfFirst(60);
    expect(random).toBeGreaterThan(10);
    expect(random).toBeLessThan(50);
  });

  it('uses SECONDARY nodes only when every primary is down', async () => {
    const nodes = [await stage.node(11), await stage.node(12, { type: 'SECONDARY' })];
    const address = addressOf(2);
    const healthMonitor = { type: 'CONNECT', delay: 1, timeout: 1, attemptsBeforeDeactivation: 1 } as const;
    await stage.run(loadBalancerOn(2, address, nodes, { healthMonitor }));
    expect(await nodesOf(3, () => ({ address, port: 8000 }))).toEqual(['n11', 'n11', 'n11']);
    await stage.stopNode(11);
    await stage.nodeBecomes(11, 'OFFLINE');
    expect(await nodesOf(3, () => ({ address, port: 8000 }))).toEqual(['n12', 'n12', 'n12']);
  });

  it('calls a node ONLINE that was OFFLINE, was DISABLED and takes traffic again', async () => {
    let status = 500;
    const server = createServer((_, response) => response.writeHead(status, { 'X-Node': 'n52' }).end());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const steady = await stage.node(51);
    const mended = nodeOn(52, (server.address() as AddressInfo).port);
    const address = addressOf(51);
    const healthMonitor = {
      type: 'HTTP',
      delay: 1,
      timeout: 1,
      attemptsBeforeDeactivation: 1,
      path: '/',
      statusRegex: '^200$',
    } as const;
    await stage.run(loadBalancerOn(51, address, [steady, mended], { healthMonitor }));
    await stage.nodeBecomes(52, 'OFFLINE');
    await stage.change(51, { nodes: [steady, { ...mended, status: 'OFFLINE', condition: 'DISABLED' }] });
    status = 200;
    await stage.change(51, { nodes: [steady, { ...mended, status: 'OFFLINE' }] });
    await stage.nodeBecomes(52, 'ONLINE');
    expect(new Set(await nodesOf(4, () => ({ address, port: 8000 })))).toEqual(new Set(['n51', 'n52']));
    server.closeAllConnections();
    server.close();
  });

  it('tells a node whose answer does not fit the monitor from one that fits', async () => {
    const nodes = [await stage.node(13), await stage.node(14)];
    const healthMonitor = {
      type: 'HTTP',
      delay: 1,
      timeout: 1,
      attemptsBeforeDeactivation: 1,
      path: '/up',
      statusRegex: '^2..$',
      bodyRegex: 'n14',
      hostHeader: 'up.example.com',
    } as const;
    await stage.run(loadBalancerOn(3, addressOf(3), nodes, { healthMonitor }));
    await stage.nodeBecomes(13, 'OFFLINE');
    expect(await nodesOf(3, () => ({ address: addressOf(3), port: 8000 }))).toEqual(['n14', 'n14', 'n14']);
    // The next process knows it before its first check.
    await stage.change(3, { timeout: 31 });
    expect(await nodesOf(3, () => ({ address: addressOf(3), port: 8000 }))).toEqual(['n14', 'n14', 'n14']);
  });

  it('asks nodes over TLS by path, host and name, and judges status and body', async () => {
    const { certificate, privateKey } = nodeCertificate();
    const asked: { path?: string; host?: string; name?: string | false | null }[] = [];
    const answers = new Map([
      [41, { status: 200, body: 'all is well' }],
      [42, { status: 500, body: 'all is well' }],
      [43, { status: 200, body: 'out of order' }],
    ]);
    const servers = [...answers.keys()].map((id) =>
      createSecureServer({ cert: certificate, key: privateKey }, (request, response) => {
        const check = request.url?.startsWith('/up');
        if (check)
          asked.push({
            path: request.url!,
            host: request.headers.host!,
            name: (request.socket as TLSSocket).servername,
          });
        const { status, body } = answers.get(id)!;
        response.writeHead(check ? status : 200, { 'X-Node': `n${id}` }).end(body);
      }).listen(0, '127.0.0.1'),
    );
    await Promise.all(servers.map((server) => once(server, 'listening')));
    const nodes = servers.map((server, index) => nodeOn(41 + index, (server.address() as AddressInfo).port));
    const healthMonitor = {
      type: 'HTTPS',
      delay: 1,
      timeout: 1,
      attemptsBeforeDeactivation: 1,
      path: '/up?deep=1',
      hostHeader: 'up.example.com',
      statusRegex: '^2[0-9][0-9]$',
      bodyRegex: 'all is (well|fine)',
    } as const;
    const address = addressOf(14);
    await stage.run(loadBalancerOn(14, address, nodes, { protocol: 'HTTPS', healthMonitor }));
    await Promise.all([stage.nodeBecomes(42, 'OFFLINE'), stage.nodeBecomes(43, 'OFFLINE')]);
    expect(asked[0]).toEqual({ path: '/up?deep=1', host: 'up.example.com', name: 'up.example.com' });
    const three = () => nodesOf(3, () => ({ address, port: 8000, tls: {} }));
    expect(await three()).toEqual(['n41', 'n41', 'n41']);
    answers.set(42, { status: 204, body: '' }).set(43, { status: 200, body: 'all is fine' });
    await stage.nodeBecomes(43, 'ONLINE');
    expect(new Set(await three())).toEqual(new Set(['n41', 'n43']));
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('sends clients of port 80 to HTTPS when told', async ({ skip }) => {
    const address = addressOf(15);
    const problem = await bindProblem(address, 80);
    if (problem) skip(`platform: ${problem}`);
    const node = await stage.node(44, {}, { ...nodeCertificate(), version: 'TLSv1.2' });
    await stage.run(loadBalancerOn(15, address, [node], { protocol: 'HTTPS', port: 443, httpsRedirect: true }));
    const redirected = await ask({ address, port: 80, path: '/a?b=c', headers: { Host: 'shop.example.com:80' } });
    expect([redirected.status, redirected.headers.location]).toEqual([301, 'https://shop.example.com/a?b=c']);
    expect((await ask({ address, port: 443, tls: {} })).node).toBe('n44');
    await stage.change(15, { accessList: [{ id: 1, address: clientAddress(15), type: 'DENY' }] });
    await expect(ask({ address, port: 80, from: clientAddress(15) })).rejects.toThrow();
    expect((await ask({ address, port: 80 })).status).toBe(301);
    await stage.change(15, { httpsRedirect: false });
    await expect(ask({ address, port: 80 })).rejects.toThrow('ECONNREFUSED');
  });

  it('answers connections over the throttle with 503, and lets ALLOW outrank DENY in the access list', async () => {
    const address = addressOf(4);
    const nodes = [await stage.node(15)];
    await stage.run(
      loadBalancerOn(4, address, nodes, {
        connectionThrottle: { maxConnections: 2, minConnections: 0, maxConnectionRate: 0, rateInterval: 1 },
      }),
    );
    const held = [await answered(address), await answered(address)];
    const refused = await ask({ address, port: 8000 });
    expect([refused.status, refused.node]).toEqual([503, null]);
    expect(refused.body).toContain('Server Too Busy');
    for (const { socket } of held) socket.destroy();
    await expect.poll(async () => (await ask({ address, port: 8000 })).node).toBe('n15');

    // What is not read as HTTP has no page: the connection is closed.
    await stage.change(4, { protocol: 'TCP' });
    const tcp = [await answered(address), await answered(address)];
    await expect(ask({ address, port: 8000 })).rejects.toThrow();
    for (const { socket } of tcp) socket.destroy();
    const answers = () =>
      ask({ address, port: 8000 }).then(
        ({ node }) => node,
        () => null,
      );
    await expect.poll(answers).toBe('n15');
    await stage.change(4, { protocol: 'HTTP' });

    await stage.change(4, {
      connectionThrottle: null,
      accessList: [
        { id: 1, address: '127.1.0.0/16', type: 'DENY' },
        { id: 2, address: clientAddress(7), type: 'ALLOW' },
      ],
    });
    await expect(ask({ address, port: 8000, from: clientAddress(8) })).rejects.toThrow();
    expect((await ask({ address, port: 8000, from: clientAddress(7) })).node).toBe('n15');
    expect((await ask({ address, port: 8000, from: '127.0.0.1' })).node).toBe('n15');
  });

  it('ends TLS with the certificate that fits the name, shares persistence with the plain port, and redirects when told', async () => {
    const address = addressOf(5);
    const nodes = [await stage.node(16), await stage.node(17)];
    // RSA keys are slow to make, and only TLS 1.1 and 1.2 need one here.
    const main = selfSigned(['main.example.com'], Date.now(), 'rsa');
    const [exact, wild] = [['a.example.org'], ['*.example.org']].map((names) => selfSigned(names, Date.now()));
    const termination: SslTermination = {
      enabled: true,
      securePort: 8443,
      secureTrafficOnly: false,
      cipherProfile: 'default',
      tls10: true,
      tls11: true,
      certificate: main.certificate,
      privatekey: main.privateKey,
      mappings: [
        { id: 1, hostName: '*.example.org', ...wild! },
        { id: 2, hostName: 'a.example.org', ...exact! },
      ],
    };
    await stage.run(
      loadBalancerOn(5, address, nodes, { sslTermination: termination, sessionPersistence: 'HTTP_COOKIE' }),
    );
    const named = async (serverName: string) =>
      (await ask({ address, port: 8443, tls: { serverName } })).certificateName;
    expect(await named('a.example.org')).toBe('a.example.org');
    expect(await named('b.example.org')).toBe('*.example.org');
    expect(await named('elsewhere.example.net')).toBe('main.example.com');
    const { node, cookie } = await ask({ address, port: 8443, tls: {} });
    expect(await nodesOf(3, () => ({ address, port: 8000, cookie: cookie! }))).toEqual([node, node, node]);
    expect((await ask({ address, port: 8443, tls: { maxVersion: 'TLSv1.1' } })).status).toBe(200);
    await stage.change(5, { sslTermination: { ...termination, tls10: false, tls11: false } });
    await expect(ask({ address, port: 8443, tls: { maxVersion: 'TLSv1.1' } })).rejects.toThrow();
    expect((await ask({ address, port: 8443, tls: { maxVersion: 'TLSv1.2' } })).status).toBe(200);

    await stage.change(5, { sslTermination: { ...termination, secureTrafficOnly: true } });
    await expect(ask({ address, port: 8000 })).rejects.toThrow('ECONNREFUSED');
    await stage.change(5, { httpsRedirect: true, sslTermination: { ...termination, secureTrafficOnly: true } });
    const redirected = await ask({ address, port: 8000, path: '/a?b=c', headers: { Host: 'a.example.org:8000' } });
    expect([redirected.status, redirected.headers.location]).toEqual([301, 'https://a.example.org:8443/a?b=c']);
    await stage.change(5, { httpsRedirect: false, sslTermination: { ...termination, enabled: false } });
    expect((await ask({ address, port: 8000 })).status).toBe(200);
    await expect(ask({ address, port: 8443, tls: {} })).rejects.toThrow('ECONNREFUSED');
  });

  it('carries certificates that OpenSSL refuses by itself, and PEM blocks with white space before their lines', async () => {
    const address = addressOf(25);
    const spaced = (pem: string) => pem.replaceAll(/^/gm, '   ');
    const [own, mapped] = ['old.example.com', 'older.example.com'].map((name) =>
      selfSigned([name], Date.now(), 'weak'),
    );
    const termination: SslTermination = {
      enabled: true,
      securePort: 8443,
      secureTrafficOnly: false,
      cipherProfile: 'CLBCipherPolicy2019-05',
      tls10: false,
      tls11: false,
      certificate: spaced(own!.certificate),
      privatekey: `Key Attributes\n${spaced(own!.privateKey)}`,
      intermediateCertificate: spaced(mapped!.certificate),
      mappings: [{ id: 1, hostName: 'older.example.com', ...mapped! }],
    };
    const refusals = await stage.run(
      loadBalancerOn(25, address, [await stage.node(25)], { sslTermination: termination }),
    );
    expect(refusals).toEqual(new Map());
    for (const serverName of ['old.example.com', 'older.example.com']) {
      const answer = await ask({ address, port: 8443, tls: { serverName, maxVersion: 'TLSv1.2' } });
      expect([answer.node, answer.certificateName]).toEqual(['n25', serverName]);
    }
    // The next reload takes them, too.
    expect(await stage.change(25, { errorPage: '<h1>Back soon</h1>' })).toBeUndefined();
  });

  it('answers with the load balancer’s own error page, however long, when no node can', async () => {
    const address = addressOf(6);
    const page = `<html>${'<!-- long -->'.repeat(4000)}closed for today</html>`;
    await stage.run(loadBalancerOn(6, address, [], { errorPage: page }), loadBalancerOn(7, addressOf(7), []));
    const own = await ask({ address, port: 8000 });
    expect([own.status, own.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    expect(own.body).toBe(page);
    expect((await ask({ address: addressOf(7), port: 8000 })).body).toContain(
      'The service is temporarily unavailable. Please try again later.',
    );
  });

  it('logs connections to a file of the load balancer’s own, over reloads', async () => {
    const nodes = [await stage.node(18)];
    await stage.run(
      loadBalancerOn(8, addressOf(8), nodes, { connectionLogging: true }),
      loadBalancerOn(9, addressOf(9), nodes),
    );
    await ask({ address: addressOf(8), port: 8000, path: '/first' });
    await ask({ address: addressOf(9), port: 8000, path: '/neighbour' });
    await stage.change(8, { timeout: 31 });
    await ask({ address: addressOf(8), port: 8000, path: '/second' });
    const log = () => readFile(join(stage.folder, 'haproxy', 'logs', '8.log'), 'utf8');
    await expect.poll(log).toMatch(/"GET \/first HTTP\/1.1"\n[\s\S]*"GET \/second HTTP\/1.1"\n/);
    expect(await log()).not.toContain('/neighbour');
  });

  describe('with a node that counts', () => {
    let server: Server;
    let seen: Record<string, string | string[] | undefined>[];
    /** What the node's answers have beside a body of their own. */
    let says: Record<string, string>;
    beforeEach(async () => {
      seen = [];
      says = { 'Cache-Control': 'max-age=60' };
      server = createServer((request, response) => {
        seen.push(request.headers);
        for (const [name, value] of Object.entries(says)) response.setHeader(name, value);
        response.end(`answer ${seen.length}`);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return () => {
        server.closeAllConnections();
        server.close();
      };
    });
    const node = () => nodeOn(19, (server.address() as AddressInfo).port);

    it('caches content when told', async () => {
      const address = addressOf(10);
      await stage.run(loadBalancerOn(10, address, [node()], { contentCaching: true }));
      const bodies = [await ask({ address, port: 8000 }), await ask({ address, port: 8000 })].map(({ body }) => body);
      expect(bodies).toEqual(['answer 1', 'answer 1']);
      await stage.change(10, { contentCaching: false });
      expect((await ask({ address, port: 8000 })).body).toBe('answer 2');
    });

    it('stores no answer that is meant for one client', async () => {
      const at = { address: addressOf(12), port: 8000 };
      await stage.run(loadBalancerOn(12, at.address, [node()], { contentCaching: true }));
      const fresh = { 'Cache-Control': 'max-age=60' };
      const own: Record<string, Record<string, string>> = {
        '/cookie': { ...fresh, 'Set-Cookie': 'session=of-somebody' },
        '/cookie-public': { 'Cache-Control': 'public, max-age=60', 'set-cookie': 'session=of-somebody' },
        '/cookie-2': { ...fresh, 'Set-Cookie2': 'session=of-somebody; Version=1' },
        '/vary': { ...fresh, Vary: 'Cookie' },
        '/vary-all': { ...fresh, Vary: '*' },
        '/private': { 'Cache-Control': 'private, max-age=60' },
        '/no-store': { 'Cache-Control': 'no-store' },
        '/no-cache': { 'Cache-Control': 'no-cache' },
      };
      for (const [path, headers] of Object.entries(own)) {
        says = headers;
        const first = await ask({ ...at, path });
        expect((await ask({ ...at, path })).body, path).not.toBe(first.body);
      }
      says = fresh;
      const authorized = { ...at, path: '/authorized', headers: { Authorization: 'Basic eDp5' } };
      const first = await ask(authorized);
      expect((await ask({ ...at, path: '/authorized' })).body).not.toBe(first.body);
    });

    it('stores an answer without the cookie that it gives the client for itself', async () => {
      const at = { address: addressOf(13), port: 8000 };
      const more = { contentCaching: true, sessionPersistence: 'HTTP_COOKIE' } as const;
      await stage.run(loadBalancerOn(13, at.address, [node()], more));
      expect((await ask(at)).cookie).toBe(`${persistenceCookieOf(13)}=19`);
      expect((await ask(at)).cookie).toBeOneOf([null, `${persistenceCookieOf(13)}=19`]);
      await stage.change(13, { nodes: [{ ...node(), id: 20 }] });
      expect((await ask(at)).cookie).toBeOneOf([null, `${persistenceCookieOf(13)}=20`]);
    });

    it('tells nodes of HTTP load balancers who asked, how and where, beside what the client says of it', async () => {
      await stage.run(loadBalancerOn(11, addressOf(11), [node()]));
      const headers = { 'X-Forwarded-For': '192.0.2.1', 'x-forwarded-proto': 'https', 'X-Forwarded-Port': '443' };
      await ask({ address: addressOf(11), port: 8000, from: clientAddress(9), headers });
      expect(seen[0]).toMatchObject({
        'x-forwarded-for': `192.0.2.1, ${clientAddress(9)}`,
        'x-forwarded-proto': 'https, http',
        'x-forwarded-port': '443, 8000',
      });
    });
  });

  it('passes TCP through, a server that speaks first included, and cuts the connections of a node that is disabled', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => {}).write('hello\n')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const node = nodeOn(20, (server.address() as AddressInfo).port);
    const address = addressOf(12);
    await stage.run(loadBalancerOn(12, address, [node], { protocol: 'TCP', port: 8025 }));
    const client = await connect(address, 8025);
    expect(String((await once(client, 'data'))[0])).toBe('hello\n');
    // A reload leaves the connection alone, and the process that holds it hears of later changes.
    await stage.change(12, { timeout: 90 });
    expect(client.readyState).toBe('open');
    const closed = once(client, 'close');
    client.on('error', () => {});
    await stage.change(12, { nodes: [{ ...node, condition: 'DISABLED' }] });
    await closed;
    server.close();
  });

  it('adds counters up over reloads and over processes that still serve somebody', async () => {
    const address = addressOf(13);
    const nodes = [await stage.node(21)];
    await stage.run(loadBalancerOn(13, address, nodes));
    const held = await connect(address, 8000);
    const sent = 12;
    for (let index = 0; index < sent; index += 1) {
      await ask({ address, port: 8000 });
      if (index % 4 === 3) await stage.change(13, { timeout: 40 + index });
    }
    const transfer = () => stage.dataPlane.counters(13)?.plain.outgoingTransfer ?? 0;
    const one = (await ask({ address, port: 8000 })).body.length;
    await expect.poll(transfer, { timeout: 5000 }).toBeGreaterThan(sent * one);
    await expect.poll(() => stage.dataPlane.counters(13)?.plain.currentConn, { timeout: 5000 }).toBe(1);
    const { maxConn, incomingTransfer } = stage.dataPlane.counters(13)!.plain;
    expect(maxConn).toBeGreaterThanOrEqual(2);
    expect(incomingTransfer).toBeGreaterThan(sent * 'GET / HTTP/1.1\r\n\r\n'.length);
    held.destroy();
    await expect.poll(() => stage.dataPlane.counters(13)?.plain.currentConn, { timeout: 5000 }).toBe(0);
  });

  it('counts what clients get wrong and what fails at nodes', async () => {
    const address = addressOf(16);
    const gone = await stage.node(45);
    await stage.stopNode(45);
    await stage.run(loadBalancerOn(16, address, [gone]));
    const garbled = await connect(address, 8000);
    garbled.end('no request at all\r\n\r\n');
    expect(String((await once(garbled, 'data'))[0])).toMatch(/^HTTP\/1\.[01] 400 /);
    expect((await ask({ address, port: 8000 })).status).toBe(503);
    await expect
      .poll(() => stage.dataPlane.counters(16)?.plain, { timeout: 5000 })
      .toMatchObject({
        connectError: 1,
        connectFailure: expect.toSatisfy((count: number) => count >= 1),
        dataTimedOut: 0,
      });
  });
});
