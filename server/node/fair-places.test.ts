import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fairPlaces, type Leave } from './fair-places.ts';

it('gives nobody more than a share, and the next place to whoever holds the fewest', () => {
  const places = fairPlaces(4, 2);
  const log: string[] = [];
  const take = (who: string) => places.take(who, () => log.push(who));
  const first = [take('a'), take('a'), take('a'), take('a')];
  expect(log).toEqual(['a', 'a']);
  take('b');
  take('c');
  expect(log).toEqual(['a', 'a', 'b', 'c']);
  take('b');
  take('d');
  first[0]!();
  expect(log.slice(4)).toEqual(['d']);
  first[1]!();
  expect(log.slice(4)).toEqual(['d', 'a']);
});

it('counts right in whatever order places are taken, given back and given up', () => {
  const step = fc.record({ who: fc.constantFrom('a', 'b', 'c'), leaves: fc.nat(30), twice: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const places = fairPlaces(5, 2);
      const running = new Map<number, string>();
      const leaving: Leave[] = [];
      const present = new Map<number, string>();
      const leave = (index: number) => {
        running.delete(index);
        present.delete(index);
        leaving[index]!();
      };
      for (const [index, { who, leaves, twice }] of steps.entries()) {
        present.set(index, who);
        leaving.push(places.take(who, () => running.set(index, who)));
        if (leaves <= index) leave(leaves);
        if (twice && leaves <= index) leaving[leaves]!();
        const held = (name: string) => [...running.values()].filter((each) => each === name).length;
        const wanted = (name: string) => [...present.values()].filter((each) => each === name).length;
        const names = ['a', 'b', 'c'];
        expect(names.every((name) => held(name) <= 2)).toBe(true);
        // No place stays empty while somebody may have it.
        const could = names.reduce((sum, name) => sum + Math.min(2, wanted(name)), 0);
        expect(running.size).toBe(Math.min(5, could));
      }
      for (const index of [...present.keys()]) leave(index);
      expect(running.size).toBe(0);
    }),
  );
});
