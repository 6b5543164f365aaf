import { expect, it } from 'vitest';
import type { ChangeRecord } from '../../api/history/history.ts';
import { changeRecord } from '../../test/change-record.ts';
import { resultWords } from './verdict-words.ts';

const at = '2031-05-02T17:20:11.000Z';
const sent = Date.parse(at);

const record = (change: Partial<ChangeRecord>) => changeRecord({ at, verdict: null, ...change });

it.each([
  ['confirmed', { verdict: 'confirmed' as const }, 'good', 'Read back', ''],
  [
    'refused',
    {
      verdict: 'failed' as const,
      status: 422,
      detail: '{"message":"Session persistence is already deleted.","code":422}',
    },
    'bad',
    'Refused (422)',
    'Session persistence is already deleted.',
  ],
  [
    'refused by validation',
    {
      verdict: 'failed' as const,
      status: 400,
      detail: '{"validationErrors":{"messages":["One.","Two."]},"message":"Validation Failure","code":400}',
    },
    'bad',
    'Refused (400)',
    'One. Two.',
  ],
  [
    'ended in ERROR',
    { verdict: 'failed' as const, detail: 'The load balancer ended in ERROR.' },
    'bad',
    'Failed',
    'The load balancer ended in ERROR.',
  ],
  ['not judged', {}, 'open', 'Outcome not confirmed', ''],
  ['never answered', { status: null }, 'open', 'Outcome not confirmed', ''],
  ['of another operation', { operation: 'nodes.delete' }, 'plain', 'Accepted (202)', 'Not read back.'],
])('a change that was %s', (_, change, kind, label, detail) => {
  expect(resultWords(record(change), sent + 60_000)).toEqual({ kind, label, detail });
});

it('gives a change that was just sent its time', () => {
  expect(resultWords(record({}), sent + 2_000).label).toBe('Not read back yet');
});
