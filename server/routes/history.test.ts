import { describe, expect, it } from 'vitest';
import { sha256 } from '../sha256.ts';
import { type Browser, errorOf, type Setup, setUp } from '../testing/browser.ts';
import { ofAccount } from '../testing/service.ts';

const change = (browser: Browser, id: number, region = 'ORD', headers = {}) =>
  browser.ask(`/api/${region}/loadbalancers/${id}/sessionpersistence`, {
    method: 'PUT',
    body: { sessionPersistence: { persistenceType: 'SOURCE_IP' } },
    headers,
  });

async function withChanges() {
  const setup = await setUp();
  setup.service.answer = () => new Response(null, { status: 202 });
  await setup.browser.signIn('admin');
  const ids: string[] = [];
  const keys: string[] = [];
  for (const id of [1, 2, 3]) {
    const region = id === 3 ? 'DFW' : 'ORD';
    const subject = { loadBalancerId: String(id) };
    const { key, ...headers } = await setup.browser.announce({ region, subject, run: `r${id}` });
    await change(setup.browser, id, region, headers);
    ids.push(headers['x-holdfast-change']);
    keys.push(key);
    setup.clock.advance(1_000);
  }
  const list = async (query = '', browser = setup.browser) =>
    (await (await browser.ask(`/panel/history${query}`)).json()) as {
      changes: {
        id: string;
        loadBalancerId: string;
        verdict: string | null;
        after: string | null;
        detail: string | null;
      }[];
      next: string | null;
    };
  return { ...setup, ids, keys, list };
}

