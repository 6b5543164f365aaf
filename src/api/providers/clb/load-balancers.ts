import { queryOptions } from '@tanstack/react-query';
import { sessionPersistence } from '../../../../contract/clb/operations/session-persistence.ts';
import { longestNote } from '../../../../contract/shared/change-record.ts';
import { headerText } from '../../../../contract/shared/header-text.ts';
import { encoded } from '../../../../contract/shared/text.ts';
import {
  disabled,
  enabled,
  type HealthMonitor,
  type LoadBalancer,
  type LoadBalancerDetails,
  type LoadBalancerRef,
  type Node,
  type Persistence,
  persistenceType,
  type SslTermination,
  type VirtualIp,
} from '../../../model/load-balancer.ts';
import { steadyBackgroundClock } from '../../http/background-clock.ts';
import { type ApiAnswer, ApiError, type ApiRequest, read, send } from '../../http/client.ts';
import { type Priority, priority, RequestQueue } from '../../http/queue.ts';

/** Every request to a region takes its turn here. */
export const requestQueue = new RequestQueue(steadyBackgroundClock);

/** The most rows that one page of the list holds. Source: CLB v1.0 developer guide, "Paginated collections". */
export const pageSize = 100;

interface WireVirtualIp {
  id: number;
  address: string;
  type: string;
  ipVersion: string;
}

interface WireLoadBalancer {
  id: number;
  name: string;
  status: string;
  protocol?: string;
  port?: number;
  algorithm?: string;
  nodeCount?: number;
  virtualIps?: WireVirtualIp[];
  created?: { time?: string };
  updated?: { time?: string };
}

interface WireNode {
  id: number;
  address: string;
  port: number;
  condition: string;
  status: string;
  type?: string;
  weight?: number;
}

interface WireDetails extends WireLoadBalancer {
  timeout?: number;
  halfClosed?: boolean;
  httpsRedirect?: boolean;
  nodes?: WireNode[];
  sessionPersistence?: { persistenceType?: string };
  healthMonitor?: Partial<HealthMonitor>;
  connectionThrottle?: { maxConnections?: number };
  connectionLogging?: { enabled?: boolean };
  contentCaching?: { enabled?: boolean };
  sslTermination?: Partial<SslTermination>;
  accessList?: unknown[];
  cluster?: { name?: string };
  sourceAddresses?: Record<string, string>;
}

const milliseconds = (time: { time?: string } | undefined): number | null => {
  const value = Date.parse(time?.time ?? '');
  return Number.isNaN(value) ? null : value;
};

const toVirtualIp = (wire: WireVirtualIp): VirtualIp => ({
  id: String(wire.id),
  address: wire.address,
  type: wire.type,
  version: wire.ipVersion,
});

const toLoadBalancer = (region: string, wire: WireLoadBalancer): LoadBalancer => ({
  region,
  id: String(wire.id),
  name: wire.name,
  status: wire.status,
  protocol: wire.protocol ?? '',
  port: wire.port ?? 0,
  algorithm: wire.algorithm ?? '',
  virtualIps: (wire.virtualIps ?? []).map(toVirtualIp),
  nodeCount: wire.nodeCount ?? null,
  created: milliseconds(wire.created),
  updated: milliseconds(wire.updated),
});

const toNode = (wire: WireNode): Node => ({
  id: String(wire.id),
  address: wire.address,
  port: wire.port,
  condition: wire.condition,
  status: wire.status,
  type: wire.type ?? 'PRIMARY',
  weight: wire.weight ?? null,
});

const toPersistence = (wire: { persistenceType?: string } | undefined): Persistence =>
  wire?.persistenceType ? enabled(wire.persistenceType) : disabled;

