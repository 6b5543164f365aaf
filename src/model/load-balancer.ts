/**
 * The panel's own model. Pages and components know only this; src/api maps a provider's answers onto it. Ids are opaque
 * strings, statuses and protocols are the API's own words and may be ones that this panel has never seen.
 */

/** Session persistence as read: off, or on with the API's type, known to this panel or not. */
export type Persistence = { readonly state: 'disabled' } | { readonly state: 'enabled'; readonly type: string };

export const disabled: Persistence = { state: 'disabled' };
export const enabled = (type: string): Persistence => ({ state: 'enabled', type });
/** The API's type, or null when disabled. */
export const persistenceType = (persistence: Persistence): string | null =>
  persistence.state === 'enabled' ? persistence.type : null;
export const samePersistence = (a: Persistence, b: Persistence): boolean => persistenceType(a) === persistenceType(b);

/** Which load balancer: ids are only unique within a region. */
export interface LoadBalancerRef {
  readonly region: string;
  readonly id: string;
}
export const refKey = ({ region, id }: LoadBalancerRef): string => `${region}/${id}`;

export interface VirtualIp {
  readonly id: string;
  readonly address: string;
  readonly type: string;
  readonly version: string;
}

/** A row of the list. `created` and `updated`: milliseconds since the Unix epoch, null when the API gave none. */
export interface LoadBalancer extends LoadBalancerRef {
  readonly name: string;
  readonly status: string;
  readonly protocol: string;
  readonly port: number;
  readonly algorithm: string;
  readonly virtualIps: readonly VirtualIp[];
  readonly nodeCount: number | null;
  readonly created: number | null;
  readonly updated: number | null;
}

export interface Node {
  readonly id: string;
  readonly address: string;
  readonly port: number;
  readonly condition: string;
  readonly status: string;
  readonly type: string;
  readonly weight: number | null;
}

export interface HealthMonitor {
  readonly type: string;
  readonly delay: number | null;
  readonly timeout: number | null;
  readonly attemptsBeforeDeactivation: number | null;
  readonly path: string | null;
}

export interface SslTermination {
  readonly enabled: boolean;
  readonly securePort: number | null;
  readonly secureTrafficOnly: boolean;
}

/** Everything that one read of the details gives. `readAt`: when it was read, milliseconds since the Unix epoch. */
export interface LoadBalancerDetails extends LoadBalancer {
  readonly readAt: number;
  readonly persistence: Persistence;
  readonly nodes: readonly Node[];
  readonly timeout: number | null;
  readonly halfClosed: boolean;
  readonly httpsRedirect: boolean;
  readonly healthMonitor: HealthMonitor | null;
  readonly maxConnections: number | null;
  readonly contentCaching: boolean;
  readonly connectionLogging: boolean;
  readonly sslTermination: SslTermination | null;
  readonly accessRules: number;
  readonly cluster: string | null;
  readonly sourceAddresses: readonly string[];
}

export const nodesOnline = (details: Pick<LoadBalancerDetails, 'nodes'>): number =>
  details.nodes.filter((node) => node.status === 'ONLINE').length;
