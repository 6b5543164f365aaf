/**
 * Every fault of the API in the service's own words, odd spaces and spelling included: programs compare them.
 * Sources: CLB v1.0 developer guide, "Faults"; the published source of the service; Identity v2.0 guide.
 */
export type FaultKind =
  /** `{message, code}` */
  | 'service'
  /** `{validationErrors: {messages}, message, code, details}` */
  | 'validation'
  /** `{message: [text]}`, no code */
  | 'schema'
  /** `{overLimit: {code, message, details, retryAfter}}`, with the header Retry-After */
  | 'overLimit'
  /** `{[root]: {code, message}}` */
  | 'identity'
  /** The sentence alone, as plain text, or a JSON array of sentences. */
  | 'bare';

type Words = Readonly<Record<string, string | ((...values: never[]) => string)>>;

export interface Fault {
  readonly status: number;
  readonly kind: FaultKind;
  /** Root key of the body, for kind `identity`. */
  readonly root?: string;
  /** The sentences of this fault, by situation; a function where a value stands in the sentence. */
  readonly words: Words;
}

const service = <const W extends Words>(status: number, words: W) => ({ status, kind: 'service', words }) as const;
const validation = <const W extends Words>(words: W) => ({ status: 400, kind: 'validation', words }) as const;
const bare = <const W extends Words>(words: W) => ({ status: 400, kind: 'bare', words }) as const;
const identity = <const W extends Words>(status: number, root: string, words: W) =>
  ({ status, kind: 'identity', root, words }) as const;

type Id = number | string;
const list = (ids: readonly Id[]) => ids.join(',');

