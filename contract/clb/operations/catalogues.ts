import { guidePage, type Operation } from './operation.ts';

const group = 'Protocols and algorithms';

export const catalogues = {
  'protocols.list': {
    group,
    title: 'List protocols',
    method: 'GET',
    path: '/loadbalancers/protocols',
    success: 200,
    response: 'ProtocolsResponse',
    faults: [],
    document: guidePage('api-reference/protocols'),
  },
  'algorithms.list': {
    group,
    title: 'List algorithms',
    method: 'GET',
    path: '/loadbalancers/algorithms',
    success: 200,
    response: 'AlgorithmsResponse',
    faults: [],
    document: guidePage('api-reference/algorithms'),
  },
} as const satisfies Record<string, Operation>;
