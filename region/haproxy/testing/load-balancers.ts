import type { Node, RunningLoadBalancer } from '../../data-plane.ts';

/** Nodes on this machine, by id. */
export const nodeOn = (id: number, port: number, more: Partial<Node> = {}): Node => ({
  id,
  address: '127.0.0.1',
  port,
  condition: 'ENABLED',
  status: 'ONLINE',
  type: 'PRIMARY',
  weight: 1,
  metadata: [],
  ...more,
});

/** A plain HTTP load balancer on a virtual IP, for tests to change. */
export const loadBalancerOn = (
  id: number,
  address: string,
  nodes: readonly Node[],
  more: Partial<RunningLoadBalancer> = {},
): RunningLoadBalancer => ({
  id,
  account: '100001',
  region: 'ORD',
  name: `load balancer ${id}`,
  protocol: 'HTTP',
  port: 8000,
  algorithm: 'ROUND_ROBIN',
  timeout: 30,
  halfClosed: false,
  httpsRedirect: false,
  virtualIps: [{ id, address, type: 'PUBLIC', ipVersion: 'IPV4' }],
  nodes,
  accessList: [],
  sessionPersistence: null,
  healthMonitor: null,
  connectionThrottle: null,
  connectionLogging: false,
  contentCaching: false,
  sslTermination: null,
  errorPage: null,
  ...more,
});
