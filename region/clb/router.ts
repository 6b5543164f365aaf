import { type OperationId, operations } from '../../contract/clb/operations/index.ts';
import type { Operation } from '../../contract/clb/operations/operation.ts';
import type { PathParameter } from '../../contract/clb/operations/parameters.ts';
import { pathTree } from '../../contract/shared/paths.ts';
import { encoded } from '../../contract/shared/text.ts';

/** Operations of a region's endpoint; the identity service has its own paths. */
export type RegionOperationId = Exclude<OperationId, `identity.${string}`>;
export type Params = Readonly<Record<Exclude<PathParameter, 'tokenId'>, number>>;

/** What a suffix of the path asks for; it beats the Accept header. */
export type Format = 'json' | 'xml' | 'atom';

export interface Route {
  /** Operations of this path by method. */
  readonly methods: ReadonlyMap<string, RegionOperationId>;
  /** The feed of this path, where there is one. */
  readonly feed: RegionOperationId | undefined;
  readonly params: Params;
  readonly suffix: Format | null;
}

const integer = /^[-+]?\d+$/;
const suffixes: readonly Format[] = ['json', 'xml', 'atom'];

const treeOf = (isFeed: boolean) =>
  pathTree(
    Object.entries<Operation>(operations)
      .filter(([, { root, produces }]) => root !== 'identity' && (produces !== undefined) === isFeed)
      .flatMap(([id, { method, path, alias }]) =>
        [path, alias ?? path].map((each) => ({
          id: id as RegionOperationId,
          method,
          path: each.replace(/\.atom$/, ''),
        })),
      ),
    (_, value) => integer.test(value),
  );
const resources = treeOf(false);
const feeds = treeOf(true);
const noMethods: ReadonlyMap<string, RegionOperationId> = new Map();

/** A segment of a path without its percent-encoding; null when that is malformed. */
export function decoded(segment: string): string | null {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** The segments as a path in which only what must be is percent-encoded; null when one is malformed. */
function stemOf(segments: readonly string[]): string | null {
  const path = `/${segments.join('/')}`;
  if (!path.includes('%')) return path;
  const plain = segments.map(decoded);
  return plain.includes(null) ? null : plain.map((segment) => `/${encoded(segment!)}`).join('');
}

/**
 * Finds what a path stands for. `path`: below the endpoint, from its first slash on, still percent-encoded. Ids are integers, one
 * slash at the end is let pass. Returns null for a path that no operation has. Follows CLB v1.0 developer guide, "Request and
 * response types".
 */
export function route(path: string): Route | null {
  const segments = path.split('/').slice(1);
  if (segments.length > 1 && segments[segments.length - 1] === '') segments.pop();
  const last = segments[segments.length - 1] ?? '';
  const dot = last.lastIndexOf('.');
  const suffix = dot < 0 ? null : (suffixes.find((each) => each === last.slice(dot + 1)) ?? null);
  if (suffix) segments[segments.length - 1] = last.slice(0, dot);
  const stem = stemOf(segments);
  if (stem === null) return null;
  const found = resources.find(stem);
  const feed = feeds.find(stem);
  const params = found?.params ?? feed?.params;
  if (!params) return null;
  return {
    methods: found?.methods ?? noMethods,
    feed: feed?.methods.get('GET'),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Number(value)])) as Params,
    suffix,
  };
}
