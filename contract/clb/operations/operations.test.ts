import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { faults } from '../faults.ts';
import { schemas } from '../schemas/index.ts';
import { groups } from './groups.ts';
import { type OperationId, operations } from './index.ts';
import type { Operation } from './operation.ts';
import { fillPath, parametersOf, pathParameters } from './parameters.ts';

const all = Object.entries<Operation>(operations);

/** Every method and path of the Cloud Load Balancers v1.0 guide and of the Identity v2.0 calls it needs. */
const documented = `
POST /tokens
GET /tokens/{}
DELETE /tokens/{}
GET /loadbalancers
POST /loadbalancers
DELETE /loadbalancers
GET /loadbalancers/{}
PUT /loadbalancers/{}
DELETE /loadbalancers/{}
GET /loadbalancers/{}/stats
GET /loadbalancers/{}/errorpage
PUT /loadbalancers/{}/errorpage
DELETE /loadbalancers/{}/errorpage
GET /loadbalancers/{}/nodes
POST /loadbalancers/{}/nodes
PUT /loadbalancers/{}/nodes
DELETE /loadbalancers/{}/nodes
GET /loadbalancers/{}/nodes/{}
PUT /loadbalancers/{}/nodes/{}
DELETE /loadbalancers/{}/nodes/{}
GET /loadbalancers/{}/nodes/events
GET /loadbalancers/{}/virtualips
POST /loadbalancers/{}/virtualips
DELETE /loadbalancers/{}/virtualips
DELETE /loadbalancers/{}/virtualips/{}
GET /loadbalancers/alloweddomains
GET /loadbalancers/{}/accesslist
POST /loadbalancers/{}/accesslist
DELETE /loadbalancers/{}/accesslist
DELETE /loadbalancers/{}/accesslist/{}
GET /loadbalancers/{}/healthmonitor
PUT /loadbalancers/{}/healthmonitor
DELETE /loadbalancers/{}/healthmonitor
GET /loadbalancers/{}/sessionpersistence
PUT /loadbalancers/{}/sessionpersistence
DELETE /loadbalancers/{}/sessionpersistence
GET /loadbalancers/{}/connectionlogging
PUT /loadbalancers/{}/connectionlogging
GET /loadbalancers/{}/connectionthrottle
PUT /loadbalancers/{}/connectionthrottle
DELETE /loadbalancers/{}/connectionthrottle
GET /loadbalancers/{}/contentcaching
PUT /loadbalancers/{}/contentcaching
GET /loadbalancers/{}/ssltermination
PUT /loadbalancers/{}/ssltermination
DELETE /loadbalancers/{}/ssltermination
GET /loadbalancers/{}/ssltermination/ciphers
GET /loadbalancers/{}/ssltermination/certificatemappings
POST /loadbalancers/{}/ssltermination/certificatemappings
GET /loadbalancers/{}/ssltermination/certificatemappings/{}
PUT /loadbalancers/{}/ssltermination/certificatemappings/{}
DELETE /loadbalancers/{}/ssltermination/certificatemappings/{}
GET /loadbalancers/{}/metadata
POST /loadbalancers/{}/metadata
DELETE /loadbalancers/{}/metadata
GET /loadbalancers/{}/metadata/{}
PUT /loadbalancers/{}/metadata/{}
DELETE /loadbalancers/{}/metadata/{}
GET /loadbalancers/{}/nodes/{}/metadata
POST /loadbalancers/{}/nodes/{}/metadata
DELETE /loadbalancers/{}/nodes/{}/metadata
GET /loadbalancers/{}/nodes/{}/metadata/{}
PUT /loadbalancers/{}/nodes/{}/metadata/{}
DELETE /loadbalancers/{}/nodes/{}/metadata/{}
GET /loadbalancers/protocols
GET /loadbalancers/algorithms
GET /loadbalancers/{}/usage
GET /loadbalancers/{}/usage/current
GET /loadbalancers/usage
GET /loadbalancers/billable
GET /limits
GET /loadbalancers/absolutelimits
GET /loadbalancers/limittypes
GET /loadbalancers/{}/clustersourceaddresses
GET /regionalsourceaddresses
GET /loadbalancers.atom
GET /loadbalancers/{}.atom
GET /loadbalancers/{}/nodes.atom
GET /loadbalancers/{}/nodes/{}.atom
GET /loadbalancers/{}/nodes/events.atom
GET /loadbalancers/{}/virtualips.atom
GET /loadbalancers/{}/accesslist.atom
GET /loadbalancers/{}/connectionthrottle.atom
GET /loadbalancers/{}/healthmonitor.atom
GET /loadbalancers/{}/sessionpersistence.atom`
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
  expect(operation.document).toMatch(/^https:\/\/docs-ospc\.rackspace\.com\/cloud-load-balancers\/v1\/[\w/-]+\.html$/);
  if (operation.method === 'GET') {
    expect(operation).not.toHaveProperty('warning');
    expect(operation).not.toHaveProperty('request');
  } else if (operation.root !== 'identity') {
    expect(operation.warning).toMatch(/\.$/);
    expect(operations[operation.shows as OperationId].method).toBe('GET');
  }
  if (operation.method === 'PUT') expect(operation.request).toBeTruthy();
  expect(id).toMatch(/^[a-z]\w+\.[a-z]\w+$/i);
});

test('a group’s file can be loaded alone, without schemas', () => {
  const folder = new URL('.', import.meta.url);
  const imports = readdirSync(folder)
    .filter((name) => !name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^import (.*) from '(.*)';$/gm)])
    .filter(([, what]) => !what?.startsWith('type '))
    .map(([, , from]) => from);
  expect(imports.filter((from) => from?.startsWith('../')).toSorted()).toEqual([
    '../../shared/text.ts',
    '../statuses.ts',
  ]);
  expect(imports.filter((from) => !from?.startsWith('.'))).toEqual([]);
});

test('filling a path takes ids and refuses what would change the path', () => {
  const path = operations['nodes.show'].path;
  expect(fillPath(path, { loadBalancerId: 71, nodeId: '31' })).toBe('/loadbalancers/71/nodes/31');
  expect(fillPath('/tokens/{tokenId}', { tokenId: 'a/b?c' })).toBe('/tokens/a%2Fb%3Fc');
  for (const bad of ['', '..', '71/nodes', '7.1', '71 ']) {
    expect(() => fillPath(path, { loadBalancerId: bad, nodeId: 1 })).toThrow('needs loadBalancerId');
  }
  expect(() => fillPath(path, { loadBalancerId: 71 })).toThrow('needs nodeId');
  expect(() => fillPath('/tokens/{tokenId}', { tokenId: '..' })).toThrow('needs tokenId');
});

test('ids give literal types', () => {
  const method: 'PUT' = operations['sessionPersistence.enable'].method;
  const request: 'SessionPersistenceRequest' = operations['sessionPersistence.enable'].request;
  expect([method, request]).toEqual(['PUT', 'SessionPersistenceRequest']);
});
