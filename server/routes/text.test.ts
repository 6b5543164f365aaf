import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresStore } from '../node/postgres.ts';
import { sqliteStore } from '../node/sqlite.ts';
import type { PanelStore } from '../store/store.ts';
import { type Browser, errorOf, setUp } from '../testing/browser.ts';
import { type PostgresServer, postgresPrograms, startPostgres } from '../testing/postgres.ts';
import type { Service } from '../testing/service.ts';

const call = {
  operation: 'sessionPersistence.show',
  region: 'ORD',
  method: 'GET',
  path: '/loadbalancers/71/sessionpersistence',
};
const feedback = { text: 'Good', page: '/load-balancers' };
const post = (path: string, body: object) => (browser: Browser) => browser.ask(path, { method: 'POST', body });
const get = (path: string) => (browser: Browser) => browser.ask(path);

/** Every text of the panel's own endpoints that reaches the store, holding `bad`. */
const doors: readonly (readonly [string, (bad: string) => (browser: Browser) => Promise<Response>])[] = [
  ...['user', 'region', 'run', 'operation', 'loadBalancerId', 'verdict', 'from', 'to', 'cursor', 'limit'].map(
    (name) =>
      [`the history’s ${name}`, (bad: string) => get(`/panel/history?${name}=${encodeURIComponent(bad)}`)] as const,
  ),
  ['the history’s id', (bad) => get(`/panel/history/${encodeURIComponent(bad)}`)],
  [
    'a verdict’s value',
    (bad) => post(`/panel/history/${'0'.repeat(32)}/verdict`, { verdict: 'confirmed', after: bad }),
  ],
  [
    'a verdict’s detail',
    (bad) => post(`/panel/history/${'0'.repeat(32)}/verdict`, { verdict: 'confirmed', detail: bad }),
  ],
  ['the calls’ operation', (bad) => get(`/panel/calls?operation=${encodeURIComponent(bad)}`)],
  ['a call’s id', (bad) => get(`/panel/calls/${encodeURIComponent(bad)}`)],
  [
    'a call to be removed',
    (bad) => (browser) => browser.ask(`/panel/calls/${encodeURIComponent(bad)}`, { method: 'DELETE' }),
  ],
  ...['operation', 'region', 'method', 'path', 'requestId'].map(
    (name) => [`a call’s ${name}`, (bad: string) => post('/panel/calls', { ...call, [name]: bad })] as const,
  ),
  ['a header’s name', (bad) => post('/panel/calls', { ...call, requestHeaders: { [bad]: 'x' } })],
  ['a favourite', (bad) => post('/panel/favourites', { operation: bad })],
  [
    'a favourite to be removed',
    (bad) => (browser) => browser.ask(`/panel/favourites/${encodeURIComponent(bad)}`, { method: 'DELETE' }),
  ],
  ['a view’s name', (bad) => post('/panel/views', { name: bad, query: '' })],
  ['a view’s query', (bad) => post('/panel/views', { name: 'a', query: `q=${bad}` })],
  [
    'a view to be removed',
    (bad) => (browser) => browser.ask(`/panel/views/${encodeURIComponent(bad)}`, { method: 'DELETE' }),
  ],
  ...['text', 'contact', 'page', 'operation', 'requestId'].map(
    (name) => [`feedback’s ${name}`, (bad: string) => post('/panel/feedback', { ...feedback, [name]: bad })] as const,
  ),
  ['the feedback’s cursor', (bad) => get(`/panel/feedback?cursor=${encodeURIComponent(bad)}`)],
  ['a check’s region', (bad) => post('/panel/checks', { region: bad, loadBalancerId: '71' })],
  ...['username', 'apiKey', 'password', 'token', 'account'].map(
    (name) =>
      [`a sign-in’s ${name}`, (bad: string) => post('/session', { username: 'a', apiKey: 'b', [name]: bad })] as const,
  ),
];
const bads = ['a\0b', '\0', 'a\u0007b', '\u001b[31m', '\u007f', '\u0085'];
/** A half of a character can be sent in JSON only; in an address it is not one any more. */
const half = '\ud800x';

