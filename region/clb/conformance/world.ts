import { exampleCertificate, exampleKey } from '../../../contract/clb/schemas/example-certificate.ts';
import { type Body, startTestRegion, type TestRegion } from '../../testing/test-region.ts';

/** A region with one load balancer on which every operation can succeed, and what stands in paths to its parts. */
export interface World extends TestRegion {
  /** The rich load balancer's details as they were made. */
  readonly loadBalancer: Body;
  readonly params: Record<string, number>;
  /** Makes another load balancer and waits until it is ACTIVE. Returns its details. */
  make(change?: Record<string, unknown>): Promise<Body>;
  control(action: string, body: unknown): Promise<void>;
}

export const nodes = [
  { address: '127.0.0.1', port: 8091, condition: 'ENABLED' },
  { address: '127.0.0.1', port: 8092, condition: 'ENABLED' },
  { address: '127.0.0.1', port: 8093, condition: 'ENABLED' },
];

export const monitor = {
  type: 'HTTP',
  delay: 10,
  timeout: 5,
  attemptsBeforeDeactivation: 2,
  path: '/',
  statusRegex: '^2',
};

export const plain = {
  name: 'web-frontend',
  protocol: 'HTTP',
  port: 80,
  virtualIps: [{ type: 'PUBLIC' }],
  nodes,
};

const rich = {
  ...plain,
  accessList: [
    { address: '198.51.100.0/24', type: 'DENY' },
    { address: '198.51.100.7', type: 'ALLOW' },
  ],
  metadata: [
    { key: 'tier', value: 'web' },
    { key: 'owner', value: 'shop' },
  ],
  healthMonitor: monitor,
  connectionThrottle: { maxConnections: 100 },
  sessionPersistence: { persistenceType: 'HTTP_COOKIE' },
};

export const sslRequest = { securePort: 443, privatekey: exampleKey, certificate: exampleCertificate };
export const mappingRequest = {
  hostName: 'www.example.com',
  privateKey: exampleKey,
  certificate: exampleCertificate,
};

export async function world(): Promise<World> {
  const rehearsal = await startTestRegion();
  const { ask, settle, raw } = rehearsal;

  async function write(method: string, path: string, body?: unknown): Promise<Body> {
    const heard = await ask(method, path, body === undefined ? {} : { body });
    if (heard.status >= 300) throw new Error(`${method} ${path}: ${heard.status} ${JSON.stringify(heard.body)}`);
    await settle();
    return heard.body;
  }

  async function make(change: Record<string, unknown> = {}): Promise<Body> {
    const { loadBalancer } = await write('POST', '/loadbalancers', { loadBalancer: { ...plain, ...change } });
    return loadBalancer;
  }

  const loadBalancer = await make(rich);
  const path = `/loadbalancers/${loadBalancer.id}`;
  await write('PUT', `${path}/ssltermination`, { sslTermination: sslRequest });
  const { certificateMapping } = await write('POST', `${path}/ssltermination/certificatemappings`, {
    certificateMapping: mappingRequest,
  });
  const [node] = loadBalancer.nodes;
  const { metadata } = await write('POST', `${path}/nodes/${node.id}/metadata`, { meta: { key: 'rack', value: '7' } });

  return {
    ...rehearsal,
    loadBalancer,
    params: {
      loadBalancerId: loadBalancer.id,
      nodeId: node.id,
      virtualIpId: loadBalancer.virtualIps[1].id,
      networkItemId: loadBalancer.accessList[0].id,
      metaId: loadBalancer.metadata[0].id,
      nodeMetaId: metadata[0].id,
      certificateMappingId: certificateMapping.id,
    },
    make,
    async control(action, body) {
      const heard = await raw('POST', `/control/${action}`, { body });
      if (heard.status !== 200) throw new Error(JSON.stringify(heard.body));
    },
  };
}
