import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operationIds, operations } from '../operations/index.ts';
import type { Operation } from '../operations/operation.ts';
import { parseBody, validate } from './body.ts';
import { type RequestOperationId, requests, type SchemaName, schemas } from './index.ts';
import { jsonSchemas } from './json-schema.ts';
import type { RequestBody } from './request.ts';

const withBody = operationIds.filter((id) => 'request' in operations[id]) as RequestOperationId[];
const schemaFault = { ok: false, fault: 'schema' };

/** The value inside the body and the messages about it. */
const read = (id: RequestOperationId, body: unknown) => {
  const parsed = parseBody(id, JSON.stringify(body));
  if (!parsed.ok) return { fault: parsed.fault };
  return { value: parsed.value as unknown, messages: validate(id, parsed.value) };
};
const messagesOf = (id: RequestOperationId, body: unknown) => read(id, body).messages;

const exampleOf = (name: SchemaName) => (schemas[name].meta()?.examples as unknown[] | undefined)?.[0];

describe.each(withBody)('%s', (id) => {
  const body: RequestBody = requests[operations[id].request];
  const example = exampleOf(operations[id].request);

  test('takes its example, with and without the root key', () => {
    expect(example).toBeDefined();
    const whole = read(id, example);
    expect(whole.messages).toEqual([]);
    const inner = body.root ? (example as Record<string, unknown>)[body.root] : undefined;
    if (inner !== undefined) expect(read(id, inner)).toEqual(whole);
  });

  test('answers every other text with a value, messages or a schema fault', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const parsed = parseBody(id, text);
        if (parsed.ok) expect(validate(id, parsed.value)).toBeInstanceOf(Array);
        else expect(parsed).toEqual(schemaFault);
      }),
      { numRuns: 200 },
    );
  });

  test.each(['', ' ', '{', 'null', '7', '"x"', 'true', '{"a":1}', '{"__proto__":{}}', '<a/>'])('refuses %j', (text) => {
    const parsed = parseBody(id, text);
    expect(parsed.ok && operations[id].group !== 'Identity').toBe(false);
  });
});

test('every answer’s example fits its schema', () => {
  for (const id of operationIds) {
    const { response }: Operation = operations[id];
    if (!response) continue;
    const example = exampleOf(response as SchemaName);
    expect(schemas[response as SchemaName].safeParse(example), response).toMatchObject({ success: true });
  }
});

describe('session persistence', () => {
  const id = 'sessionPersistence.enable';

  test.each([{}, { persistenceType: null }, { sessionPersistence: {} }, { sessionPersistence: null }])(
    '%j misses its type',
    (body) => {
      expect(messagesOf(id, body)).toEqual(['Must provide a persistence type.']);
    },
  );

  test.each([
    { persistenceType: 'NONE' },
    { persistenceType: 'http_cookie' },
    { persistenceType: '' },
    { persistenceType: 1 },
    { persistenceType: ['SOURCE_IP'] },
    { persistenceType: 'SOURCE_IP', cookie: 'a' },
    { sessionPersistence: { persistenceType: 'SOURCE_IP' }, more: 1 },
    { sessionPersistence: 'SOURCE_IP' },
    [],
  ])('%j does not match the schema', (body) => {
    expect(read(id, body)).toEqual({ fault: 'schema' });
  });

  test('the value read has its own type', () => {
    const parsed = parseBody(id, '{"persistenceType":"SSL_ID"}');
    const type: 'HTTP_COOKIE' | 'SOURCE_IP' | 'SSL_ID' | undefined = parsed.ok
      ? parsed.value.persistenceType
      : undefined;
    expect(type).toBe('SSL_ID');
  });

  test('an unknown type that reaches the rules is told', () => {
    expect(validate(id, { persistenceType: 'NONE' })).toEqual([
      'Persistence type is invalid. Please specify a valid persistence type.',
    ]);
  });
});

describe('coercion', () => {
  test('strings stand for numbers and booleans, nulls for nothing', () => {
    expect(
      read('loadBalancers.update', { port: '8080', halfClosed: 'false', httpsRedirect: 'true', name: null }),
    ).toEqual({
      value: { port: 8080, halfClosed: false, httpsRedirect: true },
      messages: [],
    });
  });

  test.each([
    { port: '80a' },
    { port: '' },
    { port: 80.5 },
    { port: true },
    { port: {} },
    { port: '1e3' },
    { port: 2 ** 31 },
    { port: '99999999999999999999' },
    { halfClosed: 'yes' },
    { halfClosed: 1 },
    { halfClosed: 'TRUE' },
    { name: 5 },
    { protocol: 'http' },
    { nodeCount: 1 },
  ])('%j does not match the schema', (body) => {
    expect(read('loadBalancers.update', body)).toEqual({ fault: 'schema' });
  });
});

