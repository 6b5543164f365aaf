import { readFault } from '../../../contract/clb/fault.ts';
import { faultSentences } from '../../../contract/clb/fault-sentences.ts';
import { type FaultId, faults } from '../../../contract/clb/faults.ts';
import { groups } from '../../../contract/clb/operations/groups.ts';
import { commonFaults } from '../../../contract/clb/operations/operation.ts';
import { pathParameters } from '../../../contract/clb/operations/parameters.ts';
import { sessionPersistence } from '../../../contract/clb/operations/session-persistence.ts';
import { may, rightFor, roleNames } from '../../../contract/clb/roles.ts';
import { parseBody } from '../../../contract/clb/schemas/body.ts';
import { type RequestOperationId, requests } from '../../../contract/clb/schemas/index.ts';
import { jsonSchemas } from '../../../contract/clb/schemas/json-schema.ts';
import type { ExploredApi } from './explored-api.ts';
import { recordWrite } from './recorded-write.ts';

let built: ReturnType<typeof jsonSchemas> | undefined;

/** Rackspace Cloud Load Balancers v1.0. */
export const clbApi: ExploredApi = {
  title: 'Cloud Load Balancers v1.0 and Identity v2.0',
  document: { href: '/openapi.json', file: 'cloud-load-balancers.openapi.json' },
  groups,
  first: { heading: 'Session persistence by hand', ids: Object.keys(sessionPersistence) },
  regions: ['ORD', 'DFW', 'IAD', 'LON', 'SYD', 'HKG'],
  pathParameters,
  rolesFor: (method) =>
    roleNames.filter((role) => role.startsWith('lbaas:') && may([role], rightFor(method))).join(', '),
  fault: (id) => ({ status: faults[id as FaultId].status, sentences: faultSentences(id as FaultId) }),
  commonFaults,
  faultMessages: (status, text) => readFault(status, text).messages,
  requests,
  schemas() {
    built ??= jsonSchemas();
    return built;
  },
  parse(id, text) {
    const parsed = parseBody(id as RequestOperationId, text);
    return parsed.ok ? parsed : { ok: false, message: faults.SCHEMA400.words.default };
  },
  recordWrite,
};
