import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSlots } from './use-row-slots.ts';

const none = { of: new Map<string, number>(), made: 0 };
const slotsOf = (lists: readonly string[][], focused: string | null = null) => {
  let slots = assignSlots(none, [], null);
  return lists.map((keys) => {
    slots = assignSlots(slots, keys, focused);
    return keys.map((key) => slots.of.get(key));
  });
};

describe('the elements of rows', () => {
  it('are used again by the rows that come instead', () => {
    expect(slotsOf([['a', 'b', 'c'], ['d', 'e', 'f'], ['g']])).toEqual([[0, 1, 2], [0, 1, 2], [0]]);
  });

  it('stay with their row while it is rendered, and with those between the same neighbours', () => {
    expect(
      slotsOf([
        ['a', 'b', 'c', 'd'],
        ['a', 'x', 'd', 'y'],
      ])[1],
    ).toEqual([0, 1, 3, 4]);
  });

  it('of a focused row that has gone are given to no other', () => {
    expect(
      slotsOf(
        [
          ['a', 'b'],
          ['c', 'b'],
        ],
        'a',
      )[1],
    ).toEqual([2, 1]);
  });

  it('are never those of two rows, and none changes its place for a row that comes', () => {
    const keys = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 });
    fc.assert(
      fc.property(keys, keys, (before, after) => {
        // In one order, as the rows of one list are.
        const [first, second] = [before, after].map((list) => [...list].sort((a, b) => a - b).map(String));
        const [former = [], now = []] = slotsOf([first!, second!]);
        expect(new Set(now).size).toBe(now.length);
        const places = now.map((slot) => former.indexOf(slot)).filter((place) => place >= 0);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        for (const [at, key] of second!.entries())
          if (first!.includes(key)) expect(now[at]).toBe(former[first!.indexOf(key)]);
      }),
    );
  });
});
