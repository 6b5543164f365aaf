import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type ClientMemory, type ProbeRequest, socketProber } from './prober.ts';

let server: Server;
afterEach(() => server?.close());

async function listen(answer: RequestListener): Promise<Omit<ProbeRequest, 'memory'>> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    target: { address: '127.0.0.1', port, secure: false },
    path: '/',
    header: 'x-node',
    host: null,
    timeout: 2_000,
    signal: new AbortController().signal,
  };
}

const memory = (): ClientMemory => ({ cookies: new Map(), tlsSession: undefined });

test('the node is the one that the header names, on a fresh connection each time', async () => {
  const ports = new Set<number | undefined>();
  const request = await listen((incoming, response) => {
    ports.add(incoming.socket.remotePort);
    response.setHeader('X-Node', 'n2').end('hello');
  });
  await expect(socketProber({ ...request, memory: null })).resolves.toMatchObject({
    group: 'fresh',
    node: 'n2',
    marker: 'header',
    error: null,
  });
  await socketProber({ ...request, memory: null });
  expect(ports.size).toBe(2);
});

test('a client with a memory sends back the cookies that it was given, one without never does', async () => {
  const received: (string | undefined)[] = [];
  const request = await listen((incoming, response) => {
    received.push(incoming.headers.cookie);
    response.setHeader('Set-Cookie', 'SERVERID=n1; path=/; HttpOnly').end();
  });
  const kept = memory();
  for (const each of [kept, null, kept]) await socketProber({ ...request, memory: each });
  expect(received).toEqual([undefined, undefined, 'SERVERID=n1']);
});

test('without a header the bodies tell the nodes apart, and equal bodies look alike', async () => {
  let body = 'I am n1';
  const request = await listen((_incoming, response) => {
    response.end(body);
  });
  const first = await socketProber({ ...request, memory: null });
  const again = await socketProber({ ...request, memory: null });
  body = 'I am n2';
  const other = await socketProber({ ...request, memory: null });
  expect(first.marker).toBe('body');
  expect(again.node).toBe(first.node);
  expect(other.node).not.toBe(first.node);
});

test('a redirect is an answer and is not followed', async () => {
  let requests = 0;
  const request = await listen((_incoming, response) => {
    requests += 1;
    response.writeHead(302, { location: 'http://169.254.169.254/', 'x-node': 'n1' }).end();
  });
  await expect(socketProber({ ...request, memory: null })).resolves.toMatchObject({ node: 'n1', error: null });
  expect(requests).toBe(1);
});

test('an endless body is read up to its limit', async () => {
  const request = await listen((_incoming, response) => {
    response.setHeader('X-Node', 'n1');
    const chunk = Buffer.alloc(16_384);
    const write = () => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', write);
    };
    write();
  });
  await expect(socketProber({ ...request, memory: null })).resolves.toMatchObject({ node: 'n1', error: null });
});

test('no answer in time and no listener become sentences', async () => {
  const request = await listen(() => undefined);
  const slow = await socketProber({ ...request, memory: null, timeout: 50 });
  expect(slow.error).toBe('No answer within 0.05 s.');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  const refused = await socketProber({ ...request, memory: null });
  expect(refused.error).toContain('nothing listens there');
});
