import {
  content,
  examplesOf,
  faultResponse,
  integer,
  type Json,
  type NamedSchema,
  object,
  openApi,
  pathParameter,
  pathsOf,
  queryParameter,
  text,
} from '../shared/openapi.ts';
import { faultSentences } from './fault-sentences.ts';
import { type Fault, type FaultId, faultBody, faults, overLimitBody } from './faults.ts';
import { groups } from './operations/groups.ts';
import { operations } from './operations/index.ts';
import { commonFaults, type Operation, type QueryParameter } from './operations/operation.ts';
import { parametersOf, pathParameters } from './operations/parameters.ts';
import { may, rightFor, roleNames } from './roles.ts';
import { type JsonSchema, jsonSchemas } from './schemas/json-schema.ts';

const texts = { type: 'array', items: text, minItems: 1 };

/** Bodies of faults. Source: CLB v1.0 developer guide, "Faults"; Identity v2.0 wraps its own in the fault's name. */
const faultSchemas: Record<Fault['kind'], NamedSchema> = {
  service: { name: 'Fault', schema: object({ message: text, code: integer, details: text }, ['message', 'code']) },
  validation: {
    name: 'ValidationFault',
    schema: object({ validationErrors: object({ messages: texts }), message: text, code: integer, details: text }),
  },
  schema: { name: 'SchemaFault', schema: object({ message: texts }) },
  overLimit: {
    name: 'OverLimitFault',
    schema: object({
      overLimit: object({ code: integer, message: text, details: text, retryAfter: { ...text, format: 'date-time' } }),
    }),
  },
  identity: {
    name: 'IdentityFault',
    schema: {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: object({ code: integer, message: text }),
      description: 'The only key names the fault, for example unauthorized.',
    },
  },
  bare: { name: 'BareFault', schema: { anyOf: [text, texts], description: 'One sentence is sent as plain text.' } },
};

const exampleOf = (id: FaultId, sentence: string): unknown => {
  if (id === 'RATE413') return overLimitBody(Date.UTC(2031, 4, 2, 17, 20, 40));
  return faultBody(id, id === 'VAL400' ? ['Must provide a persistence type.'] : sentence);
};

const faultExamples = (id: FaultId): Json =>
  examplesOf(
    id,
    faultSentences(id).map((sentence) => exampleOf(id, sentence)),
  );

const retryAfter = {
  'Retry-After': { description: 'Seconds until a request is let through again.', schema: integer },
};

function responseFor(ids: readonly FaultId[]): Json {
  const schemas = ids.map((id) => faultSchemas[faults[id].kind]);
  const { description, ...rest } = faultResponse(ids, schemas, Object.assign({}, ...ids.map(faultExamples)));
  const waits = ids.some((id) => id === 'RATE413' || id === 'BUSY503');
  return { description, ...(waits && { headers: retryAfter }), ...rest };
}

function faultResponses(operation: Operation): Json {
  const ids = operation.root === 'identity' ? operation.faults : [...operation.faults, ...commonFaults];
  const byStatus = Map.groupBy(new Set(ids), (id) => faults[id].status);
  return Object.fromEntries([...byStatus].map(([status, same]) => [status, responseFor(same)]));
}

const successWords = { 200: 'Done.', 202: 'Accepted; the load balancer applies it.', 204: 'Done; no body.' } as const;

function success({ success: status, response, produces }: Operation, bodies: Record<string, JsonSchema>): Json {
  const description = successWords[status];
  if (produces) return { description: 'The feed.', content: { [produces]: { schema: text } } };
  if (!response) return { description };
  return { description, content: content(response, bodies) };
}

const types: Record<QueryParameter['type'], JsonSchema> = {
  string: text,
  integer,
  'date-time': { ...text, examples: ['2031-05-02T17:20:11Z'] },
  'integer-list': { type: 'array', items: integer },
};

const rolesFor = (method: string) => roleNames.filter((role) => may([role], rightFor(method)));

function operationObject(id: string, operation: Operation, bodies: Record<string, JsonSchema>): Json {
  const { title, group, method, path, query = [], request, warning, shows, document } = operation;
  const parameters = [
    ...parametersOf(path).map((name) => pathParameter(name, pathParameters[name])),
    ...query.map((each) => queryParameter(each, types[each.type])),
  ];
  return {
    operationId: id,
    summary: title,
    ...(warning && { description: warning }),
    tags: [group],
    externalDocs: { url: document },
    ...(operation.anonymous && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(request && { requestBody: { required: true, content: content(request, bodies) } }),
    responses: { [operation.success]: success(operation, bodies), ...faultResponses(operation) },
    ...(operation.root !== 'identity' && { 'x-roles': rolesFor(method) }),
    'x-faults': operation.faults,
    ...(shows && { 'x-shows': shows }),
  };
}

export interface OpenApiOptions {
  /** The region's endpoint down to the account, without a slash at the end. */
  readonly serverUrl?: string;
  /** The identity root, `…/v2.0`. */
  readonly identityUrl?: string;
}

const publicRegion = {
  url: 'https://{region}.loadbalancers.api.rackspacecloud.com/v1.0/{account}',
  variables: {
    region: { default: 'ord', enum: ['ord', 'dfw', 'iad', 'lon', 'syd', 'hkg'] },
    account: { default: '100001', description: 'Account number.' },
  },
};

/**
 * The OpenAPI 3.1 document of the whole contract: every operation with its schemas, faults, roles (`x-roles`), the read that shows a
 * write's effect (`x-shows`) and examples that a region accepts. Follows the CLB v1.0 and Identity v2.0 developer guides.
 */
export function buildOpenApi({ serverUrl, identityUrl }: OpenApiOptions = {}): Json {
  const bodies = jsonSchemas();
  return openApi({
    title: 'Cloud Load Balancers API v1.0 and Identity API v2.0',
    version: '1.0',
    description:
      'Made from the contract that panel, proxy and local region share. Writes are accepted with 202 and applied afterwards: read the load balancer until its status is ACTIVE again.',
    server: serverUrl === undefined ? publicRegion : { url: serverUrl },
    groups,
    paths: pathsOf<Operation>(
      operations,
      identityUrl ?? 'https://identity.api.rackspacecloud.com/v2.0',
      (id, operation) => operationObject(id, operation, bodies),
    ),
    schemas: bodies,
    faults: Object.values(faultSchemas),
  });
}
