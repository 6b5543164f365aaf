import { guidePage, type Operation } from './operation.ts';

const group = 'Connection logging';
const path = '/loadbalancers/{loadBalancerId}/connectionlogging';
const document = guidePage('api-reference/log-connections');

export const connectionLogging = {
  'connectionLogging.show': {
    group,
    title: 'Show connection logging',
    method: 'GET',
    path,
    success: 200,
    response: 'ConnectionLoggingResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'connectionLogging.set': {
    group,
    title: 'Enable or disable connection logging',
    method: 'PUT',
    path,
    success: 202,
    request: 'ConnectionLoggingRequest',
    faults: ['SCHEMA400', 'VAL400', 'LOG400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'connectionLogging.show',
    warning: 'Traffic is not touched; what happens while logging is off is not logged later.',
    document,
  },
} as const satisfies Record<string, Operation>;
