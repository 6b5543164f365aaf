import type { FaultId } from '../faults.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface QueryParameter {
  readonly name: string;
  /** `string-list`: the parameter may be repeated, one value each. */
  readonly type: 'string' | 'integer' | 'boolean' | 'string-list';
  readonly required?: true;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly help: string;
}

export interface HeaderParameter {
  readonly name: string;
  readonly title: string;
  readonly help: string;
}

/** One operation of the API, as plain data. What a role may do follows from no table: contract/octavia/roles.ts. */
export interface Operation {
  readonly group: string;
  readonly title: string;
  readonly method: Method;
  /** Below the endpoint of the catalog without its `/v2`; with `root: 'identity'` below the identity root `…/v3`. */
  readonly path: string;
  readonly root?: 'identity';
  /** A second path that the service answers alike. */
  readonly alias?: string;
  /** Needs no token. */
  readonly anonymous?: true;
  /** No policy file that Octavia ships lets anybody but operators do it. */
  readonly operator?: true;
  /** Minor version that brought it, where it is not 2.0 (contract/octavia/versions.ts). */
  readonly since?: string;
  readonly success: 200 | 201 | 202 | 204;
  readonly query?: readonly QueryParameter[];
  readonly headers?: readonly HeaderParameter[];
  /** Name of the request body's schema in contract/octavia/schemas. */
  readonly request?: string;
  /** Name of the response body's schema; absent where the body is empty. */
  readonly response?: string;
  /** Faults that are particular to the operation; `commonFaults` apply to all below the endpoint. */
  readonly faults: readonly FaultId[];
  /** Id of the read that shows this write's effect. */
  readonly shows?: string;
  /** What this write does to live traffic, as a sentence. */
  readonly warning?: string;
  /** The part of the API reference that describes it. */
  readonly document: string;
}

/** Faults that every operation below the load-balancer endpoint may answer with. */
export const commonFaults = [
  'TOKEN401',
  'POLICY403',
  'ACCEPT406',
  'GEN500',
  'BUSY503',
] as const satisfies readonly FaultId[];

/** Address of a section of the Load-balancer API v2 reference. */
export const reference = <Section extends string>(section: Section) =>
  `https://docs.openstack.org/api-ref/load-balancer/v2/index.html#${section}` as const;

/** Address of a section of the Identity API v3 reference. */
export const identityReference = <Section extends string>(section: Section) =>
  `https://docs.openstack.org/api-ref/identity/v3/index.html#${section}` as const;