describe('history', () => {
  it('lists changes newest first, page by page', async () => {
    const { list, ids } = await withChanges();
    const first = await list('?limit=2');
    expect(first.changes.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(first.next).toBe(ids[1]);
    const second = await list(`?limit=2&cursor=${first.next}`);
    expect(second).toMatchObject({ changes: [{ id: ids[0] }], next: null });
  });

  it.each([
    ['?region=DFW', ['3']],
    ['?loadBalancerId=2', ['2']],
    ['?run=r1', ['1']],
    ['?user=nobody', []],
    ['?user=DMI', ['3', '2', '1']],
    ['?loadBalancer=2', ['2']],
    ['?operation=sessionPersistence.enable&region=ORD', ['2', '1']],
    ['?from=2031-05-02T17:20:12Z&to=2031-05-02T12:20:12.500-05:00', ['2']],
    ['?verdict=none', ['3', '2', '1']],
    ['?verdict=confirmed', []],
  ])('filters by %s', async (query, expected) => {
    const { list } = await withChanges();
    expect((await list(query)).changes.map(({ loadBalancerId }) => loadBalancerId)).toEqual(expected);
  });

  it.each([
    ['?verdict=great', 'verdict'],
    ['?limit=0', 'limit'],
    ['?limit=x', 'limit'],
    ['?limit=1000', 'limit'],
    ['?from=yesterday', 'from'],
    ['?cursor=../1', 'cursor'],
    ['?account=200002', 'account'],
    ['?__proto__=1', '__proto__'],
  ])('refuses %s, naming the field', async (query, field) => {
    const { browser } = await withChanges();
    const response = await browser.ask(`/panel/history${query}`);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: 'invalid', field });
  });

  it('takes a verdict with the value that was read back', async () => {
    const { browser, list, ids, keys } = await withChanges();
    const verdict = (body: object, id = ids[0]) =>
      browser.ask(`/panel/history/${id}/verdict`, { method: 'POST', body: { key: keys[0], ...body } });
    expect((await verdict({ verdict: 'confirmed', after: 'Source IP', detail: 'read back in 1.2 s' })).status).toBe(
      204,
    );
    const expected = { verdict: 'confirmed', after: 'Source IP', detail: 'read back in 1.2 s' };
    expect((await list('?verdict=confirmed')).changes).toMatchObject([expected]);
    expect(await (await browser.ask(`/panel/history/${ids[0]}`)).json()).toMatchObject(expected);
    expect(await errorOf(await verdict({ verdict: 'fine' }))).toMatchObject({ code: 'invalid', field: 'verdict' });
    expect((await verdict({ verdict: 'failed' }, '0'.repeat(32))).status).toBe(404);
    expect((await verdict({ verdict: 'failed' }, "1' or 1=1")).status).toBe(404);
  });

  it('takes a verdict once, and only from whoever has the key that came with the change', async () => {
    const { browser, another, list, ids, keys } = await withChanges();
    const colleague = another();
    await colleague.signIn('creator');
    const verdict = (by: Browser, body: object) => by.ask(`/panel/history/${ids[0]}/verdict`, { method: 'POST', body });
    const refusals = [
      [{ verdict: 'confirmed', after: 'X' }, 400, 'invalid'],
      [{ verdict: 'confirmed', after: 'X', key: '' }, 400, 'invalid'],
      [{ verdict: 'confirmed', after: 'X', key: keys[1] }, 403, 'wrong-key'],
      [{ verdict: 'confirmed', after: 'X', key: 'x'.repeat(36) }, 403, 'wrong-key'],
    ] as const;
    for (const by of [browser, colleague])
      for (const [body, status, code] of refusals) {
        const response = await verdict(by, body);
        expect(response.status).toBe(status);
        expect((await errorOf(response)).code).toBe(code);
      }
    expect((await list()).changes[2]).toMatchObject({ verdict: null, after: null, detail: null });

    const [key] = keys;
    expect((await verdict(browser, { verdict: 'unconfirmed', detail: 'no answer', key })).status).toBe(204);
    expect((await verdict(browser, { verdict: 'confirmed', after: 'SOURCE_IP', detail: 'seen', key })).status).toBe(
      204,
    );
    const known = { verdict: 'confirmed', after: 'SOURCE_IP', detail: 'seen' };
    expect((await list()).changes[2]).toMatchObject(known);
    // Told once more because the answer was lost: it stands.
    expect((await verdict(browser, { verdict: 'confirmed', after: 'Y', detail: 'Y', key })).status).toBe(204);
    for (const other of ['failed', 'unconfirmed'])
      expect((await errorOf(await verdict(browser, { verdict: other, after: 'Z', key }))).code).toBe('known-already');
    expect((await list()).changes[2]).toMatchObject(known);
  });

  it('never shows a key, nor what is stored of it', async () => {
    const { browser, keys, ids, store } = await withChanges();
    const hash = await sha256(keys[0]!);
    const shown = [
      await (await browser.ask('/panel/history')).text(),
      await (await browser.ask(`/panel/history/${ids[0]}`)).text(),
      JSON.stringify(await store.history.find(ofAccount('100001'), { limit: 10 })),
    ].join();
    expect(shown).not.toContain(keys[0]);
    expect(shown).not.toContain(hash);
    expect(new Set(keys).size).toBe(3);
  });

  it('belongs to the account: nobody else sees or judges it', async () => {
    const { another, list, ids, keys } = await withChanges();
    const stranger = another();
    await stranger.signIn('stranger');
    expect((await list('', stranger)).changes).toEqual([]);
    expect((await stranger.ask(`/panel/history/${ids[0]}`)).status).toBe(404);
    const body = { verdict: 'failed', key: keys[0] };
    expect((await stranger.ask(`/panel/history/${ids[0]}/verdict`, { method: 'POST', body })).status).toBe(404);
    expect((await stranger.ask(`/panel/history/${ids[0]}/check`, { method: 'POST' })).status).toBe(404);
    expect((await list()).changes.every(({ verdict }) => verdict === null)).toBe(true);
    expect((await another().ask('/panel/history')).status).toBe(401);
  });

  it('is judged by those who may change load balancers', async () => {
    const { another, ids, keys } = await withChanges();
    const observer = another();
    await observer.signIn('observer');
    expect((await observer.ask('/panel/history')).status).toBe(200);
    const body = { verdict: 'failed', key: keys[0] };
    expect((await observer.ask(`/panel/history/${ids[0]}/verdict`, { method: 'POST', body })).status).toBe(403);
  });

  it('is kept as long as it is to be kept', async () => {
    const { clock, store } = await withChanges();
    const kept = async () => (await store.history.find(ofAccount('100001'), { limit: 10 })).length;
    clock.advance(89 * 24 * 60 * 60_000);
    expect(await kept()).toBe(3);
    clock.advance(30 * 60 * 60_000);
    await expect.poll(kept).toBe(0);
  });
});

