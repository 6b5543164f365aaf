import { type Operation, reference } from './operation.ts';
import { columns, listed } from './query.ts';

const group = 'Pools';
const collection = '/v2/lbaas/pools';
const path = `${collection}/{poolId}` as const;

export const pools = {
  'octavia.pools.list': {
    group,
    title: 'List pools',
    method: 'GET',
    path: collection,
    success: 200,
    query: listed(['loadbalancer_id', 'protocol', 'lb_algorithm', 'id']),
    response: 'PoolsResponse',
    faults: ['QUERY400', 'PAGE400'],
    document: reference('list-pools'),
  },
  'octavia.pools.create': {
    group,
    title: 'Create a pool',
    method: 'POST',
    path: collection,
    success: 201,
    request: 'PoolCreateRequest',
    response: 'PoolResponse',
    faults: ['INPUT400', 'VAL400', 'CERT400', 'QUOTA403', 'NOTFOUND404', 'LOCK409', 'DUP409', 'PROVIDER501'],
    shows: 'octavia.pools.list',
    warning:
      'The load balancer is configured anew; as the pool of a listener it takes traffic as soon as it has members.',
    document: reference('create-pool'),
  },
  'octavia.pools.show': {
    group,
    title: 'Show a pool',
    method: 'GET',
    path,
    success: 200,
    query: columns,
    response: 'PoolResponse',
    faults: ['NOTFOUND404'],
    document: reference('show-pool-details'),
  },
  'octavia.pools.update': {
    group,
    title: 'Update a pool',
    method: 'PUT',
    path,
    success: 200,
    request: 'PoolUpdateRequest',
    response: 'PoolResponse',
    faults: ['INPUT400', 'VAL400', 'CERT400', 'NOTFOUND404', 'LOCK409', 'PROVIDER501'],
    shows: 'octavia.pools.show',
    warning:
      'After a change of session persistence, connected clients may move to another member; any change may empty the persistence tables of all pools of the load balancer.',
    document: reference('update-a-pool'),
  },
  'octavia.pools.delete': {
    group,
    title: 'Delete a pool',
    method: 'DELETE',
    path,
    success: 204,
    faults: ['NOTFOUND404', 'LOCK409', 'INUSE409'],
    shows: 'octavia.pools.list',
    warning: 'Its listeners have no members left and answer 503; members and health monitor go with it.',
    document: reference('remove-a-pool'),
  },
} as const satisfies Record<string, Operation>;
