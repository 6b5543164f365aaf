import { expect, test } from 'vitest';
import { readDetails } from './details.ts';

const details = { id: 71, status: 'ACTIVE', protocol: 'HTTP', port: 80, virtualIps: [{ address: '203.0.114.77' }] };
test.each([
  ['no object', null],
  ['a number', 7],
  ['no load balancer', {}],
  ['an empty node', { ...details, nodes: [null] }],
  ['a node without a condition', { ...details, nodes: [{ address: '10.0.0.1', port: 80, status: 'ONLINE' }] }],
  ['nodes that are no list', { ...details, nodes: {} }],
  ['an empty virtual IP', { ...details, virtualIps: [null] }],
  ['a virtual IP that is a number', { ...details, virtualIps: [{ address: 7 }] }],
  ['virtual IPs that are no list', { ...details, virtualIps: 'a' }],
  ['no protocol', { ...details, protocol: undefined }],
  ['a port out of range', { ...details, port: 99_999 }],
  ['a secure port out of range', { ...details, sslTermination: { enabled: true, securePort: 0 } }],
  ['a persistence type that is no text', { ...details, sessionPersistence: { persistenceType: {} } }],
  ['caching that is neither on nor off', { ...details, contentCaching: { enabled: 'perhaps' } }],
])('odd details are no details: %s', (_, loadBalancer) => {
  expect(
    readDetails(loadBalancer && typeof loadBalancer === 'object' ? { loadBalancer } : loadBalancer, false),
  ).toBeNull();
});

test('details with parts that are missing, null or new are read', () => {
  expect(
    readDetails({ loadBalancer: { ...details, nodes: null, sessionPersistence: null, news: [null] } }, false),
  ).toMatchObject({
    nodes: [],
    type: null,
  });
  expect(readDetails({ loadBalancer: { id: 71, name: 'web', status: 'DELETED' } }, false)).toBe('deleted');
});
