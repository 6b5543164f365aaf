import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ClientMemory, ProbeRequest } from './probe.ts';
import { socketProber } from './prober.ts';

let stop: () => Promise<unknown> = async () => {};
afterEach(() => stop());

async function serve(server: Server): Promise<Omit<ProbeRequest, 'memory'>> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
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
const listen = (answer: RequestListener) => serve(createServer(answer));
/** Speaks for itself once a request has come. */
const say = (speak: (socket: Socket) => void) =>
  serve(createSocketServer((socket) => socket.once('data', () => speak(socket))));

const memory = (): ClientMemory => ({ cookies: new Map(), tlsSession: undefined });

test('says what the header names, on a fresh connection each time', async () => {
  const ports = new Set<number | undefined>();
  const request = await listen((incoming, response) => {
    ports.add(incoming.socket.remotePort);
    response.setHeader('X-Node', 'n2').end('hello');
  });
  await expect(socketProber({ ...request, memory: null })).resolves.toMatchObject({
    group: 'fresh',
    status: 200,
    header: 'n2',
    error: null,
    from: '127.0.0.1',
  });
  await socketProber({ ...request, memory: null });
  expect(ports.size).toBe(2);
});

test('a name is never cut', async () => {
  const name = 'n'.repeat(10_000);
  const request = await listen((_, response) => response.setHeader('X-Node', `${name}1`).end());
  expect((await socketProber({ ...request, memory: null })).header).toBe(`${name}1`);
});

test('a client with a memory sends back the cookies that it was given, one without never does', async () => {
  const received: (string | undefined)[] = [];
  const request = await listen((incoming, response) => {
    received.push(incoming.headers.cookie);
    response.setHeader('Set-Cookie', ['SERVERID=n1; path=/; HttpOnly', 'old=; Max-Age=0', '; no=name']).end();
  });
  const kept = memory();
  kept.cookies?.set('old', '1');
  for (const each of [kept, null, kept]) await socketProber({ ...request, memory: each });
  expect(received).toEqual(['old=1', undefined, 'SERVERID=n1']);
  const noCookies = { cookies: null, tlsSession: undefined };
  for (const each of [noCookies, noCookies]) await socketProber({ ...request, memory: each });
  expect(received.slice(3)).toEqual([undefined, undefined]);
});

test('says which cookies were sent and which were set', async () => {
  const request = await listen((_, response) => response.setHeader('Set-Cookie', ['a=1', 'b="2"; Secure']).end());
  const kept = memory();
  expect(await socketProber({ ...request, memory: kept })).toMatchObject({
    sent: [],
    set: [
      ['a', '1'],
      ['b', '"2"'],
    ],
  });
  expect(await socketProber({ ...request, memory: kept })).toMatchObject({ sent: ['a', 'b'] });
});

test('bodies are compared whole: equal ones look alike, and one that was not read to its end bears no mark', async () => {
  let body = 'I am n1';
  const request = await listen((_incoming, response) => {
    response.end(body);
  });
  const first = await socketProber({ ...request, memory: null });
  const again = await socketProber({ ...request, memory: null });
  body = 'I am n2';
  const other = await socketProber({ ...request, memory: null });
  body = 'x'.repeat(100_000);
  const long = await socketProber({ ...request, memory: null });
  expect(again.body).toBe(first.body);
  expect(other.body).not.toBe(first.body);
  expect(long).toMatchObject({ status: 200, body: null, error: null });
});

test('a redirect is an answer and is not followed', async () => {
  let requests = 0;
  const request = await listen((_incoming, response) => {
    requests += 1;
    response.writeHead(302, { location: 'http://169.254.169.254/', 'x-node': 'n1' }).end();
  });
  await expect(socketProber({ ...request, memory: null })).resolves.toMatchObject({ status: 302, header: 'n1' });
  expect(requests).toBe(1);
});

test('an answer from a cache says so', async () => {
  const request = await listen((_, response) => response.setHeader('Age', '3').end());
  expect((await socketProber({ ...request, memory: null })).cached).toBe(true);
});

