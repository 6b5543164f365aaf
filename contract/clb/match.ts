import { pathTree } from '../shared/paths.ts';
import { type OperationId, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { fillPath } from './operations/parameters.ts';

export interface Match {
  readonly id: OperationId;
  /** Values of the path's parameters; integer ids in plain form (`+071` is `71`). */
  readonly params: Readonly<Record<string, string>>;
  /** The suffix that the path asked for an answer format with; the feeds' own `.atom` is part of their path. */
  readonly suffix?: 'json' | 'xml';
}

/** Ids are 32-bit integers with an optional sign. Source: CLB v1.0 developer guide, "Request and response types". */
const integer = /^[-+]?\d{1,11}$/;
const largestId = 2 ** 31 - 1;
const isId = (text: string): boolean => integer.test(text) && Math.abs(Number(text)) <= largestId;

/** Feeds hang on a tree of their own, without their `.atom`. */
const treeOf = (isFeed: boolean) =>
  pathTree(
    Object.entries<Operation>(operations)
      .filter(([, { root, produces }]) => root !== 'identity' && (produces !== undefined) === isFeed)
      .flatMap(([id, { method, path, alias }]) =>
        [path, alias].flatMap((each) =>
          each === undefined ? [] : [{ id: id as OperationId, method, path: each.replace(/\.atom$/, '') }],
        ),
      ),
    (_, value) => isId(value),
  );
const resources = treeOf(false);
const feeds = treeOf(true);

const suffixed = /^(.+)\.(json|xml|atom)$/;

/**
 * Finds the operation that a request asks for. `path`: below the region's endpoint, `/loadbalancers/71/sessionpersistence`, without
 * the query. A `.json`, `.xml` or `.atom` suffix and one trailing slash are tolerated as by the service; a feed asked for by `Accept`
 * is the same path with `.atom`. Null: no operation of the contract. Every segment is a word of the contract or an integer, so
 * escapes, dots and control characters never pass. Identity operations, which live below another root, are not matched. Never throws.
 */
export function matchOperation(method: string, path: string): Match | null {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  const [, stem = trimmed, suffix] = suffixed.exec(trimmed) ?? [];
  if (stem.includes('%')) return null;
  const found = (suffix === 'atom' ? feeds : resources).find(stem);
  const id = found?.methods.get(method);
  if (!found || !id) return null;
  const params = Object.fromEntries(Object.entries(found.params).map(([name, value]) => [name, String(Number(value))]));
  return { id, params, ...((suffix === 'json' || suffix === 'xml') && { suffix }) };
}

/** Whether a path belongs to the contract under some other method: the service answers those 405 instead of 404. */
export const methodsFor = (path: string): string[] =>
  ['GET', 'POST', 'PUT', 'DELETE'].filter((method) => matchOperation(method, path) !== null);

/**
 * The path of an operation, below the region's endpoint (identity operations: below the identity root). `params`: a value for each
 * parameter in the path. Throws when one is missing or would change the path.
 */
export const pathFor = (id: OperationId, params: Readonly<Record<string, string | number>> = {}): string =>
  fillPath(operations[id].path, params);
