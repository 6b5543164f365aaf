import { describe, expect, it } from 'vitest';
import { savedViewLimits } from '../../contract/shared/saved-view.ts';
import { type Browser, errorOf, setUp } from '../testing/browser.ts';

async function signedIn() {
  const setup = await setUp();
  await setup.browser.signIn('admin');
  return setup;
}
const save = (browser: Browser, body: unknown) => browser.ask('/panel/views', { method: 'POST', body });
const change = (browser: Browser, id: string, body: unknown) =>
  browser.ask(`/panel/views/${id}`, { method: 'PUT', body });
const list = async (browser: Browser) => (await (await browser.ask('/panel/views')).json()).views;

describe('saved views', () => {
  it('are saved, listed by name, renamed, overwritten and deleted', async () => {
    const { browser } = await signedIn();
    expect(await list(browser)).toEqual([]);
    const made = await save(browser, { name: '  Broken in ORD\u200b ', query: '?status=ERROR&region=ORD' });
    expect(made.status).toBe(201);
    const broken = await made.json();
    expect(broken).toEqual({ id: expect.any(String), name: 'Broken in ORD', query: 'status=ERROR&region=ORD' });
    const all = await (await save(browser, { name: 'All', query: 'hide=' })).json();
    expect(await list(browser)).toEqual([all, broken]);

    const again = await save(browser, { name: 'broken in ord', query: 'status=ERROR' });
    expect([again.status, await again.json()]).toEqual([
      200,
      { id: broken.id, name: 'broken in ord', query: 'status=ERROR' },
    ]);

    const renamed = { name: 'Zürich', query: 'q=z%C3%BC' };
    expect((await change(browser, all.id, { ...renamed, name: 'Zu\u0308rich' })).status).toBe(200);
    expect(await list(browser)).toEqual([
      { id: broken.id, name: 'broken in ord', query: 'status=ERROR' },
      { id: all.id, ...renamed },
    ]);
    const taken = await change(browser, all.id, { ...renamed, name: 'Broken in ORD' });
    expect([taken.status, await errorOf(taken)]).toMatchObject([409, { code: 'name-taken', field: 'name' }]);

    for (const _ of [1, 2])
      expect((await browser.ask(`/panel/views/${all.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await list(browser)).map(({ id }: { id: string }) => id)).toEqual([broken.id]);
    for (const id of [all.id, 'x']) expect((await change(browser, id, renamed)).status).toBe(404);
  });

  it('are the user’s own', async () => {
    const { browser, another } = await signedIn();
    const { id } = await (await save(browser, { name: 'Mine', query: '' })).json();
    for (const name of ['creator', 'stranger']) {
      const other = another();
      await other.signIn(name);
      expect(await list(other)).toEqual([]);
      expect((await change(other, id, { name: 'Theirs', query: '' })).status).toBe(404);
      expect((await other.ask(`/panel/views/${id}`, { method: 'DELETE' })).status).toBe(204);
    }
    expect(await list(browser)).toEqual([{ id, name: 'Mine', query: '' }]);
    expect((await another().ask('/panel/views')).status).toBe(401);
  });

  it(`are ${savedViewLimits.views} at most; those that are there can still be overwritten`, async () => {
    const { browser } = await signedIn();
    for (let count = 0; count < savedViewLimits.views; count++)
      expect((await save(browser, { name: `view ${count}`, query: '' })).status).toBe(201);
    const refused = await save(browser, { name: 'one more', query: '' });
    expect([refused.status, await errorOf(refused)]).toMatchObject([
      409,
      { code: 'too-many-views', message: 'You have 50 saved views, the most that are kept. Delete one first.' },
    ]);
    expect((await save(browser, { name: 'View 7', query: 'q=x' })).status).toBe(200);
    expect((await list(browser)).length).toBe(savedViewLimits.views);
  });

  it.each([
    [{ query: '' }, 'name', /./],
    [{ name: ' \u200b ', query: '' }, 'name', /Enter a name\./],
    [{ name: 'x'.repeat(101), query: '' }, 'name', /Longer than 100 characters\./],
    [{ name: 'a', query: `q=${'x'.repeat(2_000)}` }, 'query', /Longer than 2,000 characters\./],
    [{ name: 'a', query: 'q=web&colour=red' }, 'query', /The list has no parameter “colour”\./],
    [{ name: 'a', query: '__proto__=1' }, 'query', /no parameter “__proto__”/],
    [{ name: 'a' }, 'query', /./],
    [{ name: 'a', query: '', account: '200002' }, 'account', /./],
  ])('refuses %o with 400, naming what is wrong', async (body, field, words) => {
    const { browser } = await signedIn();
    const refused = await save(browser, body);
    const error = await errorOf(refused);
    expect([refused.status, error]).toMatchObject([400, { code: 'invalid', field }]);
    expect(error.message).toMatch(words);
    expect(await list(browser)).toEqual([]);
  });

  it('takes names of 100 and queries of 2,000 characters', async () => {
    const { browser } = await signedIn();
    const view = { name: '😀'.repeat(50), query: `q=${'x'.repeat(1_998)}` };
    expect((await save(browser, view)).status).toBe(201);
    expect(await list(browser)).toMatchObject([view]);
  });
});
