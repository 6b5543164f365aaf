import type {
  AccessListItem,
  ConnectionThrottle,
  HealthMonitor,
  Node,
  SslTermination,
  VirtualIp,
} from '../data-plane.ts';
import type { FeedEvent, LoadBalancer, Subject } from './model.ts';

/** The service's own titles and summaries of what feeds report. Source: its published source, "EntryHelper" and the listeners. */

const quoted = (fields: Readonly<Record<string, unknown>>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: '${value}'`)
    .join(', ');

const notice = (
  about: Subject,
  category: FeedEvent['category'],
  title: string,
  summary: string,
  item?: number,
): FeedEvent => ({ about, category, title, summary, severity: 'INFO', ...(item !== undefined && { item }) });

const critical = (
  about: Subject,
  category: FeedEvent['category'],
  title: string,
  summary: string,
  item?: number,
): FeedEvent => ({ ...notice(about, category, title, summary, item), severity: 'CRITICAL' });

const nodeFields = ({ address, port, condition, weight }: Node) => ({ address, port, condition, weight });

export const feedEvents = {
  loadBalancerCreated: ({ name, algorithm, protocol, port }: LoadBalancer) =>
    notice(
      'loadBalancer',
      'CREATE',
      'Load Balancer Successfully Created',
      `Load balancer successfully created with ${quoted({ name, algorithm, protocol, port })}`,
    ),
  loadBalancerNotCreated: critical(
    'loadBalancer',
    'CREATE',
    'Error Creating Load Balancer',
    'Could not create a load balancer at this time',
  ),
  loadBalancerUpdated: (fields: Readonly<Record<string, unknown>>) =>
    notice(
      'loadBalancer',
      'UPDATE',
      'Load Balancer Successfully Updated',
      `Load balancer successfully updated with ${quoted(fields)}`,
    ),
  loadBalancerNotUpdated: critical(
    'loadBalancer',
    'UPDATE',
    'Error Updating Load Balancer',
    'Could not update the load balancer at this time.',
  ),
  loadBalancerDeleted: notice(
    'loadBalancer',
    'DELETE',
    'Load Balancer Successfully Deleted',
    'Load balancer successfully deleted',
  ),
  loadBalancerNotDeleted: critical(
    'loadBalancer',
    'DELETE',
    'Error Deleting Load Balancer',
    'Could not delete the load balancer at this time.',
  ),
  /** Our own: the engine's words for what it cannot run. */
  notCarried: (reason: string) => critical('loadBalancer', 'UPDATE', 'Load Balancer In Error', reason),
  carriedAgain: notice('loadBalancer', 'UPDATE', 'Load Balancer Active', 'The load balancer carries traffic again.'),

  nodeCreated: (node: Node) =>
    notice(
      'node',
      'CREATE',
      'Node Successfully Created',
      `Node successfully created with ${quoted(nodeFields(node))}`,
      node.id,
    ),
  nodeNotCreated: ({ id }: Node) =>
    critical('node', 'CREATE', 'Error Creating Node', 'Could not create the node at this time', id),
  nodeUpdated: ({ id, address, port, weight, condition }: Node) =>
    notice(
      'node',
      'UPDATE',
      'Node Successfully Updated',
      `Node successfully updated with ${quoted({ address, port, weight, condition })}`,
      id,
    ),
  nodeNotUpdated: (id: number) =>
    critical('node', 'UPDATE', 'Error Updating Node', 'Could not update the node at this time.', id),
  nodeDeleted: (id: number) => notice('node', 'DELETE', 'Node Successfully Deleted', 'Node successfully deleted', id),
  nodesDeleted: (id: number) =>
    notice('node', 'DELETE', 'Nodes Successfully Deleted', 'Nodes successfully deleted', id),
  nodeNotDeleted: (id: number) =>
    critical('node', 'DELETE', 'Error Deleting Node', 'Could not delete the node at this time.', id),
  nodeStatus: ({ id }: Node, status: string, detail: string) =>
    notice('nodeService', 'UPDATE', 'Node Status Updated', `Node is ${status}. ${detail}`, id),

  virtualIpAdded: ({ id, address, type }: VirtualIp) =>
    notice(
      'virtualIp',
      'CREATE',
      'Virtual Ip Successfully Added',
      `Virtual ip successfully added with ${quoted({ address, type })}`,
      id,
    ),
  virtualIpNotAdded: ({ id }: VirtualIp) =>
    critical('virtualIp', 'CREATE', 'Error Creating Virtual Ip', 'Could not create the virtual ip at this time.', id),
  virtualIpDeleted: (id: number) =>
    notice('virtualIp', 'DELETE', 'Virtual Ip Successfully Deleted', 'Virtual ip successfully deleted', id),
  virtualIpNotDeleted: (id: number) =>
    critical('virtualIp', 'DELETE', 'Error Deleting Virtual Ip', 'Could not delete the virtual ip at this time.', id),

  accessListUpdated: ({ id, address, type }: AccessListItem) =>
    notice(
      'accessList',
      'UPDATE',
      'Access List Successfully Updated',
      `Access list successfully updated with the following item: ${quoted({ id, address, type })}`,
      id,
    ),
  accessListNotUpdated: ({ id, address, type }: AccessListItem, category: 'UPDATE' | 'DELETE') =>
    critical(
      'accessList',
      category,
      'Error Updating Access List',
      `Error updating access list with the following network item: ${quoted({ address, type })}`,
      id,
    ),
  accessListItemDeleted: (id: number) =>
    notice(
      'accessList',
      'DELETE',
      'Network Item Successfully Deleted',
      `Network Item '${id}' successfully deleted`,
      id,
    ),

  healthMonitorUpdated: (monitor: HealthMonitor) => {
    const { type, delay, timeout, attemptsBeforeDeactivation, path, statusRegex, bodyRegex } = monitor;
    const fields = { type, delay, timeout, attemptsBeforeDeactivation };
    return notice(
      'healthMonitor',
      'UPDATE',
      'Health Monitor Successfully Updated',
      `Health monitor successfully updated with ${quoted(
        type === 'CONNECT' ? fields : { ...fields, path, statusRegex, bodyRegex },
      )}`,
    );
  },
  healthMonitorNotUpdated: critical(
    'healthMonitor',
    'UPDATE',
    'Error Updating Health Monitor',
    'Could not update the health monitor at this time',
  ),
  healthMonitorDeleted: notice(
    'healthMonitor',
    'DELETE',
    'Health Monitor Successfully Deleted',
    'Health monitor successfully deleted',
  ),
  healthMonitorNotDeleted: critical(
    'healthMonitor',
    'DELETE',
    'Error Deleting Health Monitor',
    'Could not delete the health monitor at this time',
  ),

  connectionThrottleUpdated: (throttle: ConnectionThrottle) => {
    const { minConnections, maxConnections, maxConnectionRate, rateInterval } = throttle;
    return notice(
      'connectionThrottle',
      'UPDATE',
      'Connection Throttle Successfully Updated',
      `Connection throttle successfully updated with ${quoted({ minConnections, maxConnections, maxConnectionRate, rateInterval })}`,
    );
  },
  connectionThrottleNotUpdated: critical(
    'connectionThrottle',
    'UPDATE',
    'Error Updating Connection Throttle',
    'Could not update the connection throttle at this time',
  ),
  connectionThrottleDeleted: notice(
    'connectionThrottle',
    'DELETE',
    'Connection Throttle Successfully Deleted',
    'Connection throttle successfully deleted',
  ),
  connectionThrottleNotDeleted: critical(
    'connectionThrottle',
    'DELETE',
    'Error Deleting Connection Throttle',
    'Could delete the connection throttle at this time',
  ),

  sessionPersistenceUpdated: (type: string) =>
    notice(
      'sessionPersistence',
      'UPDATE',
      'Session Persistence Successfully Updated',
      `Session persistence successfully updated to '${type}'`,
    ),
  sessionPersistenceNotUpdated: critical(
    'sessionPersistence',
    'UPDATE',
    'Error Updating Session Persistence',
    'Could not update the session persistence settings at this time.',
  ),
  sessionPersistenceDeleted: notice(
    'sessionPersistence',
    'DELETE',
    'Session Persistence Successfully Deleted',
    'Session persistence successfully deleted',
  ),
  sessionPersistenceNotDeleted: critical(
    'sessionPersistence',
    'DELETE',
    'Error Deleting Session Persistence',
    'Could not delete the session persistence settings at this time.',
  ),

  loggingUpdated: (enabled: boolean) =>
    notice('loadBalancer', 'UPDATE', 'Update Connection Logging', `Connection logging successully set to ${enabled}`),
  loggingNotUpdated: critical(
    'loadBalancer',
    'UPDATE',
    'Error Updating Connection Logging',
    'Could not update connection logging at this time.',
  ),
  cachingUpdated: (enabled: boolean) =>
    notice('loadBalancer', 'UPDATE', 'Update Content Caching', `Content caching successully set to ${enabled}`),
  cachingNotUpdated: critical(
    'loadBalancer',
    'UPDATE',
    'Error Updating Content Caching',
    'Could not update content caching at this time.',
  ),
  errorPageNotUpdated: critical(
    'loadBalancer',
    'UPDATE',
    'Error Updating Load Balancer Error page...',
    'Could not update a load balancer Error page at this time.',
  ),

  sslUpdated: ({ enabled, secureTrafficOnly, securePort }: SslTermination) =>
    notice(
      'sslTermination',
      'UPDATE',
      'SSL Termination Successfully updated',
      `SslTermination successfully created with getEnabled: '${enabled}'isSecureTrafficOnly: '${secureTrafficOnly}'securePort: '${securePort}'`,
    ),
  sslNotUpdated: critical(
    'loadBalancer',
    'UPDATE',
    'Error Updating Load Balancer SSL Termination',
    'Could not update a load balancer SSL Termination at this time',
  ),
  sslDeleted: notice(
    'loadBalancer',
    'DELETE',
    'Load Balancer SSL Termination Successfully Deleted',
    'Load balancer ssl termination successfully deleted',
  ),
  sslNotDeleted: critical(
    'loadBalancer',
    'DELETE',
    'Error Deleting Load Balancer ssl termination',
    'Could not delete the load balancer ssl termination at this time.',
  ),
  mappingNotUpdated: critical(
    'loadBalancer',
    'UPDATE',
    'Error Updating Certificate Mapping',
    'Could not update the certificate mapping settings at this time.',
  ),
  mappingNotDeleted: critical(
    'loadBalancer',
    'DELETE',
    'Error Deleting Certificate Mapping',
    'Could not delete the certificate mapping at this time.',
  ),
} as const;
