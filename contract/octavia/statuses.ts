/** Source: Load-balancer API v2 reference, "Provisioning Status Codes". */
export const provisioningStatuses = [
  'ACTIVE',
  'PENDING_CREATE',
  'PENDING_UPDATE',
  'PENDING_DELETE',
  'ERROR',
  'DELETED',
] as const;
export type ProvisioningStatus = (typeof provisioningStatuses)[number];

/** Source: Load-balancer API v2 reference, "Operating Status Codes". */
export const operatingStatuses = ['ONLINE', 'DRAINING', 'OFFLINE', 'DEGRADED', 'ERROR', 'NO_MONITOR'] as const;
export type OperatingStatus = (typeof operatingStatuses)[number];

/** Statuses that the service leaves by itself: a change can wait for them. */
export const transientStatuses: readonly string[] = ['PENDING_CREATE', 'PENDING_UPDATE'];

/** Milliseconds after which a pending status is not expected to end by itself: the service has no end of its own for it. */
export const longestPending = 600_000;

/** What is to be changed. */
export type Target =
  /** The load balancer itself: even its description */
  | 'loadBalancer'
  /** A listener or pool of it, or an L7 policy or rule */
  | 'listener'
  | 'pool'
  /** A member or health monitor: the service asks the pool's own status, too */
  | 'poolChild'
  /** The load balancer with everything in it */
  | 'delete';

export interface Situation {
  readonly target: Target;
  /** Provisioning status of the load balancer. */
  readonly loadBalancer: string;
  /** Provisioning status of the pool that is changed or whose member or monitor is, where it is one. */
  readonly pool?: string;
  /** Provisioning statuses of the load balancer's other pools. */
  readonly otherPools?: readonly string[];
}

export interface Allowance {
  readonly state: 'editable' | 'waits' | 'never';
  /** Why, as a sentence; empty when it is editable as usual. */
  readonly reason: string;
  /** The change repairs a pool whose last one failed. */
  readonly repairs?: true;
}

const editable: Allowance = { state: 'editable', reason: '' };
const never = (reason: string): Allowance => ({ state: 'never', reason });

/** Every write in the tree needs the load balancer ACTIVE. Source: octavia/db/repositories.py, `test_and_set_provisioning_status`. */
function byLoadBalancer(status: string, target: Target): Allowance | null {
  if (status === 'ACTIVE') return null;
  if (transientStatuses.includes(status)) {
    const being = status === 'PENDING_CREATE' ? 'created' : 'changed';
    return { state: 'waits', reason: `The load balancer is being ${being}; nothing else can be changed meanwhile.` };
  }
  if (status === 'PENDING_DELETE') return never('The load balancer is being deleted.');
  if (status === 'DELETED') return never('The load balancer is deleted.');
  if (status === 'ERROR') {
    return target === 'delete'
      ? editable
      : never('The load balancer is in ERROR: it can only be deleted, or repaired by the cloud’s operator.');
  }
  return never(
    `The status ${status} is not known to this panel: read the load balancer again, or ask the cloud’s operator.`,
  );
}

/**
 * What a change may do now: `editable`, `waits` (the service will leave the status by itself) or `never`, with the reason.
 *
 * A change that fails leaves its pool in ERROR and the load balancer ACTIVE. Every later change renders that pool's wanted value
 * again: where the value is what failed, one of another pool fails too, and one of the load balancer itself ends in ERROR for good.
 * Nobody can tell the cause from outside, so until the pool is set again only that may be offered. Source: octavia/controller/worker flows (`PoolToErrorOnRevertTask`); seen on Octavia 11.0.0.
 */
export function allowanceOf({ target, loadBalancer, pool, otherPools = [] }: Situation): Allowance {
  const blocked = byLoadBalancer(loadBalancer, target);
  if (blocked) return blocked;
  if (target === 'delete') return editable;
  if (target === 'pool' && pool === 'ERROR') {
    return {
      state: 'editable',
      reason: 'The last change of this pool failed. Set it again to repair it.',
      repairs: true,
    };
  }
  if (pool === 'ERROR') return never('The last change of this pool failed: set the pool again first.');
  if (otherPools.includes('ERROR')) {
    return never(
      'The last change of another pool of this load balancer failed. Until that pool is set again, other changes may fail, too.',
    );
  }
  if (pool !== undefined && transientStatuses.includes(pool))
    return { state: 'waits', reason: 'The pool is being changed.' };
  if (pool === 'PENDING_DELETE' || pool === 'DELETED') return never('The pool is being deleted.');
  return editable;
}

/**
 * Whether a change of an object is in force, judged by what was read after the load balancer left its pending status.
 * `object`: the changed object's own provisioning status. The value that is read is the wanted one in both cases, so it proves
 * nothing by itself. `null`: not settled yet.
 */
export function settled(loadBalancer: string, object: string): 'inForce' | 'failed' | null {
  if (loadBalancer === 'ERROR' || object === 'ERROR') return 'failed';
  return loadBalancer === 'ACTIVE' && object === 'ACTIVE' ? 'inForce' : null;
}
