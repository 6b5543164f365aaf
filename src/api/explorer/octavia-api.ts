import { readFault } from '../../../contract/octavia/fault.ts';
import { faultSentences } from '../../../contract/octavia/fault-sentences.ts';
import { type FaultId, faults } from '../../../contract/octavia/faults.ts';
import { groups } from '../../../contract/octavia/operations/groups.ts';
import { commonFaults } from '../../../contract/octavia/operations/operation.ts';
import { pathParameters } from '../../../contract/octavia/operations/parameters.ts';
import { rightFor, usualRoles } from '../../../contract/octavia/roles.ts';
import { parseBody } from '../../../contract/octavia/schemas/body.ts';
import { type RequestOperationId, requests } from '../../../contract/octavia/schemas/index.ts';
import { jsonSchemas } from '../../../contract/octavia/schemas/json-schema.ts';
import type { ExploredApi } from './explored-api.ts';
import { recordWrite } from './recorded-octavia-write.ts';

type Schema = Readonly<Record<string, unknown>>;

/** A schema as forms read it: what it refers to filled in, one type, no `null` among the choices. */
function plain(schema: unknown, all: Readonly<Record<string, unknown>>): unknown {
  if (Array.isArray(schema)) return schema.map((each) => plain(each, all));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...rest } = schema as Schema;
  const referred = typeof $ref === 'string' ? (all[$ref.slice($ref.lastIndexOf('/') + 1)] as Schema) : {};
  const { type, enum: values, ...others } = { ...referred, ...rest };
  return Object.fromEntries(
    Object.entries({
      ...others,
      ...(type !== undefined && { type: Array.isArray(type) ? type.find((each) => each !== 'null') : type }),
      ...(Array.isArray(values) && { enum: values.filter((each) => each !== null) }),
    }).map(([name, value]) => [name, name === 'examples' || name === 'default' ? value : plain(value, all)]),
  );
}

let built: Readonly<Record<string, unknown>> | undefined;

/** OpenStack Octavia v2 and Keystone v3. */
export const octaviaApi: ExploredApi = {
  title: 'Octavia v2 and Identity v3',
  document: { href: '/openapi/octavia.json', file: 'octavia.openapi.json' },
  groups,
  first: {
    heading: 'Session persistence by hand',
    ids: ['octavia.pools.list', 'octavia.pools.show', 'octavia.pools.update'],
  },
  regions: ['RegionOne'],
  pathParameters,
  rolesFor: (method) => `usually ${usualRoles[rightFor(method)]}`,
  fault: (id) => ({ status: faults[id as FaultId].status, sentences: faultSentences(id as FaultId) }),
  commonFaults,
  faultMessages: (status, text) => [readFault(status, text).message].filter((sentence) => sentence !== ''),
  requests,
  schemas() {
    if (!built) {
      const all = jsonSchemas();
      built = Object.fromEntries(Object.keys(requests).map((name) => [name, plain(all[name], all)]));
    }
    return built;
  },
  parse: (id, text) => parseBody(id as RequestOperationId, text),
  recordWrite,
};
