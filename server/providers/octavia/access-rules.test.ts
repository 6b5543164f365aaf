import { expect, test } from 'vitest';
import { isAllowed, rulesOf } from './access-rules.ts';

const rule = (path: string, method = 'GET', service = 'load-balancer') => ({ service, method, path });

test.each([
  ['/v2/lbaas/pools', '/v2/lbaas/pools', true],
  ['/v2/lbaas/pools', '/v2/lbaas/pools/1', false],
  ['/v2/lbaas/pools/*', '/v2/lbaas/pools/1', true],
  ['/v2/lbaas/pools/*', '/v2/lbaas/pools/1/members', false],
  ['/v2/lbaas/pools/{id}/members', '/v2/lbaas/pools/1/members', true],
  ['/v2/lbaas/**', '/v2/lbaas/pools/1/members', true],
  ['/load-balancer/v2/**', '/v2/lbaas/pools', true],
  ['/v2.lbaas/pools', '/v2/lbaas/pools', false],
  ['/{', '/{', true],
])('%s allows %s: %j', (path, asked, allowed) => {
  const rules = rulesOf([rule(path)])!;
  expect(isAllowed(rules, 'GET', asked, 'https://a.example/load-balancer')).toBe(allowed);
  expect(isAllowed(rules, 'PUT', asked, 'https://a.example/load-balancer')).toBe(false);
});

test('rules of other services allow nothing, and a credential without rules everything', () => {
  expect(rulesOf([])).toBeUndefined();
  expect(rulesOf([rule('/v2/**', 'GET', 'compute')])).toEqual([]);
  expect(rulesOf([rule('x'.repeat(2_000))])).toBeUndefined();
});
