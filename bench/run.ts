import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../scripts/program.ts';
import { writeMeasurements } from './support/document.ts';
import { machine } from './support/machine.ts';

/** One measurement: prints nothing, gives figures with what was aimed at. */
export interface Figure {
  readonly what: string;
  readonly value: number | string;
  readonly unit: string;
  /** Such as "at most 0.3". */
  readonly aim?: string;
  readonly met?: boolean;
}

type Measurement = () => Promise<readonly Figure[]>;

const measurements: Readonly<Record<string, () => Promise<{ default: Measurement }>>> = {
  bytes: () => import('./bytes.ts'),
  proxy: () => import('./proxy.ts'),
  list: () => import('./list.ts'),
  region: () => import('./region.ts'),
  start: () => import('./start.ts'),
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(measurements, name));
if (unknown !== undefined) {
  process.stderr.write(`There is no measurement ${unknown}. Choose from ${Object.keys(measurements).join(', ')}.\n`);
  process.exit(1);
}

const on = machine();
process.stdout.write(
  `${on.cpu}, ${on.cores} cores, ${on.memoryGiB} GiB, Node ${on.node}, ${on.versions.chromium}, ${on.versions.haproxy}\n`,
);
await mkdir(join(root, 'bench/results'), { recursive: true });
for (const name of asked.length > 0 ? asked : Object.keys(measurements)) {
  const { default: measure } = await measurements[name]!();
  process.stdout.write(`\n${name}\n`);
  const figures = await measure();
  for (const { what, value, unit, aim, met } of figures)
    process.stdout.write(`  ${what}: ${value} ${unit}${aim ? ` (${aim}: ${met ? 'met' : 'MISSED'})` : ''}\n`);
  await writeFile(
    join(root, 'bench/results', `${name}.json`),
    `${JSON.stringify({ measured: new Date().toISOString(), machine: on, figures }, null, 2)}\n`,
  );
}
await writeMeasurements(join(root, 'bench/results'), join(root, 'docs/measurements.md'));
process.exit(0);
