import { guidePage, type Operation } from './operation.ts';

const group = 'Source addresses';
const document = guidePage('api-reference/source-addresses');

export const sourceAddresses = {
  'sourceAddresses.cluster': {
    group,
    title: 'Show source addresses of a load balancer’s cluster',
    method: 'GET',
    path: '/loadbalancers/{loadBalancerId}/clustersourceaddresses',
    success: 200,
    response: 'ClusterSourceAddressesResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'sourceAddresses.regional': {
    group,
    title: 'Show source addresses of the region',
    method: 'GET',
    path: '/regionalsourceaddresses',
    success: 200,
    response: 'RegionalSourceAddressesResponse',
    faults: [],
    document,
  },
} as const satisfies Record<string, Operation>;
