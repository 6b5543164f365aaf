import { type Operation, reference } from './operation.ts';
import { columns, listed } from './query.ts';

const group = 'Health monitors';
const collection = '/v2/lbaas/healthmonitors';
const path = `${collection}/{healthMonitorId}` as const;

export const healthMonitors = {
  'octavia.healthMonitors.list': {
    group,
    title: 'List health monitors',
    method: 'GET',
    path: collection,
    success: 200,
    query: listed(['pool_id', 'type', 'id']),
    response: 'HealthMonitorsResponse',
    faults: ['QUERY400', 'PAGE400'],
    document: reference('list-health-monitors'),
  },
  'octavia.healthMonitors.create': {
    group,
    title: 'Create a health monitor',
    method: 'POST',
    path: collection,
    success: 201,
    request: 'HealthMonitorCreateRequest',
    response: 'HealthMonitorResponse',
    faults: [
      'INPUT400',
      'VAL400',
      'OPTION400',
      'DISABLED400',
      'QUOTA403',
      'NOTFOUND404',
      'LOCK409',
      'DUP409',
      'PROVIDER501',
    ],
    shows: 'octavia.healthMonitors.list',
    warning: 'Members that fail the check are taken out of traffic, and their settled clients move.',
    document: reference('create-health-monitor'),
  },
  'octavia.healthMonitors.show': {
    group,
    title: 'Show a health monitor',
    method: 'GET',
    path,
    success: 200,
    query: columns,
    response: 'HealthMonitorResponse',
    faults: ['NOTFOUND404'],
    document: reference('show-health-monitor-details'),
  },
  'octavia.healthMonitors.update': {
    group,
    title: 'Update a health monitor',
    method: 'PUT',
    path,
    success: 200,
    request: 'HealthMonitorUpdateRequest',
    response: 'HealthMonitorResponse',
    faults: ['INPUT400', 'VAL400', 'OPTION400', 'NOTFOUND404', 'LOCK409', 'PROVIDER501'],
    shows: 'octavia.healthMonitors.show',
    warning: 'Members that fail the new check are taken out of traffic.',
    document: reference('update-a-health-monitor'),
  },
  'octavia.healthMonitors.delete': {
    group,
    title: 'Delete a health monitor',
    method: 'DELETE',
    path,
    success: 204,
    faults: ['NOTFOUND404', 'LOCK409'],
    shows: 'octavia.healthMonitors.list',
    warning: 'Members that are down get traffic again: nobody checks them any more.',
    document: reference('remove-a-health-monitor'),
  },
} as const satisfies Record<string, Operation>;
