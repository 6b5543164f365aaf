import { guidePage, type Operation } from './operation.ts';

const group = 'Session persistence';
const path = '/loadbalancers/{loadBalancerId}/sessionpersistence';
const document = guidePage('api-reference/sessions');

export const sessionPersistence = {
  'sessionPersistence.show': {
    group,
    title: 'Check session persistence',
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
    warning: 'Clients settle on a node from their next request; a change of type moves clients that were settled.',
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
      'Settled clients lose their node: each request may go to a different one, and sessions held on a node can break.',
    document,
  },
} as const satisfies Record<string, Operation>;