describe('a check of a change whose outcome is unknown', () => {
  /** A region whose load balancer has a status and a type; `null`: there is none. */
  const region = (setup: Setup, status: string | null, type: string | null) => {
    setup.service.answer = ({ method, url }) => {
      if (method !== 'GET') return new Response(null, { status: 202 });
      if (url.endsWith('/limits')) return new Response('', { status: 404 });
      if (status === null) return Response.json({ message: 'Object not Found', code: 404 }, { status: 404 });
      const sessionPersistence = type === null ? {} : { persistenceType: type };
      return url.endsWith('/sessionpersistence')
        ? Response.json({ sessionPersistence })
        : Response.json({ loadBalancer: { id: 1, name: 'web', status, sessionPersistence } });
    };
  };
  const check = (by: Browser, id: string) => by.ask(`/panel/history/${id}/check`, { method: 'POST' });

  it.each([
    ['ACTIVE', 'SOURCE_IP', 'confirmed', 'SOURCE_IP', /^Read at 2031-/],
    ['ACTIVE', 'HTTP_COOKIE', 'unconfirmed', null, /HTTP_COOKIE\.$/],
    ['ACTIVE', null, 'unconfirmed', null, /DISABLED\.$/],
    ['ERROR', 'SOURCE_IP', 'failed', 'SOURCE_IP', /in ERROR/],
    ['PENDING_UPDATE', 'SOURCE_IP', 'unconfirmed', null, /status PENDING_UPDATE/],
    ['SUSPENDED', 'SOURCE_IP', 'unconfirmed', null, /does not tell/],
    ['DELETED', 'SOURCE_IP', 'unconfirmed', null, /does not exist any more/],
    [null, null, 'unconfirmed', null, /does not exist any more/],
  ])('reads status %s and type %s and stores the verdict %3$s', async (status, type, verdict, after, detail) => {
    const setup = await withChanges();
    region(setup, status, type);
    const observer = setup.another();
    await observer.signIn('observer');
    const response = await check(observer, setup.ids[0]!);
    expect(response.status).toBe(200);
    const expected = { id: setup.ids[0], verdict, after, detail: expect.stringMatching(detail) };
    expect(await response.json()).toMatchObject(expected);
    expect((await setup.list()).changes[2]).toMatchObject(expected);
    // With the rights of whoever asks, not of whoever made the change.
    expect(setup.service.received.at(-1)?.headers.get('x-auth-token')).toBe('token-of-observer-100001');
  });

  it('goes from unknown to known once, and what is known is not read again', async () => {
    const setup = await withChanges();
    region(setup, 'ACTIVE', 'HTTP_COOKIE');
    expect(await (await check(setup.browser, setup.ids[0]!)).json()).toMatchObject({ verdict: 'unconfirmed' });
    region(setup, 'ACTIVE', 'SOURCE_IP');
    expect(await (await check(setup.browser, setup.ids[0]!)).json()).toMatchObject({ verdict: 'confirmed' });
    const reads = setup.service.received.length;
    region(setup, 'ACTIVE', null);
    expect(await (await check(setup.browser, setup.ids[0]!)).json()).toMatchObject({ verdict: 'confirmed' });
    expect(setup.service.received).toHaveLength(reads);
  });

  it('says nothing of a change after which the same was changed again', async () => {
    const setup = await withChanges();
    region(setup, 'ACTIVE', 'SOURCE_IP');
    setup.clock.advance(1_000);
    await change(setup.browser, 1);
    expect(await (await check(setup.browser, setup.ids[0]!)).json()).toMatchObject({
      verdict: 'unconfirmed',
      detail: expect.stringMatching(/changed again at 2031-.* by admin/),
    });
  });

  it('judges other writes by the read that the API has for them', async () => {
    const setup = await withChanges();
    region(setup, 'ACTIVE', null);
    const write = (path: string, method: string, body?: object) =>
      setup.browser.ask(`/api/ORD/loadbalancers/9${path}`, { method, ...(body && { body }) });
    const throttle = { connectionThrottle: { maxConnections: 10 } };
    const ids: string[] = [];
    for (const answer of [
      await write('/nodes/31', 'DELETE'),
      await write('/connectionthrottle', 'PUT', throttle),
      await setup.browser.ask('/api/ORD/loadbalancers', { method: 'POST', body: { loadBalancer: { name: 'x' } } }),
      await setup.browser.ask('/api/ORD/loadbalancers?id=7&id=8', { method: 'DELETE' }),
      await setup.browser.ask('/api/ORD/loadbalancers?id=8&id=9', { method: 'DELETE' }),
    ])
      ids.push(answer.headers.get('x-holdfast-change')!);
    setup.service.answer = ({ url }) =>
      url.endsWith('/nodes')
        ? Response.json({ nodes: [{ id: 30 }] })
        : url.endsWith('/connectionthrottle')
          ? Response.json({ connectionThrottle: { maxConnections: 10, minConnections: 0 } })
          : url.endsWith('/9')
            ? Response.json({ loadBalancer: { id: 9, status: 'ACTIVE' } })
            : Response.json({ message: 'Object not Found', code: 404 }, { status: 404 });
    const verdicts = [];
    for (const id of ids) verdicts.push((await (await check(setup.browser, id)).json()).verdict);
    expect(verdicts).toEqual(['confirmed', 'confirmed', 'unconfirmed', 'confirmed', 'unconfirmed']);
  });

  it('leaves a value that was announced and is in force in the words of whoever announced it', async () => {
    const setup = await withChanges();
    region(setup, 'ACTIVE', null);
    const after = JSON.stringify({ name: 'web', port: 81, timeout: 30 });
    const announced = await setup.browser.ask('/panel/changes', {
      method: 'POST',
      body: {
        region: 'ORD',
        operation: 'loadBalancers.update',
        subject: { loadBalancerId: '9', part: null },
        name: 'web',
        before: JSON.stringify({ name: 'web', port: 80, timeout: 30 }),
        after,
      },
    });
    const { id } = await announced.json();
    await setup.browser.ask('/api/ORD/loadbalancers/9', {
      method: 'PUT',
      body: { loadBalancer: { port: 81 } },
      headers: { 'x-holdfast-change': id },
    });
    setup.service.answer = () => Response.json({ loadBalancer: { id: 9, name: 'web', port: 81, status: 'ACTIVE' } });
    expect(await (await check(setup.browser, id)).json()).toMatchObject({ verdict: 'confirmed', after });
  });

  it.each([
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed')), 502],
    ['a fault', () => Response.json({ message: 'down' }, { status: 503 }), 502],
    ['a page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 502],
    ['no JSON', () => new Response('{"loadBalancer":}', { headers: { 'content-type': 'application/json' } }), 502],
    ['a limit', () => new Response('{}', { status: 413, headers: { 'retry-after': '7' } }), 429],
    ['a token that is refused', () => new Response('{}', { status: 401 }), 401],
  ])('changes nothing when the region answers %s', async (_, answer, status) => {
    const setup = await withChanges();
    setup.service.answer = answer;
    expect((await check(setup.browser, setup.ids[0]!)).status).toBe(status);
    expect((await setup.list()).changes.map(({ verdict }) => verdict)).toEqual([null, null, null]);
  });
});
