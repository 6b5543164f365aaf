import { describe, expect, it } from 'vitest';
import { type Browser, errorOf, setUp } from '../testing/browser.ts';
import { access } from '../testing/service.ts';

describe('signing in', () => {
  it('answers who signed in, with the default region first, and keeps the token to itself', async () => {
    const { browser } = await setUp();
    const response = await browser.signIn('admin');
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      provider: 'clb',
      service: 'http://127.0.0.1:4100/v2.0',
      user: 'admin',
      account: '100001',
      roles: ['lbaas:admin'],
      regions: ['ORD', 'DFW'],
      endpoints: {
        ORD: 'http://127.0.0.1:4100/ord/v1.0/100001',
        DFW: 'http://127.0.0.1:4100/dfw/v1.0/100001',
      },
      expires: '2031-05-03T17:20:11.000Z',
      local: true,
      firstReads: ['/loadbalancers?limit=100'],
    });
    expect(text).not.toContain('token-of');
    expect(response.headers.get('set-cookie')).toMatch(
      /^holdfast-80=Fe26\.2\*[^;]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=86400$/,
    );
    expect(response.headers.get('set-cookie')).not.toContain('token-of');
    expect((await browser.ask('/session')).status).toBe(200);
  });

  it('takes a password, or an account with a token', async () => {
    const { browser } = await setUp();
    for (const body of [
      { username: 'admin', password: 'admin-key' },
      { account: '100001', token: 'token-of-admin-100001' },
    ])
      expect((await browser.ask('/session', { method: 'POST', body })).status).toBe(200);
  });

  it('says in words what was wrong', async () => {
    const { browser } = await setUp();
    const cases = [
      [{ username: 'admin', apiKey: 'x' }, 'Incorrect user name or API key.'],
      [{ username: 'admin', password: 'x' }, 'Incorrect user name or password.'],
      [{ account: '1', token: 'token-of-nobody' }, 'The token is not valid for this account, or it has expired.'],
    ] as const;
    for (const [body, message] of cases) {
      const response = await browser.ask('/session', { method: 'POST', body });
      expect(response.status).toBe(401);
      expect(await errorOf(response)).toMatchObject({ code: 'wrong-credentials', message });
    }
  });

  it('tells a user with multi-factor authentication to use a token', async () => {
    const { browser, service } = await setUp();
    service.signIn = () =>
      new Response('{}', { status: 401, headers: { 'WWW-Authenticate': "OS-MF sessionId='abc', factor='PASSCODE'" } });
    const error = await errorOf(await browser.signIn('admin'));
    expect(error.code).toBe('multi-factor');
    expect(error.message).toContain('token');
  });

  it.each([
    [{}, 'username'],
    [{ username: '', apiKey: 'k' }, 'username'],
    [{ username: 'a', apiKey: 7 }, 'apiKey'],
    [{ username: 'a', apiKey: 'k', extra: 1 }, 'extra'],
    [{ username: 'a\r\nb', apiKey: 'k' }, 'username'],
    [{ account: '1' }, 'token'],
    ['{"username":"a","apiKey":"k","__proto__":{"local":true}}', '__proto__'],
  ])('refuses %j, naming the field', async (body, field) => {
    const { browser } = await setUp();
    const response = await browser.ask('/session', { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: 'invalid', field });
  });

  it.each([
    ['not JSON', 400],
    ['[[[[', 400],
    ['null', 400],
    ['['.repeat(4_000) + ']'.repeat(4_000), 400],
    [`{"username":"${'x'.repeat(9_000)}"}`, 413],
  ])('refuses the body %s with %s', async (body, status) => {
    const { browser } = await setUp();
    expect((await browser.ask('/session', { method: 'POST', body })).status).toBe(status);
  });

  it.each(['\u00a0', ' ', '\u200b', '\ufeff', '\n', '\u2060\u3000'])(
    'takes a name, key, account or token that was pasted with %j around it',
    async (edge) => {
      const { browser } = await setUp();
      const around = (text: string) => edge + text + edge;
      for (const body of [
        { username: around('admin'), apiKey: around('admin-key') },
        { username: around('admin'), password: 'admin-key' },
        { account: around('100001'), token: around('token-of-admin-100001') },
      ])
        expect((await browser.ask('/session', { method: 'POST', body })).status).toBe(200);
    },
  );

  it('leaves a password as it is', async () => {
    const { browser, service } = await setUp();
    const seen: string[] = [];
    service.signIn = async (request) => {
      seen.push((await request.json()).auth.passwordCredentials.password);
      return Response.json(access('admin', ['lbaas:admin']));
    };
    for (const password of [' pass ', '\u00a0', 'a\u200bb'])
      await browser.ask('/session', { method: 'POST', body: { username: 'admin', password } });
    expect(seen).toEqual([' pass ', '\u00a0', 'a\u200bb']);
  });

  it.each([
    ['nothing', {}],
    ['nothing in a tenant', { tenant: {} }],
    ['a tenant that is null', { tenant: null }],
    ['an id that is null', { tenant: { id: null } }],
    ['an empty id', { tenant: { id: '' } }],
    ['an object for an id', { tenant: { id: { id: '100001' } } }],
    ['a name only', { tenant: { name: '100001' } }],
    ['an id of odd characters', { tenant: { id: '100001\n' } }],
    ['two accounts', { tenant: { id: '100001' }, tenantId: '200002' }],
  ])('refuses a sign-in whose token names no one account: %s', async (_, named) => {
    const { browser, service } = await setUp();
    const answer = access('admin', ['lbaas:admin']) as { access: { token: object } };
    const { tenant: _tenant, ...token } = answer.access.token as { tenant: unknown };
    service.signIn = () => Response.json({ access: { ...answer.access, token: { ...token, ...named } } });
    for (const body of [
      { account: '200002', token: 't' },
      { account: 'undefined', token: 't' },
      { username: 'admin', apiKey: 'k' },
    ]) {
      const response = await browser.ask('/session', { method: 'POST', body });
      expect(response.status).toBe(403);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(await errorOf(response)).toMatchObject({
        code: 'no-account',
        message: expect.stringContaining('did not say which account'),
      });
    }
  });

  it('refuses a token whose account is not the one that was typed, naming both', async () => {
    const { browser, service } = await setUp();
    service.signIn = () => Response.json(access('admin', ['lbaas:admin']));
    const response = await browser.ask('/session', { method: 'POST', body: { account: '200002', token: 't' } });
    expect(response.status).toBe(403);
    const { code, message } = await errorOf(response);
    expect(code).toBe('other-account');
    expect(message).toContain('account 100001, not 200002');
    expect((await browser.ask('/session')).status).toBe(401);
  });

  it.each(['1000 01', '../100001', '100001?x', '１００００１', '100001%00', '<b>'])(
    'refuses an account typed as %s, naming the field',
    async (account) => {
      const { browser } = await setUp();
      const response = await browser.ask('/session', { method: 'POST', body: { account, token: 't' } });
      expect(response.status).toBe(400);
      expect(await errorOf(response)).toMatchObject({ code: 'invalid', field: 'account' });
    },
  );

  it('takes an account’s number as a number, and wherever the token names it', async () => {
    const { browser, service } = await setUp();
    const { access: given } = access('admin', ['lbaas:admin']);
    const { tenant: _tenant, ...token } = given.token;
    for (const named of [{ tenant: { id: 100001 } }, { tenantId: '100001' }]) {
      service.signIn = () => Response.json({ access: { ...given, token: { ...token, ...named } } });
      expect(await (await browser.signIn('admin')).json()).toMatchObject({ account: '100001' });
    }
  });

  it('takes no token that cannot stand in a header', async () => {
    const { browser, service } = await setUp();
    for (const id of ['', 'a b', 'tok\ud800', 'tök\u20ac', 'a\r\nb']) {
      const { access: given } = access('admin', ['lbaas:admin']);
      service.signIn = () => Response.json({ access: { ...given, token: { ...given.token, id } } });
      expect(await errorOf(await browser.signIn('admin'))).toMatchObject({ code: 'identity-answer' });
    }
  });

  it('takes JSON only, so that no form of another site can sign anyone in', async () => {
    const { browser } = await setUp();
    const response = await browser.ask('/session', {
      method: 'POST',
      body: '{"username":"admin","apiKey":"admin-key"}',
      headers: { 'content-type': 'text/plain' },
    });
    expect(response.status).toBe(415);
  });

  it.each([
    ['an answer that is no sign-in', () => new Response('<html>hello</html>'), 502, 'identity-answer'],
    [
      'an answer without a catalog',
      () => Response.json({ access: { token: { id: 't', expires: '2031-05-03T17:20:11Z' } } }),
      502,
      'identity-answer',
    ],
    ['a server error', () => new Response('', { status: 503 }), 502, 'identity-answer'],
    ['a limit', () => new Response('', { status: 413 }), 429, 'identity-busy'],
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed')), 502, 'identity-unreachable'],
  ])('turns %s into words', async (_, answer, status, code) => {
    const { browser, service } = await setUp();
    service.signIn = answer;
    const response = await browser.signIn('admin');
    expect(response.status).toBe(status);
    expect(await errorOf(response)).toMatchObject({ code, requestId: response.headers.get('x-request-id') });
  });

  it('does not wait for ever for the identity service', async () => {
    const { browser, service, clock } = await setUp();
    const asked = Promise.withResolvers<void>();
    service.signIn = () => {
      asked.resolve();
      return new Promise(() => {});
    };
    const answer = browser.signIn('admin');
    await asked.promise;
    clock.advance(20_000);
    expect((await answer).status).toBe(504);
  });

  it('does not use endpoints that lie where the catalog has no business', async () => {
    const { browser, service } = await setUp({ identityUrl: 'https://identity.example.com/v2.0' });
    const answer = access('admin', ['lbaas:admin']);
    service.signIn = () => Response.json(answer);
    const response = await browser.signIn('admin');
    expect(response.status).toBe(403);
    expect(await errorOf(response)).toMatchObject({ code: 'no-load-balancers' });
  });

  it('limits wrong keys per user and address, and forgets them in time', async () => {
    const { browser, clock } = await setUp();
    const attempt = (address: string, apiKey = 'guess') =>
      browser.ask('/session', { method: 'POST', body: { username: 'admin', apiKey }, address });
    for (let count = 0; count < 8; count++) expect((await attempt('203.0.113.1')).status).toBe(401);
    const refused = await attempt('203.0.113.1', 'admin-key');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await attempt('203.0.113.2', 'admin-key')).status).toBe(200);
    clock.advance(5 * 60_000);
    expect((await attempt('203.0.113.1', 'admin-key')).status).toBe(200);
  });

  const guess = (browser: Browser, address: string, username = 'admin', apiKey = 'guess') =>
    browser.ask('/session', { method: 'POST', body: { username, apiKey }, address });
  const stranger = (index: number) => `203.0.${index >> 8}.${index & 255}`;

  it('locks nobody out by wrong keys from elsewhere', async () => {
    const { browser, another } = await setUp();
    for (let count = 0; count < 64; count++) await guess(browser, stranger(count % 8));
    expect((await guess(another(), '198.51.100.9', 'admin', 'admin-key')).status).toBe(200);

    for (let count = 0; count < 1_000; count++) await guess(browser, stranger(count % 200));
    const unknown = await guess(another(), '198.51.100.10', 'admin', 'admin-key');
    expect(unknown.status).toBe(429);
    expect(Number(unknown.headers.get('retry-after'))).toBeLessThanOrEqual(15);
    expect((await errorOf(unknown)).message).toMatch(/^Too many sign-ins failed. Try again in \d+ seconds?\.$/);
    // From where the user has signed in before.
    expect((await guess(another(), '198.51.100.9', 'admin', 'admin-key')).status).toBe(200);
  });

  it('forgets no wrong keys because of thousands of other attempts', async () => {
    const { browser } = await setUp();
    for (let count = 0; count < 8; count++) await guess(browser, '203.0.113.1');
    for (let count = 0; count < 7_000; count++)
      await guess(browser, `2001:db8:${(count >> 8).toString(16)}:${(count & 255).toString(16)}::1`, `user${count}`);
    expect((await guess(browser, '203.0.113.1', 'admin', 'admin-key')).status).toBe(429);
    expect((await guess(browser, '203.0.113.2', 'admin', 'admin-key')).status).toBe(200);
  });

  it('knows an address on every server that shares the store', async () => {
    const { browser, store } = await setUp();
    await guess(browser, '198.51.100.9', 'admin', 'admin-key');
    const other = await setUp({ store });
    for (let count = 0; count < 400; count++) await guess(other.browser, stranger(count));
    await expect
      .poll(async () => (await guess(other.another(), '198.51.100.9', 'admin', 'admin-key')).status)
      .toBe(200);
  });

  it('does not count sign-ins that were no guesses', async () => {
    const { browser, service } = await setUp();
    service.signIn = () => new Response('', { status: 503 });
    for (let count = 0; count < 20; count++) await browser.signIn('admin');
    service.signIn = null;
    expect((await browser.signIn('admin')).status).toBe(200);
  });
});

