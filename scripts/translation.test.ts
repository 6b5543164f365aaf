import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './program.ts';
import { isTest, sourcesBelow } from './sources.ts';

/** Elements that hold values, names or commands wherever they stand. */
const ofValues = /<(?:bdi|code|kbd|pre|select|tbody|time)\b(?![^>]*\btranslate="no")[^>]*>?/g;

it('keeps elements of values from being translated', () => {
  const wrong = sourcesBelow('src')
    .filter((path) => path.endsWith('.tsx') && !isTest(path))
    .flatMap((path) =>
      [...readFileSync(join(root, path), 'utf8').matchAll(ofValues)].map(([element]) => `${path}: ${element}`),
    );
  expect(wrong).toEqual([]);
});
