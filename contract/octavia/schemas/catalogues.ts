import { z } from '../../shared/zod.ts';
import { changeable, description, flag, integer, name, optional, uuid } from './fields.ts';
import { wrapped } from './request.ts';
import { links, project } from './shared.ts';

/** Source: Load-balancer API v2 reference, "Flavors", "Availability Zones", "Providers", "Quotas". */
const enabled = flag({ title: 'Offered', default: true });

const FlavorCreate = z.strictObject({
  name,
  flavor_profile_id: uuid({ title: 'Flavor profile id' }),
  ...optional({ description, enabled }),
});
const ZoneCreate = z.strictObject({
  name,
  availability_zone_profile_id: uuid({ title: 'Availability zone profile id' }),
  ...optional({ description, enabled }),
});

const count = (title: string) =>
  integer(-1, 2_147_483_647, { title, description: '−1 is unlimited; null the cloud’s default.' });
const QuotaUpdate = z.strictObject(
  changeable({
    load_balancer: count('Load balancers'),
    loadbalancer: count('Load balancers'),
    listener: count('Listeners'),
    pool: count('Pools'),
    member: count('Members'),
    health_monitor: count('Health monitors'),
    healthmonitor: count('Health monitors'),
    l7policy: count('L7 policies'),
    l7rule: count('L7 rules'),
  }),
);

export const catalogueRequests = {
  FlavorCreateRequest: wrapped('flavor', 'flavor_', FlavorCreate, {
    name: 'ha',
    flavor_profile_id: '8f94060c-8d5b-4472-9cfd-e8a2b909481d',
  }),
  FlavorUpdateRequest: wrapped('flavor', 'flavor_', z.strictObject(changeable({ name, description, enabled })), {
    description: 'Two instances.',
  }),
  AvailabilityZoneCreateRequest: wrapped('availability_zone', 'availability_zone_', ZoneCreate, {
    name: 'zone-3',
    availability_zone_profile_id: '8f94060c-8d5b-4472-9cfd-e8a2b909481d',
  }),
  AvailabilityZoneUpdateRequest: wrapped(
    'availability_zone',
    'availability_zone_',
    z.strictObject(changeable({ description, enabled })),
    { description: 'North hall.' },
  ),
  QuotaUpdateRequest: wrapped('quota', 'quotas', QuotaUpdate, { pool: 20 }),
};

const Flavor = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  flavor_profile_id: z.string().optional(),
});
const flavor = {
  id: '8f94060c-8d5b-4472-9cfd-e8a2b909481d',
  name: 'ha.plus',
  description: 'Two instances, 4 CPU each',
  enabled: true,
  flavor_profile_id: '9daa2768-74e7-4d13-bf5d-1b8e0dc239e1',
};
const Zone = z.object({
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  availability_zone_profile_id: z.string().optional(),
});
const zone = { name: 'zone-1', description: '', enabled: true };

const Named = z.object({ name: z.string(), description: z.string() });
const amphora = { name: 'amphora', description: 'The Octavia Amphora driver.' };
const capability = { name: 'loadbalancer_topology', description: 'The load balancer topology.' };

const amount = z.int().nullable();
const Quota = z.object({
  load_balancer: amount,
  listener: amount,
  pool: amount,
  member: amount,
  health_monitor: amount,
  l7policy: amount.optional(),
  l7rule: amount.optional(),
});
const quota = { load_balancer: 10, listener: -1, pool: -1, member: 50, health_monitor: -1, l7policy: -1, l7rule: -1 };

export const catalogueSchemas = {
  FlavorsResponse: z
    .object({ flavors: z.array(Flavor), flavors_links: links })
    .meta({ examples: [{ flavors: [flavor] }] }),
  FlavorResponse: z.object({ flavor: Flavor }).meta({ examples: [{ flavor }] }),
  AvailabilityZonesResponse: z
    .object({ availability_zones: z.array(Zone), availability_zones_links: links })
    .meta({ examples: [{ availability_zones: [zone] }] }),
  AvailabilityZoneResponse: z.object({ availability_zone: Zone }).meta({ examples: [{ availability_zone: zone }] }),
  ProvidersResponse: z.object({ providers: z.array(Named) }).meta({ examples: [{ providers: [amphora] }] }),
  FlavorCapabilitiesResponse: z
    .object({ flavor_capabilities: z.array(Named) })
    .meta({ examples: [{ flavor_capabilities: [capability] }] }),
  AvailabilityZoneCapabilitiesResponse: z.object({ availability_zone_capabilities: z.array(Named) }).meta({
    examples: [
      { availability_zone_capabilities: [{ name: 'compute_zone', description: 'The compute availability zone.' }] },
    ],
  }),
  QuotasResponse: z
    .object({ quotas: z.array(z.object({ ...Quota.shape, project_id: z.string() })), quotas_links: links })
    .meta({ examples: [{ quotas: [{ project_id: project, ...quota }] }] }),
  QuotaResponse: z
    .object({ quota: Quota })
    .meta({ description: '−1 is unlimited. How much is used is not told.', examples: [{ quota }] }),
  VersionsResponse: z
    .object({
      versions: z.array(
        z.object({
          id: z.string(),
          status: z.string(),
          updated: z.string().optional(),
          links: z.array(z.object({ rel: z.string(), href: z.string() })).optional(),
        }),
      ),
    })
    .meta({
      examples: [
        {
          versions: [
            { id: 'v2.0', status: 'SUPPORTED' },
            { id: 'v2.26', status: 'CURRENT' },
          ],
        },
      ],
    }),
};
