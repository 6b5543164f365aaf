import { type OperationId, operations } from '../../contract/clb/operations/index.ts';
import type { Operation } from '../../contract/clb/operations/operation.ts';
import type { PathParameter } from '../../contract/clb/operations/parameters.ts';

/** Operations of a region's endpoint; the identity service has its own paths. */
export type RegionOperationId = Exclude<OperationId, `identity.${string}`>;
export type Params = Readonly<Record<Exclude<PathParameter, 'tokenId'>, number>>;

/** What a suffix of the path asks for; it beats the Accept header. */
export type Format = 'json' | 'xml' | 'atom';

interface Place {
  readonly literals: Map<string, Place>;
  parameter?: { readonly name: string; readonly place: Place };
  readonly methods: Map<string, RegionOperationId>;
  feed?: RegionOperationId;
}

export interface Route {
  /** Operations of this path by method. */
  readonly methods: ReadonlyMap<string, RegionOperationId>;
  /** The feed of this path, where there is one. */
  readonly feed: RegionOperationId | undefined;
  readonly params: Params;
  readonly suffix: Format | null;
}

const place = (): Place => ({ literals: new Map(), methods: new Map() });
const integer = /^[-+]?\d+$/;
const suffixes: readonly Format[] = ['json', 'xml', 'atom'];

function grow(root: Place, path: string): Place {
  let at = root;
  for (const segment of path.split('/').slice(1)) {
    if (segment.startsWith('{')) {
      at.parameter ??= { name: segment.slice(1, -1), place: place() };
      at = at.parameter.place;
    } else {
      const next = at.literals.get(segment) ?? place();
      at.literals.set(segment, next);
      at = next;
    }
  }
  return at;
}

function tree(): Place {
  const root = place();
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    if (operation.root === 'identity') continue;
    for (const path of [operation.path, operation.alias ?? operation.path]) {
      const at = grow(root, path.replace(/\.atom$/, ''));
      if (operation.produces === 'application/atom+xml') at.feed = id as RegionOperationId;
      else at.methods.set(operation.method, id as RegionOperationId);
    }
  }
  return root;
}

const root = tree();

/** A segment of a path without its percent-encoding; null when that is malformed. */
export function decoded(segment: string): string | null {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

function walk(segments: readonly string[]): { at: Place; params: Record<string, number> } | null {
  const params: Record<string, number> = {};
  let at = root;
  for (const raw of segments) {
    const segment = decoded(raw);
    if (segment === null) return null;
    const literal = at.literals.get(segment);
    if (literal) at = literal;
    else if (at.parameter && integer.test(segment)) {
      params[at.parameter.name] = Number(segment);
      at = at.parameter.place;
    } else return null;
  }
  return { at, params };
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
  const found = walk(segments);
  if (!found || (found.at.methods.size === 0 && !found.at.feed)) return null;
  return { methods: found.at.methods, feed: found.at.feed, params: found.params as Params, suffix };
}