function takesOnlyText(open: () => Promise<PanelStore>): void {
  let store: PanelStore;
  let browser: Browser;
  let service: Service;
  beforeAll(async () => {
    store = await open();
    ({ browser, service } = await setUp({
      store,
      probe: () => Promise.reject(new Error('Nothing is to be checked.')),
    }));
    await browser.signIn('admin');
  });
  afterAll(() => store.close());

  it.each(doors)('%s', async (name, ask) => {
    for (const bad of /’s id|cursor|removed|history’s|calls’/.test(name) ? bads : [...bads, half]) {
      const { status } = await ask(bad)(browser);
      expect(status, JSON.stringify(bad)).toBeLessThan(500);
      expect(status === 204 ? 400 : status, JSON.stringify(bad)).toBeGreaterThanOrEqual(400);
    }
  });

  it('the history’s user is refused by its name', async () => {
    const answer = await browser.ask('/panel/history?user=%00');
    expect([answer.status, (await errorOf(answer)).field]).toEqual([400, 'user']);
  });

  it('takes every other text, as it is', async () => {
    const text = 'Ünïcode 😀 \t tab\nand\r\nlines \u200b‮';
    expect((await post('/panel/feedback', { ...feedback, text: `x ${text} x` })(browser)).status).toBe(201);
    expect(await (await browser.ask('/panel/feedback')).text()).toContain(JSON.stringify(text).slice(1, -1));
    for (const user of [text, '%', "' or 1=1 --"])
      expect((await browser.ask(`/panel/history?user=${encodeURIComponent(user)}`)).status).toBe(200);
  });

  it('passes a body on byte for byte, and keeps a copy with what cannot be stored escaped', async () => {
    service.answer = () => new Response(null, { status: 202 });
    const bodies = ['{"a":"\\u0000\\ud800"}', 'a\0b\u0007', '{"a":"\0"}', '\ufeff{}'];
    for (const body of bodies) {
      const answer = await browser.ask('/api/ORD/loadbalancers/71/sessionpersistence', {
        method: 'PUT',
        body,
        headers: await browser.announce({ name: 'a\0b', reason: '\ud800', before: '\u0007' }),
      });
      expect(answer.status).toBe(202);
    }
    expect(service.received.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([
      ...bodies.slice(0, 3),
      // `text()` of the test's region leaves a byte order mark out.
      '{}',
    ]);
    const { changes } = await (await browser.ask('/panel/history')).json();
    expect(changes.map(({ body }: { body: string }) => body)).toEqual([
      '{}',
      '{"a":"\\u0000"}',
      'a\\u0000b\\u0007',
      '{"a":"\\u0000\\ud800"}',
    ]);
    expect(changes[0]).toMatchObject({ loadBalancerName: 'a\\u0000b', before: '\\u0007' });
  });

  it('keeps what a region refuses, whatever it answers', async () => {
    service.answer = () =>
      new Response(`{"message":"\0${'x'.repeat(1_985)}😀"}`, {
        status: 422,
        headers: { 'content-type': 'application/json' },
      });
    const path = '/api/ORD/loadbalancers/71/sessionpersistence';
    expect((await browser.ask(path, { method: 'PUT', body: {} })).status).toBe(422);
    const { changes } = await (await browser.ask('/panel/history?limit=1')).json();
    expect(changes[0]).toMatchObject({ verdict: 'failed', detail: expect.stringContaining('\\u0000x') });
    expect(changes[0].detail.isWellFormed()).toBe(true);
  });

  it('keeps a call with bodies and header values of any kind', async () => {
    const strange = 'a\0b\ud800';
    const body = {
      ...call,
      requestBody: strange,
      responseBody: strange,
      requestHeaders: { accept: 'a\u0007' },
      responseHeaders: { etag: strange },
    };
    const { id } = await (await post('/panel/calls', body)(browser)).json();
    expect(await (await browser.ask(`/panel/calls/${id}`)).json()).toMatchObject({
      requestBody: 'a\\u0000b\\ud800',
      responseBody: 'a\\u0000b\\ud800',
      requestHeaders: { accept: 'a\\u0007' },
      responseHeaders: { etag: 'a\\u0000b\\ud800' },
    });
  });
}

describe('a text that reaches SQLite is one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-text-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  takesOnlyText(() => sqliteStore(join(folder, 'panel.sqlite')));
});

describe.skipIf(!postgresPrograms)('platform: PostgreSQL: a text that reaches it is one', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());
  takesOnlyText(async () => postgresStore(await server.database(), () => {}));
});
