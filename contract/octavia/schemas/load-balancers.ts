import { z } from '../../shared/zod.ts';
import {
  address,
  adminStateUp,
  changeable,
  description,
  name,
  optional,
  projectId,
  tags,
  text as textField,
  uuid,
} from './fields.ts';
import { ListenerInTree } from './listeners.ts';
import { PoolInTree } from './pools.ts';
import { wrapped } from './request.ts';
import { common, id, links, project, references, settledStatus, stamps, text } from './shared.ts';

/** Source: Load-balancer API v2 reference, "Load Balancers". */
const qosPolicy = uuid({ title: 'QoS policy id' });
const securityGroups = z
  .array(uuid({ title: 'Security group id' }))
  .meta({ title: 'Security groups', description: 'Of the virtual IP. Since version 2.29.' });

const LoadBalancerCreate = z
  .strictObject(
    optional({
      name,
      description,
      admin_state_up: adminStateUp,
      vip_subnet_id: uuid({ title: 'Subnet id', description: 'Of the virtual IP: this, the network or the port.' }),
      vip_network_id: uuid({ title: 'Network id', description: 'Of the virtual IP: this, the subnet or the port.' }),
      vip_port_id: uuid({ title: 'Port id', description: 'Of the virtual IP: this, the subnet or the network.' }),
      vip_address: address({ title: 'Virtual IP', description: 'A free one is taken when left out.' }),
      vip_qos_policy_id: qosPolicy,
      vip_sg_ids: securityGroups,
      additional_vips: z
        .array(
          z.strictObject({
            subnet_id: uuid({ title: 'Subnet id' }),
            ip_address: address({ title: 'Address' }).optional(),
          }),
        )
        .meta({ title: 'Additional virtual IPs', description: 'One of a subnet. Since version 2.26.' }),
      provider: textField(64, { title: 'Provider', description: 'The cloud’s own when left out.' }),
      flavor_id: uuid({ title: 'Flavor id', description: 'Since version 2.6.' }),
      availability_zone: textField(255, { title: 'Availability zone', description: 'Since version 2.14.' }),
      tags,
      project_id: projectId,
      listeners: z.array(ListenerInTree).meta({ title: 'Listeners' }),
      pools: z.array(PoolInTree).meta({ title: 'Pools' }),
    }),
  )
  .refine(
    ({ vip_subnet_id, vip_network_id, vip_port_id }) =>
      vip_subnet_id !== undefined || vip_network_id !== undefined || vip_port_id !== undefined,
    { error: 'Give the subnet, the network or the port of the virtual IP.' },
  );

const LoadBalancerUpdate = z.strictObject({
  ...changeable({ name, description, vip_qos_policy_id: qosPolicy, vip_sg_ids: securityGroups }),
  ...optional({ admin_state_up: adminStateUp, tags }),
});

export const loadBalancerRequests = {
  LoadBalancerCreateRequest: wrapped('loadbalancer', 'load_balancer', LoadBalancerCreate, {
    name: 'web',
    vip_subnet_id: 'd4af86e1-0051-488c-b7a0-527f97490c9a',
  }),
  LoadBalancerUpdateRequest: wrapped('loadbalancer', 'load_balancer', LoadBalancerUpdate, { name: 'web-2' }),
};

export const LoadBalancer = z.object({
  ...common,
  vip_address: text,
  vip_port_id: text,
  vip_subnet_id: text,
  vip_network_id: text,
  vip_qos_policy_id: text.optional(),
  vip_vnic_type: z.string().optional(),
  vip_sg_ids: z.array(z.string()).optional(),
  additional_vips: z.array(z.object({ subnet_id: text, ip_address: text, port_id: text.optional() })).optional(),
  listeners: references,
  pools: references,
  provider: z.string(),
  flavor_id: text.optional(),
  availability_zone: text.optional(),
});

const example = {
  id,
  name: 'web',
  description: '',
  ...settledStatus,
  admin_state_up: true,
  project_id: project,
  ...stamps,
  vip_address: '203.0.113.50',
  vip_port_id: 'b4ca07d1-a31e-43e2-891a-7d14f419f342',
  vip_subnet_id: 'd4af86e1-0051-488c-b7a0-527f97490c9a',
  vip_network_id: 'd0d217df-3958-4fbf-a3c2-8dad2908c709',
  additional_vips: [],
  listeners: [],
  pools: [],
  provider: 'amphora',
  flavor_id: null,
  vip_qos_policy_id: null,
  tags: [],
  availability_zone: null,
};

const status = { id: z.string(), name: z.string(), provisioning_status: z.string(), operating_status: z.string() };
const PoolStatus = z.object({
  ...status,
  health_monitor: z.object({ ...status, type: z.string() }).optional(),
  members: z.array(z.object({ ...status, address: z.string(), protocol_port: z.int() })),
});

export const loadBalancerSchemas = {
  LoadBalancer,
  LoadBalancersResponse: z
    .object({ loadbalancers: z.array(LoadBalancer), loadbalancers_links: links })
    .meta({ examples: [{ loadbalancers: [example], loadbalancers_links: [] }] }),
  LoadBalancerResponse: z.object({ loadbalancer: LoadBalancer }).meta({ examples: [{ loadbalancer: example }] }),
  LoadBalancerTreeResponse: z
    .object({
      loadbalancer: z.object({
        ...LoadBalancer.shape,
        listeners: z.array(z.looseObject({ id: z.string() })),
        pools: z.array(z.looseObject({ id: z.string() })),
      }),
    })
    .meta({
      description: 'Listeners and pools are whole in this answer alone.',
      examples: [{ loadbalancer: example }],
    }),
  StatusTreeResponse: z
    .object({
      statuses: z.object({
        loadbalancer: z.object({
          ...status,
          listeners: z.array(z.object({ ...status, pools: z.array(PoolStatus) })),
        }),
      }),
    })
    .meta({
      description: 'A pool that no listener uses is not in it.',
      examples: [{ statuses: { loadbalancer: { id, name: 'web', ...settledStatus, listeners: [] } } }],
    }),
  StatsResponse: z
    .object({
      stats: z.object({
        bytes_in: z.int(),
        bytes_out: z.int(),
        active_connections: z.int(),
        total_connections: z.int(),
        request_errors: z.int(),
      }),
    })
    .meta({
      description: 'Counted since the creation; renewed every ten seconds unless the operator changed it.',
      examples: [
        {
          stats: {
            bytes_in: 65671420,
            bytes_out: 774771186,
            active_connections: 4,
            total_connections: 26189172,
            request_errors: 0,
          },
        },
      ],
    }),
};
