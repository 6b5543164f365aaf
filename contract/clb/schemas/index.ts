import type { z } from '../../shared/zod.ts';
import type { operations } from '../operations/index.ts';
import { accessListRequests, accessListSchemas } from './access-list.ts';
import { catalogueSchemas } from './catalogues.ts';
import { certificateMappingRequests, certificateMappingSchemas } from './certificate-mappings.ts';
import { connectionLoggingRequests, connectionLoggingSchemas } from './connection-logging.ts';
import { connectionThrottleRequests, connectionThrottleSchemas } from './connection-throttle.ts';
import { contentCachingRequests, contentCachingSchemas } from './content-caching.ts';
import { errorPageRequests, errorPageSchemas } from './error-page.ts';
import { healthMonitorRequests, healthMonitorSchemas } from './health-monitor.ts';
import { identityRequests, identitySchemas } from './identity.ts';
import { loadBalancerRequests, loadBalancerSchemas } from './load-balancers.ts';
import { metadataRequests, metadataSchemas } from './metadata.ts';
import { nodeRequests, nodeSchemas } from './nodes.ts';
import { reportSchemas } from './reports.ts';
import type { RequestBody } from './request.ts';
import { sessionPersistenceRequests, sessionPersistenceSchemas } from './session-persistence.ts';
import { sslTerminationRequests, sslTerminationSchemas } from './ssl-termination.ts';
import { virtualIpRequests, virtualIpSchemas } from './virtual-ips.ts';

/** Request bodies by the name that operations call them. */
export const requests = {
  ...sessionPersistenceRequests,
  ...loadBalancerRequests,
  ...nodeRequests,
  ...virtualIpRequests,
  ...accessListRequests,
  ...healthMonitorRequests,
  ...connectionLoggingRequests,
  ...connectionThrottleRequests,
  ...contentCachingRequests,
  ...sslTerminationRequests,
  ...certificateMappingRequests,
  ...errorPageRequests,
  ...metadataRequests,
  ...identityRequests,
} satisfies Record<string, RequestBody>;

export type RequestName = keyof typeof requests;

const requestSchemas = Object.fromEntries(
  Object.entries<RequestBody>(requests).map(([name, { schema }]) => [name, schema]),
) as Record<RequestName, z.ZodType>;

/** Every schema by name: request bodies with their root key, answers, and the parts that answers share. */
export const schemas = {
  ...requestSchemas,
  ...sessionPersistenceSchemas,
  ...loadBalancerSchemas,
  ...nodeSchemas,
  ...virtualIpSchemas,
  ...accessListSchemas,
  ...healthMonitorSchemas,
  ...connectionLoggingSchemas,
  ...connectionThrottleSchemas,
  ...contentCachingSchemas,
  ...sslTerminationSchemas,
  ...certificateMappingSchemas,
  ...errorPageSchemas,
  ...metadataSchemas,
  ...reportSchemas,
  ...catalogueSchemas,
  ...identitySchemas,
};

export type SchemaName = keyof typeof schemas;

type Operations = typeof operations;

/** Ids of the operations that take a body. */
export type RequestOperationId = {
  [Id in keyof Operations]: Operations[Id] extends { readonly request: string } ? Id : never;
}[keyof Operations];

/** What stands inside the body's root key, checked. */
export type RequestValue<Id extends RequestOperationId> = Operations[Id] extends { readonly request: infer Name }
  ? Name extends RequestName
    ? z.infer<(typeof requests)[Name]['value']>
    : never
  : never;
