import type { OperationId } from '../../contract/clb/operations/index.ts';
import type { LoadBalancerStatus } from '../../contract/clb/statuses.ts';
import type { Meta, RegionName, RunningLoadBalancer } from '../data-plane.ts';

/** The records of the region. All are values: a change stores another object, never edits one. */

export const regionNames = ['ORD', 'DFW'] as const satisfies readonly RegionName[];

/** What a feed says about something that happened. Source: CLB v1.0 developer guide, "Atom feeds". */
export interface FeedEvent {
  /** What it is about: picks the feeds that carry it. */
  readonly about: Subject;
  readonly title: string;
  readonly summary: string;
  readonly category: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly severity: 'INFO' | 'WARNING' | 'CRITICAL';
  /** Id of the node, virtual IP or item it is about, where there is one. */
  readonly item?: number;
}

export type Subject =
  | 'loadBalancer'
  | 'node'
  | 'nodeService'
  | 'virtualIp'
  | 'accessList'
  | 'connectionThrottle'
  | 'healthMonitor'
  | 'sessionPersistence'
  | 'sslTermination';

export interface Event extends FeedEvent {
  readonly id: number;
  readonly loadBalancerId: number;
  readonly author: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

/** What a job does to the stored value when it succeeds, as data so that it outlives the process. */
export interface Finish {
  readonly set?: Partial<Settings>;
  readonly removeNodes?: readonly number[];
  readonly removeVirtualIps?: readonly number[];
  readonly removeAccessItems?: readonly number[];
  readonly removeMappings?: readonly number[];
}

/** The part of a write that goes on after its answer. */
export interface Job {
  readonly operation: OperationId;
  readonly ends: LoadBalancerStatus;
  /** Milliseconds since the epoch; the job does not end earlier. */
  readonly due: number;
  readonly author: string;
  readonly finish?: Finish;
  readonly succeeded: readonly FeedEvent[];
  readonly failed: readonly FeedEvent[];
}

/** What a customer sets. */
export type Settings = Omit<RunningLoadBalancer, 'id' | 'account' | 'region'> & Pick<LoadBalancer, 'metadata'>;

export interface LoadBalancer extends RunningLoadBalancer {
  readonly metadata: readonly Meta[];
  readonly status: LoadBalancerStatus;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** Milliseconds since the epoch. */
  readonly updated: number;
  readonly job: Job | null;
  /** The control endpoint or a seed keeps it as it is: no job ends. */
  readonly held: boolean;
  /** Why the data plane refuses it, as a sentence: it is in ERROR for that alone, until it is carried after all. */
  readonly notCarried?: string | undefined;
}

export interface Token {
  readonly id: string;
  readonly userId: string;
  readonly account: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly authenticatedBy: 'APIKEY' | 'PASSWORD' | 'TOKEN';
}

/** Absolute limits of one account in one region, by the service's names. */
export type Limits = Readonly<Record<LimitName, number>>;

export const defaultLimits = {
  LOADBALANCER_LIMIT: 25,
  NODE_LIMIT: 25,
  IPV6_LIMIT: 25,
  ACCESS_LIST_LIMIT: 100,
  LOADBALANCER_META_LIMIT: 25,
  CERTIFICATE_MAPPING_LIMIT: 20,
  NODE_META_LIMIT: 25,
  BATCH_DELETE_LIMIT: 10,
} as const;
export type LimitName = keyof typeof defaultLimits;

export type SslMode = 'ON' | 'OFF' | 'MIXED';

export type UsageEvent =
  | `${'CREATE' | 'DELETE'}_${'LOADBALANCER' | 'VIRTUAL_IP'}`
  | `SSL_${'OFF' | 'ONLY_ON' | 'MIXED_ON'}`
  | `${'SUSPEND' | 'UNSUSPEND'}_LOADBALANCER`;

/** A closed period of a load balancer's traffic, or the moment of an event that is billed. Source: CLB v1.0 developer guide, "Usage reports". */
export interface Usage {
  readonly id: number;
  readonly loadBalancerId: number;
  readonly startTime: number;
  readonly endTime: number;
  readonly numPolls: number;
  readonly numVips: number;
  readonly vipType: 'PUBLIC' | 'SERVICENET';
  readonly sslMode: SslMode;
  readonly eventType?: UsageEvent;
  readonly averageNumConnections: number;
  readonly incomingTransfer: number;
  readonly outgoingTransfer: number;
  readonly averageNumConnectionsSsl: number;
  readonly incomingTransferSsl: number;
  readonly outgoingTransferSsl: number;
}

/** Everything that is stored, by collection. */
export interface Collections {
  loadBalancer: LoadBalancer;
  event: Event;
  token: Token;
  /** Last id given out, by kind of thing. */
  counter: number;
  /** Limits that differ from the defaults, by account. */
  limits: Partial<Limits>;
  usage: Usage;
  /** Which seed the model grew from, under the key `seed`. */
  meta: string;
}
export type Collection = keyof Collections;

export type Change = {
  [Name in Collection]: { readonly collection: Name; readonly key: string; readonly value: Collections[Name] | null };
}[Collection];

/** The load balancer as its job will leave it. */
export function finished(loadBalancer: LoadBalancer): LoadBalancer {
  const finish = loadBalancer.job?.finish;
  if (!finish) return loadBalancer;
  const without = <Item extends { readonly id: number }>(items: readonly Item[], ids: readonly number[] | undefined) =>
    ids ? items.filter(({ id }) => !ids.includes(id)) : items;
  const { sslTermination } = loadBalancer;
  return {
    ...loadBalancer,
    nodes: without(loadBalancer.nodes, finish.removeNodes),
    virtualIps: without(loadBalancer.virtualIps, finish.removeVirtualIps),
    accessList: without(loadBalancer.accessList, finish.removeAccessItems),
    sslTermination: sslTermination && {
      ...sslTermination,
      mappings: without(sslTermination.mappings, finish.removeMappings),
    },
    ...finish.set,
  };
}

/** Whether the data plane is to carry it. A load balancer in ERROR keeps serving traffic. */
export const runs = ({ status, job, held }: LoadBalancer): boolean =>
  status === 'ACTIVE' || status === 'ERROR' || status === 'PENDING_UPDATE' || (status === 'BUILD' && !!job && !held);

/** Spelling a time costs more than the rest of a list's row, and rows share seconds. */
const spelled = new Map<number, string>();
const mostSpelled = 50_000;

/** ISO 8601 in UTC, to the second, as the API spells times. `milliseconds`: since the epoch. */
export function iso(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  const known = spelled.get(second);
  if (known !== undefined) return known;
  const text = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  if (spelled.size >= mostSpelled) spelled.clear();
  spelled.set(second, text);
  return text;
}