describe('rules speak all at once', () => {
  test('a new load balancer', () => {
    const body = {
      name: 'x'.repeat(129),
      port: 0,
      timeout: 29,
      virtualIps: [{ type: 'PUBLIC' }, { type: 'PUBLIC' }],
      nodes: [
        { address: '10.0.0.1', port: 80, condition: 'ENABLED' },
        { address: '10.0.0.1', port: 80, condition: 'ENABLED', status: 'ONLINE', weight: 101 },
      ],
      sslTermination: {},
      status: 'ACTIVE',
    };
    expect(messagesOf('loadBalancers.create', body)).toEqual([
      'Load Balancer name must be less than or equal to 128',
      'Must provide a valid protocol for the load balancer.',
      'Load balancer port is invalid. Please specify a valid port.',
      'Must specify either a shared or new virtual ip.',
      'Load balancer timeout is invalid. Please specify a valid timeout value.',
      'Node weight is invalid. Range is 1-100. Please specify a valid weight.',
      'Node status field cannot be modified.',
      'Duplicate nodes detected. Please ensure that the ip address and port are unique for each node.',
      'Please visit {account id}/loadbalancers/{load balancer id}/ssltermination to configure ssl termination.',
      'Load balancer status field cannot be modified.',
    ]);
  });

  test('an update that touches other resources', () => {
    expect(messagesOf('loadBalancers.update', { sessionPersistence: { persistenceType: 'SOURCE_IP' } })).toEqual([
      'Please visit {account id}/loadbalancers/{load balancer id}/sessionpersistence to configure session persistence.',
      'The load balancer must have at least one of the following to update: name, algorithm, protocol, port, timeout, halfClosed, or httpsRedirect.',
    ]);
  });

  test.each<[RequestOperationId, unknown, string[]]>([
    [
      'nodes.add',
      { nodes: [{}] },
      [
        'Must provide a valid ip for the node.',
        'Must provide a valid port for the node.',
        'Must provide a valid condition for the node.',
      ],
    ],
    [
      'nodes.update',
      { address: '10.0.0.1', port: 1, id: 3 },
      [
        'Node ip field cannot be modified.',
        'Port field cannot be modified.',
        'Node id field cannot be modified.',
        'The node must have at least one of the following to update: condition, weight, type.',
      ],
    ],
    ['virtualIps.add', { id: 5 }, ['Cannot add a shared virtual ip.']],
    [
      'virtualIps.add',
      { type: 'SERVICENET', ipVersion: 'IPV4' },
      [
        "Must specify a valid IP type. IPv6 supports the 'PUBLIC' type only.",
        'Must specify a valid IP version, currently only IPv6 is supported for this operation.',
      ],
    ],
    ['virtualIps.add', {}, ['Must specify a valid ip type and a valid ip version.']],
    ['accessList.append', { accessList: [] }, ['Must provide at least one network item to the access list.']],
    [
      'accessList.append',
      [{ address: '0.0.0.0' }, { address: 'x', type: 'DENY' }],
      [
        'Please specify a valid network item address.',
        'Must provide a valid type for the network item.',
        'Network Address must be valid Ip Address',
      ],
    ],
    [
      'accessList.append',
      [
        { address: '0.0.0.0/0', type: 'DENY' },
        { address: '2001:db8::/32', type: 'ALLOW' },
      ],
      [],
    ],
    ['healthMonitor.set', {}, ['Must provide a type for the health monitor.']],
    [
      'healthMonitor.set',
      { type: 'CONNECT', delay: 0, path: '/' },
      [
        'Must specify valid delay range between 1 and 3600.',
        'A connect health monitor may not have a path. Use HTTP/HTTPS health monitor instead.',
      ],
    ],
    [
      'healthMonitor.set',
      { type: 'HTTP', path: 'up', statusRegex: '(' },
      ['Must provide a forward slash(/) as the beginning of the path.', 'Must provide a valid status regex'],
    ],
    ['connectionThrottle.set', { maxConnections: 0 }, ['Must provide a valid maximum connections range.']],
    ['connectionLogging.set', {}, ['Must specify whether connection logging is enabled or not.']],
    ['contentCaching.set', {}, ['Must specify whether content caching is enabled or not.']],
    ['errorPage.set', {}, ['You must provide Content to set ErrorPage']],
    ['errorPage.set', { content: 'x'.repeat(65_537) }, ['Your content length must be less than 65536 bytes\n']],
    ['sslTermination.set', {}, ['Must supply certificates(s), key and secure port for updating ssl termination.']],
    [
      'sslTermination.set',
      { certificate: 'PEM' },
      ['Must supply certificates(s), key and secure port for updating ssl termination cert and or key values.'],
    ],
    ['sslTermination.set', { enabled: false }, []],
    [
      'sslTermination.set',
      {
        securityProtocols: [
          { securityProtocolName: 'TLS_10', securityProtocolStatus: 'ENABLED' },
          { securityProtocolName: 'TLS_10', securityProtocolStatus: 'DISABLED' },
        ],
      },
      ['Found duplicate Security protocols.'],
    ],
    [
      'loadBalancerMetadata.add',
      { meta: { key: 'k'.repeat(33), value: 'v'.repeat(257), id: 1 } },
      [
        'Node meta key must not exceed 32 characters.',
        'Node meta value must not exceed 256 characters.',
        'Must not specify an id for node meta data',
      ],
    ],
    ['identity.authenticate', {}, ['Credentials are missing.']],
    [
      'identity.authenticate',
      { auth: { tenantId: '1' } },
      ['Give one kind of credential: API key, password, token or passcode.'],
    ],
    ['identity.authenticate', { auth: { passwordCredentials: { username: 'a' } } }, ['Password is missing.']],
    [
      'certificateMappings.add',
      { hostName: '*.example.com', certificate: 'x' },
      [
        'Must provide a private key for the certificate mapping.',
        'Certificate is invalid. Please provide a valid certificate.',
      ],
    ],
    [
      'certificateMappings.update',
      {},
      [
        'The certificate mapping must have at least one of the following to update: certificate, privateKey, intermediateCertificate, or hostName.',
      ],
    ],
    ['nodeMetadata.update', { key: 'tier', value: 'api' }, ['Node meta key field cannot be modified.']],
  ])('%s %j', (id, body, messages) => {
    expect(messagesOf(id, body)).toEqual(messages);
  });

  test.each(['10.0.0.300', '1.2.3', '0.0.0.0', '255.255.255.255', 'a b', '-a.example.com', '', 'x'.repeat(129)])(
    'node address %j is refused',
    (address) => {
      expect(messagesOf('nodes.add', [{ address, port: 80, condition: 'ENABLED' }])).toEqual([
        'Node ip is invalid. Please specify a valid ip.',
      ]);
    },
  );

  test.each(['10.0.0.30', '127.0.0.1', '2001:db8::1', 'web-1.example.com'])('node address %j is taken', (address) => {
    expect(messagesOf('nodes.add', [{ address, port: 80, condition: 'ENABLED' }])).toEqual([]);
  });
});

