import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { buildIfStale } from '../web-app.ts';
import { type Budget, budgets } from './budgets.ts';
import { chunksOf, complaint, type Known, type Manifest, readManifest } from './chunks.ts';

const known = JSON.parse(readFileSync(new URL('sizes.json', import.meta.url), 'utf8')) as Known;
let manifest: Manifest = {};
beforeAll(() => {
  buildIfStale();
  manifest = readManifest();
});

test.each(budgets)('$name keeps to its budget', (budget) => {
  expect(complaint(budget, chunksOf(manifest, budget), known)).toBeNull();
});

test('everything that is loaded by itself has a budget', () => {
  const counted = new Set(budgets.flatMap(({ entries }) => entries));
  const loaded = Object.entries(manifest).filter(([, { isEntry, isDynamicEntry }]) => isEntry || isDynamicEntry);
  expect(loaded.map(([key]) => key).filter((key) => !counted.has(key))).toEqual([]);
});

test('a budget that is exceeded names the chunk that grew', () => {
  const built: Manifest = {
    'index.html': { file: 'assets/index-AAAAAAAA.js', imports: ['_react.js'], css: ['assets/index-BBBBBBBB.css'] },
    '_react.js': { file: 'assets/react-CCCCCCCC.js' },
    'page.tsx': { file: 'assets/page-DDDDDDDD.js', imports: ['index.html', '_table.js'] },
    '_table.js': { file: 'assets/table-EEEE-_EE.js', imports: ['_react.js'] },
  };
  const size = (file: string) => ({ p: 300, t: 900, r: 5_000 })[file['assets/'.length]!] ?? 1_000;
  const page: Budget = { name: 'page', entries: ['page.tsx'], beyond: ['index.html'], script: 1_000, style: 0 };
  const chunks = chunksOf(built, page, size);
  expect(chunks).toEqual([
    { name: 'table.js', kind: 'script', bytes: 900 },
    { name: 'page.js', kind: 'script', bytes: 300 },
  ]);
  expect(complaint(page, chunks, { 'table.js': 600, 'page.js': 300 })?.split('\n').slice(0, 2)).toEqual([
    'page: 1200 bytes of script, 1000 are allowed. What grew:',
    '  table.js: 900 bytes, 300 more',
  ]);
  expect(complaint({ ...page, script: 1_200 }, chunks, {})).toBeNull();
});
