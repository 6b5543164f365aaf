import { guidePage, type Operation } from './operation.ts';
import { sessionPersistenceWrites } from './session-persistence-writes.ts';

const group = 'Session persistence';
const document = guidePage('api-reference/sessions');

export const sessionPersistence = {
  'sessionPersistence.show': {
    group,
    title: 'Get session persistence',
    method: 'GET',
    path: sessionPersistenceWrites['sessionPersistence.enable'].path,
    success: 200,
    response: 'SessionPersistenceResponse',
    faults: ['LB404', 'DEL410'],
    document,
  },
  'sessionPersistence.enable': {
    group,
    title: 'Enable or change session persistence',
    ...sessionPersistenceWrites['sessionPersistence.enable'],
    request: 'SessionPersistenceRequest',
    faults: ['SCHEMA400', 'VAL400', 'SP400', 'LB404', 'IMM422', 'DEL422'],
    shows: 'sessionPersistence.show',
    document,
  },
  'sessionPersistence.disable': {
    group,
    title: 'Disable session persistence',
    ...sessionPersistenceWrites['sessionPersistence.disable'],
    faults: ['LB404', 'SP422', 'IMM422', 'DEL422'],
    shows: 'sessionPersistence.show',
    document,
  },
} as const satisfies Record<string, Operation>;
