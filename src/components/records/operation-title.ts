import { isOperationId, operationOf } from '../../api/explorer/operations.ts';

/** What an operation of the contract is called in a list of changes; one that this panel does not know keeps its id. */
export const operationTitle = (id: string): string =>
  id.startsWith('sessionPersistence.') ? 'Session Persistence' : isOperationId(id) ? operationOf(id).title : id;
