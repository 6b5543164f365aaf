import { faults } from '../../contract/octavia/faults.ts';
import type { Wire } from '../../contract/octavia/persistence.ts';
import { providerOf } from '../../contract/octavia/providers.ts';
import { Refusal } from './answer.ts';
import type { LoadBalancer } from './model.ts';

/** What the driver behind a load balancer refuses, before anything is stored. Sources: octavia's amphora driver, ovn-octavia-provider. */

const refuse = ({ provider }: LoadBalancer, problem: string) =>
  new Refusal('PROVIDER501', faults.PROVIDER501.words.option(provider, problem));

const nameOf = (loadBalancer: LoadBalancer) => providerOf(loadBalancer.provider).label;

export function checkProtocol(loadBalancer: LoadBalancer, protocol: string): void {
  const { protocols, label } = providerOf(loadBalancer.provider);
  if (protocols && !protocols.includes(protocol)) {
    throw refuse(loadBalancer, `${label} provider does not support ${protocol} protocol`);
  }
}

export function checkAlgorithm(loadBalancer: LoadBalancer, algorithm: string): void {
  const { algorithms, label } = providerOf(loadBalancer.provider);
  if (algorithms.includes(algorithm)) return;
  throw refuse(
    loadBalancer,
    label === 'OVN'
      ? `OVN provider does not support ${algorithm} algorithm`
      : `${label} provider does not support ${algorithm} algorithm.`,
  );
}

/** OVN's driver trips over its own refusal: it reads the type from a dictionary as if it were an attribute. */
export function checkPersistence(loadBalancer: LoadBalancer, value: Wire | null): void {
  if (value === null || providerOf(loadBalancer.provider).persistence.includes(value.type)) return;
  throw new Refusal(
    'PROVIDER500',
    faults.PROVIDER500.words.default(loadBalancer.provider, "'dict' object has no attribute 'type'"),
  );
}

export function checkAllowedCidrs(loadBalancer: LoadBalancer, cidrs: readonly string[] | null): void {
  if (cidrs && cidrs.length > 0 && !providerOf(loadBalancer.provider).allowedCidrs) {
    throw refuse(loadBalancer, `${nameOf(loadBalancer)} provider does not support allowed_cidrs option`);
  }
}

export function checkMonitor(loadBalancer: LoadBalancer, type: string): void {
  const { monitors, label } = providerOf(loadBalancer.provider);
  if (!monitors.includes(type)) {
    throw refuse(
      loadBalancer,
      `${label} provider does not support ${type} health monitor type. Supported types: ${monitors.toReversed().join(', ')}`,
    );
  }
}

const prefix = (address: string) => address.split('.').slice(0, 3).join('.');

const memberSubnet =
  'Subnet is required, or Loadbalancer associated with Pool must have a subnet, for Member creation with OVN Provider Driver if it is not the same as LB VIP subnet';

interface NewMember {
  readonly address: string;
  readonly subnet_id?: string | null | undefined;
  readonly monitor_address?: string | null | undefined;
  readonly monitor_port?: number | null | undefined;
}

/** Without networks to look at, an address lies in the virtual IP's subnet when both share their first 24 bits. */
export function checkMember(loadBalancer: LoadBalancer, member: NewMember): void {
  if (!providerOf(loadBalancer.provider).memberSubnet) return;
  if (member.monitor_address || member.monitor_port) {
    throw refuse(loadBalancer, `${nameOf(loadBalancer)} provider does not support monitor options`);
  }
  if (!member.subnet_id && prefix(member.address) !== prefix(loadBalancer.vip_address))
    throw refuse(loadBalancer, memberSubnet);
}

export function checkL7(loadBalancer: LoadBalancer): void {
  if (!providerOf(loadBalancer.provider).l7policies) {
    throw new Refusal(
      'PROVIDER501',
      faults.PROVIDER501.words.action(loadBalancer.provider, 'This provider does not support creating l7policies.'),
    );
  }
}

export function checkFailover(loadBalancer: LoadBalancer): void {
  if (nameOf(loadBalancer) === 'OVN') throw refuse(loadBalancer, 'OVN provider does not support loadbalancer failover');
}
