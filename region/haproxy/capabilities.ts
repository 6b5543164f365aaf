import { isIPv4 } from 'node:net';
import type { ProtocolName } from '../../contract/clb/protocols.ts';
import type { RunningLoadBalancer } from '../data-plane.ts';

const datagramProtocols: readonly ProtocolName[] = ['DNS_UDP', 'UDP', 'UDP_STREAM'];

/** The virtual IPs on which HAProxy listens for this load balancer. */
export const carriedAddresses = ({ protocol, virtualIps }: RunningLoadBalancer): string[] =>
  datagramProtocols.includes(protocol)
    ? []
    : virtualIps.filter(({ address }) => isIPv4(address)).map(({ address }) => address);

/** Why nothing, or not everything, of this load balancer is carried, as a sentence; null when all of it is. A fact, not an error. */
export function notCarried(loadBalancer: RunningLoadBalancer): string | null {
  if (datagramProtocols.includes(loadBalancer.protocol)) {
    return `${loadBalancer.protocol} is not carried locally: HAProxy balances no datagrams.`;
  }
  const carried = carriedAddresses(loadBalancer);
  if (carried.length === loadBalancer.virtualIps.length) return null;
  return carried.length === 0
    ? 'IPv6 is not carried locally, and this load balancer has no IPv4 virtual IP.'
    : `IPv6 is not carried locally: only ${carried.join(', ')} takes connections.`;
}

export type HaproxyMode = 'http' | 'tcp';

/** How HAProxy treats a protocol: only HTTP is read, everything else passes through. */
export const modeOf = (protocol: ProtocolName): HaproxyMode => (protocol === 'HTTP' ? 'http' : 'tcp');

/** The ways in which a load balancer may choose a node: DISABLED, or a persistence type. */
export type PersistenceChoice = 'DISABLED' | 'HTTP_COOKIE' | 'SOURCE_IP' | 'SSL_ID';

const choices: Record<'HTTP' | 'HTTPS' | 'others', readonly PersistenceChoice[]> = {
  HTTP: ['DISABLED', 'HTTP_COOKIE', 'SOURCE_IP'],
  HTTPS: ['DISABLED', 'SOURCE_IP', 'SSL_ID'],
  others: ['DISABLED', 'SOURCE_IP'],
};

/** The choices for which a load balancer of this protocol gets a backend each. */
export const choicesOf = (protocol: ProtocolName): readonly PersistenceChoice[] =>
  protocol === 'HTTP' || protocol === 'HTTPS' ? choices[protocol] : choices.others;

/** The choice in force; a type that the protocol cannot carry counts as DISABLED. */
export const choiceOf = ({ protocol, sessionPersistence }: RunningLoadBalancer): PersistenceChoice =>
  choicesOf(protocol).find((choice) => choice === sessionPersistence) ?? 'DISABLED';

/** Whether the choice keeps a table of clients. */
export const keepsTable = (choice: PersistenceChoice): boolean => choice === 'SOURCE_IP' || choice === 'SSL_ID';
