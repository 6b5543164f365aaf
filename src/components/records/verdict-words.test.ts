import { expect, it } from 'vitest';
import type { ChangeRecord } from '../../api/history/history.ts';
import { changeRecord } from '../../test/change-record.ts';
import { resultWords } from './verdict-words.ts';

const at = '2031-05-02T17:20:11.000Z';

const record = (change: Partial<ChangeRecord>) => changeRecord({ at, verdict: null, ...change });

it.each([
  [
    'announced and not sent',
    { sent: false },
    'bad',
    'Not sent',
    'It was announced and never sent. Nothing was changed.',
  ],
  ['confirmed', { verdict: 'confirmed' as const }, 'good', 'Verified', ''],
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
  ['not judged', {}, 'open', 'Outcome unknown', ''],
  ['never answered', { status: null }, 'open', 'Outcome unknown', ''],
  ['answered by a fault of the service', { status: 500 }, 'open', 'Outcome unknown', ''],
  ['of another operation', { operation: 'nodes.delete' }, 'open', 'Outcome unknown', ''],
  [
    'read, and not to be told',
    { verdict: 'unconfirmed' as const, detail: 'Read at 2031: DISABLED.' },
    'open',
    'Outcome unknown',
    'Read at 2031: DISABLED.',
  ],
])('a change that was %s', (_, change, kind, label, detail) => {
  expect(resultWords(record(change))).toEqual({ kind, label, detail });
});
