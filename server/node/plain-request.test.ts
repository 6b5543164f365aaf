import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../reply.ts';
import { type Setup, setUp } from '../testing/browser.ts';
import { ofAccount } from '../testing/service.ts';
import { type Listening, listen } from './listen.ts';

let setup: Setup;
let listening: Listening;
/** Which way each request went: `plain`, or by a web `Request`. */
let ways: string[];
let answers: Promise<Answer>[];

beforeEach(async () => {
  setup = await setUp();
  await setup.browser.signIn('admin');
  setup.service.received.length = 0;
  ways = [];
  answers = [];
  const { panel } = setup;
  listening = await listen(
    {
      ...panel,
      fetch: (...given) => {
        ways.push('web');
        return panel.fetch(...given);
      },
      forward: (...given) => {
        ways.push('plain');
        const answer = panel.forward(...given);
        answers.push(answer);
        return answer;
      },
    },
    '127.0.0.1',
    0,
    false,
  );
  // The sign-in was made without a port; clients that send a Host with one look for a cookie of its name.
  const { cookie } = setup.browser;
  setup.browser.cookie = `${cookie}; ${cookie.replace('holdfast-80', `holdfast-${listening.port}`)}`;
});
afterEach(() => listening.stop());

/** What reached the region, without the panel's own question for its limits. */
const sent = () =>
  setup.service.received
    .filter(({ url }) => !url.endsWith('/limits'))
    .map(({ method, url, headers, body }) => ({ method, url, headers: [...headers], body }));

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}
interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}
const details = '/api/ORD/loadbalancers/71';
const persistence = `${details}/sessionpersistence`;

const ask = ({ method = 'GET', path = details, body, headers = {} }: Asked): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { cookie } = setup.browser;
    const asked = httpRequest({
      host: '127.0.0.1',
      port: listening.port,
      method,
      path,
      agent: false,
      headers: {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    asked.on('error', reject);
    asked.on('response', async (response) => {
      const chunks: Buffer[] = await response.toArray();
      const text = Buffer.concat(chunks).toString('latin1');
      resolve({ status: response.statusCode!, headers: response.headers, text });
    });
    asked.end(body);
  });

/** A name of this machine that no browser writes so: a reason to go the long way, and for nothing else. */
const unusual = { host: 'LOCALHOST' };
const own = /^(x-request-id|x-holdfast-change(-key)?|date)$/;
const comparable = ({ status, headers, text }: Got) => ({
  status,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !own.test(name))),
  names: Object.keys(headers).sort(),
  text: text.replace(/"requestId":"[^"]*"/, ''),
});

