import type { Change, LoadBalancer, SslMode, Usage, UsageEvent } from './model.ts';
import { itemKey, type Store } from './store.ts';

/** Whether traffic is billed as plain, secure or both. */
export function sslMode({ sslTermination }: LoadBalancer): SslMode {
  if (!sslTermination?.enabled) return 'OFF';
  return sslTermination.secureTrafficOnly ? 'ON' : 'MIXED';
}

export const vipType = ({ virtualIps }: LoadBalancer): Usage['vipType'] =>
  virtualIps.some(({ type }) => type === 'SERVICENET') ? 'SERVICENET' : 'PUBLIC';

const sslEvents = { OFF: 'SSL_OFF', ON: 'SSL_ONLY_ON', MIXED: 'SSL_MIXED_ON' } as const satisfies Record<
  SslMode,
  UsageEvent
>;

/** What happened to a load balancer that is billed, by its value before and after. A deletion takes its parts along in one event. */
function eventsOf(before: LoadBalancer, after: LoadBalancer): UsageEvent[] {
  if (after.status === 'DELETED') return before.status === 'DELETED' ? [] : ['DELETE_LOADBALANCER'];
  const suspended = [before, after].map(({ status }) => status === 'SUSPENDED');
  const ids = [before, after].map(({ virtualIps }) => new Set(virtualIps.map(({ id }) => id))) as [
    Set<number>,
    Set<number>,
  ];
  return [
    ...(before.status === 'BUILD' && after.status === 'ACTIVE' ? (['CREATE_LOADBALANCER'] as const) : []),
    ...(!suspended[0] && suspended[1] ? (['SUSPEND_LOADBALANCER'] as const) : []),
    ...(suspended[0] && !suspended[1] ? (['UNSUSPEND_LOADBALANCER'] as const) : []),
    ...[...ids[1].difference(ids[0])].map(() => 'CREATE_VIRTUAL_IP' as const),
    ...[...ids[0].difference(ids[1])].map(() => 'DELETE_VIRTUAL_IP' as const),
    ...(sslMode(before) === sslMode(after) ? [] : [sslEvents[sslMode(after)]]),
  ];
}

/**
 * Usage records of what a change means for the bill. `now`: milliseconds since the epoch.
 * Follows CLB v1.0 developer guide, "Usage reports", event types.
 */
export function usageEvents(before: LoadBalancer, after: LoadBalancer, store: Store, now: number): Change[] {
  return eventsOf(before, after).map((eventType) => {
    const value: Usage = {
      id: store.nextId('usage'),
      loadBalancerId: after.id,
      startTime: now,
      endTime: now,
      numPolls: 0,
      numVips: after.virtualIps.length,
      vipType: vipType(before),
      sslMode: sslMode(after),
      eventType,
      averageNumConnections: 0,
      incomingTransfer: 0,
      outgoingTransfer: 0,
      averageNumConnectionsSsl: 0,
      incomingTransferSsl: 0,
      outgoingTransferSsl: 0,
    };
    return { collection: 'usage', key: itemKey(value), value };
  });
}
