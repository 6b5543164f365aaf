import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operationIds } from './operations/index.ts';
import { isInForce, loadBalancersOf, readOf, valueAsked, valueShown, type Write } from './write-effect.ts';

const write = (operation: string, path: string, body: unknown = null): Write => ({
  operation,
  path: `/loadbalancers/71${path}`,
  body: body === null ? null : JSON.stringify(body),
});

const enable = write('sessionPersistence.enable', '/sessionpersistence', {
  sessionPersistence: { persistenceType: 'SOURCE_IP' },
});
const disable = write('sessionPersistence.disable', '/sessionpersistence');

describe('the read of a write', () => {
  it.each([
    [enable, '/loadbalancers/71/sessionpersistence'],
    [write('nodes.update', '/nodes/31', {}), '/loadbalancers/71/nodes/31'],
    [write('nodes.delete', '/nodes/31'), '/loadbalancers/71/nodes'],
    [write('nodes.deleteMany', '/nodes?id=1&id=2'), '/loadbalancers/71/nodes'],
    [write('sslTermination.delete', '/ssltermination'), '/loadbalancers/71'],
    [write('loadBalancers.update', ''), '/loadbalancers/71'],
    [{ operation: 'loadBalancers.create', path: '/loadbalancers', body: '{}' }, null],
    [{ operation: 'loadBalancers.deleteMany', path: '/loadbalancers?id=1', body: null }, null],
    [write('sessions.forget', '/sessions/1'), null],
  ])('of %j is %s', (each, path) => {
    expect(readOf(each)).toBe(path);
  });
});

it('knows the load balancers that a write is about, also those that it made', () => {
  const all = { operation: 'loadBalancers.create', path: '/loadbalancers', body: '{}' };
  expect([loadBalancersOf(all), loadBalancersOf(all, '9'), readOf(all, '9')]).toEqual([[], ['9'], '/loadbalancers/9']);
  const many = { operation: 'loadBalancers.deleteMany', path: '/loadbalancers?id=1&id=2', body: null };
  expect(loadBalancersOf(many)).toEqual(['1', '2']);
  expect(loadBalancersOf(enable)).toEqual(['71']);
  const shown = {
    loadBalancers: [{ loadBalancer: { id: 1, status: 'DELETED' } }, { id: 2, name: 'b', status: 'ACTIVE', port: 80 }],
  };
  expect([isInForce(many, shown), valueShown(many, shown)]).toEqual([false, '[{"id":2,"name":"b","status":"ACTIVE"}]']);
  expect([isInForce(many, { loadBalancers: [] }), valueAsked(many)]).toEqual([true, 'none']);
});

