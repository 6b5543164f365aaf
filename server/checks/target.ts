import ipaddr from 'ipaddr.js';
import { whyNotChecked } from '../../contract/shared/stickiness-check.ts';
import { reachOf } from '../addresses.ts';
import type { CheckedLoadBalancer } from './subject.ts';

export interface Target {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
}

export type TargetChoice = { readonly target: Target } | { readonly refusal: string };

const isIn = (address: string, cidr: string): boolean => {
  const parsed = ipaddr.process(address);
  const [network, bits] = ipaddr.parseCIDR(cidr);
  return parsed.kind() === network.kind() && parsed.match(network, bits);
};

/** Whether a check may connect to the address: public ones always, others only at a local region or where `networks` (CIDRs) allow. */
export function mayCheck(address: string, local: boolean, networks: readonly string[]): boolean {
  const reach = reachOf(address);
  if (reach === 'public') return true;
  if (networks.some((cidr) => ipaddr.isValid(address) && isIn(address, cidr))) return true;
  return local && reach === 'loopback';
}

/**
 * Where to send the requests of a check: the load balancer's own virtual IP, IPv4 first. `secure` asks for the port of its SSL
 * termination, which is also taken where the other port only redirects to it or does not exist. Gives the reason as a sentence where there
 * is nothing to check.
 */
export function chooseTarget(
  loadBalancer: CheckedLoadBalancer,
  { local, networks, secure }: { local: boolean; networks: readonly string[]; secure: boolean },
): TargetChoice {
  const { protocol, port, sslTermination: ssl } = loadBalancer;
  const notSpoken = whyNotChecked(protocol);
  if (notSpoken) return { refusal: notSpoken };
  const terminated = protocol === 'HTTP' && ssl !== null && ssl.enabled;
  if (secure && !terminated)
    return { refusal: 'This load balancer has no secure port: SSL termination is not configured.' };
  const useSecurePort = terminated && (secure || ssl.secureTrafficOnly || loadBalancer.httpsRedirect);
  const addresses = [...loadBalancer.virtualIps].sort((a, b) => a.ipVersion.localeCompare(b.ipVersion));
  const allowed = addresses.find(({ address }) => mayCheck(address, local, networks));
  if (!allowed && local && addresses.length > 0 && addresses.every(({ ipVersion }) => ipVersion === 'IPV6'))
    return {
      refusal:
        'The local region carries no traffic of IPv6 virtual IPs, and this load balancer has no other, so there is nothing to check.',
    };
  if (!allowed)
    return {
      refusal: addresses[0]
        ? `A check may not connect to ${addresses[0].address}: it is not a public address. Add its network to CHECK_NETWORKS to allow it.`
        : 'This load balancer has no virtual IP to send requests to.',
    };
  return {
    target: {
      address: allowed.address,
      port: useSecurePort ? (ssl.securePort ?? 443) : port,
      secure: protocol === 'HTTPS' || useSecurePort,
    },
  };
}
