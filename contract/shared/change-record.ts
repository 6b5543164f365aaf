/** A write as the panel keeps it: what the server stores and gives out, and what the pages show. */

export const verdicts = ['confirmed', 'failed', 'unconfirmed'] as const;
/** What a later read showed: the value arrived, it did not, or nobody can say. */
export type Verdict = (typeof verdicts)[number];

/** The most that is kept of what the browser says of a write, in UTF-16 units. */
export const longestNote = { reason: 500, run: 64, name: 255 } as const;
/** The most that both values take together, in bytes of UTF-8. */
export const largestValues = 128 * 1024;

/** What a write is about: a load balancer, or a part of it that has values of its own. */
export interface RecordSubject {
  /** Null for one that is only made. */
  readonly loadBalancerId: string | null;
  /** Null where the load balancer is all one. */
  readonly part: string | null;
}

/** What the browser tells of a write before it sends it: `POST /panel/changes`. */
export interface Announcement {
  readonly region: string;
  /** Operation id of the contract. */
  readonly operation: string;
  readonly subject: RecordSubject;
  /** The load balancer's. */
  readonly name: string | null;
  /** The value that the browser had read, and the one that it asks for, in its own words or as JSON. */
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
  readonly run: string | null;
}

/** A write that is about to be forwarded. */
export interface ChangeIntent {
  /** Ids sort by time. */
  readonly id: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly user: string;
  readonly account: string;
  /** Root of the identity service whose account it is, and the API of the region; null in what an older version wrote. */
  readonly service: string | null;
  readonly provider: string | null;
  readonly region: string;
  readonly loadBalancerId: string | null;
  /** Id of the part of the load balancer, such as a pool, that it is about; null where that is the load balancer itself. */
  readonly part: string | null;
  readonly loadBalancerName: string | null;
  /** Operation id of the contract. */
  readonly operation: string;
  /** Empty while it was not sent. */
  readonly method: string;
  /** Path and query below the region's endpoint; empty while it was not sent. */
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
  /** False: it was announced, and never came to be sent. */
  readonly sent: boolean;
  /** HTTP status of the region's answer; null while unknown. */
  readonly status: number | null;
  /** Milliseconds until the answer; null while unknown. */
  readonly duration: number | null;
  readonly verdict: Verdict | null;
  readonly detail: string | null;
  /** The service's own number of the request (`x-openstack-request-id`); null where it gave none. */
  readonly serviceRequestId: string | null;
}
