import { guidePage, type Operation } from './operation.ts';

const group = 'Limits';
const document = guidePage('general-api-info/limits');

export const limits = {
  'limits.rate': {
    group,
    title: 'Show rate limits',
    method: 'GET',
    path: '/limits',
    alias: '/loadbalancers/limits',
    success: 200,
    response: 'RateLimitsResponse',
    faults: [],
    document,
  },
  'limits.absolute': {
    group,
    title: 'Show absolute limits',
    method: 'GET',
    path: '/loadbalancers/absolutelimits',
    success: 200,
    response: 'AbsoluteLimitsResponse',
    faults: [],
    document,
  },
  'limits.types': {
    group,
    title: 'List limit types',
    method: 'GET',
    path: '/loadbalancers/limittypes',
    success: 200,
    response: 'LimitTypesResponse',
    faults: [],
    document,
  },
} as const satisfies Record<string, Operation>;
