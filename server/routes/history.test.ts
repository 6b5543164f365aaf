import { describe, expect, it } from 'vitest';
import { type Browser, errorOf, setUp } from '../testing/browser.ts';

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
  for (const id of [1, 2, 3]) {
    ids.push(
      (await change(setup.browser, id, id === 3 ? 'DFW' : 'ORD', { 'x-holdfast-run': `r${id}` })).headers.get(
        'x-holdfast-change',
      )!,
    );
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
  return { ...setup, ids, list };
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
    const { browser, list, ids } = await withChanges();
    const verdict = (body: unknown, id = ids[0]) =>
      browser.ask(`/panel/history/${id}/verdict`, { method: 'POST', body });
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

  it('belongs to the account: nobody else sees or judges it', async () => {
    const { another, list, ids } = await withChanges();
    const stranger = another();
    await stranger.signIn('stranger');
    expect((await list('', stranger)).changes).toEqual([]);
    expect((await stranger.ask(`/panel/history/${ids[0]}`)).status).toBe(404);
    const body = { verdict: 'failed' };
    expect((await stranger.ask(`/panel/history/${ids[0]}/verdict`, { method: 'POST', body })).status).toBe(404);
    expect((await list()).changes.every(({ verdict }) => verdict === null)).toBe(true);
    expect((await another().ask('/panel/history')).status).toBe(401);
  });

  it('is judged by those who may change load balancers', async () => {
    const { another, ids } = await withChanges();
    const observer = another();
    await observer.signIn('observer');
    expect((await observer.ask('/panel/history')).status).toBe(200);
    const body = { verdict: 'failed' };
    expect((await observer.ask(`/panel/history/${ids[0]}/verdict`, { method: 'POST', body })).status).toBe(403);
  });

  it('is kept as long as it is to be kept', async () => {
    const { clock, store } = await withChanges();
    const kept = async () => (await store.history.find('100001', { limit: 10 })).length;
    clock.advance(89 * 24 * 60 * 60_000);
    expect(await kept()).toBe(3);
    clock.advance(30 * 60 * 60_000);
    await expect.poll(kept).toBe(0);
  });
});
