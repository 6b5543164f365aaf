import { expect, test } from 'vitest';
import { disabled, enabled } from '../../model/persistence.ts';
import { requestPreview } from './request-preview.ts';

const ref = { region: 'ORD', id: '71' };
const endpoint = 'https://ord.example.com/v1.0/100001';

test('enabling and changing are a PUT with the type', () =>
  expect(requestPreview(ref, enabled('SOURCE_IP'), endpoint)).toMatchObject({
    method: 'PUT',
    path: '/loadbalancers/71/sessionpersistence',
    body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
  }));

test('disabling is a DELETE without a body', () =>
  expect(requestPreview(ref, disabled, endpoint)).toMatchObject({ method: 'DELETE', body: null, headers: {} }));

test('as curl it goes to the region itself and keeps the token out', () => {
  const { curl } = requestPreview(ref, enabled('SOURCE_IP'), endpoint);
  expect(curl).toContain(`'${endpoint}/loadbalancers/71/sessionpersistence'`);
  expect(curl).toContain('X-Auth-Token: $CLB_TOKEN');
});

test('an endpoint that is not known stays a variable', () =>
  expect(requestPreview(ref, disabled, undefined).curl).toContain('"$CLB_ENDPOINT"'));

test('the API explorer opens with the same operation, load balancer and body', () => {
  const link = new URL(requestPreview(ref, enabled('SOURCE_IP'), endpoint).explorer, 'http://127.0.0.1:4000');
  expect(link.pathname).toBe('/explorer/sessionPersistence.enable');
  expect(Object.fromEntries(link.searchParams)).toEqual({
    region: 'ORD',
    loadBalancerId: '71',
    body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
  });
  expect(requestPreview(ref, disabled, endpoint).explorer).toBe(
    '/explorer/sessionPersistence.disable?region=ORD&loadBalancerId=71',
  );
});
