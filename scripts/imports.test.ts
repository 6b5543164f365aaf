import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './program.ts';
import { circlesIn, closureOf, importsOf, isTest, sourcesBelow } from './sources.ts';

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

/** docs/architecture.md: inside the web app arrows go downhill, from pages to the model. */
const layers = ['model', 'api', 'components', 'pages'];
/** Of the web app, what alone knows an API by itself; everything else knows it through the port. */
const knowAnApi = /^src\/api\/(providers\/(clb|octavia)|explorer)\//;
/** Where a page's own folder ends: `src/pages/bulk`. */
const pageOf = (path: string) => path.split('/').slice(0, 3).join('/');
const layerOf = (path: string) => layers.indexOf(path.split('/')[1] ?? '');

const webApp = sourcesBelow('src').filter((path) => !isTest(path));
const arrowsOf = (paths: readonly string[]) =>
  paths.flatMap((path) => importsOf(path).map(({ target }) => ({ path, target })));
const told = (arrows: readonly { path: string; target: string }[]) =>
  arrows.map(({ path, target }) => `${path} imports ${target}`);

test('inside the web app imports go from pages to components to api to model, never back', () => {
  const wrong = arrowsOf(webApp).filter(
    ({ path, target }) => target.startsWith('src/') && layerOf(path) >= 0 && layerOf(target) > layerOf(path),
  );
  expect(told(wrong)).toEqual([]);
});

test('no page imports another page', () => {
  const wrong = arrowsOf(webApp).filter(
    ({ path, target }) =>
      path.startsWith('src/pages/') && target.startsWith('src/pages/') && pageOf(path) !== pageOf(target),
  );
  expect(told(wrong)).toEqual([]);
});

test('only providers and the explorer know an API by itself, types included', () => {
  const wrong = arrowsOf(webApp).filter(
    ({ path, target }) => /^contract\/(?!shared\/)/.test(target) && !knowAnApi.test(path),
  );
  expect(told(wrong)).toEqual([]);
});

test('what the APIs share knows neither', () => {
  const shared = sourcesBelow('contract/shared').filter((path) => !isTest(path));
  const wrong = arrowsOf(shared).filter(
    ({ target }) => target.startsWith('contract/') && !target.startsWith('contract/shared/'),
  );
  expect(told(wrong)).toEqual([]);
});

test('each API knows nothing of the other', () => {
  const wrong = ['contract', 'region', 'server/providers', 'src/api/providers'].flatMap((room) =>
    arrowsOf(sourcesBelow(room).filter((path) => !isTest(path))).filter(
      ({ path, target }) =>
        (path.startsWith(`${room}/clb/`) && target.startsWith(`${room}/octavia/`)) ||
        (path.startsWith(`${room}/octavia/`) && target.startsWith(`${room}/clb/`)),
    ),
  );
  expect(told(wrong)).toEqual([]);
});

test.each(Object.keys(mayImport))('no circle of files in %s, types included', (folder) => {
  const paths = sourcesBelow(folder).filter((path) => !isTest(path));
  expect(circlesIn(new Map(paths.map((path) => [path, importsOf(path).map(({ target }) => target)])))).toEqual([]);
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

test('finds files that import each other', () => {
  const files = new Map([
    ['a', ['b', 'e']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', ['a']],
    ['e', ['node:fs']],
  ]);
  expect(circlesIn(files)).toEqual([['a', 'b', 'c']]);
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
