import { guidePage, type Operation } from './operation.ts';

const group = 'Health monitor';
const path = '/loadbalancers/{loadBalancerId}/healthmonitor';
const document = guidePage('api-reference/monitors');

export const healthMonitor = {
  'healthMonitor.show': {
    group,
    title: 'Show the health monitor',
    method: 'GET',
    path,
    success: 200,
    response: 'HealthMonitorResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'healthMonitor.set': {
    group,
    title: 'Set the health monitor',
    method: 'PUT',
    path,
    success: 202,
    request: 'HealthMonitorRequest',
    faults: ['SCHEMA400', 'VAL400', 'HM400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'healthMonitor.show',
    warning: 'Nodes that fail the check are taken out of rotation, and the sessions held on them move.',
    document,
  },
  'healthMonitor.delete': {
    group,
    title: 'Delete the health monitor',
    method: 'DELETE',
    path,
    success: 202,
    faults: ['HMSEC400', 'LB404', 'HM422', 'IMM422', 'DEL422'],
    shows: 'healthMonitor.show',
    warning: 'Every ENABLED node counts as ONLINE again, so a node that does not answer receives traffic.',
    document,
  },
} as const satisfies Record<string, Operation>;
