import { expect, test } from 'vitest';
import { allowanceOf, provisioningStatuses, settled, type Target } from './statuses.ts';

const targets: readonly Target[] = ['loadBalancer', 'listener', 'pool', 'poolChild', 'delete'];
const state = (target: Target, loadBalancer: string) => allowanceOf({ target, loadBalancer, pool: 'ACTIVE' }).state;

test('the lock is the load balancer’s', () => {
  const table = Object.fromEntries(
    provisioningStatuses.map((status) => [status, targets.map((target) => state(target, status))]),
  );
  expect(table).toEqual({
    ACTIVE: ['editable', 'editable', 'editable', 'editable', 'editable'],
    PENDING_CREATE: ['waits', 'waits', 'waits', 'waits', 'waits'],
    PENDING_UPDATE: ['waits', 'waits', 'waits', 'waits', 'waits'],
    PENDING_DELETE: ['never', 'never', 'never', 'never', 'never'],
    ERROR: ['never', 'never', 'never', 'never', 'editable'],
    DELETED: ['never', 'never', 'never', 'never', 'never'],
  });
  expect(state('pool', 'FROZEN')).toBe('never');
});

test('whatever is refused has a reason', () => {
  for (const target of targets) {
    for (const loadBalancer of [...provisioningStatuses, 'FROZEN']) {
      for (const pool of [...provisioningStatuses, undefined]) {
        const { state: found, reason } = allowanceOf({ target, loadBalancer, ...(pool && { pool }) });
        if (found !== 'editable') expect(reason).toMatch(/\.$/);
      }
    }
  }
});

test('a pool in ERROR is repaired first: nothing else succeeds', () => {
  const on = (target: Target, pool: string | undefined, otherPools: string[] = []) =>
    allowanceOf({ target, loadBalancer: 'ACTIVE', ...(pool && { pool }), otherPools });
  expect(on('pool', 'ERROR')).toMatchObject({ state: 'editable', repairs: true });
  expect(on('pool', 'ERROR', ['ERROR'])).toMatchObject({ state: 'editable', repairs: true });
  expect(on('poolChild', 'ERROR').state).toBe('never');
  expect(on('pool', 'ACTIVE', ['ERROR']).state).toBe('never');
  expect(on('loadBalancer', undefined, ['ERROR']).state).toBe('never');
  expect(on('listener', undefined, ['ACTIVE', 'ERROR']).state).toBe('never');
  expect(on('delete', undefined, ['ERROR']).state).toBe('editable');
  expect(on('pool', 'PENDING_UPDATE').state).toBe('waits');
  expect(on('pool', 'PENDING_DELETE').state).toBe('never');
});

test('in force is the object’s own word, not the load balancer’s', () => {
  expect(settled('PENDING_UPDATE', 'PENDING_UPDATE')).toBeNull();
  expect(settled('ACTIVE', 'PENDING_UPDATE')).toBeNull();
  expect(settled('ACTIVE', 'ACTIVE')).toBe('inForce');
  expect(settled('ACTIVE', 'ERROR')).toBe('failed');
  expect(settled('ERROR', 'ACTIVE')).toBe('failed');
});
