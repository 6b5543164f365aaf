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

const readId = (text: string): string | null => {
  if (!integer.test(text)) return null;
  const id = Number(text);
  return Math.abs(id) > largestId ? null : String(id);
};

interface Branch {
  readonly literals: Map<string, Branch>;
  parameter?: { readonly name: string; readonly branch: Branch };
  readonly methods: Map<string, OperationId>;
}

const branch = (): Branch => ({ literals: new Map(), methods: new Map() });

const segmentsOf = (path: string) => path.split('/').slice(1);

function plant(tree: Branch, path: string, method: string, id: OperationId): void {
  let at = tree;
  for (const segment of segmentsOf(path)) {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    if (name) {
      at.parameter ??= { name, branch: branch() };
      at = at.parameter.branch;
    } else {
      const next = at.literals.get(segment) ?? branch();
      at.literals.set(segment, next);
      at = next;
    }
  }
  at.methods.set(method, id);
}

/** Feeds hang on a tree of their own, without their `.atom`. */
const resources = branch();
const feeds = branch();
for (const [id, operation] of Object.entries<Operation>(operations)) {
  if (operation.root === 'identity') continue;
  const tree = operation.produces ? feeds : resources;
  for (const path of [operation.path, operation.alias]) {
    if (path) plant(tree, path.replace(/\.atom$/, ''), operation.method, id as OperationId);
  }
}

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
  if (!stem.startsWith('/')) return null;
  let at: Branch | undefined = suffix === 'atom' ? feeds : resources;
  const params: Record<string, string> = {};
  for (const segment of segmentsOf(stem)) {
    const literal: Branch | undefined = at.literals.get(segment);
    const value: string | null = literal ? null : readId(segment);
    if (at.parameter && value !== null) params[at.parameter.name] = value;
    at = literal ?? (value === null ? undefined : at.parameter?.branch);
    if (!at) return null;
  }
  const id = at.methods.get(method);
  if (!id) return null;
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
