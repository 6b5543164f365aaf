import { guidePage, type Operation } from './operation.ts';

const group = 'Connection throttle';
const path = '/loadbalancers/{loadBalancerId}/connectionthrottle';
const document = guidePage('api-reference/throttle-connections');

export const connectionThrottle = {
  'connectionThrottle.show': {
    group,
    title: 'Show the connection throttle',
    method: 'GET',
    path,
    success: 200,
    response: 'ConnectionThrottleResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'connectionThrottle.set': {
    group,
    title: 'Set the connection throttle',
    method: 'PUT',
    path,
    success: 202,
    request: 'ConnectionThrottleRequest',
    faults: ['SCHEMA400', 'VAL400', 'CT400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'connectionThrottle.show',
    warning: 'Connections of one client beyond the limit are answered by the load balancer with 503.',
    document,
  },
  'connectionThrottle.delete': {
    group,
    title: 'Delete the connection throttle',
    method: 'DELETE',
    path,
    success: 202,
    faults: ['LB404', 'CT422', 'IMM422', 'DEL422'],
    shows: 'connectionThrottle.show',
    warning: 'A client may open any number of connections again.',
    document,
  },
} as const satisfies Record<string, Operation>;
