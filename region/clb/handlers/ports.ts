import { type ProtocolName, protocols } from '../../../contract/clb/protocols.ts';
import type { VirtualIp } from '../../data-plane.ts';
import type { LoadBalancer } from '../model.ts';
import type { Store } from '../store.ts';

/** Which protocols may stand on one port of one virtual IP. Source: CLB v1.0 developer guide, "Virtual IPs", shared ones. */
const companions: readonly (readonly [readonly ProtocolName[], readonly ProtocolName[]])[] = [
  [['DNS_TCP'], ['DNS_UDP']],
  [
    ['TCP', 'TCP_CLIENT_FIRST'],
    ['UDP', 'UDP_STREAM'],
  ],
];

const goTogether = (one: ProtocolName, other: ProtocolName): boolean =>
  companions.some(
    ([left, right]) => (left.includes(one) && right.includes(other)) || (left.includes(other) && right.includes(one)),
  );

/** The other load balancers on any of these virtual IPs. */
export function neighbours(store: Store, virtualIps: readonly VirtualIp[], self?: number): LoadBalancer[] {
  const ids = new Set(virtualIps.flatMap(({ id }) => [...(store.virtualIps.get(id)?.users ?? [])]));
  if (self !== undefined) ids.delete(self);
  return [...ids].map((id) => store.loadBalancers.get(id)!);
}

type Ports = Pick<LoadBalancer, 'port' | 'protocol' | 'httpsRedirect'>;
type Listener = Pick<LoadBalancer, 'port' | 'protocol'>;

/** What a load balancer takes of its virtual IPs. A redirect of an HTTPS load balancer stands on the port of HTTP. */
function listenersOf({ port, protocol, httpsRedirect, sslTermination }: Ports & Partial<LoadBalancer>): Listener[] {
  return [
    { port, protocol },
    ...(sslTermination ? [{ port: sslTermination.securePort, protocol: 'HTTPS' as const }] : []),
    ...(protocol === 'HTTPS' && httpsRedirect ? [{ port: protocols.HTTP.port, protocol: 'HTTP' as const }] : []),
  ];
}

/** Whether a load balancer with these values would collide with a listener that a neighbour has. */
export function collides(others: readonly LoadBalancer[], wanted: Ports): boolean {
  const theirs = others.flatMap(listenersOf);
  return listenersOf(wanted).some(({ port, protocol }) =>
    theirs.some((other) => other.port === port && !goTogether(other.protocol, protocol)),
  );
}

/** Every port in use on these load balancers, ascending. */
export const portsTaken = (others: readonly LoadBalancer[]): number[] =>
  [...new Set(others.flatMap(listenersOf).map(({ port }) => port))].sort((a, b) => a - b);

/** Protocols whose port changes to their own when one moves to them without naming a port. */
export const bringsPort = (protocol: ProtocolName): boolean => /^(TCP|UDP|DNS)/.test(protocol);

/** Protocols that have no port of their own. */
export const needsPort = (protocol: ProtocolName): boolean => protocols[protocol].port === 0;

export const isUdp = (protocol: ProtocolName): boolean => protocols[protocol].monitors.length === 0;
