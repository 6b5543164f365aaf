import { loadBalancers } from '../../../../../contract/clb/operations/load-balancers.ts';
import { z } from '../../../../../contract/shared/zod.ts';
import { count } from '../../../../model/format.ts';
import { writeRequest } from '../../write-request.ts';
import { editOf, formSchema, textIn } from './form.ts';

interface Presence {
  readonly isThere: boolean;
}

/** Deletes the load balancer, once its name is typed. Source: CLB v1.0 developer guide, "Delete load balancers". */
export const deletion = editOf<Presence>({
  name: 'delete',
  title: 'Delete load balancer',
  noun: 'the load balancer',
  operations: ['loadBalancers.delete'],
  valueIn: () => ({ isThere: true }),
  whenGone: { isThere: false },
  same: (a, b) => a.isThere === b.isThere,
  told: (name) => `${name} is deleted`,
  words: ({ isThere }) => (isThere ? 'there' : 'deleted'),
  request: ({ region, id }) =>
    writeRequest(loadBalancers, 'loadBalancers.delete', { region, params: { loadBalancerId: id } }),
  fields: (_, { name }) => [{ name: 'name', label: 'Name', help: `Type ${name} to delete it.`, control: 'text' }],
  toForm: () => ({ name: '' }),
  schema: (_, { name }) =>
    formSchema<Presence>(
      z.object({}),
      (values) => ({ isThere: textIn(values, 'name') !== name.trim() }),
      () => null,
      ({ isThere }) => (isThere ? [{ path: ['name'], message: `This is not its name: type ${name}.` }] : []),
    ),
  submitName: () => 'Delete load balancer',
  impact: (_, __, { virtualIps, port, nodes }) => ({
    sentences: [
      `${virtualIps.map(({ address }) => `${address}:${port}`).join(' and ') || 'It'} stops answering, and every connection is cut.`,
      `With it go its settings, its ${count(nodes?.length ?? 0, 'node')} (the servers themselves stay), session persistence, and the virtual IPs that no other load balancer shares; an address that is given up may not come back.`,
    ],
    isGrave: true,
  }),
  whyFinal: () => 'a deleted load balancer does not come back.',
});
