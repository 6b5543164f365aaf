/** Counters of one load balancer, of all its ports. */
export interface Statistics {
  readonly currentConnections: number;
  readonly mostConnections: number;
  readonly connectErrors: number;
  readonly connectFailures: number;
  readonly connectTimeouts: number;
  readonly dataTimeouts: number;
}

/** One closed period of traffic. Times: milliseconds since the Unix epoch; transfer: bytes. */
export interface UsagePeriod {
  readonly start: number;
  readonly end: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly connections: number;
}
