import { faultSentences } from './fault-sentences.ts';
import { type Fault, type FaultId, faultBody, faults, overLimitBody } from './faults.ts';
import { groups } from './operations/groups.ts';
import { operations } from './operations/index.ts';
import { commonFaults, type Operation, type QueryParameter } from './operations/operation.ts';
import { parametersOf, pathParameters } from './operations/parameters.ts';
import { may, rightFor, roleNames } from './roles.ts';
import { type JsonSchema, jsonSchemas } from './schemas/json-schema.ts';

type Json = Record<string, unknown>;

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'string' };
const code = { type: 'integer' };
const texts = { type: 'array', items: text, minItems: 1 };
const object = (properties: Json, required = Object.keys(properties)) => ({ type: 'object', properties, required });

/** Bodies of faults. Source: CLB v1.0 developer guide, "Faults"; Identity v2.0 wraps its own in the fault's name. */
const faultSchemas: Record<Fault['kind'], { readonly name: string; readonly schema: JsonSchema }> = {
  service: { name: 'Fault', schema: object({ message: text, code, details: text }, ['message', 'code']) },
  validation: {
    name: 'ValidationFault',
    schema: object({ validationErrors: object({ messages: texts }), message: text, code, details: text }),
  },
  schema: { name: 'SchemaFault', schema: object({ message: texts }) },
  overLimit: {
    name: 'OverLimitFault',
    schema: object({
      overLimit: object({ code, message: text, details: text, retryAfter: { ...text, format: 'date-time' } }),
    }),
  },
  identity: {
    name: 'IdentityFault',
    schema: {
      type: 'object',
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: object({ code, message: text }),
      description: 'The only key names the fault, for example unauthorized.',
    },
  },
  bare: { name: 'BareFault', schema: { anyOf: [text, texts], description: 'One sentence is sent as plain text.' } },
};

const exampleOf = (id: FaultId, sentence: string): unknown => {
  if (id === 'RATE413') return overLimitBody(Date.UTC(2031, 4, 2, 17, 20, 40));
  return faultBody(id, id === 'VAL400' ? ['Must provide a persistence type.'] : sentence);
};

function faultExamples(id: FaultId): Json {
  const sentences = faultSentences(id);
  return Object.fromEntries(
    sentences.map((sentence, index) => [
      sentences.length === 1 ? id : `${id}.${index + 1}`,
      { value: exampleOf(id, sentence) },
    ]),
  );
}

const retryAfter = {
  'Retry-After': { description: 'Seconds until a request is let through again.', schema: { type: 'integer' } },
};

/** One response for all faults of a status. */
function faultResponse(ids: readonly FaultId[]): Json {
  const kinds = [...new Set(ids.map((id) => faults[id].kind))];
  const refs = kinds.map((kind) => schemaRef(faultSchemas[kind].name));
  return {
    description: `Faults: ${ids.join(', ')}.`,
    ...(ids.some((id) => id === 'RATE413' || id === 'BUSY503') && { headers: retryAfter }),
    content: {
      'application/json': {
        schema: refs.length === 1 ? refs[0] : { anyOf: refs },
        examples: Object.assign({}, ...ids.map(faultExamples)),
      },
    },
  };
}

function faultResponses(operation: Operation): Json {
  const ids = operation.root === 'identity' ? operation.faults : [...operation.faults, ...commonFaults];
  const byStatus = Map.groupBy(new Set(ids), (id) => faults[id].status);
  return Object.fromEntries([...byStatus].map(([status, same]) => [status, faultResponse(same)]));
}

const successWords = { 200: 'Done.', 202: 'Accepted; the load balancer applies it.', 204: 'Done; no body.' } as const;

function success({ success: status, response, produces }: Operation, bodies: Record<string, JsonSchema>): Json {
  const description = successWords[status];
  if (produces) return { description: 'The feed.', content: { [produces]: { schema: text } } };
  if (!response) return { description };
  return { description, content: json(response, bodies) };
}

/** The schema by name, and its first example. */
function json(name: string, bodies: Record<string, JsonSchema>): Json {
  const [example] = (bodies[name]?.examples ?? []) as unknown[];
  return { 'application/json': { schema: schemaRef(name), ...(example !== undefined && { example }) } };
}

const types: Record<QueryParameter['type'], JsonSchema> = {
  string: text,
  integer: { type: 'integer' },
  'date-time': { ...text, examples: ['2031-05-02T17:20:11Z'] },
  'integer-list': { type: 'array', items: { type: 'integer' } },
};

const queryParameter = ({ name, type, required, values, minimum, maximum, help }: QueryParameter): Json => ({
  name,
  in: 'query',
  description: help,
  required: required ?? false,
  schema: {
    ...types[type],
    ...(values && { enum: values }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  },
});

function pathParameter(name: keyof typeof pathParameters): Json {
  const { type, title, example } = pathParameters[name];
  return { name, in: 'path', required: true, description: title, schema: { type }, example };
}

const rolesFor = (method: string) => roleNames.filter((role) => may([role], rightFor(method)));

function operationObject(id: string, operation: Operation, bodies: Record<string, JsonSchema>): Json {
  const { title, group, method, path, query = [], request, warning, shows, document } = operation;
  const parameters = [...parametersOf(path).map(pathParameter), ...query.map(queryParameter)];
  return {
    operationId: id,
    summary: title,
    ...(warning && { description: warning }),
    tags: [group],
    externalDocs: { url: document },
    ...(operation.anonymous && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(request && { requestBody: { required: true, content: json(request, bodies) } }),
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
  const paths: Record<string, Json> = {};
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    paths[operation.path] ??=
      operation.root === 'identity'
        ? { servers: [{ url: identityUrl ?? 'https://identity.api.rackspacecloud.com/v2.0' }] }
        : {};
    Object.assign(paths[operation.path] as Json, {
      [operation.method.toLowerCase()]: operationObject(id, operation, bodies),
    });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cloud Load Balancers API v1.0 and Identity API v2.0',
      version: '1.0',
      description:
        'Made from the contract that panel, proxy and local region share. Writes are accepted with 202 and applied afterwards: read the load balancer until its status is ACTIVE again.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [serverUrl === undefined ? publicRegion : { url: serverUrl }],
    security: [{ token: [] }],
    tags: Object.entries(groups).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token' } },
      schemas: {
        ...bodies,
        ...Object.fromEntries(Object.values(faultSchemas).map(({ name, schema }) => [name, schema])),
      },
    },
  };
}
