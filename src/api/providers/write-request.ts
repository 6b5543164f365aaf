import { encoded } from '../../../contract/shared/text.ts';
import type { ApiRequest } from '../http/client.ts';
import { regionPath } from '../http/region-requests.ts';
import type { WriteRequest } from './provider.ts';

/** What a request needs of its operation in a contract. */
interface Described {
  readonly method: ApiRequest['method'];
  /** With `{name}` for each parameter. */
  readonly path: string;
  readonly success: number;
}

/** The request of one of a contract's operations. `params`: values of the parameters in its path; `query`: what follows it. */
export function writeRequest<Id extends string>(
  operations: Readonly<Record<Id, Described>>,
  operation: Id,
  {
    region,
    params,
    query,
    body,
  }: {
    readonly region: string;
    readonly params: Readonly<Record<string, string>>;
    readonly query?: URLSearchParams;
    readonly body?: unknown;
  },
): WriteRequest {
  const { method, path, success } = operations[operation];
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(params[name] ?? ''));
  return {
    operation,
    params,
    success,
    method,
    path: regionPath(region, query?.size ? `${filled}?${query}` : filled),
    ...(body !== undefined && { body }),
  };
}
