import { disabled, type LoadBalancerDetails, type Node } from '../model/load-balancer.ts';

/** A load balancer as read, ACTIVE on HTTP 80 with nothing configured, but for what the test is about. */
export const loadBalancer = (rest: Partial<LoadBalancerDetails> = {}): LoadBalancerDetails => ({
  region: 'ORD',
  id: '71',
  name: 'web-frontend',
  status: 'ACTIVE',
  protocol: 'HTTP',
  port: 80,
  algorithm: 'ROUND_ROBIN',
  virtualIps: [],
  nodeCount: rest.nodes?.length ?? 0,
  created: null,
  updated: null,
  readAt: 0,
  persistence: disabled,
  nodes: [],
  timeout: 30,
  halfClosed: false,
  httpsRedirect: false,
  healthMonitor: null,
  maxConnections: null,
  contentCaching: false,
  connectionLogging: false,
  sslTermination: null,
  accessRules: 0,
  cluster: null,
  sourceAddresses: [],
  ...rest,
});

export const nodes = (count: number): Node[] =>
  Array.from({ length: count }, (_, index) => ({
    id: String(index + 1),
    address: `10.20.4.${index + 1}`,
    port: 8080,
    condition: 'ENABLED',
    status: 'ONLINE',
    type: 'PRIMARY',
    weight: 1,
  }));
