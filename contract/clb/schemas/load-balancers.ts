import { z } from '../../shared/zod.ts';
import { algorithms, protocolNames } from '../protocols.ts';
import { statuses } from '../statuses.ts';
import { AccessListItem, AccessListItemNew } from './access-list.ts';
import { ConnectionLogging, ConnectionLoggingShown } from './connection-logging.ts';
import { ConnectionThrottle, ConnectionThrottleShown } from './connection-throttle.ts';
import { ContentCaching, ContentCachingShown } from './content-caching.ts';
import { integer, refused, rule, says, text } from './fields.ts';
import { HealthMonitorNew, HealthMonitorShown } from './health-monitor.ts';
import { hasTwinKeys, Meta, MetaNew } from './metadata.ts';
import { distinctNodes, Node, NodeNew } from './nodes.ts';
import { wrapped } from './request.ts';
import { SessionPersistence } from './session-persistence.ts';
import { timestamp } from './shared.ts';
import { SslTerminationShown } from './ssl-termination.ts';
import { VirtualIp, VirtualIpNew } from './virtual-ips.ts';

/** Fields and sentences of a load balancer. Source: CLB v1.0 developer guide, "Load balancers". */
const name = text(
  128,
  'Must provide a name for the load balancer.',
  'Load Balancer name must be less than or equal to 128',
  'Load balancer name is invalid. Please specify a valid name',
).meta({ title: 'Name', description: 'Need not be unique.' });
const protocol = z
  .enum(
    protocolNames,
    says(
      'Must provide a valid protocol for the load balancer.',
      'Load balancer protocol is invalid. Please specify a valid protocol.',
    ),
  )
  .meta({ title: 'Protocol', description: 'A change disables session persistence.' });
const port = integer(1, 65535, 'Load balancer port is invalid. Please specify a valid port.').optional().meta({
  title: 'Port',
  description: 'The protocol’s own port when left out; TCP and UDP need one.',
});
const algorithm = z
  .enum(algorithms, says('Load balancer algorithm is invalid. Please specify a valid algorithm.'))
  .optional();
const algorithmHelp = { title: 'Algorithm', description: 'How the next node is chosen.' };
const timeout = integer(30, 120, 'Load balancer timeout is invalid. Please specify a valid timeout value.').optional();
const timeoutHelp = { title: 'Timeout', description: 'Seconds that a node may stay silent.' };
const halfClosed = z.boolean().optional();
const halfClosedHelp = { title: 'Half closed', description: 'TCP and TCP_CLIENT_FIRST only.' };
const httpsRedirect = z.boolean().optional();
const redirectHelp = {
  title: 'HTTPS redirect',
  description: 'HTTPS on port 443, or HTTP with SSL termination for secure traffic only.',
};

const fixed = (field: string) => `Load balancer ${field} field cannot be modified.`;
const readOnly = {
  id: refused(fixed('id'), z.int()),
  status: refused(fixed('status'), z.enum(statuses)),
  cluster: refused(fixed('cluster')),
  created: refused(fixed('created')),
  updated: refused(fixed('updated')),
  loadBalancerUsage: refused(fixed('current usage')),
};
const visit = (path: string, purpose: string) =>
  `Please visit {account id}/loadbalancers/{load balancer id}/${path} to configure ${purpose}.`;
const sslTermination = refused(visit('ssltermination', 'ssl termination'));

const LoadBalancerNew = z.strictObject({
  name,
  protocol,
  port,
  virtualIps: z
    .array(VirtualIpNew, says('Must provide at least one virtual ip for the load balancer.'))
    .min(1, { error: 'Must have at least one virtual ip for the load balancer' })
    .check(
      rule<{ id?: unknown }[]>(
        (virtualIps) =>
          !Array.isArray(virtualIps) ||
          virtualIps.length < 2 ||
          (virtualIps.length === 2 && virtualIps.every((each) => each?.id !== undefined)),
        'Must specify either a shared or new virtual ip.',
      ),
    )
    .meta({ title: 'Virtual IPs', description: 'One new virtual IP, or one or two that are shared by id.' }),
  algorithm: algorithm.meta({ ...algorithmHelp, default: 'RANDOM' }),
  timeout: timeout.meta({ ...timeoutHelp, default: 30 }),
  halfClosed: halfClosed.meta({ ...halfClosedHelp, default: false }),
  httpsRedirect: httpsRedirect.meta({ ...redirectHelp, default: false }),
  nodes: z
    .array(NodeNew)
    .max(25, { error: 'Must not provide more than twenty five nodes per load balancer.' })
    .check(distinctNodes)
    .optional()
    .meta({ title: 'Nodes' }),
  accessList: z
    .array(AccessListItemNew)
    .max(100, { error: 'Must not provide more than one hundred access list items' })
    .optional()
    .meta({ title: 'Access list' }),
  connectionLogging: ConnectionLogging.optional().meta({ title: 'Connection logging' }),
  contentCaching: ContentCaching.optional().meta({ title: 'Content caching' }),
  connectionThrottle: ConnectionThrottle.optional().meta({ title: 'Connection throttle' }),
  healthMonitor: HealthMonitorNew.optional().meta({ title: 'Health monitor' }),
  sessionPersistence: SessionPersistence.optional().meta({ title: 'Session persistence' }),
  metadata: z
    .array(MetaNew)
    .max(25, { error: 'Must not provide more than twenty five metadata items per load balancer.' })
    .check(
      rule<unknown>(
        (items) => !hasTwinKeys(items),
        'Duplicate keys detected. Please ensure that the key is unique for each metadata item.',
      ),
    )
    .optional()
    .meta({ title: 'Metadata' }),
  sslTermination,
  ...readOnly,
});

