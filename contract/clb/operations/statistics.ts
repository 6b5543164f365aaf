import { guidePage, type Operation } from './operation.ts';

export const statistics = {
  'statistics.show': {
    group: 'Statistics',
    title: 'Show statistics',
    method: 'GET',
    path: '/loadbalancers/{loadBalancerId}/stats',
    success: 200,
    response: 'StatisticsResponse',
    faults: ['LB404', 'DEL410', 'STAT422'],
    document: guidePage('api-reference/stats'),
  },
} as const satisfies Record<string, Operation>;
