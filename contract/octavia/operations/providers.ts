import { type Operation, reference } from './operation.ts';

const group = 'Providers';
const collection = '/v2/lbaas/providers';

export const providers = {
  'octavia.providers.list': {
    group,
    title: 'List providers',
    method: 'GET',
    path: collection,
    success: 200,
    response: 'ProvidersResponse',
    faults: [],
    document: reference('list-providers'),
  },
  'octavia.providers.flavorCapabilities': {
    group,
    title: 'Show what flavors of a provider can set',
    method: 'GET',
    path: `${collection}/{providerName}/flavor_capabilities`,
    since: '2.6',
    operator: true,
    success: 200,
    response: 'FlavorCapabilitiesResponse',
    faults: ['DISABLED400'],
    document: reference('show-provider-flavor-capabilities'),
  },
  'octavia.providers.availabilityZoneCapabilities': {
    group,
    title: 'Show what availability zones of a provider can set',
    method: 'GET',
    path: `${collection}/{providerName}/availability_zone_capabilities`,
    since: '2.14',
    operator: true,
    success: 200,
    response: 'AvailabilityZoneCapabilitiesResponse',
    faults: ['DISABLED400'],
    document: reference('show-provider-availability-zone-capabilities'),
  },
} as const satisfies Record<string, Operation>;
