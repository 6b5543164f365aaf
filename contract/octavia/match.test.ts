import { expect, test } from 'vitest';
import { matchOperation, methodsFor, pathFor } from './match.ts';
import { type OperationId, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { parametersOf } from './operations/parameters.ts';

const below = Object.entries<Operation>(operations).filter(([, { root }]) => root !== 'identity');

test.each(below)('%s is found by its own path, with its parameters', (id, { method, path, alias }) => {
  const params = Object.fromEntries(parametersOf(path).map((name, index) => [name, `value-${index}`]));
  expect(matchOperation(method, pathFor(id as OperationId, params))).toEqual({ id, params });
  if (alias) {
    const other = alias.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]));
    expect(matchOperation(method, other)).toEqual({ id, params });
  }
});

test.each([
  '/v2/lbaas/pools/..',
  '/v2/lbaas/pools/%2e%2e',
  '/v2/lbaas/pools/a%2Fb',
  '/v2/lbaas/pools/a/../b',
  '/v2/lbaas/pools/a b',
  '/v2/lbaas/pools/a%00',
  '/v2/lbaas/pools/%',
  '/v2/lbaas/pools//members',
  '/v2/lbaas/pools/ä',
  `/v2/lbaas/pools/${'a'.repeat(65)}`,
  '/v2/lbaas/availabilityzones/..%2Fpools',
  '/v2/lbaas/availabilityzones/%2e%2e',
  '/v2/lbaas/availabilityzones/a%3Fb',
  '/v2/lbaas/amphorae',
  '/v2/octavia/amphorae',
  '/v2',
  '/auth/tokens',
  'v2/lbaas/pools',
  '',
])('no operation: %s', (path) => {
  expect(matchOperation('GET', path)).toBeNull();
});

test('a slash at the end is tolerated, a method that a path lacks is not', () => {
  expect(matchOperation('GET', '/v2/lbaas/pools/')).toEqual({ id: 'octavia.pools.list', params: {} });
  expect(matchOperation('GET', '/')).toEqual({ id: 'octavia.versions.list', params: {} });
  expect(matchOperation('PATCH', '/v2/lbaas/pools/a')).toBeNull();
  expect(methodsFor('/v2/lbaas/pools/a').toSorted()).toEqual(['DELETE', 'GET', 'PUT']);
  expect(methodsFor('/v2/lbaas/nothing')).toEqual([]);
});

test('literal words win over parameters', () => {
  expect(matchOperation('GET', '/v2/lbaas/quotas/defaults')?.id).toBe('octavia.quotas.defaults');
  expect(matchOperation('GET', '/v2/lbaas/availabilityzones/Halle%20Nord')?.params).toEqual({
    availabilityZoneName: 'Halle Nord',
  });
});
