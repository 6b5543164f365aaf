import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningProgram, startProgram } from '../testing/program.ts';
import { access } from '../testing/service.ts';

/** The program itself, since what ends a process can only be seen on one. Region and identity service answer whatever is asked. */

const folder = mkdtempSync(join(tmpdir(), 'holdfast-hostile-'));
const service = createServer((request, response) => {
  request.resume();
  response.setHeader('content-type', 'application/json');
  if (request.url === '/v2.0/tokens') {
    const given = access('admin', ['lbaas:admin']);
    for (const entry of given.access.serviceCatalog)
      for (const endpoint of entry.endpoints)
        endpoint.publicURL = endpoint.publicURL.replace(/:\d+/, `:${(service.address() as AddressInfo).port}`);
    response.end(JSON.stringify(given));
  } else response.end('{"loadBalancers":[]}');
});
let program: RunningProgram;
let port: number;
let cookie: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const identity = `http://127.0.0.1:${(service.address() as AddressInfo).port}/v2.0`;
  program = startProgram({ DATA_DIR: folder, CLB_IDENTITY_URL: identity });
  port = await program.ready;
  const signedIn = await fetch(`http://127.0.0.1:${port}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` },
    body: '{"username":"admin","apiKey":"admin-key"}',
  });
  cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
}, 20_000);
afterAll(async () => {
  program.child.kill('SIGKILL');
  await program.ended;
  service.closeAllConnections();
  service.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answered {
  readonly text: string;
  readonly statuses: number[];
}

/** Sends bytes on a connection of its own; gives back what came until it was closed, or until nothing more came for a while. */
const send = (bytes: string | Buffer, leave = false): Promise<Answered> =>
  new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      if (leave) socket.destroy();
    });
    socket.setTimeout(500, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      resolve({ text, statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status)) });
    });
  });

const head = (line: string, ...headers: string[]) => `${[line, ...headers, 'Connection: close'].join('\r\n')}\r\n\r\n`;

/** Whether it still answers, as the process that it was. */
async function alive(): Promise<void> {
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect(program.child.exitCode).toBeNull();
}

const api = '/api/ORD/loadbalancers';

/** Each value with a title for it that is short. */
const titled = <Value>(values: readonly Value[]): [string, Value][] =>
  values.map((value) => [JSON.stringify(value).slice(0, 60), value]);

describe('a Host header', () => {
  it.each(
    titled([
      'a:99999',
      'a:65536',
      'a:00000',
      'xn--a',
      'xn--',
      '256.256.256.256',
      '1.2.3.4.5',
      '0x1ffffffff',
      '.',
      '..',
      '-',
      'a..b',
      ':',
      ':80',
      '[',
      '[::1',
      '[::1]:99999',
      '[zz]',
      '%',
      '%zz',
      'a%00b',
      'a b',
      'a@b',
      'a/b',
      'a\\b',
      'a#b',
      'a?b',
      '\x7f',
      'é',
      '💥',
      'a'.repeat(10_000),
      '',
    ]),
  )('%s ends nothing, and shows no figures', async (_, host) => {
    for (const path of [api, '/', '/session', '/healthz', '/metrics', '/panel/history']) {
      const { statuses, text } = await send(head(`GET ${path} HTTP/1.1`, `Host: ${host}`));
      expect([path, statuses.length, statuses[0]! < 500]).toEqual([path, 1, true]);
      expect(text).not.toContain('nodejs_version_info');
    }
    await alive();
  });
});

