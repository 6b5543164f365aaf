import { persistenceCookieOf } from '../../contract/clb/persistence-cookie.ts';
import type { RunningLoadBalancer } from '../data-plane.ts';
import type { PersistenceChoice } from './capabilities.ts';

/** Seconds that a client's entry in a session table lives after its last use. */
const sessionTableLifetime = 1800;
const sessionTableSize = '10k';

/** The session id of a TLS client hello or server hello, as text, because only text keys can be forgotten one by one. */
const tlsSessionId = 'payload_lv(43,1),hex';

export interface PersistenceSurroundings {
  /** The backend's name, which is its table's, too. */
  readonly backend: string;
  /** The backend whose health checks this one follows. */
  readonly checking: string;
  /** HAProxy's words for the load balancer's algorithm. */
  readonly algorithm: string;
  /** Path of the seed map. */
  readonly seeds: string;
  serverName(nodeId: number): string;
}

type Lines = (loadBalancer: RunningLoadBalancer, surroundings: PersistenceSurroundings) => string[];

/** What each choice adds to its backend. */
export const persistenceLines: Record<PersistenceChoice, Lines> = {
  DISABLED: (_, { algorithm }) => [`balance ${algorithm}`],
  HTTP_COOKIE: (loadBalancer, surroundings) => [
    `balance ${surroundings.algorithm}`,
    `cookie ${persistenceCookieOf(loadBalancer.id)} insert indirect nocache httponly${onlySecure(loadBalancer) ? ' secure' : ''}`,
    ...cookieRules(loadBalancer, surroundings),
  ],
  // The hash gives a client that no table knows yet the node that any other HAProxy process would give it.
  SOURCE_IP: (loadBalancer, surroundings) => [
    'balance source',
    'hash-type consistent',
    `stick-table type ip size ${sessionTableSize} expire ${sessionTableLifetime}s`,
    ...noteWorkingPrimary(loadBalancer, surroundings),
    seedRule(loadBalancer, surroundings, `src,map_ip(${surroundings.seeds})`),
    `stick match src${unlessHeldBySecondary(loadBalancer, surroundings, 'src', '')}`,
    'stick store-request src',
  ],
  SSL_ID: (loadBalancer, surroundings) => [
    `balance ${surroundings.algorithm}`,
    `stick-table type string len 64 size ${sessionTableSize} expire ${sessionTableLifetime}s`,
    'tcp-request inspect-delay 5s',
    ...noteWorkingPrimary(loadBalancer, surroundings),
    'tcp-request content accept if { req.ssl_hello_type 1 }',
    'tcp-response inspect-delay 5s',
    'tcp-response content accept if { res.ssl_hello_type 2 }',
    seedRule(loadBalancer, surroundings, `${tlsSessionId},map_str(${surroundings.seeds})`),
    `stick match ${tlsSessionId}${unlessHeldBySecondary(loadBalancer, surroundings, tlsSessionId, '{ req.ssl_hello_type 1 }')}`,
    `stick store-request ${tlsSessionId} if { req.ssl_hello_type 1 }`,
    `stick store-response ${tlsSessionId} if { res.ssl_hello_type 2 }`,
  ],
};

/** Whether clients reach the nodes through TLS alone, so that the cookie need never travel in the clear. */
const onlySecure = ({ sslTermination }: RunningLoadBalancer): boolean =>
  Boolean(sslTermination?.enabled && sslTermination.secureTrafficOnly);

const idsOf = ({ nodes }: RunningLoadBalancer, type: 'PRIMARY' | 'SECONDARY'): number[] =>
  nodes.filter((node) => node.type === type).map(({ id }) => id);

/**
 * A SECONDARY node is for the time when every PRIMARY is down: it keeps its clients until then, and gives them back to the first PRIMARY
 * that takes clients again. Source: CLB v1.0 developer guide, "Nodes". HAProxy by itself would let it keep them.
 * Returns, for each PRIMARY, the condition that it takes new clients; none where the load balancer has no SECONDARY.
 */
function takesClients(loadBalancer: RunningLoadBalancer, { checking, serverName }: PersistenceSurroundings): string[] {
  if (idsOf(loadBalancer, 'SECONDARY').length === 0) return [];
  return idsOf(loadBalancer, 'PRIMARY').map((id) => {
    // A server that follows another's checks always counts as up here; a node that is draining is up and has no weight.
    const server = `${checking}/${serverName(id)}`;
    return `{ srv_is_up(${server}) } { srv_weight(${server}) gt 0 }`;
  });
}

const noteWorkingPrimary: Lines = (loadBalancer, surroundings) =>
  takesClients(loadBalancer, surroundings).map(
    (condition) => `tcp-request content set-var(txn.primary) bool(true) if ${condition}`,
  );

/** The condition of a lookup: `known` holds, and no SECONDARY has the client while a PRIMARY works. */
function unlessHeldBySecondary(
  loadBalancer: RunningLoadBalancer,
  surroundings: PersistenceSurroundings,
  key: string,
  known: string,
): string {
  if (takesClients(loadBalancer, surroundings).length === 0) return known && ` if ${known}`;
  const held = `{ ${key},table_server_id(${surroundings.backend}) -m int ${idsOf(loadBalancer, 'SECONDARY').join(' ')} }`;
  return ` if ${known} !${held} || ${known} !{ var(txn.primary) -m bool }`;
}

function seedRule(loadBalancer: RunningLoadBalancer, surroundings: PersistenceSurroundings, seed: string): string {
  const known = `{ ${seed} -m found }`;
  if (takesClients(loadBalancer, surroundings).length === 0) return `use-server %[${seed}] if ${known}`;
  const secondaries = idsOf(loadBalancer, 'SECONDARY').map(surroundings.serverName).join(' ');
  return `use-server %[${seed}] if ${known} !{ ${seed} -m str ${secondaries} } || ${known} !{ var(txn.primary) -m bool }`;
}

/** Takes the quotes off that some clients write around a cookie's value, and the cookie of a SECONDARY node back while a PRIMARY works. */
function cookieRules(loadBalancer: RunningLoadBalancer, surroundings: PersistenceSurroundings): string[] {
  const name = persistenceCookieOf(loadBalancer.id);
  const secondaries = idsOf(loadBalancer, 'SECONDARY');
  const rewrite = (value: string, by: string) =>
    `http-request replace-header Cookie '^(|.*[;,[:space:]])${name}[[:space:]]*=[[:space:]]*${value}(|[[:space:];,].*)$' '\\1${name}=${by}'`;
  return [
    `${rewrite('"([^";]*)"', '\\2\\3')} if { req.cook(${name}) -m beg '"' }`,
    // No node has the id 0, so that the client gets another cookie.
    ...takesClients(loadBalancer, surroundings).map(
      (condition) =>
        `${rewrite(`(${secondaries.join('|')})`, '0\\3')} if { req.cook(${name}) -m str ${secondaries.join(' ')} } ${condition}`,
    ),
  ];
}
