import { z } from '../../shared/zod.ts';
import { timestamp } from './shared.ts';

/** What a region offers and allows. Source: CLB v1.0 developer guide, "Protocols", "Algorithms", "Limits", "Source addresses". */
const SourceAddresses = z
  .object({
    ipv4Publicnets: z.array(z.string()),
    ipv4Servicenets: z.array(z.string()),
    ipv6Publicnets: z.array(z.string()),
    ipv6Servicenets: z.array(z.string()),
  })
  .partial()
  .meta({ description: 'An empty group is left out.' });

const addresses = { ipv4Publicnets: ['203.0.113.0/24'], ipv4Servicenets: ['10.20.0.0/16'] };

export const catalogueSchemas = {
  SourceAddresses,
  ProtocolsResponse: z
    .object({ protocols: z.array(z.object({ name: z.string(), port: z.int() })) })
    .meta({ examples: [{ protocols: [{ name: 'HTTP', port: 80 }] }] }),
  AlgorithmsResponse: z
    .object({ algorithms: z.array(z.object({ name: z.string() })) })
    .meta({ examples: [{ algorithms: [{ name: 'RANDOM' }] }] }),
  AllowedDomainsResponse: z
    .object({ allowedDomains: z.array(z.object({ allowedDomain: z.object({ name: z.string() }) })) })
    .meta({ examples: [{ allowedDomains: [{ allowedDomain: { name: 'example.com' } }] }] }),
  RateLimitsResponse: z
    .object({
      limits: z.object({
        rate: z.array(
          z.object({
            uri: z.string(),
            regex: z.string(),
            limit: z.array(
              z.object({
                verb: z.string(),
                unit: z.string(),
                value: z.int(),
                remaining: z.int(),
                'next-available': timestamp,
              }),
            ),
          }),
        ),
      }),
    })
    .meta({
      examples: [
        {
          limits: {
            rate: [
              {
                uri: '/v1.0/*',
                regex: '.*/([0-9]+)/loadbalancers.*',
                limit: [
                  {
                    verb: 'GET',
                    unit: 'MINUTE',
                    value: 600,
                    remaining: 588,
                    'next-available': '2031-05-02T17:20:11.000Z',
                  },
                ],
              },
            ],
          },
        },
      ],
    }),
  AbsoluteLimitsResponse: z
    .object({ absolute: z.array(z.object({ name: z.string(), value: z.int() })) })
    .meta({ examples: [{ absolute: [{ name: 'NODE_LIMIT', value: 25 }] }] }),
  LimitTypesResponse: z
    .object({
      limitTypes: z.array(z.object({ name: z.string(), defaultValue: z.int(), description: z.string() })),
    })
    .meta({
      examples: [
        { limitTypes: [{ name: 'NODE_LIMIT', defaultValue: 25, description: 'Nodes of one load balancer.' }] },
      ],
    }),
  ClusterSourceAddressesResponse: z
    .object({ clusterSourceAddresses: SourceAddresses })
    .meta({ examples: [{ clusterSourceAddresses: addresses }] }),
  RegionalSourceAddressesResponse: z
    .object({ RegionalSourceAddresses: SourceAddresses })
    .meta({ examples: [{ RegionalSourceAddresses: addresses }] }),
};
