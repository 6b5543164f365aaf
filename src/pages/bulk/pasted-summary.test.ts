import { expect, it } from 'vitest';
import { pastedSummary } from './pasted-summary.ts';

const all = { found: 26, unknown: 0, ambiguous: 0, repeated: 0, there: 0 };

it.each([
  [all, '26 found'],
  [{ ...all, unknown: 1, ambiguous: 2 }, '26 found, 1 unknown, 2 ambiguous'],
  [{ ...all, repeated: 2 }, '26 found. 2 not added: 2 listed more than once.'],
  [{ ...all, there: 2 }, '26 found. 2 not added: 2 already in this run.'],
  [
    { ...all, unknown: 1, repeated: 1, there: 1 },
    '26 found, 1 unknown. 2 not added: 1 listed more than once, 1 already in this run.',
  ],
])('says why fewer are added than were found: %j', (pasted, words) => {
  expect(pastedSummary(pasted)).toBe(words);
});
