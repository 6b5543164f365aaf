import { guidePage, type Operation } from './operation.ts';
import { feedPage } from './query.ts';

const loadBalancer = '/loadbalancers/{loadBalancerId}';

/** What all feeds share. Source: CLB v1.0 developer guide, "Request and response types". */
const feed = {
  group: 'Atom feeds',
  method: 'GET',
  success: 200,
  produces: 'application/atom+xml',
  query: feedPage,
  document: guidePage('general-api-info/request-response'),
} as const;

const faults = ['LB404', 'DEL410'] as const;

export const feeds = {
  'feeds.loadBalancers': { ...feed, title: 'Feed of all load balancers', path: '/loadbalancers.atom', faults: [] },
  'feeds.loadBalancer': { ...feed, title: 'Feed of a load balancer', path: `${loadBalancer}.atom`, faults },
  'feeds.nodes': { ...feed, title: 'Feed of nodes', path: `${loadBalancer}/nodes.atom`, faults },
  'feeds.node': { ...feed, title: 'Feed of a node', path: `${loadBalancer}/nodes/{nodeId}.atom`, faults },
  'feeds.nodeEvents': {
    ...feed,
    title: 'Feed of node service events',
    path: `${loadBalancer}/nodes/events.atom`,
    faults,
  },
  'feeds.virtualIps': { ...feed, title: 'Feed of virtual IPs', path: `${loadBalancer}/virtualips.atom`, faults },
  'feeds.accessList': { ...feed, title: 'Feed of the access list', path: `${loadBalancer}/accesslist.atom`, faults },
  'feeds.connectionThrottle': {
    ...feed,
    title: 'Feed of the connection throttle',
    path: `${loadBalancer}/connectionthrottle.atom`,
    faults,
  },
  'feeds.healthMonitor': {
    ...feed,
    title: 'Feed of the health monitor',
    path: `${loadBalancer}/healthmonitor.atom`,
    faults,
  },
  'feeds.sessionPersistence': {
    ...feed,
    title: 'Feed of session persistence',
    path: `${loadBalancer}/sessionpersistence.atom`,
    faults,
  },
} as const satisfies Record<string, Operation>;
