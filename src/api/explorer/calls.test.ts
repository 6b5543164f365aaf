import { expect, test } from 'vitest';
import { isCut } from './calls.ts';

const kept = 256 * 1024;

test.each([
  ['a little longer than what is kept', 'x'.repeat(kept), kept + 8_000, true],
  ['in a script of three bytes a letter', '語'.repeat(kept), 3 * kept + 3, true],
  ['just as long as what is kept', 'x'.repeat(kept), kept, false],
  ['of three bytes a letter and kept whole', '語'.repeat(100_000), 300_000, false],
  ['laid out on lines, which keeping it undoes', '{"a":1}', 12, false],
])('an answer %s', (_, responseBody, size, cut) => {
  expect(isCut({ size, responseBody })).toBe(cut);
});

test('a call without an answer', () => {
  expect(isCut({ size: null, responseBody: null })).toBe(false);
});
