import { z } from '../../shared/zod.ts';
import { refused, rule } from './fields.ts';
import { bare } from './request.ts';

const types = ['PUBLIC', 'SERVICENET'] as const;
const versions = ['IPV4', 'IPV6'] as const;
const address = refused('Virtual ip address field cannot be modified.', z.string());
const publicOnly = "Must specify a valid IP type. IPv6 supports the 'PUBLIC' type only.";

interface Draft {
  id?: unknown;
  type?: unknown;
  ipVersion?: unknown;
}

/** A virtual IP of a new load balancer: one to share, by id, or a new one. Source: CLB v1.0 developer guide, "Virtual IPs". */
export const VirtualIpNew = z
  .strictObject({
    type: z.enum(types).optional().meta({ title: 'Type', description: 'For a new virtual IP.' }),
    ipVersion: z
      .enum(versions)
      .optional()
      .meta({ title: 'IP version', description: 'PUBLIC without a version gives one address of each.' }),
    id: z.int().optional().meta({ title: 'Id', description: 'Id of a virtual IP to share; leave the rest empty.' }),
    address,
  })
  .check(
    rule<Draft>(
      ({ id, type, ipVersion }) => id !== undefined || type !== undefined || ipVersion !== undefined,
      'The virtual ip must have at least one of the following specified: id, type, ipVersion.',
    ),
    rule<Draft>(({ type, ipVersion }) => !(type === 'SERVICENET' && ipVersion === 'IPV6'), publicOnly),
    rule<Draft>(
      ({ id, type, ipVersion }) => id === undefined || (type === undefined && ipVersion === undefined),
      'If sharing a virtual ip please only specify the id.',
    ),
  );

const VirtualIpAdd = z
  .strictObject({
    type: z
      .enum(types)
      .refine((type) => type === 'PUBLIC', { error: publicOnly })
      .optional()
      .meta({ title: 'Type', default: 'PUBLIC' }),
    ipVersion: z
      .enum(versions)
      .refine((version) => version === 'IPV6', {
        error: 'Must specify a valid IP version, currently only IPv6 is supported for this operation.',
      })
      .optional()
      .meta({ title: 'IP version', default: 'IPV6' }),
    id: refused('Cannot add a shared virtual ip.', z.int()),
    address,
  })
  .check(
    rule<Draft>(
      ({ id, type, ipVersion }) => id !== undefined || (type !== undefined && ipVersion !== undefined),
      'Must specify a valid ip type and a valid ip version.',
    ),
  );

export const virtualIpRequests = {
  VirtualIpAddRequest: bare(VirtualIpAdd, { type: 'PUBLIC', ipVersion: 'IPV6' }, 'virtualIp'),
};

export const VirtualIp = z.object({
  id: z.int(),
  address: z.string().meta({ description: 'IPv6 addresses come fully expanded.' }),
  type: z.enum(types),
  ipVersion: z.enum(versions),
});

const example = { id: 812, address: '203.0.113.77', type: 'PUBLIC', ipVersion: 'IPV4' } as const;

export const virtualIpSchemas = {
  VirtualIp,
  VirtualIpsResponse: z.object({ virtualIps: z.array(VirtualIp) }).meta({ examples: [{ virtualIps: [example] }] }),
  VirtualIpResponse: VirtualIp.meta({
    examples: [{ id: 9000051, address: '2001:0db8:0077:0000:0000:0000:0000:0009', type: 'PUBLIC', ipVersion: 'IPV6' }],
  }),
};
