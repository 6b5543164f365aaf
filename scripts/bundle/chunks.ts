import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../program.ts';
import type { Budget } from './budgets.ts';

/** An entry of Vite's manifest. Source: Vite's guide, "Backend integration". */
export interface Entry {
  readonly file: string;
  readonly name?: string;
  readonly src?: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  /** Files that it names, such as the script of a worker. */
  readonly assets?: readonly string[];
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
}
export type Manifest = Readonly<Record<string, Entry>>;

export interface Chunk {
  /** The file's name without its hash, the same from build to build. */
  readonly name: string;
  readonly kind: 'script' | 'style';
  readonly bytes: number;
}

export const dist = join(root, 'dist');

/** The manifest of the build in dist/. */
export const readManifest = (): Manifest =>
  JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest;

/** Bytes after gzip, at the level that servers send it with. */
const gzipped = (file: string): number => gzipSync(readFileSync(join(dist, file)), { level: 6 }).length;

/** Every file that entries load, with all that they import: paths in dist/. */
export function filesOf(manifest: Manifest, entries: readonly string[]): Set<string> {
  const met = new Set<string>();
  const files = new Set<string>();
  const waiting = [...entries];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (met.has(key)) continue;
    met.add(key);
    const entry = manifest[key] ?? Object.values(manifest).find(({ name, src }) => name === key && src === undefined);
    if (!entry) throw new Error(`The build has no entry ${key}; bring scripts/bundle/budgets.ts up to date.`);
    for (const file of [entry.file, ...(entry.css ?? []), ...(entry.assets ?? [])]) files.add(file);
    waiting.push(...(entry.imports ?? []));
  }
  return files;
}

/** Every chunk that a budget counts, the largest first. */
export function chunksOf(manifest: Manifest, { entries, beyond = [] }: Budget, size = gzipped): Chunk[] {
  const there = filesOf(manifest, beyond);
  return [...filesOf(manifest, entries)]
    .filter((file) => !there.has(file))
    .map(
      (file): Chunk => ({
        name: file.replace(/^assets\//, '').replace(/-[\w-]{8}\./, '.'),
        kind: file.endsWith('.css') ? 'style' : 'script',
        bytes: size(file),
      }),
    )
    .sort((a, b) => b.bytes - a.bytes);
}

export const total = (chunks: readonly Chunk[], kind: Chunk['kind']): number =>
  chunks.filter((chunk) => chunk.kind === kind).reduce((sum, { bytes }) => sum + bytes, 0);

/** Sizes of chunks when the budgets were last looked at, by name. */
export type Known = Readonly<Record<string, number>>;

/** Why a budget is exceeded: the chunks that grew since the kept sizes, most first. Null while it is kept. */
export function complaint(budget: Budget, chunks: readonly Chunk[], known: Known): string | null {
  const over = (['script', 'style'] as const).filter((kind) => total(chunks, kind) > budget[kind]);
  if (over.length === 0) return null;
  const lines = over.flatMap((kind) => {
    const grown = chunks
      .filter((chunk) => chunk.kind === kind)
      .map(({ name, bytes }) => ({ name, bytes, by: bytes - (known[name] ?? 0) }))
      .filter(({ by }) => by > 0)
      .sort((a, b) => b.by - a.by)
      .slice(0, 5)
      .map(({ name, bytes, by }) => `  ${name}: ${bytes} bytes, ${known[name] === undefined ? 'new' : `${by} more`}`);
    return [
      `${budget.name}: ${total(chunks, kind)} bytes of ${kind}, ${budget[kind]} are allowed. What grew:`,
      ...grown,
    ];
  });
  return [
    ...lines,
    'If that is meant, raise the budget in scripts/bundle/budgets.ts and run: node scripts/bundle/keep.ts',
  ].join('\n');
}
