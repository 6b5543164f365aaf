import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '../region/haproxy/soak/closing.ts';
import { root } from '../scripts/program.ts';
import { buildIfStale } from '../scripts/web-app.ts';
import { measurementsDocument, readResults } from './support/document.ts';
import { type Figure, shown } from './support/figure.ts';
import { isShort } from './support/form.ts';
import { machine } from './support/machine.ts';

export type { Figure } from './support/figure.ts';

type Measurement = () => Promise<readonly Figure[]>;

const measurements: Readonly<Record<string, () => Promise<{ default: Measurement }>>> = {
  bytes: () => import('./bytes.ts'),
  list: () => import('./list.ts'),
  bulk: () => import('./bulk.ts'),
  load: () => import('./load.ts'),
  memory: () => import('./memory.ts'),
  octavia: () => import('./octavia.ts'),
  page: () => import('./page.ts'),
  proxy: () => import('./proxy.ts'),
  region: () => import('./region.ts'),
  servers: () => import('./servers.ts'),
  start: () => import('./start.ts'),
  traffic: () => import('./traffic.ts'),
};

/**
 * `npm run bench [-- NAME…] [--short] [--strict] [--document]`: measures, keeps the figures and writes docs/measurements.md.
 * `--short` tries it out and keeps nothing; `--strict` ends with 1 when an aim is missed; `--document` measures nothing and only writes the
 * page again, as after a cause was found (bench/causes.ts).
 */
const flags = ['--short', '--strict', '--document'];
const asked = process.argv.slice(2).filter((word) => !flags.includes(word));
const isStrict = process.argv.includes('--strict');
const results = join(root, 'bench/results');
const writePage = async () =>
  writeFile(join(root, 'docs/measurements.md'), measurementsDocument(await readResults(results)));
if (process.argv.includes('--document')) {
  await writePage();
  process.exit(0);
}
const unknown = asked.find((name) => !Object.hasOwn(measurements, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no measurement ${unknown}. Choose from ${Object.keys(measurements).join(', ')}.\n`);
  process.exit(1);
}

const on = machine();
process.stdout.write(
  `${on.cpu}, ${on.cores} cores, ${on.memoryGiB} GiB, Node ${on.node}, ${Object.values(on.versions).join(', ')}\n`,
);
buildIfStale();
await mkdir(results, { recursive: true });
let missed = 0;
for (const name of asked.length > 0 ? asked : Object.keys(measurements)) {
  const { default: measure } = await measurements[name]!();
  process.stdout.write(`\n${name}\n`);
  const figures = await measure();
  for (const figure of figures) {
    const { what, aim, met } = figure;
    if (met === false) missed += 1;
    process.stdout.write(`  ${what}: ${shown(figure)}${aim ? ` (${aim}: ${met ? 'met' : 'MISSED'})` : ''}\n`);
  }
  if (isShort) continue;
  await writeFile(
    join(results, `${name}.json`),
    `${JSON.stringify({ measured: new Date().toISOString(), machine: on, figures }, null, 2)}\n`,
  );
}
if (!isShort) await writePage();
process.exit(isStrict && missed > 0 ? 1 : 0);
