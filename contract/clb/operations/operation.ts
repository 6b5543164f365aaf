import type { FaultId } from '../faults.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface QueryParameter {
  readonly name: string;
  /** `integer-list`: the parameter may be repeated, one integer each. */
  readonly type: 'string' | 'integer' | 'date-time' | 'integer-list';
  readonly required?: true;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly help: string;
}

/** One operation of the API, as plain data. Rights follow from the method (contract/clb/roles.ts). */
export interface Operation {
  readonly group: string;
  readonly title: string;
  readonly method: Method;
  /** Below the region's endpoint `…/v1.0/{account}`; with `root: 'identity'` below the identity root `…/v2.0`. */
  readonly path: string;
  readonly root?: 'identity';
  /** A second path that the service answers alike. */
  readonly alias?: string;
  /** The operation that gives the token takes none. */
  readonly anonymous?: true;
  readonly success: 200 | 202 | 204;
  /** Present on feeds, whose answer is XML. */
  readonly produces?: 'application/atom+xml';
  readonly query?: readonly QueryParameter[];
  /** Name of the request body's schema in contract/clb/schemas. */
  readonly request?: string;
  /** Name of the response body's schema in contract/clb/schemas; absent where the body is empty or a feed. */
  readonly response?: string;
  /** Fault ids of contract/clb/faults.ts that are particular to the operation; `commonFaults` apply to all. */
  readonly faults: readonly FaultId[];
  /** Id of the read that shows this write's effect. */
  readonly shows?: string;
  /** What this write does to live traffic, as a sentence. */
  readonly warning?: string;
  /** The page of the developer guide that describes it. */
  readonly document: string;
}

/** Faults that every operation of a region may answer with. */
export const commonFaults = [
  'AUTH401',
  'ROLE403',
  'RATE413',
  'GEN500',
  'BUSY503',
] as const satisfies readonly FaultId[];

const guide = 'https://docs-ospc.rackspace.com/cloud-load-balancers/v1';

/** Address of a page of the Cloud Load Balancers v1.0 developer guide, named as in the guide's own sources. */
export const guidePage = <Page extends string>(page: Page) => `${guide}/${page}.html` as const;
