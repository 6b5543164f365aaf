import { guidePage, type Operation } from './operation.ts';

const group = 'Content caching';
const path = '/loadbalancers/{loadBalancerId}/contentcaching';
const document = guidePage('api-reference/content-caching');

export const contentCaching = {
  'contentCaching.show': {
    group,
    title: 'Show content caching',
    method: 'GET',
    path,
    success: 200,
    response: 'ContentCachingResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'contentCaching.set': {
    group,
    title: 'Enable or disable content caching',
    method: 'PUT',
    path,
    success: 202,
    request: 'ContentCachingRequest',
    faults: ['SCHEMA400', 'VAL400', 'CC400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'contentCaching.show',
    warning:
      'With caching on, the load balancer answers cached requests itself for up to ten minutes; with it off, all requests reach the nodes.',
    document,
  },
} as const satisfies Record<string, Operation>;
