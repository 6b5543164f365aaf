import { expect, it, test } from 'vitest';
import { daysOf, filterOf, periods, unknownFilters } from './filters.ts';

it('reads the filters of an address, days as whole days of the user’s zone', () => {
  expect(
    filterOf(
      new URLSearchParams(
        'region=ORD&loadBalancer=web&user=admin&verdict=none&run=r1&from=2031-05-02&to=2031-05-02&other=1',
      ),
    ),
  ).toEqual({
    region: 'ORD',
    loadBalancer: 'web',
    user: 'admin',
    verdict: 'none',
    run: 'r1',
    from: new Date('2031-05-02T00:00:00.000').toISOString(),
    to: new Date('2031-05-02T23:59:59.999').toISOString(),
  });
});

it('leaves nonsense out', () => {
  expect(filterOf(new URLSearchParams('verdict=maybe&from=yesterday&to=2031-99-99&user=%20'))).toEqual({});
});

it('counts the days of a period back from today in the user’s zone, over the ends of months and years', () => {
  const now = new Date(2032, 0, 3, 0, 30).getTime();
  expect(periods.map((period) => [period.name, daysOf(period, now)])).toEqual([
    ['Today', { from: '2032-01-03', to: '2032-01-03' }],
    ['Yesterday', { from: '2032-01-02', to: '2032-01-02' }],
    ['Last 7 days', { from: '2031-12-28', to: '2032-01-03' }],
  ]);
});

test('what the address says in vain is named', () => {
  expect(unknownFilters(new URLSearchParams('verdict=confirmed&from=2031-05-02'))).toEqual([]);
  expect(unknownFilters(new URLSearchParams('verdict=fine&from=yesterday&to=2031-05-02'))).toEqual([
    { name: 'verdict', sentence: 'Unknown result in the filter: “fine”.' },
    { name: 'from', sentence: '“yesterday” is no day; write it like 2031-05-02.' },
  ]);
});
