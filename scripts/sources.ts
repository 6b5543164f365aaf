import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './program.ts';

/** Sources and what they import, for the tests that hold the architecture. Paths are below the root, with `/`. */

const isSource = (path: string) => /\.(ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts');
export const isTest = (path: string) => /\.test\.tsx?$/.test(path) || /^(src\/test|server\/testing)\//.test(path);

/** Every source below a folder. */
export function sourcesBelow(folder: string): string[] {
  const full = join(root, folder);
  if (!existsSync(full)) return [];
  return readdirSync(full, { recursive: true, encoding: 'utf8' })
    .map((path) => `${folder}/${path.replaceAll('\\', '/')}`)
    .filter(isSource);
}

const importPattern =
  /(?:^|[;\s])(import|export)\s+(type\s+)?(?:[\w*${},\s]+?\sfrom\s+)?['"]([^'"]+)['"]|import\s*\(\s*['"]([^'"]+)['"]\s*\)/gm;

export interface Import {
  /** A path below the root for our own files, else the name as written. */
  target: string;
  /** Only types are imported: nothing is left of it when the program runs. */
  typeOnly: boolean;
}

/** What a source imports, in the order written. */
export function importsOf(path: string, text = readFileSync(join(root, path), 'utf8')): Import[] {
  const withoutComments = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...withoutComments.matchAll(importPattern)].map((match) => {
    const name = (match[3] ?? match[4] ?? '').replace(/\?.*$/, '');
    const target = name.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), name)) : name;
    return { target, typeOnly: match[2] !== undefined };
  });
}

/** All that runs when `entry` runs: our own sources and the packages they import, each with the source that does so. */
export function closureOf(entry: string): Map<string, string> {
  const found = new Map<string, string>([[entry, entry]]);
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (!isSource(path) || !existsSync(join(root, path))) continue;
    for (const { target, typeOnly } of importsOf(path)) {
      if (typeOnly || found.has(target)) continue;
      found.set(target, path);
      waiting.push(target);
    }
  }
  return found;
}

/** Sets of files of which each reaches the others by imports, sorted. `files`: each with what it imports. Tarjan, 1972. */
export function circlesIn(files: ReadonlyMap<string, readonly string[]>): string[][] {
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): void => {
    const number = numbers.size;
    numbers.set(file, number);
    lowest.set(file, number);
    stack.push(file);
    const lower = (to: number | undefined) => lowest.set(file, Math.min(lowest.get(file)!, to!));
    for (const target of files.get(file) ?? []) {
      if (!files.has(target)) continue;
      if (!numbers.has(target)) {
        visit(target);
        lower(lowest.get(target));
      } else if (stack.includes(target)) lower(numbers.get(target));
    }
    if (lowest.get(file) !== number) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of files.keys()) if (!numbers.has(file)) visit(file);
  return circles;
}
