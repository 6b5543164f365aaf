import type { PersistenceTypeName } from '../contract/clb/persistence.ts';
import type { Algorithm, ProtocolName } from '../contract/clb/protocols.ts';
import type { nodeConditions, nodeStatuses, nodeTypes } from '../contract/clb/statuses.ts';

/** What stands between the region's model and the engine that carries traffic. */

export type RegionName = 'ORD' | 'DFW';
export type NodeCondition = (typeof nodeConditions)[number];
export type NodeType = (typeof nodeTypes)[number];
export type NodeStatus = (typeof nodeStatuses)[number];

export interface VirtualIp {
  readonly id: number;
  readonly address: string;
  readonly type: 'PUBLIC' | 'SERVICENET';
  readonly ipVersion: 'IPV4' | 'IPV6';
}

export interface Meta {
  readonly id: number;
  readonly key: string;
  readonly value: string;
}

export interface Node {
  readonly id: number;
  readonly address: string;
  readonly port: number;
  readonly condition: NodeCondition;
  readonly status: NodeStatus;
  readonly type: NodeType;
  readonly weight: number;
  readonly metadata: readonly Meta[];
}

export interface AccessListItem {
  readonly id: number;
  readonly address: string;
  readonly type: 'ALLOW' | 'DENY';
}

export interface HealthMonitor {
  readonly type: 'CONNECT' | 'HTTP' | 'HTTPS';
  /** Seconds. */
  readonly delay: number;
  /** Seconds. */
  readonly timeout: number;
  readonly attemptsBeforeDeactivation: number;
  readonly path?: string;
  readonly statusRegex?: string;
  readonly bodyRegex?: string;
  readonly hostHeader?: string;
}

/** The texts of a monitor that the engine has to make something of. */
export const monitorTexts = ['path', 'statusRegex', 'bodyRegex', 'hostHeader'] as const;
export type MonitorText = (typeof monitorTexts)[number];
export type MonitorTexts = Pick<HealthMonitor, 'type'> & { readonly [Text in MonitorText]?: string | undefined };

export interface ConnectionThrottle {
  readonly maxConnections: number;
  readonly minConnections: number;
  readonly maxConnectionRate: number;
  readonly rateInterval: number;
}

export interface CertificateMapping {
  readonly id: number;
  readonly hostName: string;
  readonly privateKey: string;
  readonly certificate: string;
  readonly intermediateCertificate?: string;
}

export interface SslTermination {
  readonly enabled: boolean;
  readonly securePort: number;
  readonly secureTrafficOnly: boolean;
  readonly cipherProfile: string;
  readonly tls10: boolean;
  readonly tls11: boolean;
  readonly privatekey: string;
  readonly certificate: string;
  readonly intermediateCertificate?: string;
  readonly mappings: readonly CertificateMapping[];
}

/** A load balancer as it is to run. The value never changes: a change is another object, so an engine may compare by identity. */
export interface RunningLoadBalancer {
  /** Unique over all regions and accounts. */
  readonly id: number;
  readonly account: string;
  readonly region: RegionName;
  readonly name: string;
  readonly protocol: ProtocolName;
  readonly port: number;
  readonly algorithm: Algorithm;
  /** Seconds that a node may stay silent. */
  readonly timeout: number;
  readonly halfClosed: boolean;
  readonly httpsRedirect: boolean;
  readonly virtualIps: readonly VirtualIp[];
  readonly nodes: readonly Node[];
  readonly accessList: readonly AccessListItem[];
  readonly sessionPersistence: PersistenceTypeName | null;
  readonly healthMonitor: HealthMonitor | null;
  readonly connectionThrottle: ConnectionThrottle | null;
  readonly connectionLogging: boolean;
  readonly contentCaching: boolean;
  readonly sslTermination: SslTermination | null;
  /** HTML; null: the default page. */
  readonly errorPage: string | null;
}

/** Totals since the load balancer was made, added up over restarts of the engine; `currentConn` is of now. */
export interface Counters {
  readonly connectTimeOut: number;
  readonly connectError: number;
  readonly connectFailure: number;
  readonly dataTimedOut: number;
  readonly keepAliveTimedOut: number;
  readonly maxConn: number;
  readonly currentConn: number;
  /** Bytes from clients. */
  readonly incomingTransfer: number;
  /** Bytes to clients. */
  readonly outgoingTransfer: number;
}

export const noCounters: Counters = {
  connectTimeOut: 0,
  connectError: 0,
  connectFailure: 0,
  dataTimedOut: 0,
  keepAliveTimedOut: 0,
  maxConn: 0,
  currentConn: 0,
  incomingTransfer: 0,
  outgoingTransfer: 0,
};

/** One remembered client. */
export interface SessionEntry {
  /** What the engine knows the client by: its address, or a TLS session id in hex. */
  readonly client: string;
  readonly nodeId: number | null;
  /** Seconds until it is forgotten. */
  readonly expires: number;
}

/** What a data plane tells the region of its own accord. */
export interface DataPlaneReport {
  nodeStatus(loadBalancerId: number, nodeId: number, status: NodeStatus, detail: string): void;
  /** A load balancer that ran cannot be carried any more: it goes to ERROR. `reason`: a sentence. */
  failed(loadBalancerId: number, reason: string): void;
  /** Something runs now that was refused before: `apply` says what still is. */
  recovered(): void;
}

export interface DataPlane {
  /** Called once, before the first `apply`. */
  start(report: DataPlaneReport): Promise<void>;
  /**
   * Makes exactly these load balancers run, by id; the map is live and is read when the engine gets to it. Resolves when what it
   * held at the time of the call is live, with a sentence for each load balancer that the engine refuses (the others run).
   * Calls may overlap: those that wait may share one reload.
   */
  apply(loadBalancers: ReadonlyMap<number, RunningLoadBalancer>): Promise<ReadonlyMap<number, string>>;
  /**
   * The texts that the engine can make nothing of, such as a regular expression of another kind; none when it cannot be asked. A monitor with
   * such a text would be refused by `apply`.
   */
  unusableTexts(monitor: MonitorTexts): Promise<readonly MonitorText[]>;
  /** Why nothing, or not everything, of this load balancer is carried here (UDP, IPv6); null when all of it is. */
  notCarried(loadBalancer: RunningLoadBalancer): string | null;
  /** The latest reading; undefined while there is none. */
  counters(loadBalancerId: number): { readonly plain: Counters; readonly secure: Counters } | undefined;
  /** Live entries of the persistence table; null when the type keeps none (HTTP_COOKIE, disabled). */
  sessions(loadBalancerId: number): Promise<readonly SessionEntry[] | null>;
  /** Forgets one client; false when it was not known. */
  forget(loadBalancerId: number, client: string): Promise<boolean>;
  /** For GET /healthz and the words at start. `sentence` says what carries traffic, or why nothing does and what to do. */
  state(): { readonly carries: boolean; readonly sentence: string };
  close(): Promise<void>;
}
