import { expect, test } from 'vitest';
import type { z } from '../shared/zod.ts';
import { type RequestName, requests } from './schemas/index.ts';
import {
  atLeast,
  fieldsSince,
  highestVersion,
  knowsField,
  knowsValue,
  looksForeign,
  minorVersions,
  newestKnown,
  type ObjectName,
} from './versions.ts';

const list = (...ids: string[]) => ({ versions: ids.map((id) => ({ id, status: 'SUPPORTED' })) });

test('the highest minor version is a number’s, not a text’s', () => {
  expect(highestVersion(list('v2.0', 'v2.9', 'v2.26', 'v2.3'))).toBe('2.26');
  expect(highestVersion(list('v1', 'v2.0', 'v2.1'))).toBe('2.1');
});

test.each([
  [list('v2.0')],
  [list('v2')],
  [list()],
  [{}],
  [null],
  ['x'],
  [{ versions: 'v2.26' }],
  [{ versions: [null, { id: 7 }, {}] }],
])('a list that is not Octavia’s: %j', (body) => {
  expect(highestVersion(body)).toBeNull();
});

test('bodies that no Octavia answers with', () => {
  expect(looksForeign({ NeutronError: { message: 'x' } })).toBe(true);
  expect(looksForeign({ error_msg: 'x', error_code: 'ELB.1' })).toBe(true);
  expect(looksForeign({ faultstring: 'x' })).toBe(false);
  expect(looksForeign(null)).toBe(false);
});

test('fields and values are gated by version', () => {
  expect([
    knowsField('2.4', 'pool', 'tags'),
    knowsField('2.5', 'pool', 'tags'),
    knowsField('2.0', 'pool', 'session_persistence'),
  ]).toEqual([false, true, true]);
  expect([
    knowsValue('2.12', 'pool', 'lb_algorithm', 'SOURCE_IP_PORT'),
    knowsValue('2.13', 'pool', 'lb_algorithm', 'SOURCE_IP_PORT'),
  ]).toEqual([false, true]);
  expect([atLeast('v2.26', '2.9'), atLeast('2.9', '2.26'), atLeast('3.0', '2.30'), atLeast('nonsense', '2.0')]).toEqual(
    [true, false, true, false],
  );
});

test('versions are in order, and the newest is the last', () => {
  const ids = minorVersions.map(({ id }) => id);
  expect(ids.toSorted((one, other) => (atLeast(one, other) ? 1 : -1))).toEqual(ids);
  expect(ids.at(-1)).toBe(newestKnown);
});

const creates: Readonly<Record<ObjectName, RequestName>> = {
  loadbalancer: 'LoadBalancerCreateRequest',
  listener: 'ListenerCreateRequest',
  pool: 'PoolCreateRequest',
  member: 'MemberCreateRequest',
  healthmonitor: 'HealthMonitorCreateRequest',
  l7policy: 'L7PolicyCreateRequest',
  rule: 'L7RuleCreateRequest',
  quota: 'QuotaUpdateRequest',
};
/** Answered, never sent. */
const readOnly = ['vip_vnic_type', 'vnic_type'];

test.each(Object.entries(fieldsSince))('%s: every gated field is a field', (object, fields) => {
  const { shape } = requests[creates[object as ObjectName]].value as z.ZodObject;
  for (const field of Object.keys(fields)) if (!readOnly.includes(field)) expect(shape).toHaveProperty(field);
});
