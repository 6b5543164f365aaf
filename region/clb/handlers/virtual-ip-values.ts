import { faults } from '../../../contract/clb/faults.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import type { VirtualIp } from '../../data-plane.ts';
import { Refusal } from '../answer.ts';
import type { Context } from '../context.ts';

type Draft = RequestValue<'loadBalancers.create'>['virtualIps'][number];

/** Where ids of IPv6 addresses start: the service tells the versions apart by it. Source: its published source, "VirtualIpConverter". */
const firstIpv6Id = 9_000_000;

/** A new virtual IP. Throws OUT500 when the region's range is used up. */
export function newVirtualIp(
  { service, region }: Context,
  type: VirtualIp['type'],
  ipVersion: VirtualIp['ipVersion'],
  taken: ReadonlySet<string> = service.store.addresses,
): VirtualIp {
  const range = service.virtualIps[region];
  const address = ipVersion === 'IPV4' ? range.ipv4(taken) : range.ipv6(taken);
  if (address === null) throw new Refusal('OUT500', faults.OUT500.words.default);
  const { store } = service;
  const id = ipVersion === 'IPV4' ? store.nextId('virtualIp') : store.nextId('virtualIpv6', firstIpv6Id);
  return { id, address, type, ipVersion };
}

function sharedVirtualIp({ service, account, region }: Context, id: number): VirtualIp {
  const shared = service.store.virtualIps.get(id);
  if (!shared || shared.region !== region) throw new Refusal('LB400', faults.LB400.words.sharedVirtualIp);
  if (shared.account !== account) throw new Refusal('VIP404', faults.VIP404.words.default);
  return shared.virtualIp;
}

/** What a new load balancer asks for: addresses to share, or new ones. Source: CLB v1.0 developer guide, "Create load balancer". */
export function virtualIpsFor(context: Context, drafts: readonly Draft[]): VirtualIp[] {
  const found = drafts.flatMap(({ id, type = 'PUBLIC', ipVersion }) => {
    if (id !== undefined) return [sharedVirtualIp(context, id)];
    if (ipVersion !== undefined) return [newVirtualIp(context, type, ipVersion)];
    const ipv4 = newVirtualIp(context, type, 'IPV4');
    return type === 'PUBLIC' ? [ipv4, newVirtualIp(context, type, 'IPV6')] : [ipv4];
  });
  const distinct = [...new Map(found.map((virtualIp) => [virtualIp.id, virtualIp])).values()];
  if (new Set(distinct.map(({ type }) => type)).size > 1) {
    throw new Refusal('VIP400', faults.VIP400.words.default);
  }
  return distinct;
}
