import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './program.ts';
import { isTest, sourcesBelow } from './sources.ts';

const inJsx = /\bonKey(?:Down|Up|Press)(?:Capture)?\s*[=:]\s*\{?\s*(\(|[\w.]+)/g;
const asMethod = /\bonKey(?:Down|Up|Press)(?:Capture)?\s*(\([^)]*\))\s*\{/g;
const asListener = /\baddEventListener\(\s*['"]key(?:down|up|press)['"]\s*,\s*([\w.]+)/g;
const ofLibrary = /\b(useHotkeys|getHotkeyHandler|useWindowEvent\(\s*['"]key\w+['"])/g;

/** Handlers of keys in a source that do not go through keyHandler. */
function unguarded(text: string): string[] {
  const isGuarded = (name: string) =>
    name === 'keyHandler' ||
    name === 'undefined' ||
    new RegExp(`const ${RegExp.escape(name)} = keyHandler\\(`).test(text);
  return [inJsx, asMethod, asListener, ofLibrary]
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .filter(([, handler = '']) => !isGuarded(handler))
    .map(([whole]) => whole);
}

it('lets no key handler of the panel see what belongs to an input method', () => {
  const wrong = sourcesBelow('src')
    .filter((path) => !isTest(path))
    .flatMap((path) => unguarded(readFileSync(join(root, path), 'utf8')).map((handler) => `${path}: ${handler}`));
  expect(wrong).toEqual([]);
});

it.each([
  ['<input onKeyDown={(event) => {}} />', 1],
  ['<input onKeyDown={onKey} />', 1],
  ['const handlers = { onKeyDown(event: KeyboardEvent) {} };', 1],
  ["document.addEventListener('keydown', onKey, true);", 1],
  ["useHotkeys([['mod+K', open]]);", 1],
  ['<input onKeyDown={keyHandler((event) => {})} />', 0],
  ['const onKey = keyHandler((event) => {}); <input onKeyDown={onKey} />', 0],
  ['const handlers = { onKeyDown: keyHandler((event: KeyboardEvent) => {}) };', 0],
])('tells a guarded handler from another: %s', (text, found) => {
  expect(unguarded(text)).toHaveLength(found);
});
