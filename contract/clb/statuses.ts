/** Load balancer statuses. Source: CLB v1.0 developer guide, "Load balancers", and "API behavior": only ACTIVE takes a change. */
export const statuses = [
  'ACTIVE',
  'BUILD',
  'PENDING_UPDATE',
  'PENDING_DELETE',
  'SUSPENDED',
  'ERROR',
  'DELETED',
] as const;
export type LoadBalancerStatus = (typeof statuses)[number];

/** Statuses that the service leaves by itself: a change can wait for them. */
export const transientStatuses: readonly string[] = ['BUILD', 'PENDING_UPDATE'];

export const nodeConditions = ['ENABLED', 'DISABLED', 'DRAINING'] as const;
export const nodeTypes = ['PRIMARY', 'SECONDARY'] as const;
export const nodeStatuses = ['ONLINE', 'OFFLINE'] as const;
