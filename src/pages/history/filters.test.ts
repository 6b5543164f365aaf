import { expect, it } from 'vitest';
import { filterOf } from './filters.ts';

it('reads the filters of an address, days as whole days of the user’s zone', () => {
  expect(
    filterOf(new URLSearchParams('region=ORD&user=admin&verdict=none&run=r1&from=2031-05-02&to=2031-05-02&other=1')),
  ).toEqual({
    region: 'ORD',
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
