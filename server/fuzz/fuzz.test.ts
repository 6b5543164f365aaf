import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { type OperationId, operationIds, operations } from '../../contract/clb/operations/index.ts';
import type { Operation } from '../../contract/clb/operations/operation.ts';
import { systemClock } from '../../contract/shared/clock.ts';
import { createRegion } from '../../region/clb/region.ts';
import { memorySink } from '../../region/storage/memory.ts';
import { exampleText, takesBody } from '../../src/api/explorer/body.ts';
import { silentLog } from '../log.ts';
import { createPanel } from '../panel.ts';
import { memorySessions } from '../sessions/memory.ts';
import { memoryStore } from '../store/memory.ts';
import { Browser } from '../testing/browser.ts';

/** Requests in one run; `npm run soak` asks for 50,000. */
const count = Number(process.env.FUZZ_RUNS ?? 2_000);
const url = 'http://127.0.0.1:4100';

const rejections: unknown[] = [];
const note = (reason: unknown) => rejections.push(reason);
process.on('unhandledRejection', note);
afterEach(() => {
  process.off('unhandledRejection', note);
});

interface Shot {
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly headers: Record<string, string>;
}

const sent = operationIds.filter((id) => (operations[id] as Operation).root !== 'identity');
const methods = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
const awkward = fc.constantFrom(
  '__proto__',
  'constructor',
  '..',
  '%2e%2e',
  '%2f',
  '%00',
  '%',
  'é',
  '<script>',
  '-1',
  '0',
  '9'.repeat(30),
  '1e9',
  'null',
  ' ',
  ';',
  '💥',
);
const text = fc.oneof(fc.string(), awkward, fc.string({ unit: 'binary' }));

/** A body close to a good one: its example, with values replaced, fields added, or its text cut. */
function bodyFor(id: OperationId): fc.Arbitrary<string | undefined> {
  if (!takesBody(id)) return fc.option(text, { nil: undefined, freq: 9 });
  const example = exampleText(id);
  const paths: string[][] = [];
  const walk = (value: unknown, path: string[]) => {
    paths.push(path);
    if (value && typeof value === 'object') for (const [key, each] of Object.entries(value)) walk(each, [...path, key]);
  };
  walk(JSON.parse(example), []);
  const replaced = fc
    .tuple(fc.constantFrom(...paths.filter((path) => path.length > 0)), fc.jsonValue(), awkward)
    .map(([path, value, key]) => {
      const whole = JSON.parse(example);
      let at = whole;
      for (const step of path.slice(0, -1)) at = at[step];
      at[path.at(-1)!] = value;
      return JSON.stringify(whole).replace(/\}$/, `,${JSON.stringify(key)}:${JSON.stringify(value)}}`);
    });
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(example) },
    { weight: 3, arbitrary: replaced },
    { weight: 1, arbitrary: fc.nat(example.length).map((length) => example.slice(0, length)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: text },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        `${'['.repeat(20_000)}`,
        `{"a":1,"a":2}`,
        '{"__proto__":{"admin":true}}',
        '[]',
        'null',
      ),
    },
  );
}

const headers = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'x-http-method-override': 'DELETE' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/json; charset=utf-16' },
      { accept: 'application/xml' },
      { 'x-auth-token': 'stolen' },
      { 'x-forwarded-host': 'evil.example' },
      { 'x-holdfast-change': '%E0%A4%A' },
      { 'x-holdfast-change': '0'.repeat(32) },
      { 'sec-fetch-site': 'cross-site' },
      { range: 'bytes=0-1,5-' },
      { 'if-none-match': '*' },
    ),
  },
);

/** Would leave nothing for the other requests to work on, so it is sent seldom. */
const isDeletion = (id: OperationId) =>
  /^\/loadbalancers(\/\{loadBalancerId\})?$/.test(operations[id].path) && operations[id].method === 'DELETE';
const operation = fc.oneof(
  { weight: 400, arbitrary: fc.constantFrom(...sent.filter((id) => !isDeletion(id))) },
  { weight: 1, arbitrary: fc.constantFrom(...sent.filter(isDeletion)) },
);

const ofRegion = (ids: readonly string[]) =>
  operation.chain((id) => {
    const operation: Operation = operations[id];
    const value = fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...ids) },
      { weight: 1, arbitrary: awkward },
      { weight: 1, arbitrary: fc.nat(1_000).map(String) },
    );
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    const query = fc.oneof(
      { weight: 3, arbitrary: fc.constant('') },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom(...(operation.query ?? []).map(({ name }) => name), 'limit', 'marker', '__proto__'),
            text,
          )
          .map(([name, each]) => `?${name}=${encodeURIComponent(each.toWellFormed())}`),
      },
    );
    return fc.record<Shot>({
      method: fc.oneof(
        { weight: 9, arbitrary: fc.constant<string>(operation.method) },
        { weight: 1, arbitrary: fc.constantFrom(...methods) },
      ),
      path: fc
        .tuple(
          fc.constantFrom('ORD', 'ORD', 'ORD', 'DFW', 'MARS'),
          fc.array(value, { minLength: 4, maxLength: 4 }),
          query,
        )
        .map(([region, values, end]) => {
          let path: string = operation.path;
          names.forEach((name, index) => {
            path = path.replace(`{${name}}`, values[index] ?? '1');
          });
          return `/api/${region}${path}${end}`;
        }),
      body: bodyFor(id),
      headers,
    });
  });

