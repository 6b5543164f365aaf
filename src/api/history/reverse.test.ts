import { expect, it } from 'vitest';
import { disabled, enabled } from '../../model/persistence.ts';
import { changeRecord } from '../../test/change-record.ts';
import type { ChangeRecord } from './history.ts';
import { kindOfRecord } from './record-kind.ts';
import { type Reverse, resultOf, reverseOfRun, undoOf } from './reverse.ts';

const record = (change: Partial<ChangeRecord> = {}) => changeRecord({ run: 'r1', ...change });
const undo = async (change: Partial<ChangeRecord> = {}) => {
  const of = record(change);
  return undoOf(of, await kindOfRecord(of));
};

it('reverses a change of session persistence', async () => {
  expect(await undo()).toMatchObject({
    reverse: {
      subject: { region: 'ORD', id: '71' },
      name: 'web',
      expected: enabled('HTTP_COOKIE'),
      target: disabled,
    },
    kind: { name: 'session-persistence' },
  });
});

it.each([
  ['the region refused it', { status: 400, verdict: 'failed' as const }],
  ['it was refused for the limit', { status: 413, verdict: null }],
  ['nothing differed', { before: 'HTTP_COOKIE' }],
  ['it names no load balancer', { loadBalancerId: null }],
])('there is nothing to reverse when %s', async (_, change) => {
  expect(await undo(change)).toBeNull();
});

const settings = { name: 'web', algorithm: 'RANDOM', protocol: 'HTTP', port: 80, timeout: 30, halfClosed: false };
const edit = (before: object, after: object): Partial<ChangeRecord> => ({
  operation: 'loadBalancers.update',
  path: '/loadbalancers/71',
  before: JSON.stringify(before),
  after: JSON.stringify(after),
});
const node = { condition: 'ENABLED', type: 'PRIMARY', weight: 1 };

it.each<[string, Partial<ChangeRecord>, string]>([
  ['settings', edit(settings, { ...settings, port: 81 }), 'edit'],
  ['HTTPS redirect', edit({ enabled: false }, { enabled: true }), 'https-redirect'],
  [
    'a node',
    { ...edit(node, { ...node, condition: 'DRAINING' }), operation: 'nodes.update', path: '/loadbalancers/71/nodes/9' },
    'nodes/9',
  ],
  [
    'connection throttling',
    { ...edit({}, { maxConnections: 5 }), operation: 'connectionThrottle.set', path: '/loadbalancers/71/x' },
    'connection-throttle',
  ],
  [
    'a removal of a node',
    {
      ...edit({ node: { ...node, address: '10.0.0.1', port: 80 } }, { node: null }),
      operation: 'nodes.delete',
      method: 'DELETE',
      path: '/loadbalancers/71/nodes/9',
    },
    'nodes/again/10.0.0.1:80',
  ],
])('a reverse of %s names its edit', async (_, change, name) => {
  expect(await undo(change)).toMatchObject({
    reverse: { edit: name, target: JSON.parse(change.before!), expected: JSON.parse(change.after!) },
    kind: { name },
  });
});

const certificate = { enabled: true, securePort: 443, certificate: 'A' };

it.each<[string, Partial<ChangeRecord>, RegExp]>([
  ['the value before was not known', { before: null }, /does not know both values/],
  ['no value was known', { before: null, after: null }, /does not know both values/],
  [
    'it made a load balancer',
    { operation: 'loadBalancers.create', method: 'POST', before: 'none' },
    /made something new/,
  ],
  [
    'it took a removal back',
    {
      ...edit({ node: null }, { node: { ...node, address: '10.0.0.1', port: 80 } }),
      operation: 'nodes.add',
      path: '/loadbalancers/71/nodes',
    },
    /has another id now/,
  ],
  [
    'it deleted what no form deletes',
    { operation: 'metadata.delete', method: 'DELETE', after: 'none' },
    /does not come/,
  ],
  ['it was written in a form of its own', edit({ name: 'a' }, { name: 'b' }), /API explorer/],
  [
    'it deleted the load balancer',
    { ...edit({ on: '10.0.0.1:80' }, { on: null }), operation: 'loadBalancers.delete', method: 'DELETE' },
    /a deleted load balancer does not come back/,
  ],
  [
    'it sent a private key',
    { ...edit({}, certificate), operation: 'sslTermination.set', path: '/loadbalancers/71/ssltermination' },
    /keeps no private key/,
  ],
  [
    'it held a secret',
    { ...edit({}, { ...certificate, privatekey: '•••' }), operation: 'sslTermination.set' },
    /holds a secret, and the history keeps none/,
  ],
])('says why it cannot be reversed when %s', async (_, change, why) => {
  expect(await undo(change)).toMatchObject({ why: expect.stringMatching(why) });
});

it('a value that is put back leaves what others changed', async () => {
  const found = await undo(edit(settings, { ...settings, port: 81, timeout: 60 }));
  if (!found || !('reverse' in found)) throw new Error('It has to be reversible.');
  const now = { ...settings, port: 81, timeout: 60, name: 'shop' };
  expect(resultOf(found.kind, found.reverse, now)).toEqual({ ...settings, name: 'shop' });
});

it('takes a run back to the values before its first change of each thing', async () => {
  const records = [
    record({ id: '5', ...edit({ ...settings, port: 81 }, { ...settings, port: 82 }) }),
    record({ id: '4', ...edit(settings, { ...settings, port: 81 }) }),
    record({ id: '3', before: 'SOURCE_IP', after: 'HTTP_COOKIE' }),
    record({ id: '2', loadBalancerId: '72', loadBalancerName: 'shop' }),
    record({ id: '1', before: 'DISABLED', after: 'SOURCE_IP' }),
  ];
  const subject = { region: 'ORD', id: '71' };
  expect(await reverseOfRun(records)).toEqual<Reverse[]>([
    { subject, name: 'web', edit: 'edit', expected: { ...settings, port: 82 }, target: settings },
    { subject, name: 'web', expected: enabled('HTTP_COOKIE'), target: disabled },
    { subject: { ...subject, id: '72' }, name: 'shop', expected: enabled('HTTP_COOKIE'), target: disabled },
  ]);
});
