import { virtualIps } from '../../../../../contract/clb/operations/virtual-ips.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import { count } from '../../../../model/format.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, readAs } from './form.ts';

/** How many IPv6 addresses there are: all that can be added, one at a time. */
interface Addresses {
  readonly ipv6: number;
}

/** Adds a public IPv6 address. Source: CLB v1.0 developer guide, "Virtual IPs". */
export const virtualIpAddition = editOf<Addresses>({
  name: 'virtual-ips',
  title: 'Add IPv6 address',
  noun: 'virtual IPs',
  operations: ['virtualIps.add'],
  valueIn: ({ virtualIps: all }) => ({ ipv6: all.filter(({ version }) => version === 'IPV6').length }),
  read: readAs(z.object({ ipv6: z.number() })),
  told: (name) => `${name} has a new IPv6 address`,
  words: ({ ipv6 }) => count(ipv6, 'IPv6 address', 'IPv6 addresses'),
  request: ({ region, id }) =>
    writeRequest(virtualIps, 'virtualIps.add', {
      region,
      params: { loadBalancerId: id },
      body: { type: 'PUBLIC', ipVersion: 'IPV6' },
    }),
  fields: () => [],
  toForm: () => ({}),
  schema: ({ ipv6 }) => formSchema<Addresses>(z.object({}), () => ({ ipv6: ipv6 + 1 })),
  submitName: () => 'Add IPv6 address',
  impact: () => ({
    sentences: ['The load balancer also takes traffic on a new public IPv6 address; the present ones are not touched.'],
    isGrave: false,
  }),
  whyFinal: () => 'the new address has an id of its own now; remove it in its row.',
});

interface Presence {
  /** Null once it is removed. */
  readonly address: string | null;
}

/** Removes one virtual IP. */
export const virtualIpRemoval = (virtualIpId: string) =>
  editOf<Presence>({
    name: `virtual-ips/${virtualIpId}/remove`,
    title: 'Remove virtual IP',
    noun: 'virtual IP',
    operations: ['virtualIps.delete'],
    valueIn: ({ virtualIps: all }) => ({ address: all.find(({ id }) => id === virtualIpId)?.address ?? null }),
    read: readAs(z.object({ address: z.string().nullable() })),
    told: (name, { address }) => `${address ?? 'The virtual IP'} is removed from ${name}`,
    words: ({ address }) => address ?? 'removed',
    request: ({ region, id }) =>
      writeRequest(virtualIps, 'virtualIps.delete', { region, params: { loadBalancerId: id, virtualIpId } }),
    fields: () => [],
    toForm: () => ({}),
    schema: () => formSchema<Presence>(z.object({}), () => ({ address: null })),
    submitName: () => 'Remove virtual IP',
    impact: ({ address }) => ({
      sentences: [`Traffic to ${address ?? 'this address'} stops, and an address that is given up may not come back.`],
      isGrave: true,
    }),
    whyFinal: () => 'an address that is given up may not come back.',
  });
