import { statuses } from '../statuses.ts';
import { guidePage, type Operation } from './operation.ts';
import { ids, paging, period } from './query.ts';

const group = 'Load balancers';
const collection = '/loadbalancers';
const path = '/loadbalancers/{loadBalancerId}';
const document = guidePage('api-reference/load-balancers');

export const loadBalancers = {
  'loadBalancers.list': {
    group,
    title: 'List load balancers',
    method: 'GET',
    path: collection,
    success: 200,
    query: [
      ...paging,
      {
        name: 'status',
        type: 'string',
        values: statuses,
        help: 'Only load balancers in this status; DELETED ones are listed only when asked for.',
      },
      {
        name: 'changes-since',
        type: 'date-time',
        help: 'Only load balancers updated at or after this time, ISO 8601.',
      },
      {
        name: 'nodeaddress',
        type: 'string',
        help: 'Only load balancers that have a node with this address; items carry id, name and status alone.',
      },
      { name: 'name', type: 'string', help: 'Only load balancers with exactly this name.' },
    ],
    response: 'LoadBalancersResponse',
    faults: ['QUERY400', 'DATE400'],
    document,
  },
  'loadBalancers.create': {
    group,
    title: 'Create a load balancer',
    method: 'POST',
    path: collection,
    success: 202,
    request: 'LoadBalancerCreateRequest',
    response: 'LoadBalancerResponse',
    faults: ['SCHEMA400', 'VAL400', 'LB400', 'SP400', 'HM400', 'SEC400', 'LIM413', 'VIP404', 'RESOLVE500', 'OUT500'],
    shows: 'loadBalancers.list',
    warning:
      'A new load balancer starts to take traffic on its virtual IPs, and is charged for, as soon as it is ACTIVE.',
    document,
  },
  'loadBalancers.deleteMany': {
    group,
    title: 'Delete load balancers',
    method: 'DELETE',
    path: collection,
    success: 202,
    query: ids('load balancers'),
    faults: ['NOID400', 'BATCH400', 'LBDEL400'],
    shows: 'loadBalancers.list',
    warning:
      'Traffic to these load balancers stops for good, and virtual IPs that no other load balancer shares are given up.',
    document,
  },
  'loadBalancers.show': {
    group,
    title: 'Show a load balancer',
    method: 'GET',
    path,
    success: 200,
    response: 'LoadBalancerResponse',
    faults: ['LB404'],
    document,
  },
  'loadBalancers.update': {
    group,
    title: 'Update a load balancer',
    method: 'PUT',
    path,
    success: 202,
    request: 'LoadBalancerUpdateRequest',
    faults: ['SCHEMA400', 'VAL400', 'LB400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'loadBalancers.show',
    warning:
      'A change of protocol or port cuts current connections; a change of protocol also disables session persistence.',
    document,
  },
  'loadBalancers.delete': {
    group,
    title: 'Delete a load balancer',
    method: 'DELETE',
    path,
    success: 202,
    faults: ['LBDEL400'],
    shows: 'loadBalancers.show',
    warning:
      'Traffic to this load balancer stops for good, and virtual IPs that no other load balancer shares are given up.',
    document,
  },
  'loadBalancers.billable': {
    group,
    title: 'List billable load balancers',
    method: 'GET',
    path: `${collection}/billable`,
    success: 200,
    query: [{ ...period[0], required: true }, { ...period[1], required: true }, paging[0], paging[2]],
    response: 'LoadBalancersResponse',
    faults: ['DATE400', 'BILL400'],
    document,
  },
} as const satisfies Record<string, Operation>;
