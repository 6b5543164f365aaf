/** Something that the region itself says happened to a load balancer. Plain text only: it may hold anything. */
export interface RegionEvent {
  readonly id: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly title: string;
  readonly summary: string;
  readonly author: string;
  /** CREATE, UPDATE or DELETE. */
  readonly category: string;
  /** Whether it is about session persistence. */
  readonly isPersistence: boolean;
  /** Path below the region's endpoint, such as `/loadbalancers/71/sessionpersistence`. */
  readonly path: string;
}

/** `next`: the cursor of the page after it; null on the last. */
export interface EventPage {
  readonly entries: readonly RegionEvent[];
  readonly next: string | null;
}
