import { z } from '../../shared/zod.ts';
import { isNetwork, refused, says } from './fields.ts';
import { wrapped } from './request.ts';

const types = ['ALLOW', 'DENY'] as const;

/** Source: CLB v1.0 developer guide, "Access lists". */
export const AccessListItemNew = z.strictObject({
  address: z
    .string(says('Must provide an address for the network item.'))
    .refine((address) => address === '0.0.0.0' || isNetwork(address), {
      error: 'Network Address must be valid Ip Address',
    })
    .refine((address) => address !== '0.0.0.0', { error: 'Please specify a valid network item address.' })
    .meta({ title: 'Address', description: 'IPv4 or IPv6 address, or a network such as 198.51.100.0/24.' }),
  type: z
    .enum(
      types,
      says(
        'Must provide a valid type for the network item.',
        'Network item type is invalid. Please specify a valid network item type.',
      ),
    )
    .meta({ title: 'Type', description: 'ALLOW outranks DENY.' }),
  id: refused('Network item id field cannot be modified.', z.int()),
  ipVersion: refused('The ip version field cannot be modified.', z.enum(['IPV4', 'IPV6'])),
});

export const accessListRequests = {
  AccessListRequest: {
    ...wrapped(
      'accessList',
      z
        .array(AccessListItemNew)
        .min(1, { error: 'Must provide at least one network item to the access list.' })
        .max(100, { error: 'Must not provide more than one hundred network items for the access list.' })
        .meta({ title: 'Access list' }),
      [{ address: '198.51.100.0/24', type: 'DENY' }],
    ),
    // Apache Libcloud and other clients of its time send one item so.
    single: 'networkItem',
  },
};

export const AccessListItem = z.object({ id: z.int(), address: z.string(), type: z.enum(types) });

export const accessListSchemas = {
  AccessListItem,
  AccessListResponse: z
    .object({ accessList: z.array(AccessListItem) })
    .meta({ examples: [{ accessList: [{ id: 7, address: '198.51.100.0/24', type: 'DENY' }] }] }),
};
