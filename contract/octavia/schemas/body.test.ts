import { expect, test } from 'vitest';
import { operations } from '../operations/index.ts';
import type { Operation } from '../operations/operation.ts';
import { parseBody, validate } from './body.ts';
import { type RequestName, type RequestOperationId, requests, schemas } from './index.ts';

const withBody = Object.entries<Operation>(operations).flatMap(([id, { request }]) =>
  request ? [[id as RequestOperationId, request as RequestName] as const] : [],
);
const firstExample = (name: string) => {
  const [example] = (schemas[name as keyof typeof schemas].meta()?.examples ?? []) as unknown[];
  return example;
};

test.each(withBody)('%s: its example is accepted whole, by the service’s rules and ours', (id, name) => {
  const example = firstExample(name) as Record<string, unknown>;
  const { root } = requests[name] as { root?: string };
  const inner = root === undefined ? example : example[root];
  expect(parseBody(id, JSON.stringify(example))).toEqual({ ok: true, value: inner });
  expect(validate(id, inner)).toEqual([]);
});

test.each(
  Object.entries<Operation>(operations).flatMap(([id, { response }]) => (response ? [[id, response] as const] : [])),
)('%s: the example of its answer fits its schema', (_, name) => {
  expect(schemas[name as keyof typeof schemas].safeParse(firstExample(name)).error?.issues).toBeUndefined();
});

const pool = (text: string) => {
  const parsed = parseBody('octavia.pools.update', text);
  return parsed.ok ? parsed.value : `${parsed.fault}: ${parsed.message}`;
};

/** Answers of Octavia 11.0.0. */
test.each([
  ['', 'INPUT400: Missing argument: "pool_"'],
  ['{', 'INPUT400: Request is not in valid JSON format'],
  ['{"x":1}', 'INPUT400: Unknown attribute for argument pool_: x'],
  ['{"pool":{},"y":1}', 'INPUT400: Unknown attribute for argument pool_: y'],
  ['{"pool":{"foo":1}}', 'INPUT400: Unknown attribute for argument pool_.pool: foo'],
  ['{"pool":{"foo":1,"bar":2}}', 'INPUT400: Unknown attributes for argument pool_.pool: foo, bar'],
  ['{"pool":{"protocol":"TCP"}}', 'INPUT400: Unknown attribute for argument pool_.pool: protocol'],
  ['{"pool":{"name":5}}', "INPUT400: Invalid input for field/attribute name. Value: '5'. Value should be string"],
  [
    '{"pool":{"session_persistence":{"type":"SOURCE_IP","foo":1}}}',
    'INPUT400: Unknown attribute for argument pool_.pool.session_persistence: foo',
  ],
  [
    '{"pool":{"session_persistence":{"type":"APP_COOKIE","cookie_name":"a b"}}}',
    "INPUT400: Invalid input for field/attribute cookie_name. Value: 'a b'. Value should match the pattern ^[^\\s,;\\\\]+$",
  ],
  [
    '{"pool":{"session_persistence":{"type":"SOURCE_IP","persistence_granularity":"x"}}}',
    "INPUT400: Invalid input for field/attribute persistence_granularity. Value: 'x'. Value should be IPv4 or IPv6 format",
  ],
  ['{"pool":{"session_persistence":"x"}}', "GEN500: 'str' object has no attribute 'keys'"],
  ['{"pool":{"session_persistence":5}}', "GEN500: 'int' object has no attribute 'keys'"],
  ['[]', "GEN500: 'list' object has no attribute 'keys'"],
])('%s is refused as by the service', (text, answer) => {
  expect(pool(text)).toBe(answer);
});

test.each([
  ['{"pool":{}}', {}],
  ['{"pool":{"admin_state_up":"true","tags":null,"name":null}}', { admin_state_up: true, tags: null, name: null }],
  ['{"pool":{"session_persistence":null}}', { session_persistence: null }],
  ['{"pool":{"session_persistence":{}}}', { session_persistence: {} }],
  [
    '{"pool":{"session_persistence":{"type":"SOURCE_IP","persistence_timeout":"60"}}}',
    { session_persistence: { type: 'SOURCE_IP', persistence_timeout: 60 } },
  ],
])('%s is taken', (text, value) => {
  expect(pool(text)).toEqual(value);
});

test('bounds and missing fields', () => {
  const member = (value: unknown) => {
    const parsed = parseBody('octavia.members.create', JSON.stringify({ member: value }));
    return parsed.ok ? parsed.value : parsed.message;
  };
  expect(member({})).toBe("Invalid input for field/attribute address. Value: 'None'. Mandatory field missing.");
  expect(member({ address: 'x', protocol_port: 80 })).toContain('Value should be IPv4 or IPv6 format');
  expect(member({ address: '10.0.0.9', protocol_port: 0 })).toContain('Value should be greater or equal to 1');
  expect(member({ address: '10.0.0.9', protocol_port: 80, weight: 300 })).toContain(
    'Value should be lower or equal to 256',
  );
  expect(member({ address: '10.0.0.9', protocol_port: '80' })).toEqual({ address: '10.0.0.9', protocol_port: 80 });
});

test('what the service takes and then breaks or ignores is refused by our rules alone', () => {
  const persistence = (value: unknown) => ({ session_persistence: value });
  for (const value of [
    { type: 'APP_COOKIE', cookie_name: "it's" },
    { type: 'SOURCE_IP', persistence_timeout: -5 },
    { type: 'SOURCE_IP', persistence_timeout: 0 },
    { type: 'SOURCE_IP', persistence_granularity: '10.1.2.3' },
  ]) {
    expect(pool(JSON.stringify({ pool: persistence(value) }))).toEqual(persistence(value));
    expect(validate('octavia.pools.update', persistence(value))).toHaveLength(1);
  }
  const member = { address: '10.0.0.9', protocol_port: 80 };
  expect(validate('octavia.members.updateMany', [member, member])).toEqual([
    'Two members have the same address and port.',
  ]);
  expect(validate('octavia.loadBalancers.create', {})).toEqual([
    'Give the subnet, the network or the port of the virtual IP.',
  ]);
});
