import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from '../faults.ts';
import { schemas } from '../schemas/index.ts';
import { groups } from './groups.ts';
import { type OperationId, operations } from './index.ts';
import { commonFaults, type Operation } from './operation.ts';
import { fillPath, parametersOf, pathParameters } from './parameters.ts';

const all = Object.entries<Operation>(operations);

/** Every method and path of the Load-balancer API v2 reference but amphorae and profiles, and the Identity v3 calls it needs. */
const documented = `
GET /
GET /v2/lbaas/loadbalancers
POST /v2/lbaas/loadbalancers
GET /v2/lbaas/loadbalancers/{}
PUT /v2/lbaas/loadbalancers/{}
DELETE /v2/lbaas/loadbalancers/{}
GET /v2/lbaas/loadbalancers/{}/status
GET /v2/lbaas/loadbalancers/{}/stats
PUT /v2/lbaas/loadbalancers/{}/failover
GET /v2/lbaas/listeners
POST /v2/lbaas/listeners
GET /v2/lbaas/listeners/{}
PUT /v2/lbaas/listeners/{}
DELETE /v2/lbaas/listeners/{}
GET /v2/lbaas/listeners/{}/stats
GET /v2/lbaas/pools
POST /v2/lbaas/pools
GET /v2/lbaas/pools/{}
PUT /v2/lbaas/pools/{}
DELETE /v2/lbaas/pools/{}
GET /v2/lbaas/pools/{}/members
POST /v2/lbaas/pools/{}/members
PUT /v2/lbaas/pools/{}/members
GET /v2/lbaas/pools/{}/members/{}
PUT /v2/lbaas/pools/{}/members/{}
DELETE /v2/lbaas/pools/{}/members/{}
GET /v2/lbaas/healthmonitors
POST /v2/lbaas/healthmonitors
GET /v2/lbaas/healthmonitors/{}
PUT /v2/lbaas/healthmonitors/{}
DELETE /v2/lbaas/healthmonitors/{}
GET /v2/lbaas/l7policies
POST /v2/lbaas/l7policies
GET /v2/lbaas/l7policies/{}
PUT /v2/lbaas/l7policies/{}
DELETE /v2/lbaas/l7policies/{}
GET /v2/lbaas/l7policies/{}/rules
POST /v2/lbaas/l7policies/{}/rules
GET /v2/lbaas/l7policies/{}/rules/{}
PUT /v2/lbaas/l7policies/{}/rules/{}
DELETE /v2/lbaas/l7policies/{}/rules/{}
GET /v2/lbaas/quotas
GET /v2/lbaas/quotas/defaults
GET /v2/lbaas/quotas/{}
GET /v2/lbaas/quotas/{}/default
PUT /v2/lbaas/quotas/{}
DELETE /v2/lbaas/quotas/{}
GET /v2/lbaas/flavors
POST /v2/lbaas/flavors
GET /v2/lbaas/flavors/{}
PUT /v2/lbaas/flavors/{}
DELETE /v2/lbaas/flavors/{}
GET /v2/lbaas/availabilityzones
POST /v2/lbaas/availabilityzones
GET /v2/lbaas/availabilityzones/{}
PUT /v2/lbaas/availabilityzones/{}
DELETE /v2/lbaas/availabilityzones/{}
GET /v2/lbaas/providers
GET /v2/lbaas/providers/{}/flavor_capabilities
GET /v2/lbaas/providers/{}/availability_zone_capabilities
POST /auth/tokens
GET /auth/tokens
DELETE /auth/tokens
GET /auth/projects
GET /auth/catalog`
  .trim()
  .split('\n');

test('the contract has every documented method and path once, and no other', () => {
  const described = all.map(([, { method, path }]) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`);
  expect(described.toSorted()).toEqual(documented.toSorted());
});

test.each(all)('%s names schemas, faults, reads and parameters that exist', (id, operation) => {
  for (const name of [operation.request, operation.response]) if (name) expect(schemas).toHaveProperty(name);
  for (const fault of operation.faults) expect(faults).toHaveProperty([fault]);
  for (const name of parametersOf(operation.path)) expect(pathParameters).toHaveProperty(name);
  expect(groups).toHaveProperty([operation.group]);
  expect(operation.document).toMatch(
    /^https:\/\/docs\.openstack\.org\/api-ref\/(load-balancer\/v2|identity\/v3)\/index\.html#[\w-]+$/,
  );
  if (operation.method === 'GET') {
    expect(operation).not.toHaveProperty('warning');
    expect(operation).not.toHaveProperty('request');
  } else if (operation.root !== 'identity') {
    expect(operation.warning).toMatch(/\.$/);
    expect(operations[operation.shows as OperationId].method).toBe('GET');
  }
  expect(id).toMatch(/^octavia\.[a-z]\w+\.[a-z]\w+$/i);
});

test('every group has operations, every fault is somebody’s', () => {
  expect(new Set(all.map(([, { group }]) => group))).toEqual(new Set(Object.keys(groups)));
  const used = new Set<string>([
    ...all.flatMap(([, operation]) => operation.faults),
    ...commonFaults,
    ...['PATH404', 'METHOD405', 'SIZE413', 'TYPE415'],
  ]);
  expect(Object.keys(faults).filter((id) => !used.has(id))).toEqual([]);
});

test('a group’s file can be loaded alone, without schemas', () => {
  const folder = new URL('.', import.meta.url);
  const imports = readdirSync(folder)
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^import (.*) from '(.*)';$/gm)])
    .filter(([, what]) => !what?.startsWith('type '))
    .map(([, , from]) => from);
  expect(imports.filter((from) => !from?.startsWith('./'))).toEqual(['../../shared/text.ts']);
});

test('filling a path takes opaque ids and refuses what would change the path', () => {
  const path = operations['octavia.members.show'].path;
  expect(fillPath(path, { poolId: 'a-1', memberId: 'b_2' })).toBe('/v2/lbaas/pools/a-1/members/b_2');
  expect(fillPath('/v2/lbaas/availabilityzones/{availabilityZoneName}', { availabilityZoneName: 'nova/ä' })).toBe(
    '/v2/lbaas/availabilityzones/nova%2F%C3%A4',
  );
  for (const bad of ['', '.', '..', '...']) {
    expect(() => fillPath(path, { poolId: bad, memberId: 'b' })).toThrow('needs poolId');
  }
  expect(() => fillPath(path, { poolId: 'a' })).toThrow('needs memberId');
});
