import { guidePage, type Operation } from './operation.ts';

export const allowedDomains = {
  'allowedDomains.list': {
    group: 'Allowed domains',
    title: 'List allowed domains',
    method: 'GET',
    path: '/loadbalancers/alloweddomains',
    success: 200,
    response: 'AllowedDomainsResponse',
    faults: [],
    document: guidePage('api-reference/allowed-domains'),
  },
} as const satisfies Record<string, Operation>;
