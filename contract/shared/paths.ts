/** Paths of an API's operations in a tree, so that finding one takes as many steps as the path has segments. */

interface Branch<Id> {
  readonly literals: Map<string, Branch<Id>>;
  parameter?: { readonly name: string; readonly branch: Branch<Id> };
  readonly methods: Map<string, Id>;
}

export interface Found<Id> {
  /** Operations of this path by method. */
  readonly methods: ReadonlyMap<string, Id>;
  /** Values of the path's parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export interface PathTree<Id> {
  /** What stands at a path (percent-encoded, from its first slash on, without the query); null for none. Never throws. */
  find(path: string): Found<Id> | null;
}

const branch = <Id>(): Branch<Id> => ({ literals: new Map(), methods: new Map() });

const segmentsOf = (path: string) => path.split('/').slice(1);

function decoded(segment: string): string | null {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/**
 * `entries`: id, method and path of each operation, parameters in braces. `accepts`: whether a decoded segment may stand for a
 * parameter; segments that it refuses lead nowhere.
 */
export function pathTree<Id>(
  entries: Iterable<{ readonly id: Id; readonly method: string; readonly path: string }>,
  accepts: (parameter: string, value: string) => boolean,
): PathTree<Id> {
  const root = branch<Id>();
  for (const { id, method, path } of entries) {
    let at = root;
    for (const segment of segmentsOf(path)) {
      const name = /^\{(\w+)\}$/.exec(segment)?.[1];
      if (name !== undefined) {
        at.parameter ??= { name, branch: branch() };
        at = at.parameter.branch;
      } else {
        const next = at.literals.get(segment) ?? branch<Id>();
        at.literals.set(segment, next);
        at = next;
      }
    }
    at.methods.set(method, id);
  }
  return {
    find(path) {
      if (!path.startsWith('/')) return null;
      const params: Record<string, string> = {};
      let at: Branch<Id> | undefined = root;
      for (const segment of segmentsOf(path)) {
        const literal: Branch<Id> | undefined = at.literals.get(segment);
        if (literal) {
          at = literal;
          continue;
        }
        const { parameter }: Branch<Id> = at;
        const value = decoded(segment);
        if (!parameter || value === null || !accepts(parameter.name, value)) return null;
        params[parameter.name] = value;
        at = parameter.branch;
      }
      return at.methods.size === 0 ? null : { methods: at.methods, params };
    },
  };
}
