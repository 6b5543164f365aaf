import type { z } from '../../shared/zod.ts';
import type { operations } from '../operations/index.ts';
import { catalogueRequests, catalogueSchemas } from './catalogues.ts';
import { healthMonitorRequests, healthMonitorSchemas } from './health-monitors.ts';
import { identityRequests, identitySchemas } from './identity.ts';
import { l7Requests, l7Schemas } from './l7.ts';
import { listenerRequests, listenerSchemas } from './listeners.ts';
import { loadBalancerRequests, loadBalancerSchemas } from './load-balancers.ts';
import { memberRequests, memberSchemas } from './members.ts';
import { poolRequests, poolSchemas } from './pools.ts';
import type { RequestBody } from './request.ts';

/** Request bodies by the name that operations call them. */
export const requests = {
  ...poolRequests,
  ...loadBalancerRequests,
  ...listenerRequests,
  ...memberRequests,
  ...healthMonitorRequests,
  ...l7Requests,
  ...catalogueRequests,
  ...identityRequests,
} satisfies Record<string, RequestBody>;

export type RequestName = keyof typeof requests;

const requestSchemas = Object.fromEntries(
  Object.entries<RequestBody>(requests).map(([name, { schema }]) => [name, schema]),
) as Record<RequestName, z.ZodType>;

/** Every schema by name: request bodies with their root key, answers, and the parts that answers share. */
export const schemas = {
  ...requestSchemas,
  ...poolSchemas,
  ...loadBalancerSchemas,
  ...listenerSchemas,
  ...memberSchemas,
  ...healthMonitorSchemas,
  ...l7Schemas,
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