export const faults = {
  // Any operation
  SCHEMA400: { status: 400, kind: 'schema', words: { default: 'JSON does not match the expected schema' } },
  /** The sentences themselves stand beside each field in contract/clb/schemas. */
  VAL400: validation({
    default: 'Validation Failure',
    virtualIps: 'Validation fault',
    details: 'The object is not valid',
  }),
  AUTH401: service(401, { default: 'Missing authentication token.' }),
  ROLE403: service(403, { default: 'Access Denied' }),
  RATE413: { status: 413, kind: 'overLimit', words: { default: 'OverLimit Retry...', details: 'Error Details...' } },
  GEN500: service(500, { default: 'An unknown exception has occurred. Please contact support.' }),
  BUSY503: service(503, { default: 'We are currently saturated with requests. Please try again later.' }),

  // Status of the load balancer
  LB404: service(404, { default: 'Load balancer not found', object: 'Object not Found' }),
  DEL410: service(410, { default: 'The loadbalancer is marked as deleted.' }),
  IMM422: service(422, {
    default: (id: Id, status: string) =>
      `Load Balancer '${id}' has a status of '${status}' and is considered immutable.`,
  }),
  DEL422: service(422, { default: 'The load balancer is deleted and considered immutable.' }),
  NACT422: service(422, { default: 'LoadBalancer is not ACTIVE' }),
  EIMM422: service(422, { default: 'Load balancer is considered immutable and cannot process request' }),
  STAT422: service(422, { default: 'The load balancer is not available to display statistics.' }),

  // Queries
  QUERY400: service(400, {
    status: (status: string) => `${status} is not a valid LoadBalancer status`,
    name: 'Must supply LoadBalancer name to process this request.',
  }),
  DATE400: service(400, {
    default: 'Date parameters must follow ISO-8601 format',
    order: 'Must specify an earlier startTime than endTime.',
  }),
  BILL400: service(400, { default: "'startTime' and 'endTime' query parameters are required" }),
  NOID400: service(400, { default: "Must supply one or more id's to process this request." }),
  BATCH400: service(400, {
    loadBalancers: 'Currently, the limit of accepted parameters is: 10 :please supply a valid parameter list.',
    virtualIps: 'Currently, the limit of accepted parameters is: 10 : please supply a valid parameter list.',
    accessList: 'Currently, the limit of accepted parameters is: 10; please supply a valid parameter list.',
  }),

  // Load balancers
  LBDEL400: service(400, {
    unknown: (ids: readonly Id[]) => `Must provide valid load balancers: ${list(ids)}  could not be found.`,
    immutable: (ids: readonly Id[]) =>
      `Must provide valid load balancers: ${list(ids)}  are immutable and could not be processed.`,
  }),
  LB400: service(400, {
    port: 'Must provide port for TCP and UDP protocols.',
    protocolWithSsl: 'Cannot update protocol on a load balancer with ssl termination.',
    portIsSecurePort: 'Port currently assigned to SSL termination for this load balancer. Please try another port.',
    portTaken: 'Port currently assigned to one of the virtual ips. Please verify protocol/port combinations.',
    portTakenOnCreate: 'Another load balancer is currently using the requested port with the shared virtual ip.',
    protocolConflict: 'Protocol is not valid. Please verify shared virtual ips and the ports being shared.',
    protocolAndMonitor: 'Cannot update port as the loadbalancer has a incompatible Health Monitor type',
    cachingOnUpdate: 'Content caching cannot be enabled when updating to non-HTTP load balancer protocols',
    cachingOnCreate: 'Content caching can only be enabled for HTTP loadbalancers.',
    halfClosed: 'Must provide valid protocol for half close support, please view documentation for more details. ',
    redirectProtocol:
      "HTTPS Redirect is only valid for load balancers using the HTTPS protocol, or for load balancers with a 'Secure Only' SSL Termination.",
    redirectPort: 'HTTPS Redirect can only be enabled for HTTPS load balancers using port 443.',
    redirectSecurePort:
      'HTTPS Redirect can only be enabled for load balancers with SSL Termination using secure port 443.',
    portWithRedirect: 'Cannot change port on load balancers with HTTPS Redirect enabled.',
    sharedVirtualIp:
      'Shared virtual ip could not be found. Please provide a valid virtual ip id to process this request.',
  }),
  VIP404: service(404, { default: 'Invalid requesting account for the shared virtual ip.' }),
  OUT500: service(500, {
    default: 'No available virtual ips. Please contact support.',
  }),
  LIM413: service(413, {
    loadBalancers: (limit: number) =>
      `Load balancer limit reached. Limit is set to '${limit}'. Contact support if you would like to increase your limit.`,
    nodes: (limit: number) => `Nodes must not exceed ${limit} per load balancer.`,
    nodesOnCreate: 'Node limit for this load balancer exceeded.',
    virtualIps: (limit: number) => `Your load balancer cannot have more than ${limit} IPv6 virtual ips.`,
    certificateMappings: (limit: number) =>
      `Certificate mapping limit reached. Limit is set to '${limit}'. Please contact support if you would like to increase your limit.`,
  }),

  // Nodes
  NODE404: service(404, {
    default: 'Node not found',
    long: (node: Id, loadBalancer: Id) => `Node with id #${node} not found for loadbalancer #${loadBalancer}`,
  }),
  NODEIMM400: validation({
    address: 'Node ip field cannot be modified.',
    port: 'Port field cannot be modified.',
    id: 'Node id field cannot be modified.',
  }),
  NIDS400: validation({
    default: (ids: readonly Id[]) => `Node ids ${list(ids)} are not a part of your loadbalancer`,
  }),
  BATCHN400: validation({
    default: (count: number, limit: number) =>
      `Request to delete ${count} nodes exceeds the account limit BATCH_DELETE_LIMIT of ${limit} please attempt to delete fewer then ${limit} nodes`,
  }),
  DUPN422: service(422, {
    default: 'Duplicate nodes detected. One or more nodes already configured on load balancer.',
  }),
  SEC400: service(400, {
    monitor: 'you must enable health monitoring to use secondary nodes',
    primary: 'you must have at least one primary node enabled',
  }),
  RESOLVE500: service(500, {
    default: (host: string) => `Unable to resolve host ${host} could not add node at this time`,
  }),

  // Virtual IPs and access list
  VIP400: service(400, {
    default: "The 'PUBLIC' virtual ip type does not match the existing type for the loadbalancer.",
  }),
  LASTVIP400: service(400, { default: 'Cannot delete virtual ips. Minimum number of virtual ips required is 1.' }),
  VIPS400: service(400, {
    default: (ids: readonly Id[]) => `Must provide valid virtual ips, ${list(ids)} could not be found.`,
  }),
  ACL400: service(400, {
    unique: 'Must supply a unique access list item to update the current list.',
    limit: (limit: number) => `Access list size must not exceed ${limit} items.`,
  }),
  ITEM404: service(404, { default: 'Network item not found' }),

  // Optional features
  SP400: service(400, {
    HTTP_COOKIE: 'HTTP_COOKIE Session persistence is only valid with HTTP protocol with or without SSL termination.',
    /** Our words: the documents refuse it and give none. */
    SOURCE_IP: 'SOURCE_IP session persistence is only valid with the HTTP and HTTPS protocols.',
    SSL_ID: 'SSL_ID session persistence is only valid with the HTTPS protocol. ',
  }),
  SP422: service(422, { default: 'Session persistence is already deleted.' }),
  HM400: service(400, {
    udp: 'Protocol UDP, UDP_STREAM and DNS_UDP are not allowed with health monitors. ',
    create: (type: string) => `Protocol must be ${type} for an ${type} health monitor.`,
    update: (type: string, protocol: string) =>
      `Cannot update Health Monitor to Type ${type} because load balancer protocol is ${protocol}`,
    connect: 'Updating to CONNECT monitor. Please provide the required fields only.',
    http: 'Updating to HTTP/HTTPS monitor. Please provide all required fields.',
    missing: (field: 'delay' | 'timeout' | 'path') => `Must provide a ${field} for the request`,
    attempts: 'Must provide attemptsBeforeActivation for the request',
  }),
  HM422: service(422, { default: 'No health monitor found to delete.' }),
  HMSEC400: service(400, {
    default:
      'Can not delete HealthMonitor since this lb contains Secondary nodes that depend on it. Please remove secondary nodes first.',
  }),
  LOG400: service(400, {
    default: 'Connection logging cannot be enabled for load balancers with UDP, DNS_UDP or UDP_STREAM protocol',
  }),
  CT400: service(400, { default: 'Must supply all credentials when creating a connection throttle.' }),
  CT422: service(422, { default: 'No connection throttle found to delete.' }),
  CC400: service(400, { default: 'Content caching cannot be enabled for non HTTP load balancers.' }),
  ERRPG400: service(400, { default: 'Custom error page is allowed only on loadbalancers with HTTP protocol.' }),

  // SSL termination
  SSL400: service(400, {
    missing: 'No ssl termination to update values for.',
    cipherProfile: (profile: string) => `No Cipher Profile found with the name: '${profile}'`,
    securePort: (port: number, taken: readonly number[]) =>
      `Secure port: '${port}'  must be unique  Ports taken: '${list(taken)}'`,
    protocol: (protocol: string) => `Can not create ssl termination with '${protocol}' protocol.`,
    secureProtocol: 'Can not create ssl termination on a load balancer using a secure protocol.',
    mixedWithRedirect: "Cannot use 'mixed-mode' SSL termination while HTTPS Redirect is enabled.",
    portWithRedirect: 'Must use secure port 443 with HTTPS Redirect enabled.',
    deleteMissing: 'SSL termination could not be found for the requested loadbalancer.',
    deleteWithRedirect:
      'Cannot delete SSL Termination while HTTPS Redirect is enabled. Please disable HTTPS Redirect and retry the operation.',
  }),
  SSL404: service(404, { default: 'SSL termination not found for requested load balancer.' }),
  CM404: service(404, { default: 'Certificate mapping not found for requested load balancer.' }),
  CMDUP422: service(422, {
    default: (id: Id) =>
      `Duplicate host name detected. Certificate mapping with id '${id}' has already configured the host name provided.`,
  }),

  // Metadata
  META404: service(404, {
    default: 'Meta data item not found',
    long: (meta: Id, loadBalancer: Id) =>
      `LoadbalancerMeta data item with id #${meta} not found for loadbalancer #${loadBalancer}`,
  }),
  META400: service(400, { default: (limit: number) => `Metadata must not exceed ${limit} per load balancer.` }),
  METAIDS400: validation({
    default: (ids: readonly Id[]) => `Metadata ids ${list(ids)} are not a part of your loadbalancer`,
  }),
  DUPM422: service(422, {
    default: 'Duplicate metadata keys detected. One or more metadata keys already configured on load balancer.',
  }),
  /** What the metadata of nodes is refused with, whatever the reason. */
  NMETA400: bare({
    duplicate: 'Duplicate metadata keys detected. One or more metadata keys already configured on node.',
    limit: (limit: number) => `Metadata must not exceed ${limit} per node.`,
    immutable: (loadBalancer: Id) => `Loadbalancer ${loadBalancer} is deleted, therefore it is immutable.`,
  }),
  NMETAIDS400: bare({
    default: (ids: readonly Id[]) => `NodeMetaData ids ${list(ids)} are not part of your node.`,
    limit: (ids: number, limit: number) =>
      `Request to delete ${ids} metadata items exceeds the account batch delete limit.\nBATCH_DELETE_LIMIT is ${limit}`,
  }),

  // Identity
  IDBAD400: identity(400, 'badRequest', {
    default: 'Invalid request body: unable to parse Auth data. Please review XML or JSON formatting',
  }),
  ID401: identity(401, 'unauthorized', {
    default: 'Unable to authenticate user with credentials provided.',
    tenant: (tenant: string, name: string, id: string) =>
      `Tenant with Name/Id: '${tenant}' is not valid for User '${name}' (id: '${id}')`,
    token: (tenant: string) => `Token doesn't belong to Tenant with Id/Name: '${tenant}'`,
  }),
  ID404: identity(404, 'itemNotFound', { default: 'Token not found.' }),
} as const satisfies Record<string, Fault>;

