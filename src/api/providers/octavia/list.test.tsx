import { afterEach, expect, test, vi } from 'vitest';
import { type CloudComposition, composeCloud } from '../../../test/cloud-composition.ts';
import type { RowPage } from '../provider.ts';
import { prepare, providerOf } from '../providers.ts';

vi.setConfig({ testTimeout: 120_000 });

let world: CloudComposition;
afterEach(() => world.close());

/** Paths below the region that were asked for, in order. */
const asked: string[] = [];
async function compose(options: Parameters<typeof composeCloud>[0] = {}) {
  world = await composeCloud({ regions: ['RegionOne'], ...options });
  asked.length = 0;
  world.network.events.on('request:start', ({ request }) => {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith('/api/')) asked.push(`${pathname.replace('/api/RegionOne/v2/lbaas/', '')}${search}`);
  });
  await world.signIn('member', 'panel');
  await prepare({ provider: 'octavia' });
}

/** Every page of the region's list. */
async function readAll(onPage: (page: RowPage) => Promise<void> | void = () => undefined): Promise<RowPage[]> {
  const pages: RowPage[] = [];
  let cursor: string | null = null;
  do {
    const page: RowPage = await providerOf('RegionOne').reads.list('RegionOne', { cursor });
    pages.push(page);
    await onPage(page);
    cursor = page.next;
  } while (cursor !== null);
  return pages;
}

test('10,000 load balancers and their 12,000 pools are known in 37 requests, the first rows with the first', async () => {
  await compose({ seed: 10_000 });
  const pages = await readAll();
  expect(asked.length).toBeLessThanOrEqual(37);
  expect(pages[0]?.rows).toHaveLength(100);
  expect(new Set(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).size).toBe(10_000);
  const parts = pages.flatMap((page) => page.parts ?? []);
  expect(new Set(parts.map(({ id }) => id)).size).toBe(10_000);
  expect(parts.reduce((sum, { subjects }) => sum + subjects.length, 0)).toBe(12_000);
  expect(parts.reduce((sum, { endpoints }) => sum + endpoints.length, 0)).toBe(12_000);
});

test('a page maximum of 2 ends no list before its end', async () => {
  await compose({ largestPage: 2 });
  const pages = await readAll();
  const rows = new Set(pages.flatMap((page) => page.rows.map(({ name }) => name)));
  expect([...rows].toSorted()).toEqual(['app', 'empty', 'spare', 'web']);
  expect(pages.flatMap((page) => page.parts ?? []).reduce((sum, { subjects }) => sum + subjects.length, 0)).toBe(4);
  // What the service does not give is not asked for again.
  expect(asked.filter((path) => path.startsWith('pools')).at(-1)).toContain('limit=2');
});

test('a row that is deleted between two pages begins the list anew', async () => {
  await compose({ largestPage: 2 });
  let gone = false;
  const pages = await readAll(async ({ rows }) => {
    if (gone || rows.length === 0) return;
    gone = true;
    // The last row of the page is what the next one begins after.
    const id = rows.at(-1)!.id;
    const answer = await fetch(`/api/RegionOne/v2/lbaas/loadbalancers/${id}?cascade=true`, { method: 'DELETE' });
    expect(answer.status).toBe(204);
    world.clock.advance(1_000);
  });
  expect(asked.filter((path) => path.startsWith('loadbalancers?') && !path.includes('marker'))).toHaveLength(2);
  expect(new Set(pages.flatMap(({ rows }) => rows.map((row) => row.id))).size).toBe(4);
});

test('what changed since is found newest first, without the rest', async () => {
  await compose({ seed: 300 });
  const rows = (await readAll()).flatMap((page) => page.rows);
  const { id } = rows[0]!;
  const newest = Math.max(...rows.map(({ updated }) => updated ?? 0));
  world.clock.advance(60_000);
  await fetch(`/api/RegionOne/v2/lbaas/loadbalancers/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loadbalancer: { description: 'new' } }),
  });
  world.clock.advance(1_000);
  asked.length = 0;
  const changed = await providerOf('RegionOne').reads.changedSince('RegionOne', newest + 1_000, { cursor: null });
  expect(changed.rows.map((row) => row.id)).toEqual([id]);
  expect(changed.next).toBeNull();
  expect(asked).toHaveLength(1);
});

test('every id is told at a page maximum of 1', async () => {
  await compose({ largestPage: 1 });
  const { ids } = providerOf('RegionOne').reads;
  expect((await ids!('RegionOne')).size).toBe(4);
});

test('a row that is deleted between two pages of changes begins them anew', async () => {
  await compose({ seed: 300 });
  const { changedSince } = providerOf('RegionOne').reads;
  const first = await changedSince('RegionOne', 0, { cursor: null });
  expect(first.next).toBe(first.rows.at(-1)?.id);
  await fetch(`/api/RegionOne/v2/lbaas/loadbalancers/${first.next}?cascade=true`, { method: 'DELETE' });
  world.clock.advance(1_000);
  const again = await changedSince('RegionOne', 0, { cursor: first.next });
  expect(again.rows).toHaveLength(50);
  expect(again.rows.map(({ id }) => id)).not.toContain(first.next);
});