it('bears whatever is sent and answered', () => {
  const value = fc.jsonValue({ depthSize: 'medium', maxDepth: 5 });
  const written = fc.record({
    operation: fc.constantFrom(...operationIds, 'sessions.forget', '__proto__'),
    path: fc.oneof(fc.string(), fc.constantFrom('/loadbalancers/71/nodes/3?id=1', '/loadbalancers?id=', '/')),
    body: fc.oneof(
      fc.constant(null),
      fc.string(),
      value.map((each) => JSON.stringify(each)),
    ),
  });
  fc.assert(
    fc.property(written, fc.oneof(value, fc.constant(undefined)), (each, shown) => {
      expect([true, false, null]).toContain(isInForce(each, shown));
      expect(typeof valueShown(each, shown)).toBe('string');
      expect([valueAsked(each), readOf(each), loadBalancersOf(each)]).toBeDefined();
    }),
    { numRuns: 2_000 },
  );
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  const nested = `${`{"a":`.repeat(50_000)}1${'}'.repeat(50_000)}`;
  expect(isInForce({ ...enable, operation: 'loadBalancers.update', body: nested }, JSON.parse(nested))).toBeNull();
  const many = { ...enable, operation: 'nodes.add', body: JSON.stringify([JSON.parse(nested)]) };
  expect(valueShown(many, { nodes: [JSON.parse(nested)] })).toContain('cannot be shown');
  const update = write('loadBalancers.delete', '');
  expect(valueShown(update, { loadBalancer: { status: 'ACTIVE', name: deep } })).toContain('cannot be shown');
});

it('shows no secret, even of a value that is cut afterwards', () => {
  const set = write('sslTermination.set', '/ssltermination', {
    sslTermination: { privatekey: 'MII', certificate: 'C' },
  });
  expect(valueAsked(set)).toBe('{"privatekey":"•••","certificate":"C"}');
});

describe('whether a write is in force', () => {
  it.each<[string, Write, unknown, boolean | null, string, string | null]>([
    [
      'a type that is there',
      enable,
      { sessionPersistence: { persistenceType: 'SOURCE_IP' } },
      true,
      'SOURCE_IP',
      'SOURCE_IP',
    ],
    [
      'another type',
      enable,
      { sessionPersistence: { persistenceType: 'HTTP_COOKIE' } },
      false,
      'HTTP_COOKIE',
      'SOURCE_IP',
    ],
    ['persistence that is off', disable, { sessionPersistence: {} }, true, 'DISABLED', 'DISABLED'],
    [
      'persistence that is not off',
      disable,
      { sessionPersistence: { persistenceType: 'SSL_ID' } },
      false,
      'SSL_ID',
      'DISABLED',
    ],
    [
      'the fields that were sent, whatever else is there',
      write('loadBalancers.update', '', { loadBalancer: { name: 'new', timeout: 30 } }),
      { loadBalancer: { id: 71, name: 'new', timeout: 30, port: 80 } },
      true,
      '{"name":"new","timeout":30}',
      '{"name":"new","timeout":30}',
    ],
    [
      'one field that differs',
      write('loadBalancers.update', '', { loadBalancer: { name: 'new', timeout: 30 } }),
      { loadBalancer: { id: 71, name: 'new', timeout: 60 } },
      false,
      '{"name":"new","timeout":60}',
      '{"name":"new","timeout":30}',
    ],
    [
      'a secret beside what is shown',
      write('sslTermination.set', '/ssltermination', { sslTermination: { privatekey: '•••', securePort: '443' } }),
      { sslTermination: { securePort: 443, enabled: true } },
      true,
      '{"securePort":443}',
      '{"privatekey":"•••","securePort":"443"}',
    ],
    [
      'nothing but a secret',
      write('sslTermination.set', '/ssltermination', { sslTermination: { privatekey: '•••' } }),
      { sslTermination: { securePort: 443 } },
      null,
      'none',
      '{"privatekey":"•••"}',
    ],
    [
      'nodes that were added',
      write('nodes.add', '/nodes', { nodes: [{ address: '10.0.0.1', port: 80 }] }),
      {
        nodes: [
          { id: 1, address: '10.0.0.1', port: 80, status: 'ONLINE' },
          { id: 2, address: '10.0.0.2', port: 80 },
        ],
      },
      true,
      '[{"id":1,"address":"10.0.0.1","port":80,"status":"ONLINE"}]',
      '[{"address":"10.0.0.1","port":80}]',
    ],
    [
      'one of two nodes',
      write('nodes.add', '/nodes', { nodes: [{ address: '10.0.0.1' }, { address: '10.0.0.9' }] }),
      { nodes: [{ id: 1, address: '10.0.0.1' }] },
      false,
      '[{"id":1,"address":"10.0.0.1"}]',
      '[{"address":"10.0.0.1"},{"address":"10.0.0.9"}]',
    ],
    ['a node that is gone', write('nodes.delete', '/nodes/2'), { nodes: [{ id: 1 }] }, true, 'none', 'none'],
    ['a node that is not', write('nodes.delete', '/nodes/2'), { nodes: [{ id: 2 }] }, false, '[{"id":2}]', 'none'],
    [
      'nodes by query',
      write('nodes.deleteMany', '/nodes?id=1&id=2'),
      { nodes: [{ id: 2 }, { id: 3 }] },
      false,
      '[{"id":2}]',
      'none',
    ],
    ['an emptied list', write('accessList.clear', '/accesslist'), { accessList: [] }, true, 'none', 'none'],
    [
      'a monitor that is gone',
      write('healthMonitor.delete', '/healthmonitor'),
      { healthMonitor: {} },
      true,
      'none',
      'none',
    ],
    [
      'a mapping wrapped in a list',
      write('certificateMappings.add', '/ssltermination/certificatemappings', {
        certificateMapping: { hostName: 'a.example' },
      }),
      { certificateMappings: [{ certificateMapping: { id: 1, hostName: 'a.example' } }] },
      true,
      '[{"id":1,"hostName":"a.example"}]',
      '{"hostName":"a.example"}',
    ],
    ['a load balancer that answers no more', write('loadBalancers.delete', ''), undefined, true, 'none', 'none'],
    [
      'a deleted load balancer',
      write('loadBalancers.delete', ''),
      { loadBalancer: { status: 'DELETED' } },
      true,
      'none',
      'none',
    ],
    [
      'a default error page',
      write('errorPage.delete', '/errorpage'),
      { errorpage: { content: 'x' } },
      null,
      '{"content":"x"}',
      'none',
    ],
    [
      'a body that was not kept',
      { ...write('nodes.add', '/nodes'), body: '(9 bytes of XML, not kept)' },
      { nodes: [] },
      null,
      'none',
      null,
    ],
    ['persistence that is off instead of on', enable, { sessionPersistence: {} }, false, 'DISABLED', 'SOURCE_IP'],
    ['an odd answer', enable, [null], null, 'DISABLED', 'SOURCE_IP'],
  ])('is told by %s', (_, each, shown, inForce, value, asked) => {
    expect([isInForce(each, shown), valueShown(each, shown), valueAsked(each)]).toEqual([inForce, value, asked]);
  });
});
