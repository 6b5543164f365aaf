import { type Operation, reference } from './operation.ts';
import { columns, listed } from './query.ts';

const group = 'L7 policies';
const collection = '/v2/lbaas/l7policies';
const path = `${collection}/{l7policyId}` as const;

export const l7policies = {
  'octavia.l7policies.list': {
    group,
    title: 'List L7 policies',
    method: 'GET',
    path: collection,
    success: 200,
    query: listed(['listener_id', 'action', 'redirect_pool_id', 'position', 'id']),
    response: 'L7PoliciesResponse',
    faults: ['QUERY400', 'PAGE400'],
    document: reference('list-l7-policies'),
  },
  'octavia.l7policies.create': {
    group,
    title: 'Create an L7 policy',
    method: 'POST',
    path: collection,
    success: 201,
    request: 'L7PolicyCreateRequest',
    response: 'L7PolicyResponse',
    faults: ['INPUT400', 'VAL400', 'POLICY400', 'QUOTA403', 'NOTFOUND404', 'LOCK409', 'PROVIDER501'],
    shows: 'octavia.l7policies.list',
    warning: 'It has no effect until it has a rule; then requests that match go elsewhere.',
    document: reference('create-an-l7-policy'),
  },
  'octavia.l7policies.show': {
    group,
    title: 'Show an L7 policy',
    method: 'GET',
    path,
    success: 200,
    query: columns,
    response: 'L7PolicyResponse',
    faults: ['NOTFOUND404'],
    document: reference('show-l7-policy-details'),
  },
  'octavia.l7policies.update': {
    group,
    title: 'Update an L7 policy',
    method: 'PUT',
    path,
    success: 200,
    request: 'L7PolicyUpdateRequest',
    response: 'L7PolicyResponse',
    faults: ['INPUT400', 'VAL400', 'POLICY400', 'NOTFOUND404', 'LOCK409', 'PROVIDER501'],
    shows: 'octavia.l7policies.show',
    warning: 'Requests that match go elsewhere from now on.',
    document: reference('update-a-l7-policy'),
  },
  'octavia.l7policies.delete': {
    group,
    title: 'Delete an L7 policy',
    method: 'DELETE',
    path,
    success: 204,
    faults: ['NOTFOUND404', 'LOCK409'],
    shows: 'octavia.l7policies.list',
    warning: 'Requests that matched go to the default pool.',
    document: reference('remove-a-l7-policy'),
  },
} as const satisfies Record<string, Operation>;
