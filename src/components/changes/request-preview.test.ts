import { expect, test } from 'vitest';
import { clb } from '../../api/providers/clb/clb.ts';
import { disabled, enabled, type Persistence } from '../../model/persistence.ts';
import { requestPreview } from './request-preview.ts';

const ref = { region: 'ORD', id: '71' };
const known = 'https://ord.example.com/v1.0/100001';
const previewOf = (after: Persistence, endpoint: string | null = known) =>
  requestPreview(ref.region, clb.persistence.request(ref, after), endpoint ?? undefined);

test('enabling and changing are a PUT with the type', () =>
  expect(previewOf(enabled('SOURCE_IP'))).toMatchObject({
    method: 'PUT',
    path: '/loadbalancers/71/sessionpersistence',
    body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
  }));

test('disabling is a DELETE without a body', () =>
  expect(previewOf(disabled)).toMatchObject({ method: 'DELETE', body: null, headers: {} }));

test('as curl it goes to the region itself and keeps the token out', () => {
  const { curl } = previewOf(enabled('SOURCE_IP'));
  expect(curl).toContain(`'${known}/loadbalancers/71/sessionpersistence'`);
  expect(curl).toContain('X-Auth-Token: $CLB_TOKEN');
});

test('an endpoint that is not known stays a variable', () =>
  expect(previewOf(disabled, null).curl).toContain('"$CLB_ENDPOINT"'));

test('the API explorer opens with the same operation, load balancer and body', () => {
  const link = new URL(previewOf(enabled('SOURCE_IP')).explorer, 'http://127.0.0.1:4000');
  expect(link.pathname).toBe('/explorer/sessionPersistence.enable');
  expect(Object.fromEntries(link.searchParams)).toEqual({
    region: 'ORD',
    loadBalancerId: '71',
    body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
  });
  expect(previewOf(disabled).explorer).toBe('/explorer/sessionPersistence.disable?region=ORD&loadBalancerId=71');
});
