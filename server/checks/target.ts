import ipaddr from 'ipaddr.js';
import { reachOf } from '../addresses.ts';

/** What of a load balancer's details a check needs. Source: CLB v1.0 developer guide, "Show load balancer details". */
export interface CheckedLoadBalancer {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly protocol: string;
  readonly port: number;
  readonly virtualIps: readonly { readonly address: string; readonly ipVersion: string }[];
  readonly nodes?: readonly { readonly condition: string; readonly status: string }[];
  readonly sessionPersistence?: { readonly persistenceType?: string };
  readonly contentCaching?: { readonly enabled?: boolean };
  readonly sslTermination?: {
    readonly enabled?: boolean;
    readonly securePort?: number;
    readonly secureTrafficOnly?: boolean;
  };
}

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
 * termination. Gives the reason as a sentence where there is nothing to check.
 */
export function chooseTarget(
  loadBalancer: CheckedLoadBalancer,
  { local, networks, secure }: { local: boolean; networks: readonly string[]; secure: boolean },
): TargetChoice {
  const { status, protocol, sslTermination: ssl } = loadBalancer;
  // Its details hold neither protocol nor virtual IPs. Source: CLB v1.0 service's source, "LoadBalancersResource".
  if (status === 'DELETED') return { refusal: 'This load balancer is deleted, so there is nothing to check.' };
  if (protocol !== 'HTTP' && protocol !== 'HTTPS')
    return { refusal: `A check speaks HTTP and HTTPS; this load balancer is ${protocol}.` };
  const terminated = protocol === 'HTTP' && ssl !== undefined && ssl.enabled !== false;
  if (secure && !terminated)
    return { refusal: 'This load balancer has no secure port: SSL termination is not configured.' };
  const useSecurePort = terminated && (secure || ssl.secureTrafficOnly === true);
  const addresses = [...loadBalancer.virtualIps].sort((a, b) => a.ipVersion.localeCompare(b.ipVersion));
  const allowed = addresses.find(({ address }) => mayCheck(address, local, networks));
  if (!allowed)
    return {
      refusal: `A check may not connect to ${addresses[0]?.address ?? 'a load balancer without a virtual IP'}: it is not a public address. Add its network to CHECK_NETWORKS to allow it.`,
    };
  return {
    target: {
      address: allowed.address,
      port: useSecurePort ? (ssl.securePort ?? 443) : loadBalancer.port,
      secure: protocol === 'HTTPS' || useSecurePort,
    },
  };
}
