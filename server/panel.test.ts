import { describe, expect, it } from 'vitest';
import { errorOf, origin, setUp } from './testing/browser.ts';

const files = {
  index: '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><p>app</p>',
  async get(path: string) {
    if (path !== '/assets/index-4f3a9c.js') return undefined;
    const bytes = (text: string) => new TextEncoder().encode(text);
    return {
      body: bytes('plain'),
      brotli: bytes('brotli'),
      gzip: bytes('gzip'),
      contentType: 'text/javascript; charset=utf-8',
      etag: '"e"',
      immutable: true,
    };
  },
};
const html = { accept: 'text/html,application/xhtml+xml' };

describe('who may ask', () => {
  it.each([
    ['http://127.0.0.1:4000', 200],
    ['http://localhost:4000', 200],
    ['http://[::1]:4000', 200],
    ['http://192.0.2.7:4000', 200],
    ['http://evil.example:4000', 421],
    ['http://127.0.0.1.evil.example', 421],
    ['http://localhost.evil.example', 421],
  ])('%s as Host without PUBLIC_URL: %i', async (host, status) => {
    const { browser } = await setUp({ files });
    expect((await browser.ask(`${host}/load-balancers`)).status).toBe(status);
    expect((await browser.ask(`${host}/healthz`)).status).toBe(200);
  });

  it('takes only the public address where there is one', async () => {
    const { browser } = await setUp({ files, publicUrl: 'https://panel.example.com' });
    const statusOf = async (base: string) => (await browser.ask(`${base}/`)).status;
    expect(await statusOf('http://panel.example.com')).toBe(200);
    expect(await statusOf('http://192.0.2.7:4000')).toBe(421);
    expect(await statusOf('http://other.example.com')).toBe(421);
    const own = { method: 'DELETE', headers: { origin: 'https://panel.example.com' } };
    expect((await browser.ask('http://panel.example.com/session', own)).status).toBe(204);
    expect((await browser.ask('http://panel.example.com/')).headers.get('strict-transport-security')).toBeTruthy();
  });

  it.each([
    [{ origin }, 204],
    [{ origin: '', 'sec-fetch-site': 'same-origin' }, 204],
    [{ origin, 'sec-fetch-site': 'same-origin' }, 204],
    [{ origin: '' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'http://127.0.0.1:4001' }, 403],
    [{ origin: 'https://127.0.0.1:4000' }, 403],
    [{ origin, 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: '', 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: '', 'sec-fetch-site': 'none' }, 403],
    [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, 403],
  ])('a write with %j: %i', async (headers, status) => {
    const { browser } = await setUp();
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    const request = new Request(`${origin}/session`, { method: 'DELETE', headers: sent });
    const response = await browser.panel.fetch(request);
    expect(response.status).toBe(status);
    if (status === 403) expect(await errorOf(response)).toMatchObject({ code: 'cross-site' });
  });

  it.each([
    ['https://panel.example.com', 204],
    ['http://panel.example.com', 403],
    ['https://panel.example.com:8443', 403],
    ['https://panel.example.com:443', 403],
    ['HTTPS://PANEL.EXAMPLE.COM', 403],
    ['https://panel.example.com.', 403],
    ['https://panel.example.com/', 403],
    ['https://a.panel.example.com', 403],
    ['https://127.0.0.1:4000', 403],
    ['null', 403],
    ['', 403],
    [null, 403],
  ])('with an https PUBLIC_URL, a write with the Origin %j: %i', async (from, status) => {
    const { panel } = await setUp({ publicUrl: 'https://panel.example.com' });
    const headers = from === null ? {} : { origin: from };
    for (const host of ['http://panel.example.com', 'http://panel.example.com:443'])
      expect((await panel.fetch(new Request(`${host}/session`, { method: 'DELETE', headers }))).status).toBe(status);
  });

  it('lets this machine ask the panel under its own name, public address or not', async () => {
    const { panel } = await setUp({ publicUrl: 'https://panel.example.com' });
    const ask = (from: string) =>
      panel.fetch(new Request('http://127.0.0.1:4000/session', { method: 'DELETE', headers: { origin: from } }));
    expect((await ask('http://127.0.0.1:4000')).status).toBe(204);
    expect((await ask('http://127.0.0.1:4001')).status).toBe(403);
    expect((await ask('http://panel.example.com')).status).toBe(403);
  });

  it('goes by the path as it was sent: what must be decoded first is no address of the panel', async () => {
    const { browser } = await setUp({ files });
    await browser.signIn('admin');
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect((await browser.ask('/%73ession', { method: 'DELETE', headers })).status).toBe(404);
    expect((await browser.ask('/%70anel/history', { headers })).status).toBe(404);
    expect((await browser.ask('/session')).status).toBe(200);
  });

  it('checks the origin of every write, wherever it goes', async () => {
    const { browser } = await setUp();
    await browser.signIn('admin');
    for (const path of [
      '/api/ORD/loadbalancers',
      '/session',
      '/panel/history/x/verdict',
      '/panel/feedback',
      '/panel/checks',
    ])
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
        const response = await browser.ask(path, { method, headers: { origin: 'https://evil.example' } });
        expect(response.status).toBe(403);
      }
  });

  it('shows data to no other site', async () => {
    const { browser } = await setUp({ files });
    await browser.signIn('admin');
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await browser.ask('/session', { headers })).status).toBe(403);
    expect((await browser.ask('/api/ORD/loadbalancers', { headers })).status).toBe(403);
    expect((await browser.ask('/', { headers: { ...headers, ...html } })).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each([
    '/',
    '/nonsense',
    '/session',
    '/api/ORD/loadbalancers',
    '/panel/history',
    '/healthz',
    '/openapi.json',
    '/assets/index-4f3a9c.js',
  ])('%s carries a request id and the security headers', async (path) => {
    const { browser } = await setUp({ files });
    const { headers } = await browser.ask(path, { headers: html });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe(
      headers.get('content-type')?.startsWith('text/html') ? 'same-origin' : 'no-referrer',
    );
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is not kept by the browser unless it is a file', async () => {
    const { browser } = await setUp({ files });
    for (const path of ['/', '/load-balancers', '/session', '/api/ORD/loadbalancers', '/panel/history'])
      expect((await browser.ask(path)).headers.get('cache-control')).toBe('no-store');
  });
});

