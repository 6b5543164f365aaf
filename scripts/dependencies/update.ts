import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../program.ts';
import { dependenciesDocument, type Fact, type Facts } from './document.ts';

/** `npm run dependencies [-- NAME…]`: sizes from node_modules; the last release of the packages named from npm. Writes docs/dependencies.md. */
const file = join(root, 'scripts/dependencies/facts.json');

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** Bytes of every file in a folder. */
function bytesBelow(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}

/** Programs that a package brings in optional packages, one for each platform, count with it. */
function sizeOf(name: string): number | null {
  const folder = join(root, 'node_modules', name);
  if (!existsSync(folder)) return null;
  const parts = Object.keys(manifestOf(folder).optionalDependencies ?? {})
    .map((part) => join(root, 'node_modules', part))
    .filter(existsSync);
  return Math.round([folder, ...parts].reduce((sum, each) => sum + bytesBelow(each), 0) / 1000);
}

/** Day of the newest release that is no trial version. Nothing of npm's own words is shown: they name the place it asked. */
function lastRelease(name: string): string {
  const printed = execFileSync('npm', ['view', name, 'time', '--json'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const times = Object.entries(JSON.parse(printed) as Record<string, string>)
    .filter(([version]) => /^\d+\.\d+\.\d+$/.test(version))
    .map(([, time]) => time)
    .sort();
  return times.at(-1)!.slice(0, 10);
}

/** The day that an installed package itself gives: its change log beside the version, or the note of published types. */
function ownDate(name: string, version: string): string | null {
  const folder = join(root, 'node_modules', name);
  const read = (path: string) => (existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : '');
  const changes = read('CHANGELOG.md');
  const entry = changes.indexOf(version);
  const [noted] = (entry < 0 ? null : /\d{4}-\d\d-\d\d/.exec(changes.slice(entry, entry + 120))) ?? [];
  const [, updated] = /Last updated: (.+ GMT)/.exec(name.startsWith('@types/') ? read('README.md') : '') ?? [];
  return noted ?? (updated ? new Date(updated).toISOString().slice(0, 10) : null);
}

const manifest = manifestOf(root);
const direct = { ...manifest.optionalDependencies, ...manifest.dependencies, ...manifest.devDependencies };
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => direct[name] === undefined);
if (unknown.length > 0) {
  console.error(`package.json has no dependency ${unknown.join(', ')}.`);
  process.exit(1);
}
const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Facts) : {};
const facts = Object.fromEntries(
  Object.entries(direct)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, version]): [string, Fact] => {
      const before = known[name];
      const kept = before?.version === version ? before.released : null;
      const released = asked.includes(name) ? lastRelease(name) : (kept ?? ownDate(name, version));
      return [name, { version, size: sizeOf(name) ?? before?.size ?? null, released }];
    }),
);
writeFileSync(file, `${JSON.stringify(facts, null, 2)}\n`);
writeFileSync(join(root, 'docs/dependencies.md'), dependenciesDocument(facts));
