import { faultSentences } from './fault-sentences.ts';
import { type Fault, type FaultId, faultBody, faults } from './faults.ts';
import { groups } from './operations/groups.ts';
import { operations } from './operations/index.ts';
import { commonFaults, type HeaderParameter, type Operation, type QueryParameter } from './operations/operation.ts';
import { parametersOf, pathParameters } from './operations/parameters.ts';
import { type JsonSchema, jsonSchemas } from './schemas/json-schema.ts';
import { newestKnown } from './versions.ts';

type Json = Record<string, unknown>;

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: 'string' };
const code = { type: 'integer' };
const object = (properties: Json, required = Object.keys(properties)) => ({ type: 'object', properties, required });

/** Bodies of faults, by kind. */
const faultSchemas: Record<Fault['kind'], { readonly name: string; readonly schema: JsonSchema }> = {
  service: {
    name: 'Fault',
    schema: object({ faultcode: text, faultstring: text, debuginfo: { type: ['string', 'null'] } }),
  },
  routing: { name: 'RoutingFault', schema: object({ code, title: text, description: text }) },
  identity: { name: 'IdentityFault', schema: object({ error: object({ code, message: text, title: text }) }) },
  receipt: {
    name: 'ReceiptFault',
    schema: {
      ...object({
        receipt: object({ methods: { type: 'array', items: text }, expires_at: text }, ['methods']),
        required_auth_methods: { type: 'array', items: { type: 'array', items: text } },
      }),
      description: 'Another method is wanted; the header Openstack-Auth-Receipt goes with it.',
    },
  },
};

const receiptExample = {
  receipt: { methods: ['password'], expires_at: '2031-05-02T17:25:11.000000Z' },
  required_auth_methods: [['password', 'totp']],
};

function faultExamples(id: FaultId): Json {
  if (id === 'RECEIPT401') return { [id]: { value: receiptExample } };
  const sentences = faultSentences(id);
  return Object.fromEntries(
    sentences.map((sentence, index) => [
      sentences.length === 1 ? id : `${id}.${index + 1}`,
      { value: faultBody(id, sentence) },
    ]),
  );
}

/** One response for all faults of a status. */
function faultResponse(ids: readonly FaultId[]): Json {
  const kinds = [...new Set(ids.map((id) => faults[id].kind))];
  const refs = kinds.map((kind) => schemaRef(faultSchemas[kind].name));
  return {
    description: `Faults: ${ids.join(', ')}.`,
    content: {
      'application/json': {
        schema: refs.length === 1 ? refs[0] : { anyOf: refs },
        examples: Object.assign({}, ...ids.map(faultExamples)),
      },
    },
  };
}

function faultResponses(operation: Operation): Json {
  const own: readonly FaultId[] = operation.faults;
  const sized: readonly FaultId[] = operation.request ? ['SIZE413', 'TYPE415'] : [];
  const ids =
    operation.root === 'identity'
      ? own
      : operation.anonymous
        ? [...own, 'ACCEPT406' as const, 'GEN500' as const]
        : [...own, ...sized, ...commonFaults];
  const byStatus = Map.groupBy(new Set(ids), (id) => faults[id].status);
  return Object.fromEntries([...byStatus].map(([status, same]) => [status, faultResponse(same)]));
}

const successWords = {
  200: 'Done; a change is applied afterwards.',
  201: 'Made; it is applied afterwards.',
  202: 'Accepted; it is applied afterwards.',
  204: 'Done; no body.',
} as const;

/** The schema by name, and its first example. */
function json(name: string, bodies: Record<string, JsonSchema>): Json {
  const [example] = (bodies[name]?.examples ?? []) as unknown[];
  return { 'application/json': { schema: schemaRef(name), ...(example !== undefined && { example }) } };
}

const tokenHeader = {
  headers: { 'X-Subject-Token': { description: 'The token.', schema: text } },
};

function success(
  id: string,
  { success: status, response, method }: Operation,
  bodies: Record<string, JsonSchema>,
): Json {
  const description = method === 'GET' ? 'What was asked for.' : successWords[status];
  return {
    description,
    ...(id === 'octavia.identity.authenticate' && tokenHeader),
    ...(response && { content: json(response, bodies) }),
  };
}

const types: Record<QueryParameter['type'], JsonSchema> = {
  string: text,
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  'string-list': { type: 'array', items: text },
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

const headerParameter = ({ name, help }: HeaderParameter): Json => ({
  name,
  in: 'header',
  description: help,
  required: true,
  schema: text,
});

function pathParameter(name: keyof typeof pathParameters): Json {
  const { type, title, example } = pathParameters[name];
  return { name, in: 'path', required: true, description: title, schema: { type }, example };
}

function operationObject(id: string, operation: Operation, bodies: Record<string, JsonSchema>): Json {
  const {
    title,
    group,
    path,
    query = [],
    headers = [],
    request,
    warning,
    shows,
    document,
    since,
    operator,
  } = operation;
  const parameters = [
    ...parametersOf(path).map(pathParameter),
    ...query.map(queryParameter),
    ...headers.map(headerParameter),
  ];
  return {
    operationId: id,
    summary: title,
    ...(warning && { description: warning }),
    tags: [group],
    externalDocs: { url: document },
    ...(operation.anonymous && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(request && { requestBody: { required: true, content: json(request, bodies) } }),
    responses: { [operation.success]: success(id, operation, bodies), ...faultResponses(operation) },
    'x-faults': operation.faults,
    ...(since && { 'x-since': since }),
    ...(operator && { 'x-operator': true }),
    ...(shows && { 'x-shows': shows }),
  };
}

export interface OpenApiOptions {
  /** The load-balancer endpoint without `/v2` and without a slash at the end. */
  readonly serverUrl?: string;
  /** The identity root, `…/v3`. */
  readonly identityUrl?: string;
}

/**
 * The OpenAPI 3.1 document of the whole contract: every operation with its schemas, faults, minor version (`x-since`), whether it is
 * for operators (`x-operator`), the read that shows a write's effect (`x-shows`) and examples that the service accepts. Follows the
 * Load-balancer API v2 and Identity API v3 references.
 */
export function buildOpenApi({ serverUrl, identityUrl }: OpenApiOptions = {}): Json {
  const bodies = jsonSchemas();
  const paths: Record<string, Json> = {};
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    paths[operation.path] ??=
      operation.root === 'identity' ? { servers: [{ url: identityUrl ?? 'https://identity.example.net/v3' }] } : {};
    Object.assign(paths[operation.path] as Json, {
      [operation.method.toLowerCase()]: operationObject(id, operation, bodies),
    });
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'OpenStack Load-balancer API v2 and Identity API v3',
      version: newestKnown,
      description:
        'Made from the contract that panel, proxy and local service share. Writes are applied after their answer: read the load balancer until its provisioning status is ACTIVE again, and then the object itself, which is in ERROR when the change failed.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl ?? 'https://load-balancer.example.net' }],
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
