import { expect, test } from 'vitest';
import { expectationOf, grants, policyFiles, type Right, rightFor, unlikely } from './roles.ts';

const [advanced, keystone, owner] = policyFiles;
const rights: readonly Right[] = ['read', 'write'];
const granted = (file: (typeof policyFiles)[number], roles: string[]) =>
  rights.filter((right) => grants(file, roles, right));

test.each([
  [['load-balancer_member'], ['read', 'write'], [], ['read', 'write']],
  [['load-balancer_observer'], ['read'], [], ['read', 'write']],
  [['load-balancer_global_observer'], ['read'], [], ['read', 'write']],
  [['member', 'reader'], [], ['read', 'write'], ['read', 'write']],
  [['reader'], [], ['read'], ['read', 'write']],
  [['admin'], ['read', 'write'], ['read', 'write'], ['read', 'write']],
  [['_member_', 'project_admin'], [], [], ['read', 'write']],
  [['Administrator'], [], [], ['read', 'write']],
  [[], [], [], []],
])('%j under each policy file', (roles, before, since, everybody) => {
  expect([granted(advanced, roles), granted(keystone, roles), granted(owner, roles)]).toEqual([
    before,
    since,
    everybody,
  ]);
});

test('any role is worth asking, none is not', () => {
  expect(['_member_', 'load-balancer_member', 'x'].map((role) => expectationOf([role]))).toEqual(['ask', 'ask', 'ask']);
  expect(expectationOf([])).toBe('none');
});

test('unlikely: no shipped policy grants it by name', () => {
  expect([unlikely(['reader'], 'write'), unlikely(['reader'], 'read'), unlikely(['MEMBER'], 'write')]).toEqual([
    true,
    false,
    false,
  ]);
  expect(['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].map(rightFor)).toEqual(['read', 'read', 'write', 'write', 'write']);
});
