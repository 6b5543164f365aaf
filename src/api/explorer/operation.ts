/** One operation of an API that is explored: what the operations of the contracts have in common. */
export interface Operation {
  readonly group: string;
  readonly title: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the region's endpoint; with `root: 'identity'` below the identity service's root. */
  readonly path: string;
  readonly root?: 'identity';
  /** Needs no token. */
  readonly anonymous?: true;
  readonly success: number;
  /** Present where the answer is no JSON. */
  readonly produces?: string;
  readonly query?: readonly QueryParameter[];
  /** Name of the request body's schema. */
  readonly request?: string;
  readonly faults: readonly string[];
  /** Id of the read that shows this write's effect. */
  readonly shows?: string;
  /** What this write does to live traffic, as a sentence. */
  readonly warning?: string;
  /** Where it is documented. */
  readonly document: string;
}

export interface QueryParameter {
  readonly name: string;
  /** A list may be repeated, one value each. */
  readonly type: 'string' | 'integer' | 'boolean' | 'date-time' | 'integer-list' | 'string-list';
  readonly required?: true;
  readonly values?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly help: string;
}
