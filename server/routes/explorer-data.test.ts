import { describe, expect, it } from 'vitest';
import { type Browser, errorOf, setUp } from '../testing/browser.ts';

const call = {
  operation: 'sessionPersistence.show',
  region: 'ORD',
  method: 'GET',
  path: '/loadbalancers/71/sessionpersistence',
  requestHeaders: { 'X-Auth-Token': 'token-of-admin-100001', Accept: 'application/json' },
  requestBody: '{"password":"hunter2","x":"token-of-admin-100001"}',
  status: 200,
  responseHeaders: { 'content-type': 'application/json' },
  responseBody: '{"sessionPersistence":{}}',
  duration: 12.5,
  size: 25,
  requestId: 'abc',
};

async function signedIn() {
  const setup = await setUp();
  await setup.browser.signIn('admin');
  const add = async (browser: Browser, body: unknown = call) => browser.ask('/panel/calls', { method: 'POST', body });
  return { ...setup, add };
}

describe('calls', () => {
  it('are kept with their answers, secrets masked', async () => {
    const { browser, add } = await signedIn();
    const response = await add(browser);
    expect(response.status).toBe(201);
    const { id } = await response.json();
    const list = await (await browser.ask('/panel/calls')).json();
    expect(list).toEqual({
      calls: [expect.objectContaining({ id, operation: call.operation, status: 200 })],
      next: null,
    });
    expect(list.calls[0]).not.toHaveProperty('responseBody');
    const whole = await (await browser.ask(`/panel/calls/${id}`)).text();
    expect(whole).not.toMatch(/token-of|hunter2/);
    expect(JSON.parse(whole)).toMatchObject({
      at: '2031-05-02T17:20:11.000Z',
      requestHeaders: { 'x-auth-token': '•••', accept: 'application/json' },
      requestBody: '{"password":"•••","x":"•••"}',
      responseBody: call.responseBody,
      duration: 12.5,
    });
  });

  it('are the user’s own', async () => {
    const { browser, another, add } = await signedIn();
    const { id } = await (await add(browser)).json();
    for (const name of ['creator', 'stranger']) {
      const other = another();
      await other.signIn(name);
      expect((await (await other.ask('/panel/calls')).json()).calls).toEqual([]);
      expect((await other.ask(`/panel/calls/${id}`)).status).toBe(404);
      expect((await other.ask('/panel/calls', { method: 'DELETE' })).status).toBe(204);
      expect((await other.ask(`/panel/calls/${id}`, { method: 'DELETE' })).status).toBe(204);
    }
    expect((await browser.ask(`/panel/calls/${id}`)).status).toBe(200);
    expect((await browser.ask(`/panel/calls/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await browser.ask(`/panel/calls/${id}`)).status).toBe(404);
  });

  it('are two hundred at most, the newest', async () => {
    const { browser, add } = await signedIn();
    for (let count = 0; count < 203; count++) await add(browser, { ...call, path: `/${count}` });
    const { calls, next } = await (await browser.ask('/panel/calls?limit=200')).json();
    expect([calls.length, calls[0].path, calls.at(-1).path, next]).toEqual([200, '/202', '/3', null]);
  });

  it('keep the beginning of a long answer', async () => {
    const { browser, add } = await signedIn();
    const { id } = await (await add(browser, { ...call, responseBody: 'x'.repeat(400_000) })).json();
    expect((await (await browser.ask(`/panel/calls/${id}`)).json()).responseBody).toHaveLength(262_144);
    expect((await add(browser, { ...call, responseBody: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  it.each([
    [{ ...call, operation: 'no.such' }, 'operation'],
    [{ ...call, operation: '__proto__' }, 'operation'],
    [{ ...call, status: 'ok' }, 'status'],
    [{ ...call, more: 1 }, 'more'],
    [{ ...call, requestHeaders: { a: 1 } }, 'requestHeaders.a'],
  ])('refuses what is not a call, naming the field', async (body, field) => {
    const { browser, add } = await signedIn();
    expect(await errorOf(await add(browser, body))).toMatchObject({ code: 'invalid', field });
  });
});

describe('favourites', () => {
  it('are added once, listed and removed, for one user', async () => {
    const { browser, another } = await signedIn();
    const list = async (who = browser) => (await (await who.ask('/panel/favourites')).json()).favourites;
    for (const operation of ['sessionPersistence.show', 'loadBalancers.list', 'sessionPersistence.show'])
      expect((await browser.ask('/panel/favourites', { method: 'POST', body: { operation } })).status).toBe(204);
    expect(await list()).toEqual(['loadBalancers.list', 'sessionPersistence.show']);
    const other = another();
    await other.signIn('creator');
    expect(await list(other)).toEqual([]);
    await browser.ask('/panel/favourites/loadBalancers.list', { method: 'DELETE' });
    expect(await list()).toEqual(['sessionPersistence.show']);
    const unknown = await browser.ask('/panel/favourites', { method: 'POST', body: { operation: 'x' } });
    expect(await errorOf(unknown)).toMatchObject({ code: 'invalid', field: 'operation' });
  });
});

describe('feedback', () => {
  const message = { text: 'Good', page: '/load-balancers', contact: 'me@example.com' };

  it('is stored, and exported by admins of the account', async () => {
    const { browser, another } = await signedIn();
    const creator = another();
    await creator.signIn('creator');
    const { id } = await (await creator.ask('/panel/feedback', { method: 'POST', body: message })).json();
    const { feedback } = await (await browser.ask('/panel/feedback')).json();
    expect(feedback).toEqual([
      {
        ...message,
        id,
        at: '2031-05-02T17:20:11.000Z',
        account: '100001',
        user: 'creator',
        operation: null,
        requestId: null,
      },
    ]);
    expect((await creator.ask('/panel/feedback')).status).toBe(403);
    const stranger = another();
    await stranger.signIn('stranger');
    expect((await (await stranger.ask('/panel/feedback')).json()).feedback).toEqual([]);
  });

  it('is taken from someone signed out, but not without end', async () => {
    const { another, clock } = await signedIn();
    const write = () => another().ask('/panel/feedback', { method: 'POST', body: message });
    for (let count = 0; count < 20; count++) expect((await write()).status).toBe(201);
    expect((await write()).status).toBe(429);
    clock.advance(600_000);
    expect((await write()).status).toBe(201);
  });

  it('goes to the webhook, which may fail without the writer noticing', async () => {
    const told: unknown[] = [];
    const setup = await setUp({
      feedbackWebhookUrl: 'https://hooks.example.com/feedback',
      fetch: async (input, init) => {
        if (String(input).startsWith('https://hooks')) {
          told.push(JSON.parse(String(init?.body)));
          throw new TypeError('fetch failed');
        }
        return new Response('', { status: 404 });
      },
    });
    expect((await setup.browser.ask('/panel/feedback', { method: 'POST', body: message })).status).toBe(201);
    expect(told).toMatchObject([message]);
  });

  it.each([
    [{ ...message, text: '  ' }, 'text'],
    [{ page: '/' }, 'text'],
    [{ ...message, page: 1 }, 'page'],
  ])('refuses an empty or malformed message, naming the field', async (body, field) => {
    const { browser } = await signedIn();
    const response = await browser.ask('/panel/feedback', { method: 'POST', body });
    expect(await errorOf(response)).toMatchObject({ code: 'invalid', field });
  });
});
