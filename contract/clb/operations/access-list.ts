import { guidePage, type Operation } from './operation.ts';
import { paging } from './query.ts';

const group = 'Access list';
const path = '/loadbalancers/{loadBalancerId}/accesslist';
const document = guidePage('api-reference/access-lists');

export const accessList = {
  'accessList.show': {
    group,
    title: 'Show the access list',
    method: 'GET',
    path,
    success: 200,
    query: [paging[0], paging[1]],
    response: 'AccessListResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'accessList.append': {
    group,
    title: 'Append to the access list',
    method: 'POST',
    path,
    success: 202,
    request: 'AccessListRequest',
    faults: ['SCHEMA400', 'VAL400', 'ACL400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'accessList.show',
    warning: 'DENY items shut these clients out; with any ALLOW item, a client on both lists is let in.',
    document,
  },
  /** One path, two meanings, as the service has it: with `id` the named items go, without it the whole list. */
  'accessList.clear': {
    group,
    title: 'Clear the access list, or delete chosen items',
    method: 'DELETE',
    path,
    success: 202,
    query: [
      {
        name: 'id',
        type: 'integer-list',
        help: 'Ids of the items to delete, ten at most. Without any id the whole list is deleted.',
      },
    ],
    faults: ['BATCH400', 'LB404', 'NACT422', 'DEL422'],
    shows: 'accessList.show',
    warning: 'Clients that the deleted items kept out can connect again; without ids every rule of the list is gone.',
    document,
  },
  'accessList.deleteItem': {
    group,
    title: 'Delete an access list item',
    method: 'DELETE',
    path: `${path}/{networkItemId}`,
    success: 202,
    faults: ['LB404', 'ITEM404', 'IMM422', 'DEL422'],
    shows: 'accessList.show',
    warning: 'A client that this item kept out can connect again; one that it let in may be shut out.',
    document,
  },
} as const satisfies Record<string, Operation>;
