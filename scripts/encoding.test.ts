import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './program.ts';
import { isTest, sourcesBelow } from './sources.ts';

it('encodes text for addresses and headers in one place, which bears lone surrogates', () => {
  const wrong = ['src', 'contract', 'server', 'demo']
    .flatMap((folder) => sourcesBelow(folder))
    .filter((path) => !isTest(path) && path !== 'contract/shared/text.ts')
    .filter((path) => /\bencodeURI(?:Component)?\(/.test(readFileSync(join(root, path), 'utf8')));
  expect(wrong).toEqual([]);
});
