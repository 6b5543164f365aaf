import type { StatusRule } from '../shared/status-rule.ts';

const now: StatusRule = { takesChange: 'now', isTransient: false, why: '' };
const later: StatusRule = { takesChange: 'later', isTransient: true, why: '' };
const never = (why: string, isTransient = false): StatusRule => ({ takesChange: 'never', isTransient, why });

/** Load balancer statuses. Source: CLB v1.0 developer guide, "Load balancers", and "API behavior": only ACTIVE takes a change. */
export const statusRules = {
  ACTIVE: now,
  BUILD: later,
  PENDING_UPDATE: later,
  PENDING_DELETE: never('is being deleted (PENDING_DELETE) and cannot be changed.', true),
  SUSPENDED: never('is in status SUSPENDED and cannot be changed. Contact support to have the suspension lifted.'),
  ERROR: never(
    'is in status ERROR and cannot be changed. Its traffic still flows; contact support to have the load balancer reset.',
  ),
  DELETED: never('is deleted (DELETED) and cannot be changed.'),
} as const satisfies Record<string, StatusRule>;

export type LoadBalancerStatus = keyof typeof statusRules;
export const statuses = Object.keys(statusRules) as LoadBalancerStatus[];

/** Statuses in which a change can wait for the load balancer to become ACTIVE by itself. */
export const transientStatuses: readonly string[] = statuses.filter(
  (status) => statusRules[status].takesChange === 'later',
);

export const nodeConditions = ['ENABLED', 'DISABLED', 'DRAINING'] as const;
export const nodeTypes = ['PRIMARY', 'SECONDARY'] as const;
export const nodeStatuses = ['ONLINE', 'OFFLINE'] as const;
