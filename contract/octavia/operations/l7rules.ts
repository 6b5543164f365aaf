import { type Operation, reference } from './operation.ts';
import { columns, listed } from './query.ts';

const group = 'L7 rules';
const collection = '/v2/lbaas/l7policies/{l7policyId}/rules';
const path = `${collection}/{l7ruleId}` as const;

export const l7rules = {
  'octavia.l7rules.list': {
    group,
    title: 'List L7 rules',
    method: 'GET',
    path: collection,
    success: 200,
    query: listed(['type', 'compare_type', 'key', 'value', 'id']),
    response: 'L7RulesResponse',
    faults: ['QUERY400', 'PAGE400', 'PARENT404'],
    document: reference('list-l7-rules'),
  },
  'octavia.l7rules.create': {
    group,
    title: 'Create an L7 rule',
    method: 'POST',
    path: collection,
    success: 201,
    request: 'L7RuleCreateRequest',
    response: 'L7RuleResponse',
    faults: ['INPUT400', 'RULE400', 'QUOTA403', 'PARENT404', 'LOCK409', 'RULES409', 'PROVIDER501'],
    shows: 'octavia.l7rules.list',
    warning: 'Requests must match every rule of a policy: another rule makes it match fewer.',
    document: reference('create-an-l7-rule'),
  },
  'octavia.l7rules.show': {
    group,
    title: 'Show an L7 rule',
    method: 'GET',
    path,
    success: 200,
    query: columns,
    response: 'L7RuleResponse',
    faults: ['NOTFOUND404', 'PARENT404'],
    document: reference('show-l7-rule-details'),
  },
  'octavia.l7rules.update': {
    group,
    title: 'Update an L7 rule',
    method: 'PUT',
    path,
    success: 200,
    request: 'L7RuleUpdateRequest',
    response: 'L7RuleResponse',
    faults: ['INPUT400', 'RULE400', 'NOTFOUND404', 'PARENT404', 'LOCK409', 'PROVIDER501'],
    shows: 'octavia.l7rules.show',
    warning: 'Other requests match from now on.',
    document: reference('update-a-l7-rule'),
  },
  'octavia.l7rules.delete': {
    group,
    title: 'Delete an L7 rule',
    method: 'DELETE',
    path,
    success: 204,
    faults: ['NOTFOUND404', 'PARENT404', 'LOCK409'],
    shows: 'octavia.l7rules.list',
    warning: 'The policy matches more requests; without any rule it has no effect.',
    document: reference('remove-a-l7-rule'),
  },
} as const satisfies Record<string, Operation>;
