import { ok } from '../answer.ts';
import type { Handlers } from '../context.ts';
import { defaultLimits, type LimitName } from '../model.ts';

const descriptions: Record<LimitName, string> = {
  LOADBALANCER_LIMIT: 'Load balancers of an account in a region, deleted ones not counted.',
  NODE_LIMIT: 'Nodes of a load balancer.',
  IPV6_LIMIT: 'IPv6 virtual IPs of a load balancer.',
  ACCESS_LIST_LIMIT: 'Access list items of a load balancer.',
  LOADBALANCER_META_LIMIT: 'Metadata items of a load balancer.',
  CERTIFICATE_MAPPING_LIMIT: 'Certificate mappings of a load balancer.',
  NODE_META_LIMIT: 'Metadata items of a node.',
  BATCH_DELETE_LIMIT: 'Ids in one request for deletion.',
};

/** Source: CLB v1.0 developer guide, "Limits". */
export const limits = {
  'limits.rate': ({ service, account, region }) =>
    ok({
      limits: {
        rate: [
          {
            uri: '/v1.0/*',
            regex: '.*/([0-9]+)/loadbalancers.*',
            limit: service.rateLimits.report(account, region),
          },
        ],
      },
    }),

  'limits.absolute': ({ service, account }) =>
    ok({ absolute: Object.entries(service.store.limits(account)).map(([name, value]) => ({ name, value })) }),

  'limits.types': () =>
    ok({
      limitTypes: Object.entries(defaultLimits).map(([name, defaultValue]) => ({
        name,
        defaultValue,
        description: descriptions[name as LimitName],
      })),
    }),
} satisfies Partial<Handlers>;
