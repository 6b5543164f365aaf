import type { Handlers } from '../context.ts';
import { accessList } from './access-list.ts';
import { catalogues } from './catalogues.ts';
import { certificateMappings } from './certificate-mappings.ts';
import { connectionLogging } from './connection-logging.ts';
import { connectionThrottle } from './connection-throttle.ts';
import { contentCaching } from './content-caching.ts';
import { errorPage } from './error-page.ts';
import { feeds } from './feeds.ts';
import { healthMonitor } from './health-monitor.ts';
import { limits } from './limits.ts';
import { loadBalancerMetadata } from './load-balancer-metadata.ts';
import { loadBalancers } from './load-balancers.ts';
import { nodeMetadata } from './node-metadata.ts';
import { nodes } from './nodes.ts';
import { sessionPersistence } from './session-persistence.ts';
import { sourceAddresses } from './source-addresses.ts';
import { sslTermination } from './ssl-termination.ts';
import { statistics } from './statistics.ts';
import { usage } from './usage.ts';
import { virtualIps } from './virtual-ips.ts';

/** Every operation of the contract with its handler; a missing one is a type error. */
export const handlers: Handlers = {
  ...sessionPersistence,
  ...loadBalancers,
  ...nodes,
  ...virtualIps,
  ...accessList,
  ...healthMonitor,
  ...connectionLogging,
  ...connectionThrottle,
  ...contentCaching,
  ...sslTermination,
  ...certificateMappings,
  ...errorPage,
  ...statistics,
  ...loadBalancerMetadata,
  ...nodeMetadata,
  ...catalogues,
  ...usage,
  ...limits,
  ...sourceAddresses,
  ...feeds,
};