test('a field that is left out is told in the contract’s words, never the library’s', () => {
  const holes = (value: unknown): unknown =>
    Array.isArray(value) ? value.map(holes) : typeof value === 'object' && value !== null ? {} : value;
  for (const id of withBody) {
    const example = exampleOf(operations[id].request) as Record<string, unknown>;
    for (const body of [{}, holes(Object.values(example)[0])]) {
      for (const message of messagesOf(id, body) ?? [])
        expect(message, id).not.toMatch(/^Invalid (?:input|option)|expected/);
    }
  }
});

test('one metadata item may come by itself', () => {
  expect(read('loadBalancerMetadata.add', { meta: { key: 'tier', value: 'web' } }).value).toEqual([
    { key: 'tier', value: 'web' },
  ]);
});

test('forms find titles, ranges, defaults and enumerations, and no refused field', () => {
  const { LoadBalancerCreateRequest } = jsonSchemas() as Record<SchemaName, { properties: Record<string, object> }>;
  expect(LoadBalancerCreateRequest.properties.loadBalancer).toMatchObject({
    required: ['name', 'protocol', 'virtualIps'],
    properties: {
      timeout: { type: 'integer', title: 'Timeout', minimum: 30, maximum: 120, default: 30 },
      algorithm: { enum: expect.arrayContaining(['RANDOM']), default: 'RANDOM' },
      nodes: { type: 'array', maxItems: 25, items: { required: ['address', 'port', 'condition'] } },
      sessionPersistence: { type: 'object', required: ['persistenceType'] },
    },
  });
  expect(LoadBalancerCreateRequest.properties.loadBalancer).not.toHaveProperty('properties.status');
});
