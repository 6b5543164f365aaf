export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface QueryParameter {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'date-time' | 'integer-list';
  readonly required?: true;
  readonly help: string;
}

/** One operation of the API, as plain data. Rights follow from the method (contract/roles.ts). */
export interface Operation {
  readonly group: string;
  readonly title: string;
  readonly method: Method;
  /** Below the region's endpoint `…/v1.0/{account}`; identity operations: below the identity root `…/v2.0`. */
  readonly path: string;
  readonly success: 200 | 202 | 204;
  readonly query?: readonly QueryParameter[];
  /** Name of the request body's schema in contract/schemas. */
  readonly request?: string;
  /** Name of the response body's schema in contract/schemas; absent where the body is empty. */
  readonly response?: string;
  /** Fault ids of contract/faults.ts that are particular to the operation (401, 413, 500 and 503 apply to all). */
  readonly faults: readonly string[];
  /** Id of the read that shows this write's effect. */
  readonly shows?: string;
  /** What this write does to live traffic, as a sentence. */
  readonly warning?: string;
  /** The page of the developer guide that describes it. */
  readonly document: string;
}