/** What a target may do instead of answering; each must end by itself, long before anything else would end it. */
const endless = (socket: Socket, text: string, head = '') => {
  if (head) socket.write(head);
  const write = () => {
    while (!socket.destroyed && socket.write(text.repeat(Math.ceil(16_384 / text.length))));
    if (!socket.destroyed) socket.once('drain', write);
  };
  write();
};
test.each<[string, (socket: Socket) => void, RegExp | null]>([
  ['an endless body', (socket) => endless(socket, 'x', 'HTTP/1.1 200 OK\r\nX-Node: n1\r\n\r\n'), null],
  [
    '101 Switching Protocols',
    (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    /^101:/,
  ],
  [
    'endless 103 Early Hints',
    (socket) => endless(socket, 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
    /128 kB|No answer/,
  ],
  ['endless headers', (socket) => endless(socket, 'A: b\r\n', 'HTTP/1.1 200 OK\r\n'), /too long|128 kB/],
  ['endless blank lines', (socket) => endless(socket, '\r\n'), /128 kB|No answer|Parse|Expected/],
  ['nothing', () => {}, /^No answer within 0.3 s\.$/],
  ['half a header', (socket) => socket.write('HTTP/1.1 200 OK\r\nX-No'), /^No answer/],
  [
    'what is no HTTP',
    (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'),
    /^What answers there does not speak HTTP as it should: [^\n]+\.$/,
  ],
  [
    'two lengths',
    (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\n'),
    /^What answers there does not speak HTTP as it should: Duplicate Content-Length\.$/,
  ],
  ['a close at once', (socket) => socket.end(), /closed/],
  ['a reset', (socket) => socket.resetAndDestroy(), /closed/],
  [
    'a body that breaks off',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nX-Node: n1\r\nContent-Length: 9\r\n\r\nabc'),
    /broke off/,
  ],
  [
    'a broken chunk',
    (socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
    /broke off/,
  ],
])('%s ends in time and is no error of the panel', async (_, speak, error) => {
  const request = await say(speak);
  const started = performance.now();
  const met = await socketProber({ ...request, memory: memory(), timeout: 300 });
  expect(performance.now() - started).toBeLessThan(5_000);
  if (error === null) expect(met).toMatchObject({ error: null, header: 'n1', body: null });
  else expect(met.error).toMatch(error);
});

test.each<[string, (socket: Socket) => void, string]>([
  [
    'plain HTTP',
    (socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'),
    'What answers there does not speak TLS as it should.',
  ],
  // A fatal alert, handshake_failure. Source: RFC 5246, 7.2.
  [
    'a refusal',
    (socket) => socket.write(Buffer.from('15030300020228', 'hex')),
    'The TLS connection was refused: handshake failure.',
  ],
])('TLS that meets %s fails in the panel’s own words', async (_, speak, words) => {
  const request = await say(speak);
  const target = { ...request.target, secure: true };
  expect((await socketProber({ ...request, target, memory: null })).error).toBe(words);
});

test('101 without an upgrade ends, too', async () => {
  const request = await say((socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
  expect(await socketProber({ ...request, memory: null, timeout: 300 })).toMatchObject({ status: 101, header: null });
});

test('a body that drips is no whole body when time is up, and its header counts', async () => {
  const request = await say((socket) => socket.write('HTTP/1.1 200 OK\r\nX-Node: n1\r\nContent-Length: 9\r\n\r\na'));
  expect(await socketProber({ ...request, memory: null, timeout: 200 })).toMatchObject({
    status: 200,
    header: 'n1',
    body: null,
    error: null,
  });
});

test('a check that is stopped stops its request', async () => {
  const request = await listen(() => undefined);
  const control = new AbortController();
  const met = socketProber({ ...request, memory: null, signal: control.signal });
  control.abort();
  expect((await met).error).toBe('The check was stopped.');
  expect((await socketProber({ ...request, memory: null, signal: control.signal })).error).toBe(
    'The check was stopped.',
  );
});

test('no listener becomes a sentence', async () => {
  const request = await listen(() => undefined);
  await stop();
  stop = async () => {};
  expect((await socketProber({ ...request, memory: null })).error).toContain('nothing listens there');
});
