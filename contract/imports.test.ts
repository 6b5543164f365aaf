import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = import.meta.dirname;
const files = globSync('**/*.ts', { cwd: folder }).filter((path) => !path.endsWith('.test.ts'));
const importsOf = (path: string) =>
  [...readFileSync(`${folder}/${path}`, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, from]) => from!,
  );

test('the contract imports nothing but itself and zod, and zod in one place', () => {
  const outside = files.flatMap((path) =>
    importsOf(path)
      .filter((from) => {
        const inside =
          from.startsWith('.') && new URL(from, `file:///contract/${path}`).pathname.startsWith('/contract/');
        return !inside;
      })
      .map((from) => `${path}: ${from}`),
  );
  expect(outside).toEqual(['shared/zod.ts: zod']);
});

test('only the OpenAPI document and the schemas themselves need the schemas', () => {
  const users = files.filter(
    (path) => !/(^|\/)schemas\//.test(path) && importsOf(path).some((from) => /schemas/.test(from)),
  );
  expect(users.toSorted()).toEqual(['clb/openapi.ts', 'octavia/openapi.ts']);
});

test.each(['clb/fault.ts', 'octavia/fault.ts'])('reading a fault needs nothing: %s', (path) => {
  expect(importsOf(path)).toEqual([]);
});
