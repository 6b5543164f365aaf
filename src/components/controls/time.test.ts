import { expect, test } from 'vitest';
import { duration } from './time.ts';

test.each([
  [-5, '0 s'],
  [400, '0 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_599_700, '1 h 0 min'],
])('%i ms last %s', (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});
