import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../program.ts';
import { buildIfStale } from '../web-app.ts';
import { budgets } from './budgets.ts';
import { chunksOf, readManifest, total } from './chunks.ts';

/** Keeps the sizes of today's chunks, to which a check that fails compares, and prints how much of each budget is used. */
buildIfStale();
const manifest = readManifest();
const sizes = new Map<string, number>();
for (const budget of budgets) {
  const chunks = chunksOf(manifest, budget);
  for (const { name, bytes } of chunks) sizes.set(name, bytes);
  const used = (['script', 'style'] as const).map(
    (kind) => `${total(chunks, kind)} of ${budget[kind]} bytes of ${kind}`,
  );
  console.log(`${budget.name}: ${used.join(', ')}`);
}
const sorted = Object.fromEntries([...sizes].sort(([a], [b]) => a.localeCompare(b)));
writeFileSync(join(root, 'scripts/bundle/sizes.json'), `${JSON.stringify(sorted, null, 2)}\n`);
