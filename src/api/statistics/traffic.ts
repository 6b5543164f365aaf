import { queryOptions } from '@tanstack/react-query';
import { encoded } from '../../../contract/shared/text.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { send } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { readFromRegion, requestQueue } from '../providers/clb/load-balancers.ts';

/** Counters of one load balancer as the API gives them, plain and secure added up. Source: CLB v1.0 developer guide, "Statistics". */
export interface Statistics {
  readonly currentConnections: number;
  readonly mostConnections: number;
  readonly connectErrors: number;
  readonly connectFailures: number;
  readonly connectTimeouts: number;
  readonly dataTimeouts: number;
}

type WireStatistics = Partial<Record<string, number | null>>;

export const statisticsQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['statistics', ref.region, ref.id],
    queryFn: async ({ signal }): Promise<Statistics> => {
      const wire = await readFromRegion<WireStatistics>(
        ref.region,
        `/loadbalancers/${encoded(ref.id)}/stats`,
        priority.onScreen,
        signal,
      );
      const sum = (field: string) => (wire[field] ?? 0) + (wire[`${field}Ssl`] ?? 0);
      return {
        currentConnections: sum('currentConn'),
        mostConnections: sum('maxConn'),
        connectErrors: sum('connectError'),
        connectFailures: sum('connectFailure'),
        connectTimeouts: sum('connectTimeOut'),
        dataTimeouts: sum('dataTimedOut'),
      };
    },
  });

/** One closed period of traffic. Times: milliseconds since the Unix epoch; transfer: bytes. */
export interface UsagePeriod {
  readonly start: number;
  readonly end: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly connections: number;
}

interface WireUsage {
  startTime: string;
  endTime: string;
  incomingTransfer?: number;
  outgoingTransfer?: number;
  averageNumConnections?: number;
  incomingTransferSsl?: number;
  outgoingTransferSsl?: number;
  averageNumConnectionsSsl?: number;
}

/** The most records that a page of a report holds: a day of minutes has more. Source: CLB v1.0 developer guide, "Usage reports". */
const usageLimit = 1_000;
/** More pages than a day can fill. */
const usagePages = 5;

/** The last 24 hours, oldest first. Source: CLB v1.0 developer guide, "Usage reports", current usage. */
export const usageQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['usage', ref.region, ref.id],
    queryFn: async ({ signal }): Promise<readonly UsagePeriod[]> => {
      const records: WireUsage[] = [];
      const path = `/loadbalancers/${encoded(ref.id)}/usage/current?limit=${usageLimit}`;
      for (let pages = 0; pages < usagePages; pages += 1) {
        const { loadBalancerUsageRecords: page = [] } = await readFromRegion<{
          loadBalancerUsageRecords?: WireUsage[];
        }>(ref.region, records.length === 0 ? path : `${path}&offset=${records.length}`, priority.rest, signal);
        records.push(...page);
        if (page.length < usageLimit) break;
      }
      return (
        records
          .map((wire) => ({
            start: Date.parse(wire.startTime),
            end: Date.parse(wire.endTime),
            incoming: (wire.incomingTransfer ?? 0) + (wire.incomingTransferSsl ?? 0),
            outgoing: (wire.outgoingTransfer ?? 0) + (wire.outgoingTransferSsl ?? 0),
            connections: (wire.averageNumConnections ?? 0) + (wire.averageNumConnectionsSsl ?? 0),
          }))
          // A record of something that is billed, such as SSL termination switched on, is of a moment and carries nothing.
          .filter(({ start, end }) => end > start)
          .sort((a, b) => a.start - b.start)
      );
    },
  });

/** A local region's live persistence table; an extension of that region, not part of the API. */
export interface SessionTable {
  readonly persistenceType: string | null;
  /** Why no traffic is carried here, as a sentence; null when it is. */
  readonly notCarried: string | null;
  /** Null when the type keeps no table. `expires`: seconds until the client is forgotten. */
  readonly sessions:
    | readonly { readonly client: string; readonly nodeId: number | null; readonly expires: number }[]
    | null;
}

const tablePath = ({ id }: LoadBalancerRef) => `/extras/loadbalancers/${encoded(id)}/sessions`;

export const sessionTableQuery = (ref: LoadBalancerRef) =>
  queryOptions({
    queryKey: ['sessionTable', ref.region, ref.id],
    queryFn: ({ signal }) => readFromRegion<SessionTable>(ref.region, tablePath(ref), priority.onScreen, signal),
  });

/** Forgets one client, whose next request may go to another node. Throws an ApiError when it is not in the table. */
export const forgetClient = (ref: LoadBalancerRef, client: string) => {
  const path = `/api/${encoded(ref.region)}${tablePath(ref)}/${encoded(client)}`;
  return requestQueue.run(ref.region, 'DELETE', priority.write, () => send({ method: 'DELETE', path }));
};
