/** A counter of one load balancer, of all its ports. `value`: null while the API gives none. */
export interface Counter {
  readonly label: string;
  readonly value: number | null;
  /** Counts up from the beginning, so that two readings give a rate. */
  readonly grows?: true;
  readonly isBytes?: true;
}
export type Statistics = readonly Counter[];

/** One closed period of traffic. Times: milliseconds since the Unix epoch; transfer: bytes. */
export interface UsagePeriod {
  readonly start: number;
  readonly end: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly connections: number;
}
