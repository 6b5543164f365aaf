import { type Operation, reference } from './operation.ts';
import { columns, listed } from './query.ts';

const group = 'Members';
const collection = '/v2/lbaas/pools/{poolId}/members';
const path = `${collection}/{memberId}` as const;

export const members = {
  'octavia.members.list': {
    group,
    title: 'List members',
    method: 'GET',
    path: collection,
    success: 200,
    query: listed(['address', 'protocol_port', 'weight', 'subnet_id', 'id']),
    response: 'MembersResponse',
    faults: ['QUERY400', 'PAGE400', 'PARENT404'],
    document: reference('list-members'),
  },
  'octavia.members.create': {
    group,
    title: 'Add a member',
    method: 'POST',
    path: collection,
    success: 201,
    request: 'MemberCreateRequest',
    response: 'MemberResponse',
    faults: ['INPUT400', 'OPTION400', 'SUB400', 'QUOTA403', 'PARENT404', 'LOCK409', 'DUP409', 'PROVIDER501'],
    shows: 'octavia.members.list',
    warning: 'It takes its share of new traffic at once.',
    document: reference('create-member'),
  },
  'octavia.members.updateMany': {
    group,
    title: 'Replace the members',
    method: 'PUT',
    path: collection,
    success: 202,
    query: [
      {
        name: 'additive_only',
        type: 'boolean',
        help: 'Keep members that the list leaves out. Without it they are deleted. Since version 2.11.',
      },
    ],
    request: 'MembersReplaceRequest',
    faults: ['INPUT400', 'OPTION400', 'VAL400', 'QUOTA403', 'PARENT404', 'LOCK409', 'PROVIDER501'],
    shows: 'octavia.members.list',
    warning:
      'Members that the list leaves out are deleted, and fields that it leaves out of a member return to their defaults: drained members take traffic again, disabled ones are enabled.',
    document: reference('batch-update-members'),
  },
  'octavia.members.show': {
    group,
    title: 'Show a member',
    method: 'GET',
    path,
    success: 200,
    query: columns,
    response: 'MemberResponse',
    faults: ['NOTFOUND404', 'PARENT404'],
    document: reference('show-member-details'),
  },
  'octavia.members.update': {
    group,
    title: 'Update a member',
    method: 'PUT',
    path,
    success: 200,
    request: 'MemberUpdateRequest',
    response: 'MemberResponse',
    faults: ['INPUT400', 'NOTFOUND404', 'PARENT404', 'LOCK409', 'PROVIDER501'],
    shows: 'octavia.members.show',
    warning: 'Weight 0 drains: settled clients stay, new ones go elsewhere. Switched off, its clients move at once.',
    document: reference('update-a-member'),
  },
  'octavia.members.delete': {
    group,
    title: 'Remove a member',
    method: 'DELETE',
    path,
    success: 204,
    faults: ['NOTFOUND404', 'PARENT404', 'LOCK409'],
    shows: 'octavia.members.list',
    warning: 'Its clients move to other members, and sessions that are held on it are lost.',
    document: reference('remove-a-member'),
  },
} as const satisfies Record<string, Operation>;
