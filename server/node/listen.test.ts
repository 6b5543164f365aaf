import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Setup, setUp } from '../testing/browser.ts';
import { addressOf, type Listening, listen } from './listen.ts';

let setup: Setup;
let listening: Listening;
const addresses: string[] = [];

beforeAll(async () => {
  setup = await setUp();
  const { panel } = setup;
  const recording = {
    ...panel,
    fetch: (request: Request, context?: { address?: string }) => {
      addresses.push(context?.address ?? '');
      return panel.fetch(request, context);
    },
  };
  listening = await listen(recording, '127.0.0.1', 0, false);
});
afterAll(() => listening.stop());

/** Sends bytes over a connection of its own and gives back everything that came until the other side closed. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(listening.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
const get = (path: string, ...headers: string[]) =>
  raw(
    [
      `GET ${path} HTTP/1.1`,
      ...(headers.some((each) => /^host:/i.test(each)) ? [] : ['Host: 127.0.0.1']),
      'Connection: close',
      ...headers,
      '',
      '',
    ].join('\r\n'),
  );

describe('over HTTP', () => {
  it('answers, and knows where a request came from', async () => {
    expect(statusOf(await get('/healthz'))).toBe(200);
    expect(addresses.at(-1)).toBe('127.0.0.1');
  });

  it.each([
    ['/api/ORD/loadbalancers/../../../etc/passwd', 404],
    ['/api/ORD/..%2f..%2fetc', 401],
    ['/api/ORD/loadbalancers\\71', 400],
    ['http://evil.example/session', 421],
    ['//evil.example/session', 404],
    ['*', 400],
    ['/%', 404],
    [`/${'a'.repeat(20_000)}`, 431],
  ])('%s', async (path, status) => {
    const answer = await get(path);
    expect(statusOf(answer)).toBe(status);
    expect(answer).not.toMatch(/\n {4}at /);
  });

  it.each([
    ['no Host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two lengths', 'POST /session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'a strange encoding',
      'POST /session HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: x, chunked\r\nTransfer-Encoding: identity\r\n\r\n',
    ],
    ['a space before a colon', 'GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n'],
    ['a bare line feed', 'GET / HTTP/1.1\nHost: 127.0.0.1\n\n'],
    ['a null byte', 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\0b\r\n\r\n'],
    ['something else', 'HELO there\r\n\r\n'],
  ])('refuses a request with %s', async (_, text) => {
    const answer = await raw(text);
    expect(statusOf(answer)).toBe(400);
  });

  it('refuses headers that are too large in words', async () => {
    const answer = await get('/session', `X-Long: ${'x'.repeat(17_000)}`);
    expect(statusOf(answer)).toBe(431);
    expect(answer).toContain('"code":"headers-too-large"');
  });

  it('takes two requests on one connection apart', async () => {
    const one = 'GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    const two = 'GET /session HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
    const answers = (await raw(one + two)).split(/(?=HTTP\/1\.1 )/).map(statusOf);
    expect(answers).toEqual([200, 421]);
  });

  it('waits for what is under way when it stops', async () => {
    const arrived = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const slow = await listen(
      {
        ...setup.panel,
        async fetch() {
          arrived.resolve();
          await goOn.promise;
          return new Response('done');
        },
        async close() {},
      },
      '127.0.0.1',
      0,
      false,
    );
    const answer = fetch(`http://127.0.0.1:${slow.port}/`).then((response) => response.text());
    await arrived.promise;
    const stopped = slow.stop();
    goOn.resolve();
    expect(await answer).toBe('done');
    await stopped;
    await expect(fetch(`http://127.0.0.1:${slow.port}/`)).rejects.toThrow();
  });
});

describe('the address that a request came from', () => {
  it('is the connection’s, unless a proxy is expected and near', () => {
    expect(addressOf('198.51.100.1', '203.0.113.9', false)).toBe('198.51.100.1');
    expect(addressOf('198.51.100.1', '203.0.113.9', true)).toBe('198.51.100.1');
    expect(addressOf('127.0.0.1', '6.6.6.6, 203.0.113.9', true)).toBe('203.0.113.9');
    expect(addressOf('::ffff:10.0.0.5', '203.0.113.9', true)).toBe('203.0.113.9');
    expect(addressOf('127.0.0.1', undefined, true)).toBe('127.0.0.1');
  });
});