function toDetails(region: string, wire: WireDetails): LoadBalancerDetails {
  const { healthMonitor: monitor, sslTermination: ssl } = wire;
  return {
    ...toLoadBalancer(region, wire),
    nodeCount: wire.nodes?.length ?? 0,
    readAt: Date.now(),
    persistence: toPersistence(wire.sessionPersistence),
    nodes: (wire.nodes ?? []).map(toNode),
    timeout: wire.timeout ?? null,
    halfClosed: wire.halfClosed ?? false,
    httpsRedirect: wire.httpsRedirect ?? false,
    healthMonitor: monitor?.type
      ? {
          type: monitor.type,
          delay: monitor.delay ?? null,
          timeout: monitor.timeout ?? null,
          attemptsBeforeDeactivation: monitor.attemptsBeforeDeactivation ?? null,
          path: monitor.path ?? null,
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
    accessRules: wire.accessList?.length ?? 0,
    cluster: wire.cluster?.name ?? null,
    sourceAddresses: Object.values(wire.sourceAddresses ?? {}),
  };
}

const regionPath = (region: string, path: string): string => `/api/${encoded(region)}${path}`;

/** Reads JSON from a region when the turn of the request has come. */
export const readFromRegion = <T>(region: string, path: string, rank: Priority, signal?: AbortSignal): Promise<T> =>
  requestQueue.run(
    region,
    'GET',
    rank,
    () => read<T>({ method: 'GET', path: regionPath(region, path), signal }),
    signal,
  );

export interface ListPage {
  readonly marker?: number;
  /** Milliseconds since the Unix epoch: rows updated then or later. */
  readonly changesSince?: number;
  readonly nodeAddress?: string;
  /** Only rows that are deleted, which no other listing shows. */
  readonly deleted?: boolean;
  readonly signal?: AbortSignal;
}

/** One page of a region's list, ids ascending; a page shorter than `pageSize` is the last. */
export async function listLoadBalancers(region: string, page: ListPage = {}): Promise<LoadBalancer[]> {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (page.marker !== undefined) query.set('marker', String(page.marker));
  if (page.changesSince !== undefined)
    query.set('changes-since', new Date(page.changesSince).toISOString().replace(/\.\d+Z$/, 'Z'));
  if (page.deleted) query.set('status', 'DELETED');
  if (page.nodeAddress !== undefined) query.set('nodeaddress', page.nodeAddress);
  const body = await readFromRegion<{ loadBalancers: WireLoadBalancer[] }>(
    region,
    `/loadbalancers?${query}`,
    // A poll lets what it would call for go first: while reads of settled load balancers wait, another poll would only cost one of them.
    page.marker === undefined && page.changesSince === undefined ? priority.onScreen : priority.rest,
    page.signal,
  );
  if (!Array.isArray(body.loadBalancers))
    throw new ApiError({
      status: 200,
      source: 'region',
      code: 'malformed',
      message: `${region} answered the list of load balancers in a form that this panel cannot read.`,
    });
  return body.loadBalancers.map((wire) => toLoadBalancer(region, wire));
}

/** Reads the details of one load balancer. */
export async function readDetails(
  ref: LoadBalancerRef,
  rank: Priority = priority.onScreen,
  signal?: AbortSignal,
): Promise<LoadBalancerDetails> {
  const body = await readFromRegion<{ loadBalancer?: WireDetails }>(
    ref.region,
    `/loadbalancers/${encoded(ref.id)}`,
    rank,
    signal,
  );
  if (!body.loadBalancer)
    throw new ApiError({
      status: 200,
      source: 'region',
      code: 'malformed',
      message: `${ref.region} answered the details of load balancer ${ref.id} in a form that this panel cannot read.`,
    });
  return toDetails(ref.region, body.loadBalancer);
}

export const detailsQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['details', ref.region, ref.id],
    queryFn: ({ signal }) => readDetails(ref, priority.onScreen, signal),
    staleTime: 5_000,
  });

/** The current number of connections, plain and secure; null while the API gives none. */
export const connectionsQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['connections', ref.region, ref.id],
    queryFn: async ({ signal }): Promise<number | null> => {
      const stats = await readFromRegion<{ currentConn?: number; currentConnSsl?: number }>(
        ref.region,
        `/loadbalancers/${encoded(ref.id)}/stats`,
        priority.onScreen,
        signal,
      );
      return stats.currentConn === undefined ? null : stats.currentConn + (stats.currentConnSsl ?? 0);
    },
    staleTime: 5_000,
  });

export const errorPageQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['errorPage', ref.region, ref.id],
    queryFn: async ({ signal }): Promise<string> => {
      const body = await readFromRegion<{ errorpage?: { content?: string } }>(
        ref.region,
        `/loadbalancers/${encoded(ref.id)}/errorpage`,
        priority.onScreen,
        signal,
      );
      return body.errorpage?.content ?? '';
    },
    staleTime: 60_000,
  });

export interface WriteContext {
  readonly before: Persistence;
  readonly reason: string;
  readonly run: string | null;
  /** The load balancer's name, for the history. */
  readonly name: string;
}

/** The request that brings session persistence to a value: what the dialog shows is what is sent. */
export function persistenceRequest(ref: LoadBalancerRef, after: Persistence): ApiRequest {
  const type = persistenceType(after);
  const operation = sessionPersistence[type === null ? 'sessionPersistence.disable' : 'sessionPersistence.enable'];
  const path = regionPath(ref.region, operation.path.replace('{loadBalancerId}', encoded(ref.id)));
  return type === null
    ? { method: operation.method, path }
    : { method: operation.method, path, body: { sessionPersistence: { persistenceType: type } } };
}

/** Sends the change. Gives the answer, whose `X-Holdfast-Change` header names the record in the history. */
export const writePersistence = (
  ref: LoadBalancerRef,
  after: Persistence,
  context: WriteContext,
): Promise<ApiAnswer> => {
  const request = persistenceRequest(ref, after);
  const headers: Record<string, string> = {
    'x-holdfast-before': headerText(persistenceType(context.before) ?? 'DISABLED'),
    'x-holdfast-after': headerText(persistenceType(after) ?? 'DISABLED'),
    'x-holdfast-name': headerText(context.name, longestNote.name),
  };
  if (context.reason) headers['x-holdfast-reason'] = headerText(context.reason, longestNote.reason);
  if (context.run) headers['x-holdfast-run'] = headerText(context.run);
  return requestQueue.run(ref.region, request.method, priority.write, () => send({ ...request, headers }));
};
