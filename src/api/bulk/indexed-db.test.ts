import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { indexedDbStorage } from './indexed-db.ts';
import type { StoredItem, StoredRun } from './types.ts';

const day = 24 * 60 * 60 * 1_000;
const start = Date.UTC(2031, 4, 2);

const run = (id: string, created: number): StoredRun => ({
  id,
  service: 'http://127.0.0.1:4100/v2.0',
  account: '100001',
  user: 'admin',
  created,
  takesBack: null,
  choice: { state: 'enabled', type: 'HTTP_COOKIE' },
  reason: '',
  stopOnError: true,
  waitForLocked: false,
  started: null,
  ended: null,
  endedBecause: null,
});

const item = (index: number, at: 'planned' | 'waiting' = 'planned'): StoredItem => ({
  index,
  region: 'ORD',
  id: String(index),
  name: `web-${index}`,
  target: null,
  expected: null,
  before: null,
  protocol: 'HTTP',
  status: 'ACTIVE',
  planned: null,
  state: { at },
  record: null,
});

it('gives back a run with its own items in their order, as last stored, and forgets runs after a week', async () => {
  const storage = indexedDbStorage(() => start);
  await storage.saveRun(run('a', start));
  await storage.saveRun(run('b', start));
  const items = Array.from({ length: 12 }, (_, index) => item(index));
  await storage.saveItems('a', items);
  await storage.saveItems('b', [item(0)]);
  await storage.saveItems('a', [item(3, 'waiting')]);
  expect(await storage.load('a')).toEqual({
    run: run('a', start),
    items: items.map((each) => (each.index === 3 ? item(3, 'waiting') : each)),
  });
  expect(await storage.load('c')).toBeNull();

  const later = indexedDbStorage(() => start + 8 * day);
  expect(await later.load('a')).toBeNull();
});

it('keeps nothing of load balancers that were taken out of a run', async () => {
  const storage = indexedDbStorage(() => start);
  const named = (index: number, name: string): StoredItem => ({ ...item(index), name });
  await storage.saveAll(run('d', start), [named(0, 'one'), named(1, 'two'), named(2, 'three')]);
  await storage.saveAll(run('e', start), [named(0, 'other'), named(1, 'another')]);
  await storage.saveAll(run('d', start), [named(0, 'two')]);
  expect((await storage.load('d'))?.items.map(({ name }) => name)).toEqual(['two']);
  expect((await storage.load('e'))?.items).toHaveLength(2);
});
