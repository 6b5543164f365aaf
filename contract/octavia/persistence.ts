import { datagrams } from './protocols.ts';
import { providerOf } from './providers.ts';

/**
 * Session persistence of a pool: one table for the dialog, the local service's checks, the tests and the documents.
 * Source: Load-balancer API v2 reference, "Pool Session Persistence"; octavia/common/jinja/haproxy templates; answers of Octavia 11.0.0.
 */
export interface PersistenceType {
  readonly label: string;
  readonly sentence: string;
  /** Needs a cookie name. */
  readonly cookieName: boolean;
  /** Works on requests: the pool has to be served as HTTP. */
  readonly http: boolean;
}

/** In the order in which they are offered. */
export const persistenceTypes = {
  HTTP_COOKIE: {
    label: 'HTTP cookie',
    sentence: 'The load balancer adds a cookie of its own and sends the client back to the member that it names.',
    cookieName: false,
    http: true,
  },
  APP_COOKIE: {
    label: 'Application cookie',
    sentence:
      'The load balancer learns a cookie that the application sets, and follows it from the next time it is set.',
    cookieName: true,
    http: true,
  },
  SOURCE_IP: {
    label: 'Source IP',
    sentence: 'The client’s IP address decides the member; clients behind one NAT share a member.',
    cookieName: false,
    http: false,
  },
} as const satisfies Record<string, PersistenceType>;

export type PersistenceTypeName = keyof typeof persistenceTypes;
export const persistenceTypeNames = Object.keys(persistenceTypes) as PersistenceTypeName[];

export const disabledPersistence = {
  label: 'Disabled',
  sentence: 'Requests are spread over all members.',
} as const;

const isKnown = (type: string): type is PersistenceTypeName => Object.hasOwn(persistenceTypes, type);

/** The user's word for a persistence type; a type that the table does not know keeps the API's own. */
export const persistenceLabel = (type: string | null): string =>
  type === null ? disabledPersistence.label : isKnown(type) ? persistenceTypes[type].label : type;

/** What decides whether a type fits a pool. */
export interface Subject {
  /** Protocol of the pool. */
  readonly protocol: string;
  /** Protocols of the listeners that use it, as default pool or through an L7 policy. */
  readonly listeners: readonly string[];
  /** Name of the load balancer's provider. */
  readonly provider: string;
}

const httpListeners: readonly string[] = ['HTTP', 'TERMINATED_HTTPS'];
const proxied: readonly string[] = ['PROXY', 'PROXYV2'];

/**
 * Whether haproxy serves the pool as HTTP, so that it sees cookies: an HTTP pool behind any listener, a PROXY pool only where all its
 * listeners are HTTP or TERMINATED_HTTPS.
 */
const servedAsHttp = ({ protocol, listeners }: Subject): boolean =>
  protocol === 'HTTP' ||
  (proxied.includes(protocol) && listeners.length > 0 && listeners.every((each) => httpListeners.includes(each)));

/** What the service and the provider make of a type on a pool. */
export type Effect =
  | 'works'
  /** Accepted, ACTIVE, and nothing comes of it */
  | 'none'
  /** 400 or 501 */
  | 'refused';

/**
 * What a type does on a pool; null (disabled) always works. `timeout`: seconds that are sent or stored, where known. A type that the
 * table does not know is said to work: it is shown and kept.
 */
export function effectOf(type: string | null, subject: Subject, timeout: number | null = null): Effect {
  if (type === null || !isKnown(type)) return 'works';
  const provider = providerOf(subject.provider);
  if (!provider.persistence.includes(type)) return 'refused';
  const datagram = datagrams.includes(subject.protocol);
  if (persistenceTypes[type].http) return datagram ? 'refused' : servedAsHttp(subject) ? 'works' : 'none';
  if (!provider.persistenceNeedsTimeout) return 'works';
  return datagram && (timeout ?? 0) > 0 ? 'works' : 'none';
}

const list = (words: readonly string[]) => words.join(', ').replace(/, ([^,]*)$/, ' and $1');

/** Why a type is not offered on a pool, as a sentence for the user; null when it is. */
export function misfit(type: PersistenceTypeName, subject: Subject): string | null {
  const { label, persistence, persistenceNeedsTimeout } = providerOf(subject.provider);
  const datagram = datagrams.includes(subject.protocol);
  const name = persistenceTypes[type].label;
  if (!persistence.includes(type)) {
    return `The provider ${label} offers ${list(persistence.map(persistenceLabel))} only.`;
  }
  if (persistenceTypes[type].http) {
    if (datagram) return `${name} needs HTTP; this pool is ${subject.protocol}.`;
    if (servedAsHttp(subject)) return null;
    return proxied.includes(subject.protocol)
      ? `${name} needs HTTP or TERMINATED_HTTPS listeners; this pool ${
          subject.listeners.length === 0 ? 'has none' : `serves ${list([...new Set(subject.listeners)])}`
        }.`
      : `${name} needs a pool of protocol HTTP; this pool is ${subject.protocol}.`;
  }
  return persistenceNeedsTimeout && !datagram
    ? `With the provider ${label}, ${name} holds only with a timeout, which a ${subject.protocol} pool cannot have.`
    : null;
}

