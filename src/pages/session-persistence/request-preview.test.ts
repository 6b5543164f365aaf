import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { disabled, enabled } from '../../api/model.ts';
import { requestPreview } from './request-preview.ts';

const ref = { region: 'ORD', id: '71' };

test('enabling and changing are a PUT with the type', () => {
  expect(requestPreview(ref, enabled('SOURCE_IP'))).toMatchObject({
    method: 'PUT',
    path: '/loadbalancers/71/sessionpersistence',
    body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
  });
});

test('disabling is a DELETE without a body', () => {
  const { method, body, curl } = requestPreview(ref, disabled);
  expect({ method, body }).toEqual({ method: 'DELETE', body: null });
  expect(curl).not.toContain('-d');
});

test('a shell reads the curl line as it is meant, quotes in a type included', () => {
  const { curl } = requestPreview(ref, enabled(`O'ODD "TYPE"`));
  const printed = execFileSync('sh', ['-c', curl.replace(/^curl/, `printf '%s\\n'`)], {
    env: { CLB_ENDPOINT: 'https://ord.example.com/v1.0/100001', CLB_TOKEN: 'a token' },
    encoding: 'utf8',
  });
  expect(printed.split('\n').slice(0, -1)).toEqual([
    '-i',
    '-X',
    'PUT',
    'https://ord.example.com/v1.0/100001/loadbalancers/71/sessionpersistence',
    '-H',
    'X-Auth-Token: a token',
    '-H',
    'Content-Type: application/json',
    '-d',
    JSON.stringify({ sessionPersistence: { persistenceType: `O'ODD "TYPE"` } }),
  ]);
});
