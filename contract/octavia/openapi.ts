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
import { type Fault, type FaultId, faultBody, faults } from './faults.ts';
import { groups } from './operations/groups.ts';
import { operations } from './operations/index.ts';
import { commonFaults, type HeaderParameter, type Operation, type QueryParameter } from './operations/operation.ts';
import { parametersOf, pathParameters } from './operations/parameters.ts';
import { type JsonSchema, jsonSchemas } from './schemas/json-schema.ts';
import { newestKnown } from './versions.ts';

/** Bodies of faults, by kind. */
const faultSchemas: Record<Fault['kind'], NamedSchema> = {
  service: {
    name: 'Fault',
    schema: object({ faultcode: text, faultstring: text, debuginfo: { type: ['string', 'null'] } }),
  },
  routing: { name: 'RoutingFault', schema: object({ code: integer, title: text, description: text }) },
  identity: { name: 'IdentityFault', schema: object({ error: object({ code: integer, message: text, title: text }) }) },
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

const faultExamples = (id: FaultId): Json =>
  examplesOf(
    id,
    id === 'RECEIPT401' ? [receiptExample] : faultSentences(id).map((sentence) => faultBody(id, sentence)),
  );

const responseFor = (ids: readonly FaultId[]): Json =>
  faultResponse(
    ids,
    ids.map((id) => faultSchemas[faults[id].kind]),
    Object.assign({}, ...ids.map(faultExamples)),
  );

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
  return Object.fromEntries([...byStatus].map(([status, same]) => [status, responseFor(same)]));
}

const successWords = {
  200: 'Done; a change is applied afterwards.',
  201: 'Made; it is applied afterwards.',
  202: 'Accepted; it is applied afterwards.',
  204: 'Done; no body.',
} as const;

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
    ...(response && { content: content(response, bodies) }),
  };
}

const types: Record<QueryParameter['type'], JsonSchema> = {
  string: text,
  integer,
  boolean: { type: 'boolean' },
  'string-list': { type: 'array', items: text },
};

const headerParameter = ({ name, help }: HeaderParameter): Json => ({
  name,
  in: 'header',
  description: help,
  required: true,
  schema: text,
});

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
    ...parametersOf(path).map((name) => pathParameter(name, pathParameters[name])),
    ...query.map((each) => queryParameter(each, types[each.type])),
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
    ...(request && { requestBody: { required: true, content: content(request, bodies) } }),
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
  return openApi({
    title: 'OpenStack Load-balancer API v2 and Identity API v3',
    version: newestKnown,
    description:
      'Made from the contract that panel, proxy and local service share. Writes are applied after their answer: read the load balancer until its provisioning status is ACTIVE again, and then the object itself, which is in ERROR when the change failed.',
    server: { url: serverUrl ?? 'https://load-balancer.example.net' },
    groups,
    paths: pathsOf<Operation>(operations, identityUrl ?? 'https://identity.example.net/v3', (id, operation) =>
      operationObject(id, operation, bodies),
    ),
    schemas: bodies,
    faults: Object.values(faultSchemas),
  });
}
