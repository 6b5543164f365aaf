import type { LoadBalancerDetails, Node } from '../model/load-balancer.ts';
import { disabled, type Persistence } from '../model/persistence.ts';

/** A load balancer as read, ACTIVE on HTTP 80 with nothing configured, but for what the test is about. */
export const loadBalancer = ({
  persistence = disabled,
  ...rest
}: Partial<LoadBalancerDetails> & { persistence?: Persistence } = {}): LoadBalancerDetails => ({
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
  subjects: [{ name: rest.name ?? 'web-frontend', protocol: rest.protocol ?? 'HTTP', status: null, persistence }],
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

/** The same with another session persistence. */
export const withPersistence = (details: LoadBalancerDetails, persistence: Persistence): LoadBalancerDetails => ({
  ...details,
  subjects: details.subjects.map((subject) => ({ ...subject, persistence })),
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
