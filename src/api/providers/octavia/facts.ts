import type { Endpoint } from '../../../model/load-balancer.ts';

/** What is needed of a listener wherever something refers to it. */
export interface ListenerFacts extends Endpoint {
  readonly name: string;
  readonly defaultPool: string | null;
}

/** What a change of a pool has to know of it, besides what is changed. */
export interface PoolFacts {
  /** Name of the load balancer's provider. */
  readonly driver: string;
  readonly isUp: boolean;
}

/**
 * What was last read of listeners and pools, by their ids, which are unique in a cloud. A listener's protocol and port never change, so
 * that whoever meets its id again need not ask for it.
 */
export const listenerFacts = new Map<string, ListenerFacts>();
export const poolFacts = new Map<string, PoolFacts>();
