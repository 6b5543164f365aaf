/**
 * Faults of Octavia and Keystone in the services' own words; neither has codes that machines read. Sources: Load-balancer API v2
 * reference, "Faults"; Identity API v3 reference; answers of Octavia 11.0.0 and Keystone 22.0.2.
 */
export type FaultKind =
  /** `{faultcode, faultstring, debuginfo}`: Octavia itself */
  | 'service'
  /** `{code, title, description}`: its routing and paging; HTML or text unless JSON is accepted */
  | 'routing'
  /** `{error: {code, title, message}}`: Keystone, and the check of the token in front of Octavia */
  | 'identity'
  /** `{receipt, required_auth_methods}`: Keystone wants a second method */
  | 'receipt';

type Words = Readonly<Record<string, string | ((...values: never[]) => string)>>;

export interface Fault {
  readonly status: number;
  readonly kind: FaultKind;
  /** The sentences of this fault, by situation; a function where a value stands in the sentence. */
  readonly words: Words;
}

const service = <const W extends Words>(status: number, words: W) => ({ status, kind: 'service', words }) as const;
const routing = <const W extends Words>(status: number, words: W) => ({ status, kind: 'routing', words }) as const;
const identity = <const W extends Words>(status: number, words: W) => ({ status, kind: 'identity', words }) as const;

const malformed =
  'The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.';