describe('nothing that a client sends ends the server', () => {
  const host = 'Host: 127.0.0.1';
  const signed = () => [host, `Cookie: ${cookie}`, 'Sec-Fetch-Site: same-origin'];
  const chunked = 'Transfer-Encoding: chunked';

  it.each(
    titled([
      'http://a:99999/api/ORD/loadbalancers',
      'http://[/session',
      'https://127.0.0.1/session',
      'http://',
      'http:///',
      'http://%/',
      'ftp://127.0.0.1/',
      'mailto:a@b',
      '127.0.0.1:80',
      '*',
      '?',
      '//',
      '///',
      '//a:99999/',
      '/\\',
      '/%',
      '/%zz',
      '/%00',
      '/%ff%fe',
      '/%e2%82',
      '/%C0%AF',
      '/api',
      '/api/',
      '/api//',
      '/api/%',
      '/api/%00/loadbalancers',
      '/api/__proto__/loadbalancers',
      '/api/ORD/loadbalancers/%',
      '/api/ORD/loadbalancers/%ed%a0%80',
      '/api/ORD/loadbalancers?%',
      '/api/ORD/loadbalancers?a=%zz&%00',
      '/panel/history?user=%zz',
      '/panel/history?cursor=%ff',
      '/panel/checks?region=%zz',
      '/assets/%',
      '/assets/%2e%2e/%2e%2e/x',
      '/explorer/%zz',
      `/${'%41'.repeat(4_000)}`,
      `/?${'a&'.repeat(7_000)}`,
    ]),
  )('target %s', async (_, target) => {
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { statuses } = await send(head(`${method} ${target} HTTP/1.1`, ...signed(), 'Content-Length: 0'));
      expect([method, statuses.length]).toEqual([method, 1]);
      expect([method, statuses[0]! < 500]).toEqual([method, true]);
    }
    await alive();
  });

  it.each(titled(['TRACE', 'CONNECT', 'TRACK', 'QUERY', 'M-SEARCH', 'PROPFIND', 'get', 'G3T', '(', 'X'.repeat(9_000)]))(
    'method %s',
    async (_, method) => {
      for (const target of ['/', '/session', api, '/panel/history', '127.0.0.1:80'])
        await send(head(`${method} ${target} HTTP/1.1`, ...signed()));
      await alive();
    },
  );

  it.each(
    titled([
      ['Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Version: 13'],
      ['Upgrade: h2c', 'Connection: Upgrade, HTTP2-Settings', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
      ['Expect: 100-continue'],
      ['Expect: nonsense'],
      ['Accept-Encoding: \xff\xfe'],
      ['Accept: ,;=,,;q=x'],
      ['Cookie: =;=; ;;holdfast; holdfast='],
      [`Cookie: ${'a=b; '.repeat(2_500)}`],
      ['Cookie: holdfast=%; holdfast-80=%zz; __Host-holdfast=\xff'],
      ['Cookie: holdfast-80=Fe26.2*constructor*x*y*z*1*a*b'],
      ['Origin: http://['],
      ['Origin: \xff'],
      ['Sec-Fetch-Site: \xff'],
      ['Content-Type: application/json; charset=\xff'],
      ['Content-Encoding: gzip'],
      ['X-Forwarded-For: ,,,'],
      ['X-Holdfast-Change: %'],
      ['X-Holdfast-Change: %ED%A0%80'],
      ['X-Holdfast-Change: __proto__'],
      ['If-None-Match: "'],
      ['Range: bytes=9-1'],
      ['__proto__: x', 'constructor: y'],
      ['Keep-Alive: timeout=x', 'TE: trailers', 'Trailer: X'],
      ['Host: a', 'Host: b'],
    ]),
  )('headers %s', async (_, headers) => {
    for (const line of ['GET /', 'GET /session', `GET ${api}`, 'DELETE /session', `PUT ${api}/71/sessionpersistence`])
      await send(head(`${line} HTTP/1.1`, ...signed().slice(0, line.includes('session') ? 1 : 3), ...headers));
    await alive();
  });

  it.each([
    ['a chunk without a size', chunked, 'zz\r\nabc\r\n0\r\n\r\n'],
    ['a chunk that is too short', chunked, '5\r\nab'],
    ['a chunk that is too long', chunked, '2\r\nabcdef\r\n0\r\n\r\n'],
    ['a huge chunk size', chunked, 'ffffffffffffffffff\r\n'],
    ['a negative chunk size', chunked, '-1\r\n'],
    ['trailers', chunked, '2\r\n{}\r\n0\r\nHost: b\r\n__proto__: x\r\n\r\n'],
    ['a bad extension', chunked, `2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`],
    ['no body at all', 'Content-Length: 100', ''],
    ['half of the body', 'Content-Length: 100', '{"a":'],
    ['a body that is too long', 'Content-Length: 2', '{}{}{}'],
    ['an endless length', 'Content-Length: 99999999999999999999', '{}'],
    ['a length that is none', 'Content-Length: x', '{}'],
    ['null bytes', 'Content-Length: 4', '\0\0\0\0'],
    ['broken UTF-8', 'Content-Length: 4', '\xff\xfe\xfd\xfc'],
  ])('a body with %s', async (_, header, body) => {
    for (const line of [
      'POST /session',
      'POST /panel/feedback',
      'POST /panel/checks',
      'PUT /nothing',
      `PUT ${api}/71/sessionpersistence`,
      `POST ${api}`,
    ])
      for (const leave of [false, true]) {
        const start = [
          `${line} HTTP/1.1`,
          ...signed(),
          'Content-Type: application/json',
          'Connection: close',
          header,
        ].join('\r\n');
        await send(Buffer.from(`${start}\r\n\r\n${body}`, 'latin1'), leave || /half|no body|too short/.test(_));
      }
    await alive();
  });

  it.each([
    ['nothing', ''],
    ['a line', '\r\n\r\n\r\n'],
    ['TLS', Buffer.from('1603010200010001fc0303', 'hex')],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['bytes', Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 197 + 31) % 256))],
    ['a good request and bytes', `${head('GET /healthz HTTP/1.1', host).replace('close', 'keep-alive')}\0\xff\r\n`],
    ['a read under way and bytes', `GET ${api} HTTP/1.1\r\n${host}\r\n\r\n\0\xff\r\n\r\n`],
    ['a hundred requests', `GET ${api} HTTP/1.1\r\nHost: a:99999\r\n\r\n`.repeat(100)],
    ['a hundred bad and good', `GET /% HTTP/1.1\r\n${host}\r\n\r\nGET /session HTTP/1.1\r\n${host}\r\n\r\n`.repeat(50)],
  ])('pipelined: %s', async (_, bytes) => {
    await send(bytes);
    await send(bytes, true);
    await alive();
  });
});

it('has logged no failure of its own over all this', async () => {
  await alive();
  expect(program.lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  expect(program.said()).toBe('');
});