export type FaultId = keyof typeof faults;

/**
 * The JSON body of a fault. `messages`: its sentence or, for kind `validation`, all of them at once; `validation` is the
 * outer sentence of that kind (POST virtualips has its own). Kind `bare` is the messages as they are given: a text or a list. Follows CLB v1.0 developer guide, "Faults".
 */
export function faultBody(
  id: Exclude<FaultId, 'RATE413'>,
  messages: string | readonly string[],
  outer: string = faults.VAL400.words.default,
): Record<string, unknown> | string | readonly string[] {
  const { status, kind, ...rest } = faults[id];
  if (kind === 'bare') return messages;
  const texts = typeof messages === 'string' ? [messages] : messages;
  const message = texts.join(' ');
  if (kind === 'schema') return { message: texts };
  if (kind === 'identity') return { [(rest as { root: string }).root]: { code: status, message } };
  if (kind === 'validation') {
    return {
      validationErrors: { messages: texts },
      message: outer,
      code: status,
      details: faults.VAL400.words.details,
    };
  }
  return { message, code: status };
}

/** The body of the rate limit's 413. `retryAt`: milliseconds since the epoch at which a request is let through again. */
export function overLimitBody(retryAt: number): Record<string, unknown> {
  const { status, words } = faults.RATE413;
  const retryAfter = `${new Date(Math.ceil(retryAt / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  return { overLimit: { code: status, message: words.default, details: words.details, retryAfter } };
}
