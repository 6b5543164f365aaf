import { guidePage, type Operation } from './operation.ts';
import { period, reportPaging } from './query.ts';

const group = 'Usage';
const document = guidePage('api-reference/usage-reports');

export const usage = {
  'usage.history': {
    group,
    title: 'Show historical usage of a load balancer',
    method: 'GET',
    path: '/loadbalancers/{loadBalancerId}/usage',
    success: 200,
    query: [...period, ...reportPaging],
    response: 'UsageResponse',
    faults: ['DATE400', 'LB404'],
    document,
  },
  'usage.current': {
    group,
    title: 'Show current usage of a load balancer',
    method: 'GET',
    path: '/loadbalancers/{loadBalancerId}/usage/current',
    success: 200,
    query: reportPaging,
    response: 'UsageResponse',
    faults: ['LB404'],
    document,
  },
  'usage.account': {
    group,
    title: 'Show usage of the account',
    method: 'GET',
    path: '/loadbalancers/usage',
    success: 200,
    query: [...period, ...reportPaging],
    response: 'AccountUsageResponse',
    faults: ['DATE400'],
    document,
  },
} as const satisfies Record<string, Operation>;
