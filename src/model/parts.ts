import type { HealthMonitor, Node } from './load-balancer.ts';

/** What a load balancer is made of where listeners and pools are objects of their own. */

/** A rule of a listener that sends some requests elsewhere. */
export interface Policy {
  readonly id: string;
  readonly name: string;
  /** The API's word for what it does. */
  readonly action: string;
  /** Where it sends them: name of a pool, or an address; null where it only refuses. */
  readonly to: string | null;
  readonly status: string;
}

export interface Listener {
  readonly id: string;
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly isUp: boolean;
  readonly status: string;
  readonly operatingStatus: string;
  /** Connections at once; null: no limit. */
  readonly connectionLimit: number | null;
  /** Networks that may connect; empty: all. */
  readonly allowedNetworks: readonly string[];
  /** Id of the pool that gets what no policy sends elsewhere; null where there is none. */
  readonly defaultPool: string | null;
  readonly policies: readonly Policy[];
}

/** A node with what its own change came to. */
export interface Member extends Node {
  /** As people call it; its id where it has no name. */
  readonly name: string;
  /** Provisioning status. */
  readonly change: string;
}

export interface PoolParts {
  /** Id of the pool. */
  readonly pool: string;
  readonly members: readonly Member[];
  readonly monitor: HealthMonitor | null;
}

export interface LoadBalancerParts {
  readonly listeners: readonly Listener[];
  readonly pools: readonly PoolParts[];
}
