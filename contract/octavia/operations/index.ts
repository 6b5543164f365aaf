import { availabilityZones } from './availability-zones.ts';
import { flavors } from './flavors.ts';
import { healthMonitors } from './health-monitors.ts';
import { identity } from './identity.ts';
import { l7policies } from './l7policies.ts';
import { l7rules } from './l7rules.ts';
import { listeners } from './listeners.ts';
import { loadBalancers } from './load-balancers.ts';
import { members } from './members.ts';
import { pools } from './pools.ts';
import { providers } from './providers.ts';
import { quotas } from './quotas.ts';
import { versions } from './versions.ts';

/** Every operation, by id, in the order in which people look for them. Source: Load-balancer API v2 and Identity API v3 references. */
export const operations = {
  ...pools,
  ...loadBalancers,
  ...listeners,
  ...members,
  ...healthMonitors,
  ...l7policies,
  ...l7rules,
  ...quotas,
  ...flavors,
  ...availabilityZones,
  ...providers,
  ...versions,
  ...identity,
} as const;

export type OperationId = keyof typeof operations;
export const operationIds = Object.keys(operations) as OperationId[];

export const isOperationId = (id: string): id is OperationId => Object.hasOwn(operations, id);
