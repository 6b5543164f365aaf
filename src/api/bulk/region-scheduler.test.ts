import { expect, test } from 'vitest';
import { RegionScheduler } from './region-scheduler.ts';

const items = (region: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ region, id: String(from + index), index: from + index }));

test('items go in their order, a few at once in each region', () => {
  const scheduler = new RegionScheduler();
  scheduler.fill([...items('ORD', 6), ...items('DFW', 2, 6)]);
  const sent: (number | null)[] = [];
  for (let each = 0; each < 4; each += 1) {
    sent.push(scheduler.next());
    scheduler.count('ORD', { sending: 1, underWay: 1 });
  }
  expect(sent).toEqual([0, 1, 2, 3]);
  expect([scheduler.next(), scheduler.next(), scheduler.next()]).toEqual([6, 7, null]);
  scheduler.count('ORD', { sending: -1 });
  expect(scheduler.next()).toBe(4);
});

test('what is under way holds the next ones back, and a new filling leaves nothing of the former', () => {
  const scheduler = new RegionScheduler();
  scheduler.fill(items('ORD', 3));
  scheduler.count('ORD', { underWay: 64 });
  expect(scheduler.next()).toBeNull();
  scheduler.count('ORD', { underWay: -1 });
  expect(scheduler.next()).toBe(0);
  scheduler.fill(items('ORD', 1, 9));
  expect([scheduler.next(), scheduler.next()]).toEqual([9, null]);
});

test('the items of one load balancer go one after the other, and before what waits behind it', () => {
  const scheduler = new RegionScheduler();
  const pools = (id: string, from: number) => [0, 1].map((at) => ({ region: 'ORD', id, index: from + at }));
  scheduler.fill([...pools('a', 0), ...pools('b', 2)]);
  expect([scheduler.next(), scheduler.next(), scheduler.next()]).toEqual([0, 2, null]);
  expect(scheduler.over({ region: 'ORD', id: 'a' })).toEqual([1]);
  expect(scheduler.next()).toBe(1);
  scheduler.fill([{ region: 'ORD', id: 'b', index: 3 }]);
  expect(scheduler.next()).toBeNull();
  scheduler.over({ region: 'ORD', id: 'b' });
  expect(scheduler.next()).toBe(3);
});
