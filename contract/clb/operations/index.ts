import { accessList } from './access-list.ts';
import { allowedDomains } from './allowed-domains.ts';
import { catalogues } from './catalogues.ts';
import { certificateMappings } from './certificate-mappings.ts';
import { connectionLogging } from './connection-logging.ts';
import { connectionThrottle } from './connection-throttle.ts';
import { contentCaching } from './content-caching.ts';
import { errorPage } from './error-page.ts';
import { feeds } from './feeds.ts';
import { healthMonitor } from './health-monitor.ts';
import { identity } from './identity.ts';
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

/** Every operation, by id, in the order in which people look for them. Source: CLB v1.0 developer guide, "API reference". */
export const operations = {
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
  ...allowedDomains,
  ...usage,
  ...limits,
  ...sourceAddresses,
  ...feeds,
  ...identity,
} as const;

export type OperationId = keyof typeof operations;
export const operationIds = Object.keys(operations) as OperationId[];

export const isOperationId = (id: string): id is OperationId => Object.hasOwn(operations, id);
