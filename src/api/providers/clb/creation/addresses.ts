import { protocols } from '../../../../../contract/clb/protocols.ts';
import type { VirtualIpNew } from '../../../../../contract/clb/schemas/virtual-ips.ts';
import type { z } from '../../../../../contract/shared/zod.ts';
import type { LoadBalancer } from '../../../../model/load-balancer.ts';
import type { FieldChoice, FormValues } from '../../edit.ts';
import { numberIn } from '../edits/form.ts';

/** Rows of the region, whose virtual IPs can be shared. */
export type Offered = readonly LoadBalancer[];

type NewVirtualIp = z.infer<typeof VirtualIpNew>;

/** A protocol's usual port; 0 where it has none. */
export const portOf = (protocol: string): number =>
  Object.hasOwn(protocols, protocol) ? protocols[protocol as keyof typeof protocols].port : 0;
export const portText = (protocol: string): string => String(portOf(protocol) || '');

const udp = (protocol: string): boolean => /UDP/.test(protocol);

export const newAddresses: readonly FieldChoice[] = [
  { value: 'PUBLIC', label: 'New public address' },
  { value: 'PUBLIC IPV6', label: 'New public IPv6 address' },
  { value: 'SERVICENET', label: 'New private address (ServiceNet)' },
];
const newAddress = {
  PUBLIC: { type: 'PUBLIC', ipVersion: 'IPV4' },
  'PUBLIC IPV6': { type: 'PUBLIC', ipVersion: 'IPV6' },
  SERVICENET: { type: 'SERVICENET' },
} as const;

/**
 * The addresses that the account's load balancers have, each with whether the port is free on it: one port of an address belongs to one
 * load balancer, but for UDP beside TCP. Source: CLB v1.0 developer guide, "Shared virtual IPs".
 */
export function sharedAddresses(offered: Offered | null, values: FormValues): readonly FieldChoice[] {
  const protocol = String(values.protocol);
  const port = numberIn(values, 'port') || portOf(protocol);
  const users = Map.groupBy(
    (offered ?? []).flatMap((row) => row.virtualIps.map((virtualIp) => ({ row, virtualIp }))),
    ({ virtualIp }) => virtualIp.id,
  );
  return [...users].map(([id, uses]) => {
    const { address } = uses[0]!.virtualIp;
    const taken = uses.find(({ row }) => row.port === port && udp(row.protocol) === udp(protocol));
    return {
      value: `share ${id}`,
      label: `${address}, shared with ${uses.map(({ row }) => row.name).join(', ')}`,
      misfit: taken ? `Port ${port} of ${address} belongs to ${taken.row.name}.` : null,
    };
  });
}

export const addressOf = (value: string): NewVirtualIp =>
  value.startsWith('share ')
    ? { id: Number(value.slice('share '.length)) }
    : newAddress[(Object.hasOwn(newAddress, value) ? value : 'PUBLIC') as keyof typeof newAddress];

/** Those that can be chosen; one whose port is taken is named only when it is the one that was chosen. */
export const addressesToShare = (offered: Offered | null, values: FormValues): readonly FieldChoice[] =>
  sharedAddresses(offered, values)
    .filter(({ value, misfit }) => !misfit || value === values.virtualIp)
    .map(({ value, label }) => ({ value, label }));

const sameNew = (a: NewVirtualIp, b: NewVirtualIp | undefined): boolean =>
  a.id === undefined && a.type === b?.type && a.ipVersion === b?.ipVersion;

export const addressWords = (virtualIp: NewVirtualIp | undefined, offered: Offered | null): string => {
  if (virtualIp?.id === undefined)
    return newAddresses.find(({ value }) => sameNew(addressOf(value), virtualIp))?.label ?? 'New address';
  const id = String(virtualIp.id);
  return offered?.flatMap(({ virtualIps }) => virtualIps).find((each) => each.id === id)?.address ?? `virtual IP ${id}`;
};
