import { expect, test } from 'vitest';
import type { UsagePeriod } from '../../../model/statistics.ts';
import { withGaps } from './gaps.ts';

const minute = 60_000;
const period = (start: number, end = start + minute): UsagePeriod => ({
  start,
  end,
  incoming: 5,
  outgoing: 7,
  connections: 1,
});
const points = (periods: readonly UsagePeriod[]) => withGaps(periods).map(({ end, incoming }) => [end, incoming]);

test('periods that follow each other, but for the drift of a clock, are one line', () => {
  expect(points([period(0), period(minute + 900), period(2 * minute)])).toEqual([
    [minute, 5],
    [2 * minute + 900, 5],
    [3 * minute, 5],
  ]);
});

test('where nothing was carried the line lies at zero', () => {
  expect(points([period(0), period(60 * minute)])).toEqual([
    [minute, 5],
    [minute + 1, 0],
    [60 * minute, 0],
    [61 * minute, 5],
  ]);
});

test('one period, or none', () => {
  expect(points([period(0)])).toEqual([[minute, 5]]);
  expect(points([])).toEqual([]);
});
