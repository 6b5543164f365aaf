import type { Wire } from '../../../../contract/clb/schemas/wire.ts';
import type { LoadBalancer, LoadBalancerDetails, Node, VirtualIp } from '../../../model/load-balancer.ts';
import { disabled, enabled, type Persistence } from '../../../model/persistence.ts';

/** From the API's answers to the panel's own model: what is missing gets its plainest value, and nothing is taken on trust. */

type WireDetails = Wire<'LoadBalancer'>;
type WireRow = Wire<'LoadBalancerSummary'>;

const itemsOf = <T>(list: readonly T[] | null | undefined): readonly NonNullable<T>[] =>
  (Array.isArray(list) ? list : []).filter((item) => item !== null && item !== undefined);

const milliseconds = (moment: { time?: string | null } | null | undefined): number | null => {
  const value = Date.parse(moment?.time ?? '');
  return Number.isNaN(value) ? null : value;
};

const toVirtualIp = (wire: NonNullable<NonNullable<WireRow['virtualIps']>[number]>): VirtualIp => ({
  id: String(wire.id),
  address: wire.address ?? '',
  type: wire.type ?? '',
  version: wire.ipVersion ?? '',
});

export const toLoadBalancer = (region: string, wire: WireRow | WireDetails): LoadBalancer => ({
  region,
  id: String(wire.id),
  name: wire.name ?? '',
  status: wire.status ?? '',
  protocol: wire.protocol ?? '',
  port: wire.port ?? 0,
  algorithm: wire.algorithm ?? '',
  virtualIps: itemsOf(wire.virtualIps).map(toVirtualIp),
  nodeCount: ('nodeCount' in wire ? wire.nodeCount : null) ?? null,
  created: milliseconds(wire.created),
  updated: milliseconds(wire.updated),
});

const toNode = (wire: Wire<'Node'>): Node => ({
  id: String(wire.id),
  address: wire.address ?? '',
  port: wire.port ?? 0,
  condition: wire.condition ?? '',
  status: wire.status ?? '',
  type: wire.type ?? 'PRIMARY',
  weight: wire.weight ?? null,
});

const toPersistence = (wire: WireDetails['sessionPersistence']): Persistence =>
  wire?.persistenceType ? enabled(wire.persistenceType) : disabled;

/** `now`: when the answer came, milliseconds since the Unix epoch. */
export function toDetails(region: string, wire: WireDetails, now: number): LoadBalancerDetails {
  const { healthMonitor: monitor, sslTermination: ssl } = wire;
  const row = toLoadBalancer(region, wire);
  const nodes = itemsOf(wire.nodes).map(toNode);
  return {
    ...row,
    nodeCount: nodes.length,
    readAt: now,
    answer: wire,
    subjects: [
      { name: row.name, protocol: row.protocol, status: null, persistence: toPersistence(wire.sessionPersistence) },
    ],
    nodes,
    timeout: wire.timeout ?? null,
    halfClosed: wire.halfClosed ?? false,
    httpsRedirect: wire.httpsRedirect ?? false,
    healthMonitor: monitor?.type
      ? {
          type: monitor.type,
          delay: monitor.delay ?? null,
          timeout: monitor.timeout ?? null,
          attemptsBeforeDeactivation: monitor.attemptsBeforeDeactivation ?? null,
          path: ('path' in monitor ? monitor.path : null) ?? null,
        }
      : null,
    maxConnections: wire.connectionThrottle?.maxConnections ?? null,
    contentCaching: wire.contentCaching?.enabled ?? false,
    connectionLogging: wire.connectionLogging?.enabled ?? false,
    sslTermination: ssl
      ? {
          enabled: ssl.enabled ?? true,
          securePort: ssl.securePort ?? null,
          secureTrafficOnly: ssl.secureTrafficOnly ?? false,
        }
      : null,
    accessRules: itemsOf(wire.accessList).length,
    cluster: wire.cluster?.name ?? null,
    sourceAddresses: Object.values(wire.sourceAddresses ?? {}).filter((address) => typeof address === 'string'),
  };
}
