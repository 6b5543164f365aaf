import { describe, expect, it } from 'vitest';
import { memoryStore } from '../store/memory.ts';
import { errorOf, type Setup, setUp } from '../testing/browser.ts';

const announcement = {
  region: 'ORD',
  operation: 'sessionPersistence.enable',
  subject: { loadBalancerId: '71', part: null },
  name: 'web',
  before: 'DISABLED',
  after: 'SOURCE_IP',
  reason: 'CHG-1',
  run: 'r1',
};

async function signedIn(options?: Parameters<typeof setUp>[0]): Promise<Setup> {
  const setup = await setUp(options);
  await setup.browser.signIn('admin');
  return setup;
}

const post = ({ browser }: Setup, body: unknown) => browser.ask('/panel/changes', { method: 'POST', body });
const history = async ({ browser }: Setup, query = '') =>
  (await (await browser.ask(`/panel/history${query}`)).json()).changes;

describe('a change that is announced', () => {
  it('reads as not sent until it is, and not as unknown', async () => {
    const setup = await signedIn();
    const { id, key } = await (await post(setup, announcement)).json();
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
    expect(await history(setup)).toMatchObject([
      {
        id,
        user: 'admin',
        loadBalancerId: '71',
        loadBalancerName: 'web',
        before: 'DISABLED',
        after: 'SOURCE_IP',
        reason: 'CHG-1',
        run: 'r1',
        sent: false,
        status: null,
        verdict: null,
      },
    ]);
    expect(await history(setup, '?verdict=none')).toEqual([]);
    const verified = await setup.browser.ask(`/panel/history/${id}/check`, { method: 'POST' });
    expect(await verified.json()).toMatchObject({ id, sent: false, verdict: null });
    const body = { verdict: 'confirmed', key };
    const judged = await setup.browser.ask(`/panel/history/${id}/verdict`, { method: 'POST', body });
    expect([judged.status, (await errorOf(judged)).code]).toEqual([409, 'not-sent']);
    expect(setup.service.received).toEqual([]);
  });

  it('may be judged by its key once it is sent', async () => {
    const setup = await signedIn();
    setup.service.answer = () => new Response(null, { status: 202 });
    const { key, ...headers } = await setup.browser.announce();
    await setup.browser.ask('/api/ORD/loadbalancers/71/sessionpersistence', { method: 'PUT', body: {}, headers });
    const body = { verdict: 'confirmed', after: 'y'.repeat(100_000), key };
    const path = `/panel/history/${headers['x-holdfast-change']}/verdict`;
    expect((await setup.browser.ask(path, { method: 'POST', body })).status).toBe(204);
    expect(await history(setup)).toMatchObject([{ verdict: 'confirmed', after: body.after }]);
  });

  it('keeps both values whole, with their secrets masked', async () => {
    const setup = await signedIn();
    const values = {
      before: JSON.stringify({ privatekey: 'MIISECRET', note: 'token-of-admin-100001', page: 'é'.repeat(30_000) }),
      after: `{"pem":"-----BEGIN PRIVATE KEY-----\\nMIISECRET\\n-----END PRIVATE KEY-----","page":"${'x'.repeat(60_000)}"}`,
    };
    expect((await post(setup, { ...announcement, ...values })).status).toBe(201);
    const [change] = await history(setup);
    expect(JSON.parse(change.before)).toEqual({ privatekey: '•••', note: '•••', page: 'é'.repeat(30_000) });
    expect(JSON.parse(change.after)).toEqual({ pem: '•••', page: 'x'.repeat(60_000) });
  });

  it('keeps the name of an application’s cookie, by which the change is verified and reverted', async () => {
    const setup = await signedIn();
    const after = '{"type":"APP_COOKIE","cookieName":"JSESSIONID"}';
    const before = '{"pool":{"session_persistence":{"cookie_name":"sid"}},"cookie":"sid=4711","set-cookie":"sid=4711"}';
    expect((await post(setup, { ...announcement, before, after })).status).toBe(201);
    const [change] = await history(setup);
    expect(change.after).toBe(after);
    expect(JSON.parse(change.before)).toEqual({
      pool: { session_persistence: { cookie_name: 'sid' } },
      cookie: '•••',
      'set-cookie': '•••',
    });
  });

  it.each([
    ['half a character', 'web-\ud83d', 'web-\\ud83d'],
    ['a control character', 'a\0b', 'a\\u0000b'],
  ])('is taken when a name, a value or a reason holds %s', async (_, text, kept) => {
    const setup = await signedIn();
    const texts = { name: text, before: text, after: text, reason: text };
    expect((await post(setup, { ...announcement, ...texts })).status).toBe(201);
    expect(await history(setup)).toMatchObject([{ loadBalancerName: kept, before: kept, after: kept, reason: kept }]);
  });

  it.each([
    ['region', { region: '' }],
    ['region', { region: 'SYD' }],
    ['operation', { operation: 'sessionPersistence.show' }],
    ['operation', { operation: 'no such' }],
    ['operation', { operation: '__proto__' }],
    ['subject', { subject: null }],
    ['subject.loadBalancerId', { subject: { loadBalancerId: 71 } }],
    ['subject.part', { subject: { loadBalancerId: '71', part: 'x'.repeat(256) } }],
    ['name', { name: 'x'.repeat(256) }],
    ['after', { before: 'x'.repeat(70_000), after: 'x'.repeat(70_000) }],
    ['after', { before: 'é'.repeat(40_000), after: 'é'.repeat(40_000) }],
    ['before', { before: 'x'.repeat(128 * 1024 + 1) }],
    ['before', { before: {} }],
    ['reason', { reason: 'x'.repeat(501) }],
    ['run', { run: 'x'.repeat(65) }],
    ['other', { other: 1 }],
  ])('is refused with a word about %s: %j', async (field, more) => {
    const setup = await signedIn();
    const response = await post(setup, { ...announcement, ...more });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect((await errorOf(response)).field).toBe(field);
    expect(await history(setup)).toEqual([]);
  });

  it('is refused signed out, from another site, and when it cannot be stored', async () => {
    const setup = await signedIn();
    expect((await setup.another().ask('/panel/changes', { method: 'POST', body: announcement })).status).toBe(401);
    const headers = { origin: 'https://evil.example' };
    const foreign = await setup.browser.ask('/panel/changes', { method: 'POST', body: announcement, headers });
    expect(foreign.status).toBe(403);
    const store = memoryStore();
    const full = { ...store.history, announce: () => Promise.reject(new Error('disk full')) };
    const broken = await signedIn({ store: { ...store, history: full } });
    const error = await post(broken, announcement);
    expect(error.status).toBe(503);
    expect(await errorOf(error)).toMatchObject({
      code: 'history-unavailable',
      message: expect.stringContaining('not sent'),
    });
  });
});
