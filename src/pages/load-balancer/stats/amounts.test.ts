import { expect, test } from 'vitest';
import { bytes } from './amounts.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 kB'],
  [12_345, '12 kB'],
  [9_900_000, '9.9 MB'],
  [5e12, '5.0 TB'],
  [5e15, '5000 TB'],
])('%d bytes read %s', (count, words) => {
  expect(bytes(count)).toBe(words);
});