const ofPanel = fc.record<Shot>({
  method: fc.constantFrom('GET', 'GET', 'POST', 'DELETE', 'PUT'),
  path: fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          '/session',
          '/panel/history',
          '/panel/calls',
          '/panel/favourites',
          '/panel/views',
          '/panel/feedback',
          '/panel/checks',
          '/healthz',
          '/openapi.json',
        ),
        fc.oneof(fc.constant(''), fc.constantFrom('?limit=5', '?cursor=x', '?limit=-1', '?from=yesterday', '?a[b]=1')),
      )
      .map(([path, query]) => path + query),
    fc
      .tuple(fc.constantFrom('/panel/history/', '/panel/calls/', '/panel/favourites/', '/panel/views/'), awkward)
      .map(([a, b]) => a + b),
    fc.webPath(),
  ),
  body: fc.option(fc.oneof(fc.json(), text), { nil: undefined }),
  headers,
});

/** What became of a request, for the distribution that is printed. */
function fateOf(status: number, source: string | null): string {
  if (status >= 200 && status < 400) return `${source}: carried out`;
  if (status === 401) return 'refused: not signed in';
  if (status === 403 || status === 421) return 'refused: origin, host or role';
  if (status === 404 && source === 'panel') return 'refused: no such path';
  if (status === 405) return 'refused: no such method';
  if (source === 'region') return 'region: refused by a handler';
  return 'panel: refused as invalid';
}

test(`${count} requests that nobody would send: no failure of our own, and many of them reach a handler`, async () => {
  const region = await createRegion({
    clock: systemClock,
    random: Math.random,
    sink: memorySink(),
    seed: 'demo',
    settle: 0,
    rateLimits: false,
    control: false,
    virtualIps: { ORD: '127.10.0.0/16', DFW: '127.11.0.0/16' },
    url,
  });
  const panel = createPanel({
    identityUrl: `${url}/v2.0`,
    fetch: (input, init) => region.fetch(new Request(input, init)),
    sessions: memorySessions(),
    store: memoryStore(),
    clock: systemClock,
    log: silentLog,
  });
  const browser = new Browser(panel);
  await browser.signIn('admin');
  const { cookie } = browser;
  const { loadBalancers } = await (await browser.ask('/api/ORD/loadbalancers')).json();
  const ids = loadBalancers.map(({ id }: { id: number }) => String(id));

  const fates = new Map<string, number>();
  const statuses = new Map<number, number>();
  const shots = fc.oneof({ weight: 8, arbitrary: ofRegion(ids) }, { weight: 2, arbitrary: ofPanel });
  await fc.assert(
    fc.asyncProperty(shots, async ({ method, path, body, headers }) => {
      // A sign-out is a request like any other; the next one is signed in again.
      if (method === 'DELETE' && path.startsWith('/session')) return;
      browser.cookie = cookie;
      const bodyless = method === 'GET' || method === 'HEAD';
      const answer = await browser.ask(path, {
        method,
        headers: { origin: 'http://127.0.0.1:4000', ...headers },
        ...(!bodyless && body !== undefined && { body }),
      });
      const answered = await answer.text();
      const fate = fateOf(answer.status, answer.headers.get('x-holdfast-source'));
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      // 501: this panel has no sockets to send a check's requests with, and says so.
      if (answer.status !== 501)
        expect(answer.status, `${method} ${path} ${body?.slice(0, 200)}: ${answered}`).toBeLessThan(500);
      expect(answered).not.toMatch(/\n {4}at |token-of-/);
      expect(answer.headers.get('x-request-id')).not.toBeNull();
    }),
    { numRuns: count, endOnFailure: true },
  );
  const sum = [...fates.values()].reduce((a, b) => a + b, 0);
  const share = (number: number) => `${((100 * number) / sum).toFixed(1)} %`;
  console.log(
    [
      `Fuzz: ${sum} requests`,
      ...[...fates].sort(([, a], [, b]) => b - a).map(([fate, number]) => `  ${share(number).padStart(6)} ${fate}`),
      `  by status: ${[...statuses]
        .sort(([a], [b]) => a - b)
        .map(([status, number]) => `${status} ${number}`)
        .join(', ')}`,
      `  heap: ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB`,
    ].join('\n'),
  );
  const reached = [...fates]
    .filter(([fate]) => !fate.startsWith('refused'))
    .reduce((all, [, number]) => all + number, 0);
  expect(reached / sum).toBeGreaterThanOrEqual(0.4);
  await panel.close();
  await region.close();
  await new Promise((resolve) => setImmediate(resolve));
  expect(rejections).toEqual([]);
}, 900_000);