export const faults = {
  // Any operation below the load-balancer endpoint
  TOKEN401: identity(401, { default: 'The request you have made requires authentication.' }),
  POLICY403: service(403, { default: 'Policy does not allow this request to be performed.' }),
  PATH404: routing(404, { default: '' }),
  METHOD405: routing(405, { default: '' }),
  ACCEPT406: routing(406, { default: 'Only content type application/json is accepted.' }),
  SIZE413: routing(413, { default: 'Request is too large.' }),
  TYPE415: service(415, { default: (type: string) => `Unknown mimetype: ${type}` }),
  GEN500: service(500, { default: 'An unknown exception occurred.' }),
  BUSY503: service(503, { default: 'Project busy.  Unable to lock the project.  Please try again.' }),

  // Bodies
  INPUT400: service(400, {
    json: 'Request is not in valid JSON format',
    missing: (argument: string) => `Missing argument: "${argument}"`,
    unknown: (at: string, name: string) => `Unknown attribute for argument ${at}: ${name}`,
    unknowns: (at: string, names: string) => `Unknown attributes for argument ${at}: ${names}`,
    field: (name: string, value: string, problem: string) =>
      `Invalid input for field/attribute ${name}. Value: '${value}'. ${problem}`,
  }),
  VAL400: service(400, { default: (detail: string) => `Validation failure: ${detail}` }),
  OPTION400: service(400, {
    default: (value: string, option: string) => `${value} is not a valid option for ${option}`,
  }),
  DISABLED400: service(400, {
    option: (option: string, value: string) => `The selected ${option} is not allowed in this deployment: ${value}`,
    provider: (provider: string) => `Provider '${provider}' is not enabled.`,
  }),
  SUB400: service(400, { default: (kind: string, id: string) => `${kind} ${id} not found.` }),
  CERT400: service(400, { default: (reference: string) => `Could not retrieve certificate: ['${reference}']` }),
  POLICY400: service(400, { default: (problem: string) => `Invalid L7 Policy arguments: ${problem}` }),
  RULE400: service(400, { default: (problem: string) => `Error parsing L7Rule: Invalid L7 Rule: ${problem}` }),

  // Queries
  QUERY400: service(400, {
    filter: 'One or more arguments are either duplicate or invalid',
    marker: (marker: string) => `Supplied pagination marker '${marker}' is not valid.`,
    sortKey: (key: string) => `Supplied sort key '${key}' is not valid.`,
  }),
  PAGE400: routing(400, {
    limit: (limit: string) => `Supplied pagination limit '${limit}' is not valid.`,
    sortDirection: (direction: string) => `Supplied sort direction '${direction}' is not valid.`,
  }),

  // Objects
  QUOTA403: service(403, { default: (resource: string) => `Quota has been met for resources: ${resource}` }),
  NOTFOUND404: service(404, { default: (kind: string, id: string) => `${kind} ${id} not found.` }),
  PARENT404: routing(404, { default: (kind: string, id: string) => `${kind} ${id} not found.` }),
  LOCK409: service(409, {
    object: (kind: string, id: string) => `${kind} ${id} is immutable and cannot be updated.`,
    state: (state: string, id: string) => `Invalid state ${state} of loadbalancer resource ${id}`,
  }),
  DUP409: service(409, {
    listener: (protocol: string, port: number) =>
      `Another Listener on this Load Balancer is already using protocol ${protocol} and protocol_port ${port}`,
    member: (address: string, port: number) =>
      `Another member on this pool is already using ip ${address} on protocol_port ${port}`,
    monitor: 'This pool already has a health monitor',
    pool: 'This listener already has a default pool',
    name: (field: string, name: string) => `A ${field} of ${name} already exists.`,
  }),
  INUSE409: service(409, {
    pool: (id: string, policy: string) => `Pool ${id} is in use by L7 policy ${policy}`,
    object: (kind: string, id: string) => `${kind} ${id} is in use and cannot be modified.`,
  }),
  RULES409: service(409, { default: (id: string) => `Too many rules on L7 policy ${id}` }),
  PROVIDER500: service(500, {
    default: (provider: string, problem: string) => `Provider '${provider}' reports error: ${problem}`,
  }),
  PROVIDER501: service(501, {
    option: (provider: string, problem: string) =>
      `Provider '${provider}' does not support a requested option: ${problem}`,
    action: (provider: string, problem: string) =>
      `Provider '${provider}' does not support a requested action: ${problem}`,
  }),

  // Identity
  ID400: identity(400, {
    json: `Expecting to find valid JSON in request body. ${malformed}`,
    expecting: (what: string, where: string) => `Expecting to find ${what} in ${where}. ${malformed}`,
    required: (what: string) => `'${what}' is a required property`,
  }),
  ID401: identity(401, { default: 'The request you have made requires authentication.' }),
  METHOD401: identity(401, { default: 'Attempted to authenticate with an unsupported method.' }),
  SCOPE401: identity(401, {
    default: 'Error authenticating with application credential: Application credentials cannot request a scope.',
  }),
  EXPIRED401: identity(401, {
    default: (user: string) => `The password is expired and needs to be changed for user: ${user}.`,
  }),
  RECEIPT401: { status: 401, kind: 'receipt', words: {} },
  ID403: identity(403, {
    default: 'You are not authorized to perform the requested action.',
    action: (action: string) => `You are not authorized to perform the requested action: ${action}.`,
  }),
  DELEGATED403: identity(403, {
    default:
      'You are not authorized to perform the requested action: Using a delegated token to create another token is not allowed..',
  }),
  ID404: identity(404, {
    token: 'Could not recognize Fernet token',
    revoked: 'Failed to validate token',
    credential: (id: string) => `Could not find Application Credential: ${id}.`,
  }),
} as const satisfies Record<string, Fault>;

export type FaultId = keyof typeof faults;

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  413: 'Request Entity Too Large',
};

/** The JSON body of a fault. `message`: its sentence. Follows the shapes of `FaultKind`. */
export function faultBody(id: Exclude<FaultId, 'RECEIPT401'>, message: string): Record<string, unknown> {
  const { status, kind } = faults[id];
  const title = titles[status] ?? 'Error';
  if (kind === 'identity') return { error: { code: status, message, title } };
  if (kind === 'routing')
    return { code: status, title: id === 'PARENT404' ? 'Bad Request' : title, description: message };
  return { faultcode: status < 500 ? 'Client' : 'Server', faultstring: message, debuginfo: null };
}