/** Fields beside the type that a pool takes with it. */
export function fieldsOf(
  type: string | null,
  subject: Subject,
  virtualIps: readonly string[] = [],
): { readonly cookieName: boolean; readonly timeout: boolean; readonly granularity: boolean } {
  const datagramSource = type === 'SOURCE_IP' && datagrams.includes(subject.protocol);
  const counts = datagramSource && providerOf(subject.provider).timeoutAndMask;
  return {
    cookieName: type === 'APP_COOKIE',
    timeout: counts,
    granularity: counts && subject.provider !== 'ovn' && !virtualIps.some((address) => address.includes(':')),
  };
}

/** Characters of a cookie's name that HAProxy keeps whole: an RFC 6265 token without # and ', which break its configuration. */
const cookieName = /^[A-Za-z0-9!$%&*+.^_`|~-]+$/;
export const longestCookieName = 255;

/** What is wrong with a cookie name, as a sentence; null when nothing is. The API itself takes # and ', and the pool ends in ERROR. */
export function cookieNameProblem(name: string): string | null {
  if (name === '') return 'Enter the name of the cookie that the application sets.';
  if (name.length > longestCookieName) return `A cookie name has at most ${longestCookieName} characters.`;
  if (cookieName.test(name)) return null;
  const bad = [...name].find((character) => !cookieName.test(character)) ?? '';
  const shown = /\s/u.test(bad) ? 'a space' : /[\p{C}\p{Z}]/u.test(bad) ? 'an invisible character' : bad;
  return `A cookie name cannot contain ${shown}. Letters, digits and ! $ % & * + - . ^ _ \` | ~ are safe.`;
}

/** What is wrong with a timeout in seconds, as a sentence; null when nothing is. The API takes any number. */
export function timeoutProblem(seconds: number, provider = 'amphora'): string | null {
  const longest = providerOf(provider).longestTimeout;
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= longest
    ? null
    : `Enter a whole number of seconds from 1 to ${longest}.`;
}

const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`);

/** Length of a contiguous IPv4 netmask, 0–32; null for anything else. */
function maskLength(mask: string): number | null {
  if (!ipv4.test(mask)) return null;
  const bits = mask
    .split('.')
    .map((each) => Number(each).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : null;
}

/**
 * What is wrong with a mask, as a sentence; null when nothing is. The API takes any address. `virtualIps`: the load balancer's: one
 * mask goes to both families, so beside an IPv6 address there can be none.
 */
export function granularityProblem(mask: string, virtualIps: readonly string[] = []): string | null {
  if (virtualIps.some((address) => address.includes(':'))) {
    return 'A mask cannot be set where the load balancer has an IPv6 address.';
  }
  const length = maskLength(mask);
  if (length === null) return 'Enter an IPv4 mask, such as 255.255.255.0.';
  return length === 0 ? 'A mask of 0.0.0.0 would send every client to one member.' : null;
}

/** Session persistence as the API answers it: all four keys, always. */
export interface Wire {
  readonly type: string;
  readonly cookie_name: string | null;
  readonly persistence_timeout: number | null;
  readonly persistence_granularity: string | null;
}

/** Whether two values are the same to the service; a field left out is null. */
export function sameValue(one: Partial<Wire> | null, other: Partial<Wire> | null): boolean {
  if (one === null || other === null) return one === other;
  return (['type', 'cookie_name', 'persistence_timeout', 'persistence_granularity'] as const).every(
    (key) => (one[key] ?? null) === (other[key] ?? null),
  );
}

/**
 * The body that gives a pool a value (null: disabled) and touches nothing else: what is not sent of session persistence becomes null,
 * and what is not sent of the pool stays. `adminStateUp`: the pool's present one, which some providers need beside it.
 */
export function updateBody(value: Partial<Wire> | null, provider: string, adminStateUp: boolean) {
  const { persistenceNeedsAdminState } = providerOf(provider);
  const sent =
    value && Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined));
  return { pool: { session_persistence: sent, ...(persistenceNeedsAdminState && { admin_state_up: adminStateUp }) } };
}