describe('a request to forward that is plain', () => {
  const json = { 'content-type': 'application/json' };
  const change = { method: 'PUT', path: persistence, body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}' };
  const cases: readonly [string, Asked, () => Response][] = [
    [
      'reads',
      {},
      () => Response.json({ loadBalancer: { id: 71, name: 'ä' } }, { headers: { etag: '"1"', via: '1.1 x' } }),
    ],
    ['reads with a query', { path: `${details}?a=b%20c` }, () => Response.json({ loadBalancer: {} })],
    ['is refused signed out', { headers: { cookie: '' } }, () => Response.json({})],
    ['is refused from another site', { headers: { 'sec-fetch-site': 'cross-site' } }, () => Response.json({})],
    ['asks for a region that is not there', { path: '/api/SYD/loadbalancers/71' }, () => Response.json({})],
    ['is no operation', { path: '/api/ORD/nothing' }, () => Response.json({})],
    ['writes', change, () => new Response(null, { status: 202 })],
    [
      'writes with notes',
      { ...change, headers: { 'x-holdfast-run': 'an older page says so' } },
      () => new Response(null, { status: 202 }),
    ],
    ['writes what nobody announced', { ...change, headers: { 'x-holdfast-change': '%' } }, () => Response.json({})],
    ['disables', { method: 'DELETE', path: persistence }, () => new Response(null, { status: 204 })],
    ['meets a fault', change, () => new Response('{"message":"x","code":422}', { status: 422, headers: json })],
    ['meets a page', {}, () => new Response('<html></html>', { headers: { 'content-type': 'text/html' } })],
  ];

  it.each(cases)('%s: gets the very answer that the long way gives', async (_, asked, answer) => {
    setup.service.answer = answer;
    const plain = await ask(asked);
    const long = await ask({ ...asked, headers: { ...asked.headers, ...unusual } });
    expect(ways).toEqual(['plain', 'web']);
    expect(comparable(plain)).toEqual(comparable(long));
    const reached = sent();
    expect(reached.slice(0, reached.length / 2)).toEqual(reached.slice(reached.length / 2));
    expect(plain.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['a path with an escape', { path: '/api/ORD/loadbalancers/%37%31' }],
    ['a path with dots', { path: '/api/ORD/x/../loadbalancers/71' }],
    ['two slashes', { path: '/api/ORD//loadbalancers/71' }],
    ['another method', { method: 'OPTIONS' }],
    ['a body that is large', { method: 'PUT', path: persistence, body: ' '.repeat(100_000) }],
    ['a body in pieces', { method: 'PUT', path: persistence, headers: { 'transfer-encoding': 'chunked' } }],
    [
      'a body that is compressed',
      { method: 'PUT', path: persistence, body: 'x', headers: { 'content-encoding': 'gzip' } },
    ],
    ['a read with a body', { body: '{}' }],
    ['something that is not forwarded', { path: '/healthz' }],
  ])('is none with %s', async (_, asked: Asked) => {
    await ask(asked);
    expect(ways).toEqual(['web']);
  });

  it('passes a body byte for byte', async () => {
    setup.service.answer = () => new Response(null, { status: 202 });
    const body = '{"a":1,"a":2,\n "__proto__":{}, "ä": "…"}';
    expect((await ask({ method: 'PUT', path: persistence, body })).status).toBe(202);
    expect(sent()[0]!.body).toBe(body);
  });

  it.each([
    ['before it is read', false],
    ['while it is read', true],
  ])('is not sent when its body ends early, %s', async (_, known) => {
    // Opening a cookie for the first time takes until the connection has ended.
    if (known) await ask({});
    setup.service.received.length = 0;
    const head = [
      `PUT ${persistence} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Cookie: ${setup.browser.cookie}`,
      'Sec-Fetch-Site: same-origin',
      'Content-Length: 60',
    ].join('\r\n');
    await new Promise((resolve) => {
      const socket = connect(listening.port, '127.0.0.1', () => socket.end(`${head}\r\n\r\n{"sessionPersis`));
      socket.on('close', resolve);
      socket.resume();
    });
    expect((await answers.at(-1))?.status).toBe(400);
    expect(sent()).toEqual([]);
    expect(await setup.store.history.find(ofAccount('100001'), { limit: 10 })).toEqual([]);
  });

  it.each([
    ['a header that HTTP cannot carry', { status: 200, headers: { Etag: '€' }, body: '{}' }],
    ['a status that is none', { status: 42, headers: {}, body: null }],
  ])('breaks the connection and nothing else over %s', async (_, answer) => {
    const broken = await listen({ ...setup.panel, forward: async () => answer }, '127.0.0.1', 0, false);
    const url = `http://127.0.0.1:${broken.port}`;
    await expect(fetch(`${url}${details}`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await broken.stop();
  });

  it('is given up when nobody waits for its answer any more', async () => {
    const arrived = Promise.withResolvers<void>();
    const left = Promise.withResolvers<void>();
    setup.service.answer = ({ signal }) => {
      signal.addEventListener('abort', () => left.resolve());
      arrived.resolve();
      return new Promise(() => {});
    };
    const asked = httpRequest({
      host: '127.0.0.1',
      port: listening.port,
      path: details,
      headers: { cookie: setup.browser.cookie },
    });
    asked.on('error', () => {});
    asked.end();
    await arrived.promise;
    asked.destroy();
    await left.promise;
    expect(ways).toEqual(['plain']);
  });
});
