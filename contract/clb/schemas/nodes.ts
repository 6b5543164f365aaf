import { comparableAddress } from '../../shared/address.ts';
import { z } from '../../shared/zod.ts';
import { nodeConditions, nodeStatuses, nodeTypes } from '../statuses.ts';
import { hasTwins, integer, isHostName, isIp, refused, rule, says } from './fields.ts';
import { Meta } from './metadata.ts';
import { wrapped } from './request.ts';
import { Link, timestamp } from './shared.ts';

const invalidAddress = 'Node ip is invalid. Please specify a valid ip.';
const invalidPort = 'Node port is invalid. Please specify a valid port.';
const reserved = ['0.0.0.0', '255.255.255.255'];

const condition = z.enum(
  nodeConditions,
  says('Must provide a valid condition for the node.', 'Node condition is invalid. Please specify a valid condition.'),
);
const conditionHelp = {
  title: 'Condition',
  description: 'DISABLED cuts current connections; DRAINING serves established and persisted sessions only.',
};
const type = z.enum(nodeTypes).meta({
  title: 'Type',
  description: 'SECONDARY nodes serve when no PRIMARY node is online; they need a health monitor.',
});
const weight = integer(1, 100, 'Node weight is invalid. Range is 1-100. Please specify a valid weight.').meta({
  title: 'Weight',
  description: 'Share of traffic; counts with a WEIGHTED algorithm only.',
});
const status = refused('Node status field cannot be modified.', z.enum(nodeStatuses));
const id = refused('Node id field cannot be modified.', z.int());

export const NodeNew = z.strictObject({
  address: z
    .string(says('Must provide a valid ip for the node.'))
    .refine((address) => !reserved.includes(address) && (isIp(address) || isHostName(address)), {
      error: invalidAddress,
    })
    .meta({ title: 'Address', description: 'IPv4, IPv6, or a host name in an allowed domain.' }),
  port: integer(1, 65535, 'Must provide a valid port for the node.', invalidPort).meta({ title: 'Port' }),
  condition: condition.meta({ ...conditionHelp, default: 'ENABLED' }),
  type: type.meta({ default: 'PRIMARY' }).optional(),
  weight: weight.meta({ default: 1 }).optional(),
  status,
  id,
});

/** Within one request, address and port are unique. */
export const distinctNodes = rule<unknown>(
  (nodes) =>
    !hasTwins<{ address?: string; port?: number }>(nodes, ({ address, port }) =>
      typeof address === 'string' ? `${comparableAddress(address)} ${port}` : undefined,
    ),
  'Duplicate nodes detected. Please ensure that the ip address and port are unique for each node.',
);

const settings = {
  condition: condition.meta(conditionHelp).optional(),
  type: type.optional(),
  weight: weight.optional(),
  status,
  address: refused('Node ip field cannot be modified.', z.string()),
  port: refused('Port field cannot be modified.', z.int()),
};
const changesSomething = rule<{ condition?: unknown; type?: unknown; weight?: unknown }>(
  (node) => node.condition !== undefined || node.type !== undefined || node.weight !== undefined,
  'The node must have at least one of the following to update: condition, weight, type.',
);

const NodeUpdate = z.strictObject({ ...settings, id }).check(changesSomething);

const NodeUpdateById = z
  .strictObject({
    id: z.int(says('Must provide a valid id for the node.')).meta({ title: 'Node id' }),
    ...settings,
  })
  .check(changesSomething);

export const nodeRequests = {
  NodesAddRequest: wrapped(
    'nodes',
    z.array(NodeNew).min(1, { error: 'Must provide at least one node.' }).check(distinctNodes).meta({ title: 'Nodes' }),
    [{ address: '10.20.4.6', port: 8080, condition: 'ENABLED', type: 'PRIMARY', weight: 1 }],
  ),
  NodesUpdateRequest: wrapped(
    'nodes',
    z.array(NodeUpdateById).min(1, { error: 'Must provide at least one node.' }).meta({ title: 'Nodes' }),
    [{ id: 31, condition: 'DRAINING' }],
  ),
  NodeUpdateRequest: wrapped('node', NodeUpdate, { condition: 'DRAINING' }),
};

export const Node = z.object({
  id: z.int(),
  address: z.string(),
  port: z.int(),
  condition: z.enum(nodeConditions),
  status: z.enum(nodeStatuses),
  type: z.enum(nodeTypes),
  weight: z.int().optional().meta({ description: 'Left out of lists unless the algorithm is weighted.' }),
  metadata: z.array(Meta).optional(),
});

const example = {
  id: 31,
  address: '10.20.4.6',
  port: 8080,
  condition: 'ENABLED',
  status: 'ONLINE',
  type: 'PRIMARY',
} as const;

export const NodeEvent = z.object({
  id: z.int(),
  nodeId: z.int(),
  loadbalancerId: z.int(),
  accountId: z.int(),
  title: z.string(),
  description: z.string(),
  detailedMessage: z.string().optional(),
  callbackHost: z.string().optional(),
  type: z.string(),
  category: z.enum(['CREATE', 'UPDATE', 'DELETE']),
  severity: z.enum(['INFO', 'WARNING', 'CRITICAL']),
  author: z.string(),
  created: timestamp,
  relativeUri: z.string(),
});

export const nodeSchemas = {
  Node,
  NodeEvent,
  NodesResponse: z.object({ nodes: z.array(Node) }).meta({ examples: [{ nodes: [example] }] }),
  NodeResponse: z.object({ node: Node }).meta({ examples: [{ node: { ...example, weight: 1 } }] }),
  NodeEventsResponse: z
    .object({ nodeServiceEvents: z.array(NodeEvent), links: z.array(Link) })
    .meta({ examples: [{ nodeServiceEvents: [], links: [] }] }),
};
