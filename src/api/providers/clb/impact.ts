import { count } from '../../../model/format.ts';
import type { LoadBalancerDetails, PersistenceSubject } from '../../../model/load-balancer.ts';
import { type Persistence, verbOf } from '../../../model/persistence.ts';
import type { Impact, PersistenceImpact } from '../provider.ts';

const nodesAndConnections = (nodes: number, connections: number | null): string =>
  connections === null ? count(nodes, 'node') : `${count(nodes, 'node')}, ${count(connections, 'current connection')}`;

/** What the change does to live traffic; null when nothing changes. `connections`: null while the API gives none. */
export function impact(
  details: Pick<LoadBalancerDetails, 'nodes'>,
  subject: Pick<PersistenceSubject, 'persistence'>,
  after: Persistence,
  connections: number | null,
): Impact | null {
  const verb = verbOf(subject.persistence, after);
  if (!verb) return null;
  const nodes = details.nodes?.length ?? 0;
  if (nodes === 0)
    return {
      effect: 'No client is affected now: this load balancer has no nodes.',
      affected: connections ? nodesAndConnections(nodes, connections) : '',
    };
  const numbers = nodesAndConnections(nodes, connections);
  if (verb === 'enable')
    return {
      effect: 'Clients stick to a node from their next request.',
      affected: `${numbers}. No session is moved now.`,
    };
  return {
    effect:
      verb === 'change'
        ? 'Connected clients may move to another node. Sessions stored on the previous node may break.'
        : 'Clients lose their assigned node: requests are spread over all nodes. Sessions stored on a node may break.',
    affected: `Affected: ${numbers}.`,
  };
}

/**
 * What becomes of clients while the PRIMARY nodes are down, which the setting does not change; null without a SECONDARY node.
 * Source: CLB v1.0 developer guide, "Nodes".
 */
export const secondaryNote = ({ nodes }: Pick<LoadBalancerDetails, 'nodes'>): string | null =>
  nodes?.some(({ type }) => type === 'SECONDARY')
    ? 'SECONDARY nodes serve clients only while every PRIMARY is down; afterwards their clients go back to a PRIMARY.'
    : null;

/** That the setting reaches both ports of a load balancer with SSL termination; null without one. Source: CLB v1.0 developer guide, "Session persistence". */
export function sslNote({ port, sslTermination }: Pick<LoadBalancerDetails, 'port' | 'sslTermination'>): string | null {
  if (!sslTermination) return null;
  const { enabled, securePort, secureTrafficOnly } = sslTermination;
  const secure = securePort === null ? 'the secure port' : `the secure port ${securePort}`;
  if (!enabled)
    return `Secure Traffic (SSL) is configured but off. Once on, the setting covers both port ${port} and ${secure}.`;
  if (secureTrafficOnly)
    return `The setting covers both the plain port ${port}, closed now (secure traffic only), and ${secure}.`;
  return `The setting covers both the plain port ${port} and ${secure}.`;
}

export const persistenceImpact: PersistenceImpact = {
  of: impact,
  notes: (details) => [sslNote(details), secondaryNote(details)].filter((note) => note !== null),
};
