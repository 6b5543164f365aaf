import { guidePage, type Operation } from './operation.ts';

const group = 'Session persistence';
const path = '/loadbalancers/{loadBalancerId}/sessionpersistence';
const document = guidePage('api-reference/sessions');

export const sessionPersistence = {
  'sessionPersistence.show': {
    group,
    title: 'Get session persistence',
    method: 'GET',
    path,
    success: 200,
    response: 'SessionPersistenceResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'sessionPersistence.enable': {
    group,
    title: 'Enable or change session persistence',
    method: 'PUT',
    path,
    success: 202,
    request: 'SessionPersistenceRequest',
    faults: ['SCHEMA400', 'VAL400', 'SP400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'sessionPersistence.show',
    warning:
      'Clients stick to a node from their next request; after a change of type, connected clients may move to another node.',
    document,
  },
  'sessionPersistence.disable': {
    group,
    title: 'Disable session persistence',
    method: 'DELETE',
    path,
    success: 202,
    faults: ['LB404', 'SP422', 'IMM422', 'DEL422'],
    shows: 'sessionPersistence.show',
    warning:
      'Clients lose their assigned node: requests are spread over all nodes, and sessions stored on a node may break.',
    document,
  },
} as const satisfies Record<string, Operation>;
