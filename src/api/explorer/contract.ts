/** What the explorer's pages know of the API that is explored: parameters, faults and rights. */

export { readFault } from '../../../contract/clb/fault.ts';
export { faultSentences } from '../../../contract/clb/fault-sentences.ts';
export { type FaultId, faults } from '../../../contract/clb/faults.ts';
export { type Group, groups } from '../../../contract/clb/operations/groups.ts';
export { commonFaults, type QueryParameter } from '../../../contract/clb/operations/operation.ts';
export { type PathParameter, parametersOf, pathParameters } from '../../../contract/clb/operations/parameters.ts';
export { sessionPersistence } from '../../../contract/clb/operations/session-persistence.ts';
export { may, rightFor, roleNames } from '../../../contract/clb/roles.ts';
