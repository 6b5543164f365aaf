import { expect, it } from 'vitest';
import { disabled, enabled } from '../../model/persistence.ts';
import { changeRecord } from '../../test/change-record.ts';
import { type ChangeRecord, reverseOf, reverseOfRun } from './history.ts';

const record = (change: Partial<ChangeRecord> = {}) => changeRecord({ run: 'r1', ...change });

it('reverses a change of session persistence', () => {
  expect(reverseOf(record())).toEqual({
    subject: { region: 'ORD', id: '71' },
    name: 'web',
    expected: enabled('HTTP_COOKIE'),
    target: disabled,
  });
});

it.each([
  ['it is another operation', { operation: 'nodes.delete' }],
  ['the region refused it', { status: 400, verdict: 'failed' as const }],
  ['it was refused for the limit', { status: 413, verdict: null }],
  ['the value before is not known', { before: null }],
  ['nothing differed', { before: 'HTTP_COOKIE' }],
  ['it names no load balancer', { loadBalancerId: null }],
])('cannot reverse when %s', (_, change) => {
  expect(reverseOf(record(change))).toBeNull();
});

it('takes a run back to the values before its first change of each load balancer', () => {
  const records = [
    record({ id: '3', before: 'SOURCE_IP', after: 'HTTP_COOKIE' }),
    record({ id: '2', loadBalancerId: '72', loadBalancerName: 'shop' }),
    record({ id: '1', before: 'DISABLED', after: 'SOURCE_IP' }),
  ];
  expect(reverseOfRun(records)).toEqual([
    { subject: { region: 'ORD', id: '71' }, name: 'web', expected: enabled('HTTP_COOKIE'), target: disabled },
    { subject: { region: 'ORD', id: '72' }, name: 'shop', expected: enabled('HTTP_COOKIE'), target: disabled },
  ]);
});
