import { loadBalancers } from '../../../../../contract/clb/operations/load-balancers.ts';
import { shownText } from '../../../../../contract/shared/text.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import { count } from '../../../../model/format.ts';
import { hostAndPort } from '../../../../model/host-and-port.ts';
import type { LoadBalancerDetails } from '../../../../model/load-balancer.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, readAs } from './form.ts';

interface Answering {
  /** Addresses and port that it answers on; null once it is deleted. */
  readonly on: string | null;
}

const Stored = z.object({ on: z.string().nullable() });

/** The name as people see it: a page shows any white space as one space. */
const seen = (name: string): string => shownText(name).replace(/\p{White_Space}+/gu, ' ');

const placesOf = ({ virtualIps, port }: LoadBalancerDetails): string =>
  virtualIps.map(({ address }) => hostAndPort(address, port)).join(' and ') || 'no address';

/** Deletes the load balancer, once its name is typed. Source: CLB v1.0 developer guide, "Delete load balancers". */
export const deletion = editOf<Answering>({
  name: 'delete',
  title: 'Delete load balancer',
  noun: 'the load balancer',
  operations: ['loadBalancers.delete'],
  valueIn: (details) => ({ on: placesOf(details) }),
  read: readAs(Stored),
  whenGone: { on: null },
  // Whatever it answers on by then, it is deleted.
  same: (a, b) => (a.on === null) === (b.on === null),
  told: (name) => `${name} is deleted`,
  words: ({ on }) => (on === null ? 'deleted' : `answers on ${on}`),
  request: ({ region, id }) =>
    writeRequest(loadBalancers, 'loadBalancers.delete', { region, params: { loadBalancerId: id } }),
  fields: (_, { name }) => [{ name: 'name', label: 'Name', help: `Type ${name} to delete it.`, control: 'text' }],
  toForm: () => ({ name: '' }),
  schema: (_, { name }) =>
    formSchema<Answering>(
      z.object({}),
      (values) => ({ on: seen(String(values.name ?? '')) === seen(name) ? null : '' }),
      () => null,
      ({ on }) => (on !== null ? [{ path: ['name'], message: `This is not its name: type ${name}.` }] : []),
    ),
  submitName: () => 'Delete load balancer',
  impact: ({ on }, _, { nodes }) => ({
    sentences: [
      `It stops answering on ${on}, and every connection is cut.`,
      `With it go its settings, its ${count(nodes?.length ?? 0, 'node')} (the servers themselves stay), session persistence, and the virtual IPs that no other load balancer shares; an address that is given up may not come back.`,
    ],
    isGrave: true,
  }),
  impactOfMany: {
    sentences: [
      'Each stops answering on its addresses, and every connection is cut.',
      'With each go its settings, its nodes (the servers themselves stay), session persistence, and the virtual IPs that no other load balancer shares; an address that is given up may not come back.',
    ],
    isGrave: true,
  },
  whyFinal: () => 'a deleted load balancer does not come back.',
});
