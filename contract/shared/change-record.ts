/** A write as the panel keeps it: what the server stores and gives out, and what the pages show. */

export const verdicts = ['confirmed', 'failed', 'unconfirmed'] as const;
/** What a later read showed: the value arrived, it did not, or nobody can say. */
export type Verdict = (typeof verdicts)[number];

/** The most that is kept of what the browser says of a write, in UTF-16 units. */
export const longestNote = { before: 2_000, after: 2_000, reason: 500, run: 64, name: 200 } as const;

/** A write that is about to be forwarded. */
export interface ChangeIntent {
  /** Ids sort by time. */
  readonly id: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly user: string;
  readonly account: string;
  readonly region: string;
  readonly loadBalancerId: string | null;
  readonly loadBalancerName: string | null;
  /** Id of the part of the load balancer, such as a pool, that it is about; null or absent where that is the load balancer itself. */
  readonly part?: string | null;
  /** Operation id of the contract. */
  readonly operation: string;
  readonly method: string;
  /** Path and query below the region's endpoint. */
  readonly path: string;
  /** The request's body, secrets masked. */
  readonly body: string | null;
  /** The value that the browser had read, in its own words. */
  readonly before: string | null;
  /** The value that was asked for; replaced by the one read back when the verdict brings it. */
  readonly after: string | null;
  readonly reason: string | null;
  readonly run: string | null;
  readonly requestId: string;
}

/** A recorded write. */
export interface ChangeRecord extends ChangeIntent {
  /** HTTP status of the region's answer; null while unknown. */
  readonly status: number | null;
  /** Milliseconds until the answer; null while unknown. */
  readonly duration: number | null;
  readonly verdict: Verdict | null;
  readonly detail: string | null;
}
