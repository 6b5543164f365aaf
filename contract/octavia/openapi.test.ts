import { expect, test } from 'vitest';
import { buildOpenApi } from './openapi.ts';
import { operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { schemas } from './schemas/index.ts';

type Node = { readonly [key: string]: Node };
const document = buildOpenApi({ serverUrl: 'http://127.0.0.1:9876' }) as unknown as Node;

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

test('what may be cleared says so in its type', () => {
  const name = at('components', 'schemas', 'PoolUpdateRequest', 'properties', 'pool', 'properties', 'name');
  expect(name).toMatchObject({ type: ['string', 'null'], maxLength: 255, title: 'Name' });
});

test('the token is asked for everywhere but at sign-in and in the list of versions', () => {
  expect(at('paths', '/auth/tokens', 'post', 'security')).toEqual([]);
  expect(at('paths', '/', 'get', 'security')).toEqual([]);
  expect(document.security).toEqual([{ token: [] }]);
});
