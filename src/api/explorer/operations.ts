/** The operations of the API that is explored, with their titles. */
export { isOperationId, type OperationId, operationIds, operations } from '../../../contract/clb/operations/index.ts';