describe('being signed out', () => {
  it('is answered with what the sign-in page needs', async () => {
    const { browser } = await setUp();
    const response = await browser.ask('/session');
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      local: true,
      demoUsers: [
        { username: 'admin', apiKey: 'admin-key' },
        { username: 'creator', apiKey: 'creator-key' },
        { username: 'observer', apiKey: 'observer-key' },
      ],
      error: { code: 'signed-out' },
    });
  });

  it('is foreseen: a sign-in that a region has ended is mended by the same form', async () => {
    const { browser } = await setUp();
    const { error: _, ...form } = await (await browser.ask('/session')).json();
    await browser.signIn('admin');
    const answer = await browser.ask('/session/form');
    expect([answer.status, await answer.json()]).toEqual([200, form]);
    expect(form).toMatchObject({ local: true, clouds: [{ provider: 'clb' }] });
  });

  it('names no demo users when the identity service is not a local region', async () => {
    const { browser } = await setUp({ identityUrl: 'https://identity.example.com/v2.0' });
    expect(await (await browser.ask('/session')).json()).toMatchObject({ local: false, demoUsers: [] });
  });
});

describe('signing out', () => {
  it('revokes the token, clears the cookie and makes a copy of it worthless', async () => {
    const { browser, service, another } = await setUp();
    await browser.signIn('admin');
    const copy = another();
    copy.cookie = browser.cookie;
    expect((await copy.ask('/session')).status).toBe(200);
    const response = await browser.ask('/session', { method: 'DELETE' });
    expect(response.status).toBe(204);
    expect(response.headers.get('set-cookie')).toMatch(/^holdfast-80=; .*Max-Age=0/);
    expect(service.revoked).toEqual(['token-of-admin-100001']);
    expect((await copy.ask('/session')).status).toBe(401);
    expect((await copy.ask('/api/ORD/loadbalancers')).status).toBe(401);
  });

  it('is over for a copy on another server that shares secrets and store', async () => {
    const { browser, store, clock } = await setUp();
    const other = await setUp({ store, clock });
    await browser.signIn('admin');
    other.browser.cookie = browser.cookie;
    expect((await other.browser.ask('/session')).status).toBe(200);
    await browser.ask('/session', { method: 'DELETE' });
    clock.advance(15_000);
    expect((await other.browser.ask('/session')).status).toBe(401);
  });

  it('works also when the identity service is down, and when nobody is signed in', async () => {
    const { browser } = await setUp();
    expect((await browser.ask('/session', { method: 'DELETE' })).status).toBe(204);
  });
});