const LoadBalancerUpdate = z
  .strictObject({
    name: name.optional(),
    algorithm: algorithm.meta(algorithmHelp),
    protocol: protocol.optional(),
    port,
    timeout: timeout.meta(timeoutHelp),
    halfClosed: halfClosed.meta(halfClosedHelp),
    httpsRedirect: httpsRedirect.meta(redirectHelp),
    sslTermination,
    nodes: refused(visit('nodes', 'nodes')),
    metadata: refused(visit('metadata', 'metadata')),
    virtualIps: refused(visit('virtualips/{virtual ip id}', 'a virtual ip')),
    sessionPersistence: refused(visit('sessionpersistence', 'session persistence')),
    healthMonitor: refused(visit('healthmonitor', 'your health monitor')),
    connectionThrottle: refused(visit('throttles', 'connection throttling')),
    accessList: refused(visit('accesslist', 'access lists')),
    connectionLogging: refused(visit('connecitonlogging', 'connection logging')),
    contentCaching: refused(visit('contentcaching', 'content caching')),
    ...readOnly,
  })
  .check(
    rule<Record<string, unknown>>(
      (changes) =>
        ['name', 'algorithm', 'protocol', 'port', 'timeout', 'halfClosed', 'httpsRedirect'].some(
          (field) => changes[field] !== undefined,
        ),
      'The load balancer must have at least one of the following to update: name, algorithm, protocol, port, timeout, halfClosed, or httpsRedirect.',
    ),
  );

export const loadBalancerRequests = {
  LoadBalancerCreateRequest: wrapped('loadBalancer', LoadBalancerNew, {
    name: 'web-frontend',
    protocol: 'HTTP',
    port: 8080,
    algorithm: 'ROUND_ROBIN',
    virtualIps: [{ type: 'PUBLIC' }],
    nodes: [{ address: '10.20.4.6', port: 8080, condition: 'ENABLED' }],
    sessionPersistence: { persistenceType: 'HTTP_COOKIE' },
  }),
  LoadBalancerUpdateRequest: wrapped('loadBalancer', LoadBalancerUpdate, {
    name: 'web-frontend',
    algorithm: 'LEAST_CONNECTIONS',
    timeout: 60,
  }),
};

const Moment = z.object({ time: timestamp });
const common = {
  id: z.int(),
  name: z.string(),
  protocol: z.string(),
  port: z.int(),
  algorithm: z.string(),
  status: z.enum(statuses),
  timeout: z.int(),
  virtualIps: z.array(VirtualIp),
  created: Moment,
  updated: Moment,
};
const { id, name: shownName, status, created, updated, ...rest } = common;

export const LoadBalancerSummary = z
  .object({
    id,
    name: shownName,
    status,
    ...z.object({ ...rest, created, updated, nodeCount: z.int() }).partial().shape,
  })
  .meta({ description: 'An item of the list. When asked for by node address, only id, name and status.' });

export const LoadBalancer = z
  .object({
    id,
    name: shownName,
    status,
    created,
    updated,
    ...z.object(rest).partial().shape,
    halfClosed: z.boolean().optional(),
    httpsRedirect: z.boolean().optional(),
    nodes: z.array(Node).optional(),
    cluster: z.object({ name: z.string() }).optional(),
    sourceAddresses: z
      .object({ ipv4Public: z.string(), ipv4Servicenet: z.string(), ipv6Public: z.string() })
      .partial()
      .optional(),
    connectionLogging: ConnectionLoggingShown.optional(),
    contentCaching: ContentCachingShown.optional(),
    sessionPersistence: z.object({ persistenceType: z.string() }).optional(),
    healthMonitor: HealthMonitorShown.optional(),
    connectionThrottle: ConnectionThrottleShown.optional(),
    accessList: z.array(AccessListItem).optional(),
    metadata: z.array(Meta).optional(),
    sslTermination: SslTerminationShown.omit({ certificate: true, intermediateCertificate: true }).optional(),
  })
  .meta({
    description:
      'Settings that are not configured are left out. A deleted load balancer has only id, name, status, created and updated.',
  });

const example = {
  id: 71,
  name: 'web-frontend',
  protocol: 'HTTP',
  port: 80,
  algorithm: 'ROUND_ROBIN',
  status: 'ACTIVE',
  timeout: 30,
  virtualIps: [{ id: 812, address: '203.0.113.77', type: 'PUBLIC', ipVersion: 'IPV4' }],
  created: { time: '2031-05-02T17:20:11Z' },
  updated: { time: '2031-05-02T17:21:40Z' },
} as const;

export const loadBalancerSchemas = {
  LoadBalancer,
  LoadBalancerSummary,
  LoadBalancersResponse: z
    .object({ loadBalancers: z.array(LoadBalancerSummary) })
    .meta({ examples: [{ loadBalancers: [{ ...example, nodeCount: 2 }] }] }),
  LoadBalancerResponse: z.object({ loadBalancer: LoadBalancer }).meta({
    examples: [
      {
        loadBalancer: {
          ...example,
          halfClosed: false,
          httpsRedirect: false,
          nodes: [],
          cluster: { name: 'c3.ord1' },
          sourceAddresses: {
            ipv4Public: '203.0.113.9',
            ipv4Servicenet: '10.20.0.9',
            ipv6Public: '2001:db8:77::9/64',
          },
          connectionLogging: { enabled: false },
          contentCaching: { enabled: false },
          sessionPersistence: { persistenceType: 'HTTP_COOKIE' },
        },
      },
    ],
  }),
};
