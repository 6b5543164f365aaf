import type { StatusRule } from '../../../contract/shared/status-rule.ts';
import { encoded } from '../../../contract/shared/text.ts';
import type { ApiRequest } from '../http/client.ts';
import { regionPath } from '../http/region-requests.ts';

/** What the status of a load balancer, and of the part that is to be changed, means for a change. */
export interface Standing extends StatusRule {
  /** The status that decides, as the API spells it. */
  readonly status: string;
  /** Whether it is there no more. */
  readonly isDeleted: boolean;
  /** Whether what was read is what traffic meets. */
  readonly inForce: boolean;
  /** Whether a change ended badly: what is stored may not be what traffic meets. */
  readonly broken: boolean;
  /** What is then true of the value that is read, as the end of a sentence: `may not be live`. */
  readonly brokenValue: string;
  /** What that means, and what to do, as sentences; empty where nothing is broken. */
  readonly brokenWords: string;
}

/** What a request does: it reads, it makes or changes something, or it deletes something. */
export type Right = 'read' | 'write' | 'delete';

/** A write as it is sent. */
export interface WriteRequest extends ApiRequest {
  /** Id of the contract's operation. */
  readonly operation: string;
  /** Values of the parameters in the operation's path, by name. */
  readonly params: Readonly<Record<string, string>>;
  /** Status of the answer to one that was accepted. */
  readonly success: number;
}

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
