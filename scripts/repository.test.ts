import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dependenciesDocument, type Facts } from './dependencies/document.ts';
import { sections } from './dependencies/reasons.ts';
import { root } from './program.ts';

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
}
interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  allowScripts?: Record<string, unknown>;
}

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const locked = Object.entries(
  (JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> }).packages,
).filter(([path]) => path !== '');
const direct = { ...manifest.optionalDependencies, ...manifest.dependencies, ...manifest.devDependencies };

const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const isText = (path: string) => !/\.(png|ico|woff2|gz)$/.test(path);

/** Tracked text files with a line that matches, as `path:line`. */
function linesWith(pattern: RegExp, paths = tracked): string[] {
  return paths.filter(isText).flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

test('no file names a folder of the machine it was written on', () => {
  const here = escaped(root.replace(/[\\/]$/, ''));
  const home = escaped(homedir());
  expect(linesWith(new RegExp(`${here}\\b|(^|[\\s'"\`(=])(${home}|/home/\\w+)/`))).toEqual([]);
});

test('no file is larger than one megabyte', () => {
  expect(tracked.filter((path) => statSync(join(root, path)).size > 1_000_000)).toEqual([]);
});

test('sources are finished and silence no tool', () => {
  const marks = new RegExp(
    ['TO' + 'DO\\b', 'FIX' + 'ME\\b', 'biome-' + 'ignore', '@ts-' + '(ignore|nocheck)'].join('|'),
  );
  expect(
    linesWith(
      marks,
      tracked.filter((path) => /\.(tsx?|mjs|css)$/.test(path)),
    ),
  ).toEqual([]);
});

test('the lock file leaves it to npm where packages come from', () => {
  expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  expect(linesWith(/registry\s*=|\/\/registry\./, ['.npmrc', 'package.json'])).toEqual([]);
});

/** Builds of Biome for platforms whose checksums npm adds when it first installs them there. */
const unchecked = /^node_modules\/@biomejs\/cli-/;

test('every locked package has a checksum', () => {
  const without = locked.filter(([path, { integrity }]) => integrity === undefined && !unchecked.test(path));
  expect(without.map(([path]) => path)).toEqual([]);
});

test('only packages on the allow-list run scripts when installed', () => {
  const allowed = new Set(Object.keys(manifest.allowScripts ?? {}));
  const running = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true);
  expect(running.map(([path]) => path.replace(/^.*node_modules\//, '')).filter((name) => !allowed.has(name))).toEqual(
    [],
  );
});

test.each(Object.entries(direct))('%s is pinned, and docs/dependencies.md says what it is for', (name, version) => {
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(read('docs/dependencies.md')).toMatch(
    new RegExp(`^\\| \`${escaped(name)}\` \\| ${escaped(version)} \\| [^|]+ \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$`, 'm'),
  );
});

test('docs/dependencies.md is what `npm run dependencies` writes, and gives no reason for what is not used', () => {
  const facts = JSON.parse(read('scripts/dependencies/facts.json')) as Facts;
  expect(read('docs/dependencies.md')).toBe(dependenciesDocument(facts));
  expect(
    Object.values(sections)
      .flatMap((reasons) => Object.keys(reasons))
      .sort(),
  ).toEqual(Object.keys(direct).sort());
});