describe('pages', () => {
  it.each([
    '/',
    '/sign-in',
    '/load-balancers',
    '/load-balancers/ORD/71',
    '/load-balancers/ORD/71/session-persistence',
    '/load-balancers/session-persistence/ORD/71',
    '/load-balancers/north%2F1/team%2Fweb',
    '/load-balancers/bulk/r1',
    '/history',
    '/explorer/sessionPersistence.enable?region=ORD',
  ])('%s is the app', async (path) => {
    const { browser } = await setUp({ files });
    const response = await browser.ask(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  it('have a nonce of their own, in page and policy alike', async () => {
    const { browser } = await setUp({ files });
    const nonces = new Set<string>();
    for (let count = 0; count < 3; count++) {
      const response = await browser.ask('/');
      const nonce = /content="([^"]+)"/.exec(await response.text())![1]!;
      expect(response.headers.get('content-security-policy')).toBe(
        `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      );
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('tell a browser at a nonsense address in the app, and a program in JSON', async () => {
    const { browser } = await setUp({ files });
    for (const path of [
      '/nonsense',
      '/load-balancers/a/b/c/d',
      '/%00',
      '/..%2f..%2fetc/passwd',
      '/assets/../../server/main.ts',
    ]) {
      const page = await browser.ask(path, { headers: html });
      expect([page.status, await page.text()]).toEqual([404, expect.stringContaining('app')]);
      const data = await browser.ask(path);
      expect([data.status, (await errorOf(data)).code]).toEqual([404, 'not-found']);
    }
    expect((await browser.ask('/nonsense', { method: 'POST' })).status).toBe(404);
  });

  it('have files in the smallest form that the browser takes, kept for ever', async () => {
    const { browser } = await setUp({ files });
    const get = (headers: Record<string, string>) => browser.ask('/assets/index-4f3a9c.js', { headers });
    for (const [accepted, body] of [
      ['gzip, deflate, br', 'brotli'],
      ['gzip', 'gzip'],
      ['', 'plain'],
    ] as const) {
      const response = await get({ 'accept-encoding': accepted });
      expect(await response.text()).toBe(body);
      expect(response.headers.get('vary')).toBe('Accept-Encoding');
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect((await get({ 'if-none-match': '"e"' })).status).toBe(304);
  });
});

describe('for machines', () => {
  it('tells that it is up and what the API is', async () => {
    const { browser } = await setUp();
    expect(await (await browser.ask('/healthz')).json()).toEqual({ status: 'ok' });
    const document = await (await browser.ask('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
  });

  it('gives metrics to direct connections only', async () => {
    const metrics = {
      request() {},
      upstream() {},
      text: async () => ({ body: 'figures 1', contentType: 'text/plain; version=0.0.4' }),
    };
    const { browser } = await setUp({ metrics });
    expect(await (await browser.ask('/metrics')).text()).toBe('figures 1');
    expect((await browser.ask('/metrics', { headers: { 'x-forwarded-for': '203.0.113.1' } })).status).toBe(404);
  });

  it.each([
    ['http://127.0.0.1:4000', 200, 200],
    ['http://localhost:4000', 200, 200],
    ['http://[::1]:4000', 200, 200],
    ['http://192.0.2.7:4000', 200, 200],
    ['http://panel.example.com', 421, 200],
    ['http://panel.example.com.', 421, 421],
    ['http://evil.example', 421, 421],
    ['http://evil.example:4000', 421, 421],
    ['http://127.0.0.1.evil.example', 421, 421],
  ])('gives metrics under the Host of %s: %i, with that PUBLIC_URL %i', async (host, without, given) => {
    const metrics = {
      request() {},
      upstream() {},
      text: async () => ({ body: 'figures 1', contentType: 'text/plain' }),
    };
    const plain = await setUp({ metrics });
    expect((await plain.browser.ask(`${host}/metrics`)).status).toBe(without);
    const named = await setUp({ metrics, publicUrl: 'https://panel.example.com' });
    expect((await named.browser.ask(`${host}/metrics`)).status).toBe(given);
    // What figures may be asked under opens nothing else.
    if (host === 'http://192.0.2.7:4000') expect((await named.browser.ask(`${host}/session`)).status).toBe(421);
  });
});

describe('the log', () => {
  it('says what happened, without secrets, and hides its own failures behind a number', async () => {
    const lines: string[] = [];
    const write = (fields: object, message: string) => lines.push(JSON.stringify({ ...fields, message }));
    const { browser, service, store } = await setUp({ log: { debug: write, info: write, warn: write, error: write } });
    await browser.signIn('admin', 'wrong-key-4711');
    await browser.signIn('admin');
    service.answer = () => Response.json({ secret: 'from-region' });
    await browser.ask('/api/ORD/loadbalancers/71?private=query-4711');
    store.favourites.find = () => Promise.reject(new Error('message-4711'));
    const failed = await browser.ask('/panel/favourites');
    expect(failed.status).toBe(500);
    const error = await errorOf(failed);
    expect(error.message).not.toContain('4711');
    const log = lines.join('\n');
    expect(log).toContain(error.requestId);
    expect(log).toContain('"route":"loadBalancers.show"');
    expect(log).not.toMatch(/4711|admin-key|token-of|Fe26|from-region/);
  });
});
