import type { AccessListItem, Node, RegionName, SslTermination, VirtualIp } from '../data-plane.ts';
import { iso, type LoadBalancer } from './model.ts';

/** Records as the API shows them. Source: CLB v1.0 developer guide, "Load balancers" and the pages of its parts. */

export const virtualIpView = ({ id, address, type, ipVersion }: VirtualIp) => ({ id, address, type, ipVersion });

export const accessItemView = ({ id, address, type }: AccessListItem) => ({ id, address, type });

/** A node in a list, which never shows its metadata. `weighted`: lists show the weight only where the algorithm uses it. */
export const nodeView = ({ id, address, port, condition, status, type, weight }: Node, weighted: boolean) => ({
  id,
  address,
  port,
  condition,
  status,
  type,
  ...(weighted && { weight }),
});

/** A node asked for by itself. */
export const singleNodeView = (node: Node) => ({ ...nodeView(node, true), metadata: node.metadata });

export const isWeighted = ({ algorithm }: LoadBalancer): boolean => algorithm.startsWith('WEIGHTED_');

const securityProtocol = (name: string, enabled: boolean) => ({
  securityProtocolName: name,
  securityProtocolStatus: enabled ? 'ENABLED' : 'DISABLED',
});

/** An SSL termination without its certificate; the private key is never shown. */
export const sslSummary = ({
  enabled,
  securePort,
  secureTrafficOnly,
  cipherProfile,
  tls10,
  tls11,
}: SslTermination) => ({
  enabled,
  securePort,
  secureTrafficOnly,
  cipherProfile,
  securityProtocols: [securityProtocol('TLS_10', tls10), securityProtocol('TLS_11', tls11)],
});

export const sslView = (ssl: SslTermination) => ({
  ...sslSummary(ssl),
  certificate: ssl.certificate,
  ...(ssl.intermediateCertificate !== undefined && { intermediateCertificate: ssl.intermediateCertificate }),
});

export const summaryView = (loadBalancer: LoadBalancer) => ({
  id: loadBalancer.id,
  name: loadBalancer.name,
  protocol: loadBalancer.protocol,
  port: loadBalancer.port,
  algorithm: loadBalancer.algorithm,
  status: loadBalancer.status,
  timeout: loadBalancer.timeout,
  nodeCount: loadBalancer.nodes.length,
  virtualIps: loadBalancer.virtualIps,
  created: { time: iso(loadBalancer.created) },
  updated: { time: iso(loadBalancer.updated) },
});

const summaries = new WeakMap<LoadBalancer, string>();

/** The same as JSON. A change makes a new record, so a record's text is written once, however often it is listed. */
export function summaryText(loadBalancer: LoadBalancer): string {
  const known = summaries.get(loadBalancer);
  if (known !== undefined) return known;
  const text = JSON.stringify(summaryView(loadBalancer));
  summaries.set(loadBalancer, text);
  return text;
}

/** Everything comes from this machine. Unlike virtual IPs, the IPv6 address is compressed, and stands with its network. */
export const sourceAddresses = { ipv4: '127.0.0.1', ipv6: '::1/64' } as const;

export const clusterOf = (region: RegionName) => ({ name: `c1.${region.toLowerCase()}1` });

/** Details; settings that are not configured are left out, and a deleted load balancer has five fields. */
export function detailView(loadBalancer: LoadBalancer) {
  const { id, name, status, region } = loadBalancer;
  const created = { time: iso(loadBalancer.created) };
  const updated = { time: iso(loadBalancer.updated) };
  if (status === 'DELETED') return { id, name, status, created, updated };
  const { sessionPersistence, healthMonitor, connectionThrottle, accessList, metadata, sslTermination } = loadBalancer;
  const weighted = isWeighted(loadBalancer);
  return {
    id,
    name,
    protocol: loadBalancer.protocol,
    port: loadBalancer.port,
    algorithm: loadBalancer.algorithm,
    status,
    timeout: loadBalancer.timeout,
    halfClosed: loadBalancer.halfClosed,
    httpsRedirect: loadBalancer.httpsRedirect,
    virtualIps: loadBalancer.virtualIps,
    nodes: loadBalancer.nodes.map((node) => nodeView(node, weighted)),
    cluster: clusterOf(region),
    sourceAddresses: {
      ipv4Public: sourceAddresses.ipv4,
      ipv4Servicenet: sourceAddresses.ipv4,
      ipv6Public: sourceAddresses.ipv6,
    },
    connectionLogging: { enabled: loadBalancer.connectionLogging },
    contentCaching: { enabled: loadBalancer.contentCaching },
    ...(sessionPersistence && { sessionPersistence: { persistenceType: sessionPersistence } }),
    ...(healthMonitor && { healthMonitor }),
    ...(connectionThrottle && { connectionThrottle }),
    ...(accessList.length > 0 && { accessList }),
    ...(metadata.length > 0 && { metadata }),
    ...(sslTermination && { sslTermination: sslSummary(sslTermination) }),
    created,
    updated,
  };
}
