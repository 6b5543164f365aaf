import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchOperation, methodsFor, pathFor } from './match.ts';
import { type OperationId, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { parametersOf } from './operations/parameters.ts';

const ofRegion = Object.entries<Operation>(operations).filter(([, { root }]) => root !== 'identity');

test.each(ofRegion)('%s is found by the path that is made for it', (id, { method, path }) => {
  const params = Object.fromEntries(parametersOf(path).map((name, index) => [name, String(index + 71)]));
  expect(matchOperation(method, pathFor(id as OperationId, params))).toEqual({ id, params });
});

test.each([
  ['GET', '/loadbalancers/', 'loadBalancers.list', {}, undefined],
  ['GET', '/loadbalancers.json', 'loadBalancers.list', {}, 'json'],
  ['GET', '/loadbalancers/71.xml', 'loadBalancers.show', { loadBalancerId: '71' }, 'xml'],
  ['GET', '/loadbalancers/+071', 'loadBalancers.show', { loadBalancerId: '71' }, undefined],
  ['GET', '/loadbalancers/-5', 'loadBalancers.show', { loadBalancerId: '-5' }, undefined],
  ['GET', '/loadbalancers/71/nodes/events', 'nodes.events', { loadBalancerId: '71' }, undefined],
  ['GET', '/loadbalancers/71/nodes/events.atom', 'feeds.nodeEvents', { loadBalancerId: '71' }, undefined],
  ['GET', '/loadbalancers/71/nodes/3.atom/', 'feeds.node', { loadBalancerId: '71', nodeId: '3' }, undefined],
  ['GET', '/loadbalancers/limits', 'limits.rate', {}, undefined],
  ['GET', '/limits', 'limits.rate', {}, undefined],
])('%s %s is %s', (method, path, id, params, suffix) => {
  expect(matchOperation(method, path)).toEqual({ id, params, ...(suffix && { suffix }) });
});

test.each([
  ['GET', ''],
  ['GET', '/'],
  ['GET', 'loadbalancers'],
  ['GET', '//loadbalancers'],
  ['GET', 'x/loadbalancers'],
  ['GET', 'http://host/loadbalancers'],
  ['GET', '/loadbalancers//'],
  ['GET', '/loadbalancers//71'],
  ['GET', '/LoadBalancers'],
  ['GET', '/loadbalancers/web'],
  ['GET', '/loadbalancers/7.1'],
  ['GET', '/loadbalancers/71e1'],
  ['GET', '/loadbalancers/0x47'],
  ['GET', '/loadbalancers/2147483648'],
  ['GET', '/loadbalancers/99999999999999999999'],
  ['GET', '/loadbalancers/٧١'],
  ['GET', '/loadbalancers/71/../72'],
  ['GET', '/loadbalancers/71/./nodes'],
  ['GET', '/loadbalancers/%37%31'],
  ['GET', '/loadbalancers/71%2Fnodes'],
  ['GET', '/loadbalancers/71%2fnodes'],
  ['GET', '/loadbalancers/71\\nodes'],
  ['GET', '/loadbalancers/71/nodes\n'],
  ['GET', '/loadbalancers/71\r\nHost: x'],
  ['GET', '/loadbalancers/71\0'],
  ['GET', '/loadbalancers/71;a=b'],
  ['GET', '/loadbalancers/71?id=1'],
  ['GET', '/loadbalancers/71#nodes'],
  ['GET', '/loadbalancers/71.json.json'],
  ['GET', '/loadbalancers/71.yaml'],
  ['GET', '/.json'],
  ['GET', '/loadbalancers/71/connectionlogging.atom'],
  ['PUT', '/loadbalancers/71/nodes.atom'],
  ['GET', '/loadbalancers/__proto__'],
  ['GET', '/constructor'],
  ['GET', '/tokens/abc'],
  ['POST', '/tokens'],
  ['get', '/loadbalancers'],
  ['HEAD', '/loadbalancers'],
  ['PATCH', '/loadbalancers/71'],
  ['POST', '/loadbalancers/71/sessionpersistence'],
  ['toString', '/loadbalancers'],
])('%s %j is no operation', (method, path) => {
  expect(matchOperation(method, path)).toBeNull();
});

test('no text makes it throw, and what it finds is the path in plain form', () => {
  const piece = fc.constantFrom(
    '/',
    'loadbalancers',
    '71',
    '+7',
    'nodes',
    '..',
    '%2e',
    '.json',
    '.atom',
    'events',
    '\0',
    '\\',
    ' ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (path) => {
        const match = matchOperation('GET', path);
        if (match) {
          expect(path).toMatch(/^[\w/+-]+(?:\.(?:json|xml|atom))?\/?$/);
          expect(matchOperation('GET', pathFor(match.id, match.params))).toMatchObject({
            id: match.id,
            params: match.params,
          });
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test('the methods of a path', () => {
  expect(methodsFor('/loadbalancers/71/sessionpersistence')).toEqual(['GET', 'PUT', 'DELETE']);
  expect(methodsFor('/nowhere')).toEqual([]);
});
