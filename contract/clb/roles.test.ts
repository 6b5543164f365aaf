import { expect, test } from 'vitest';
import { may, rightFor } from './roles.ts';

test.each([
  ['identity:user-admin', true, true],
  ['admin', true, true],
  ['lbaas:admin', true, true],
  ['LBaaS:Creator', true, false],
  ['observer', false, false],
  ['lbaas:observer', false, false],
  ['object-store:admin', false, false],
  ['constructor', false, false],
])('%s may write: %s, delete: %s', (role, write, remove) => {
  expect([may([role], 'read'), may([role], 'write'), may([role], 'delete')]).toEqual([true, write, remove]);
});

test('the most permissive role wins', () => {
  expect(may(['lbaas:observer', 'lbaas:admin'], 'delete')).toBe(true);
});

test('methods need rights', () => {
  expect(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH'].map(rightFor)).toEqual([
    'read',
    'read',
    'write',
    'write',
    'delete',
    'write',
  ]);
});
