import { pathTree } from '../shared/paths.ts';
import { type OperationId, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';
import { fillPath, fitsPath } from './operations/parameters.ts';

export interface Match {
  readonly id: OperationId;
  /** Values of the path's parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

const idText = /^[\w-]{1,64}$/;
/** Names may be any text; what would be another path to somebody on the way is not let through. */
const unsafe = /[\p{Cc}/\\?#%;]/u;
const longestNamed = 255;
const named: readonly string[] = ['availabilityZoneName', 'providerName'];

const accepts = (parameter: string, value: string) =>
  named.includes(parameter)
    ? fitsPath(value) && value.length <= longestNamed && !unsafe.test(value)
    : idText.test(value);

const tree = pathTree(
  Object.entries<Operation>(operations)
    .filter(([, { root }]) => root !== 'identity')
    .flatMap(([id, { method, path, alias }]) =>
      [path, alias].flatMap((each) => (each === undefined ? [] : [{ id: id as OperationId, method, path: each }])),
    ),
  accepts,
);

/** One slash at the end is tolerated, as by the service. */
const trimmed = (path: string) => (path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);

/**
 * Finds the operation that a request asks for. `path`: below the region's endpoint without its version,
 * `/v2/lbaas/pools/4029d267-…`, without the query. Null: no operation of the contract. Ids are letters, digits, hyphens and
 * underscores; names are escaped text without slashes. Identity operations, which live below another root, are not matched. Never
 * throws. Follows the Load-balancer API v2 reference.
 */
export function matchOperation(method: string, path: string): Match | null {
  const found = tree.find(trimmed(path));
  const id = found?.methods.get(method);
  return found && id !== undefined ? { id, params: found.params } : null;
}

/** The methods that a path has in the contract: the service answers others with 405. */
export const methodsFor = (path: string): string[] => [...(tree.find(trimmed(path))?.methods.keys() ?? [])];

/**
 * The path of an operation, below the region's endpoint (identity operations: below the identity root). `params`: a value for each
 * parameter in the path. Throws when one is missing or would change the path.
 */
export const pathFor = (id: OperationId, params: Readonly<Record<string, string>> = {}): string =>
  fillPath(operations[id].path, params);
