import type { Handlers } from '../context.ts';
import { catalogues } from './catalogues.ts';
import { healthMonitors } from './health-monitors.ts';
import { l7policies } from './l7policies.ts';
import { l7rules } from './l7rules.ts';
import { listeners } from './listeners.ts';
import { loadBalancers } from './load-balancers.ts';
import { members } from './members.ts';
import { pools } from './pools.ts';

/** What does each operation below the load-balancer endpoint, by id. */
export const handlers: Handlers = {
  ...loadBalancers,
  ...listeners,
  ...pools,
  ...members,
  ...healthMonitors,
  ...l7policies,
  ...l7rules,
  ...catalogues,
};
