import { expect, test } from 'vitest';
import { Lanes } from './region-scheduler.ts';

const items = (region: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ region, index: from + index }));

test('items go in their order, a few at once in each region', () => {
  const lanes = new Lanes();
  lanes.fill([...items('ORD', 6), ...items('DFW', 2, 6)]);
  const sent: (number | null)[] = [];
  for (let each = 0; each < 4; each += 1) {
    sent.push(lanes.next());
    lanes.count('ORD', { sending: 1, underWay: 1 });
  }
  expect(sent).toEqual([0, 1, 2, 3]);
  expect([lanes.next(), lanes.next(), lanes.next()]).toEqual([6, 7, null]);
  lanes.count('ORD', { sending: -1 });
  expect(lanes.next()).toBe(4);
});

test('what is under way holds the next ones back, and a new filling leaves nothing of the former', () => {
  const lanes = new Lanes();
  lanes.fill(items('ORD', 3));
  lanes.count('ORD', { underWay: 64 });
  expect(lanes.next()).toBeNull();
  lanes.count('ORD', { underWay: -1 });
  expect(lanes.next()).toBe(0);
  lanes.fill(items('ORD', 1, 9));
  expect([lanes.next(), lanes.next()]).toEqual([9, null]);
});
