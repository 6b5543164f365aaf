import { type Operation, reference } from './operation.ts';
import { catalogued, columns } from './query.ts';

const group = 'Flavors';
const collection = '/v2/lbaas/flavors';
const path = `${collection}/{flavorId}` as const;
const since = '2.6';

export const flavors = {
  'octavia.flavors.list': {
    group,
    title: 'List flavors',
    method: 'GET',
    path: collection,
    since,
    success: 200,
    query: catalogued(['name', 'enabled']),
    response: 'FlavorsResponse',
    faults: ['QUERY400', 'PAGE400'],
    document: reference('list-flavors'),
  },
  'octavia.flavors.create': {
    group,
    title: 'Create a flavor',
    method: 'POST',
    path: collection,
    since,
    operator: true,
    success: 201,
    request: 'FlavorCreateRequest',
    response: 'FlavorResponse',
    faults: ['INPUT400', 'OPTION400', 'DUP409'],
    shows: 'octavia.flavors.list',
    warning: 'Every project can choose it; traffic is not touched.',
    document: reference('create-flavor'),
  },
  'octavia.flavors.show': {
    group,
    title: 'Show a flavor',
    method: 'GET',
    path,
    since,
    success: 200,
    query: columns,
    response: 'FlavorResponse',
    faults: ['NOTFOUND404'],
    document: reference('show-flavor-details'),
  },
  'octavia.flavors.update': {
    group,
    title: 'Update a flavor',
    method: 'PUT',
    path,
    since,
    operator: true,
    success: 200,
    request: 'FlavorUpdateRequest',
    response: 'FlavorResponse',
    faults: ['INPUT400', 'NOTFOUND404', 'DUP409'],
    shows: 'octavia.flavors.show',
    warning: 'Load balancers that have it stay as they are.',
    document: reference('update-a-flavor'),
  },
  'octavia.flavors.delete': {
    group,
    title: 'Delete a flavor',
    method: 'DELETE',
    path,
    since,
    operator: true,
    success: 204,
    faults: ['NOTFOUND404', 'INUSE409'],
    shows: 'octavia.flavors.list',
    warning: 'Nobody can choose it any more; one that a load balancer has is refused.',
    document: reference('remove-a-flavor'),
  },
} as const satisfies Record<string, Operation>;
