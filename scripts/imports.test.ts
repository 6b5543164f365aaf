import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './program.ts';
import { closureOf, importsOf, isTest, sourcesBelow } from './sources.ts';

/** docs/architecture.md: imports go one way. Tests compose, so they are free. */
const mayImport: Record<string, readonly string[]> = {
  contract: ['contract'],
  region: ['region', 'contract'],
  server: ['server', 'contract'],
  src: ['src', 'contract'],
};

const ours = new Set([...Object.keys(mayImport), 'demo', 'e2e', 'bench', 'scripts']);

test.each(Object.entries(mayImport))('the folder %s imports only what the architecture lets it', (folder, allowed) => {
  const wrong = sourcesBelow(folder)
    .filter((path) => !isTest(path))
    .flatMap((path) =>
      importsOf(path)
        .map(({ target }) => target)
        .filter((target) => ours.has(target.split('/')[0] ?? '') && target.includes('/'))
        .filter((target) => !allowed.includes(target.split('/')[0] ?? ''))
        .map((target) => `${path} imports ${target}`),
    );
  expect(wrong).toEqual([]);
});

/** What only a server has: Node itself and the packages that need it or have no business in a page. */
const serverOnly =
  /^(node:.*|hono|@hono\/.*|undici|kysely|kysely\/.*|pg|pino|prom-client|iron-webcrypto|contract\/openapi\.ts)$/;
/** What a service worker lacks: the demo runs region and panel in one. */
const nodeOnly = /^(node:.*|@hono\/node-server.*|undici|pg|pino)$/;

const forbidden = [
  { entry: 'src/main.tsx', pattern: serverOnly, what: 'server packages' },
  { entry: 'contract/clb/operations/index.ts', pattern: serverOnly, what: 'server packages' },
  { entry: 'contract/clb/openapi.ts', pattern: /^node:.*/, what: 'Node' },
  { entry: 'region/clb/region.ts', pattern: nodeOnly, what: 'what a service worker lacks' },
  { entry: 'server/panel.ts', pattern: nodeOnly, what: 'what a service worker lacks' },
];

test.each(forbidden)('$entry, with all it imports, keeps clear of $what', ({ entry, pattern }) => {
  expect(existsSync(join(root, entry)), `${entry} exists`).toBe(true);
  const wrong = [...closureOf(entry)].filter(([target]) => target !== entry && pattern.test(target));
  expect(wrong.map(([target, by]) => `${by} imports ${target}`)).toEqual([]);
});

test('reads every form of import, and no comment', () => {
  const text = `
    import './a.css';
    import type { B } from './b.ts';
    import {
      c,
      type D,
    } from '../c.ts';
    export * from "node:fs";
    const e = await import('./e.ts');
    // import './not.ts';
    /* import './nor.ts'; */`;
  expect(importsOf('src/pages/x.ts', text)).toEqual([
    { target: 'src/pages/a.css', typeOnly: false },
    { target: 'src/pages/b.ts', typeOnly: true },
    { target: 'src/c.ts', typeOnly: false },
    { target: 'node:fs', typeOnly: false },
    { target: 'src/pages/e.ts', typeOnly: false },
  ]);
});
