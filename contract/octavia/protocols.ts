/** Protocols of listeners and pools. Source: Load-balancer API v2 reference, "Protocol Combinations (Listener/Pool)". */
export const listenerProtocols = ['HTTP', 'TERMINATED_HTTPS', 'HTTPS', 'TCP', 'UDP', 'SCTP', 'PROMETHEUS'] as const;
export type ListenerProtocol = (typeof listenerProtocols)[number];

export const poolProtocols = ['HTTP', 'HTTPS', 'TCP', 'UDP', 'SCTP', 'PROXY', 'PROXYV2'] as const;
export type PoolProtocol = (typeof poolProtocols)[number];

/** Pool protocols that a listener takes; any other pair is refused with 400. */
export const poolsOfListener: Readonly<Record<ListenerProtocol, readonly PoolProtocol[]>> = {
  HTTP: ['HTTP', 'PROXY', 'PROXYV2'],
  TERMINATED_HTTPS: ['HTTP', 'PROXY', 'PROXYV2'],
  HTTPS: ['HTTPS', 'PROXY', 'PROXYV2', 'TCP'],
  TCP: ['HTTP', 'HTTPS', 'PROXY', 'PROXYV2', 'TCP'],
  UDP: ['UDP'],
  SCTP: ['SCTP'],
  PROMETHEUS: [],
};

/** Whether a listener may send to a pool. Unknown protocols may not. */
export const pairs = (listener: string, pool: string): boolean =>
  Object.hasOwn(poolsOfListener, listener) &&
  (poolsOfListener[listener as ListenerProtocol] as readonly string[]).includes(pool);

/** Listeners of one transport cannot share a port of a load balancer. Source: octavia/common/constants.py, L4_PROTOCOL_MAP. */
export const transportOf = (protocol: string): 'TCP' | 'UDP' | 'SCTP' =>
  protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP';

/** Protocols that the Linux kernel balances for an amphora, without haproxy. */
export const datagrams: readonly string[] = ['UDP', 'SCTP'];

export const algorithms = ['ROUND_ROBIN', 'LEAST_CONNECTIONS', 'SOURCE_IP', 'SOURCE_IP_PORT'] as const;
export type Algorithm = (typeof algorithms)[number];

export const monitorTypes = ['HTTP', 'HTTPS', 'PING', 'TCP', 'TLS-HELLO', 'UDP-CONNECT', 'SCTP'] as const;
export type MonitorType = (typeof monitorTypes)[number];

/** Health monitors that a pool takes. Source: Load-balancer API v2 reference, "Protocol Combinations (Pool/Health Monitor)". */
export const monitorsOf = (poolProtocol: string): readonly MonitorType[] =>
  datagrams.includes(poolProtocol)
    ? ['UDP-CONNECT', 'SCTP', 'TCP', 'HTTP']
    : ['HTTP', 'HTTPS', 'PING', 'TCP', 'TLS-HELLO'];

/** Headers that a listener may add. Source: Load-balancer API v2 reference, "Supported HTTP Header Insertions". */
export const insertedHeaders = ['X-Forwarded-For', 'X-Forwarded-Port', 'X-Forwarded-Proto'] as const;
export const insertedTlsHeaders = [
  'X-SSL-Client-Verify',
  'X-SSL-Client-Has-Cert',
  'X-SSL-Client-DN',
  'X-SSL-Client-CN',
  'X-SSL-Issuer',
  'X-SSL-Client-SHA1',
  'X-SSL-Client-Not-Before',
  'X-SSL-Client-Not-After',
] as const;

export const policyActions = ['REJECT', 'REDIRECT_TO_POOL', 'REDIRECT_TO_URL', 'REDIRECT_PREFIX'] as const;
export const redirectCodes = [301, 302, 303, 307, 308] as const;
export const ruleTypes = [
  'HOST_NAME',
  'PATH',
  'FILE_TYPE',
  'HEADER',
  'COOKIE',
  'SSL_CONN_HAS_CERT',
  'SSL_VERIFY_RESULT',
  'SSL_DN_FIELD',
] as const;
export const compareTypes = ['EQUAL_TO', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'REGEX'] as const;
