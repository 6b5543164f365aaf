import { expect, test } from 'vitest';
import { faultSentences } from './fault-sentences.ts';
import { buildOpenApi } from './openapi.ts';
import { operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { schemas } from './schemas/index.ts';

type Node = { readonly [key: string]: Node };
const document = buildOpenApi({ serverUrl: 'http://127.0.0.1:4100/ord/v1.0/100001' }) as unknown as Node;

const at = (...keys: string[]) => keys.reduce<Node | undefined>((node, key) => node?.[key], document);

test.each(Object.entries<Operation>(operations))('%s is described whole', (id, operation) => {
  const described = at('paths', operation.path, operation.method.toLowerCase());
  expect(described).toMatchObject({
    operationId: id,
    summary: operation.title,
    externalDocs: { url: operation.document },
    'x-faults': operation.faults,
  });
  const responses = JSON.stringify(described?.responses);
  for (const fault of operation.faults) expect(responses).toContain(`"${fault}`);
  expect(described?.responses).toHaveProperty(String(operation.success));
});

test('every reference leads somewhere and every schema is there', () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
    ([, name]) => name!,
  );
  for (const name of references) expect(at('components', 'schemas')).toHaveProperty(name);
  for (const name of Object.keys(schemas)) expect(at('components', 'schemas')).toHaveProperty(name);
});

test('roles follow the method', () => {
  const path = operations['sessionPersistence.enable'].path;
  expect(at('paths', path, 'put', 'x-roles')).toContain('lbaas:creator');
  expect(at('paths', path, 'delete', 'x-roles')).not.toContain('lbaas:creator');
  expect(at('paths', path, 'get', 'x-roles')).toContain('lbaas:observer');
});

test('what the service refuses is left out, and the token is asked for everywhere but at sign-in', () => {
  const update = JSON.stringify(at('components', 'schemas', 'LoadBalancerUpdateRequest'));
  expect(update).toContain('httpsRedirect');
  expect(update).not.toContain('sessionPersistence');
  expect(at('paths', '/tokens', 'post', 'security')).toEqual([]);
  expect(document.security).toEqual([{ token: [] }]);
});

test('sentences with values show where the values stand', () => {
  expect(faultSentences('IMM422')).toEqual(["Load Balancer '…' has a status of '…' and is considered immutable."]);
  expect(faultSentences('NIDS400')).toEqual(['Node ids … are not a part of your loadbalancer']);
});
