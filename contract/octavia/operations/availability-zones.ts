import { type Operation, reference } from './operation.ts';
import { catalogued, columns } from './query.ts';

const group = 'Availability zones';
const collection = '/v2/lbaas/availabilityzones';
const path = `${collection}/{availabilityZoneName}` as const;
const since = '2.14';

export const availabilityZones = {
  'octavia.availabilityZones.list': {
    group,
    title: 'List availability zones',
    method: 'GET',
    path: collection,
    since,
    success: 200,
    query: catalogued(['name', 'enabled']),
    response: 'AvailabilityZonesResponse',
    faults: ['QUERY400', 'PAGE400'],
    document: reference('list-availability-zones'),
  },
  'octavia.availabilityZones.create': {
    group,
    title: 'Create an availability zone',
    method: 'POST',
    path: collection,
    since,
    operator: true,
    success: 201,
    request: 'AvailabilityZoneCreateRequest',
    response: 'AvailabilityZoneResponse',
    faults: ['INPUT400', 'OPTION400', 'DUP409'],
    shows: 'octavia.availabilityZones.list',
    warning: 'Every project can choose it; traffic is not touched.',
    document: reference('create-availability-zone'),
  },
  'octavia.availabilityZones.show': {
    group,
    title: 'Show an availability zone',
    method: 'GET',
    path,
    since,
    success: 200,
    query: columns,
    response: 'AvailabilityZoneResponse',
    faults: ['NOTFOUND404'],
    document: reference('show-availability-zone-details'),
  },
  'octavia.availabilityZones.update': {
    group,
    title: 'Update an availability zone',
    method: 'PUT',
    path,
    since,
    operator: true,
    success: 200,
    request: 'AvailabilityZoneUpdateRequest',
    response: 'AvailabilityZoneResponse',
    faults: ['INPUT400', 'NOTFOUND404'],
    shows: 'octavia.availabilityZones.show',
    warning: 'Load balancers that are in it stay as they are.',
    document: reference('update-an-availability-zone'),
  },
  'octavia.availabilityZones.delete': {
    group,
    title: 'Delete an availability zone',
    method: 'DELETE',
    path,
    since,
    operator: true,
    success: 204,
    faults: ['NOTFOUND404', 'INUSE409'],
    shows: 'octavia.availabilityZones.list',
    warning: 'Nobody can choose it any more; one that has load balancers is refused.',
    document: reference('remove-an-availability-zone'),
  },
} as const satisfies Record<string, Operation>;
