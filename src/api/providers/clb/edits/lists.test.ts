import { expect, test } from 'vitest';
import { loadBalancer, nodes } from '../../../../test/load-balancer.ts';
import type { Edit, FormValues } from '../../edit.ts';
import { accessListEdit } from './access-list.ts';
import { nodeAddition } from './nodes.ts';

/** What an edit makes of the values: what is wrong, or the value. */
function judge(edit: Edit<never>, before: unknown, values: FormValues) {
  const judged = edit.schema(before as never, loadBalancer())['~standard'].validate(values);
  if (judged instanceof Promise) throw new Error('It is judged at once.');
  return judged.issues ? judged.issues.map(({ message }) => message).join(' ') : judged.value;
}

const added = (lines: string) => judge(nodeAddition as Edit<never>, { nodes: [] }, { nodes: lines });

test.each([
  ['10.20.9.1:8080', { address: '10.20.9.1', port: 8080 }],
  ['[2001:db8::6]:81', { address: '2001:db8::6', port: 81 }],
  ['2001:db8::6 81', { address: '2001:db8::6', port: 81 }],
  ['10.20.9.1,8080', { address: '10.20.9.1', port: 8080 }],
  ['\u200b\ufeff10.20.9.1:8080\u00a0\r\n\r\n', { address: '10.20.9.1', port: 8080 }],
])('a node is read from %j', (line, node) => {
  expect(added(line)).toEqual({ nodes: [node] });
});

test.each([
  ['2001:db8::6:80', /^“2001:db8::6:80” may be an address alone or one with a port: write it as in \[2001:db8::6\]:80/],
  ['2001:db8::6', /is no node: write an address and a port/],
  ['[2001:db8::6:80', /is no node/],
  ['10.20.9.1:８０', /is no node/],
  ['10.20.9.1', /is no node/],
  ['10.20.9.1:65536', /^10\.20\.9\.1:65536: Must provide a valid port|^10\.20\.9\.1:65536: Node port is invalid/],
  ['10.20.9.256:80', /Node ip is invalid/],
  ['<b>x</b>:80', /Node ip is invalid/],
  ['\u{1f600}:80', /Node ip is invalid/],
  ['a\ud800:80', /Node ip is invalid/],
  ['10.20.9.1:80\n10.20.9.1:80', /Duplicate nodes detected/],
  [`${'9'.repeat(65_537)}:80`, /Node ip is invalid/],
])('no node is read from %j', (line, why) => {
  expect(added(line)).toMatch(why);
});

test('a node that is there already is none to add, however its address is written', () => {
  const before = { nodes: nodes(1) };
  expect(judge(nodeAddition as Edit<never>, before, { nodes: '10.20.4.001:8080' })).toMatch(/already|invalid/);
  const other = { nodes: [{ address: '2001:0db8:0000:0000:0000:0000:0000:0006', port: 80 }] };
  expect(judge(nodeAddition as Edit<never>, other, { nodes: '[2001:DB8::6]:80' })).toMatch(/already/);
});

const rules = (lines: string, before: readonly object[] = []) =>
  judge(accessListEdit as Edit<never>, { rules: before }, { rules: lines });

test.each([
  ['192.0.2.7', { type: 'DENY', address: '192.0.2.7' }],
  ['\ufeffallow\t192.0.2.0/24\r', { type: 'ALLOW', address: '192.0.2.0/24' }],
  ['DENY \u200b192.0.2.7\u200b', { type: 'DENY', address: '192.0.2.7' }],
])('a rule is read from %j', (line, rule) => {
  expect(rules(line)).toEqual({ rules: [rule] });
});

test.each([
  ['2001:db8::/32\n2001:DB8:0::/32', /stands in the list twice/],
  ['ALLOW 192.0.2.7\nDENY 192.0.2.7', /stands in the list twice/],
  ['ALLOW', /Network Address must be valid/],
  ['ALLOW DENY 192.0.2.7', /Network Address must be valid/],
  ['192.0.2.7/33', /Network Address must be valid/],
  ['0.0.0.0', /Please specify a valid network item address/],
  ['１９２.0.2.7', /Network Address must be valid/],
])('no rule is read from %j', (line, why) => {
  expect(rules(line)).toMatch(why);
});

test('a network is the same however its address is written, and is not sent again', () => {
  const before = { rules: [{ id: 7, type: 'DENY', address: '2001:0db8:0000:0000:0000:0000:0000:0000/32' }] };
  const after = rules('deny 2001:db8::/32', before.rules);
  expect(after).toEqual(before);
  expect(accessListEdit.same(before, { rules: [{ type: 'DENY', address: '2001:db8::/32' }] })).toBe(true);
});
