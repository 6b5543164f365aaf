import { type OperationId, operations } from '../../../contract/clb/operations/index.ts';
import type { Operation } from '../../../contract/clb/operations/operation.ts';
import { type SchemaName, schemas } from '../../../contract/clb/schemas/index.ts';
import { mappingRequest, monitor, type World } from './world.ts';

export type RegionOperation = Exclude<OperationId, `identity.${string}`>;

export const regionOperations = Object.entries<Operation>(operations).filter(
  ([, operation]) => operation.root !== 'identity',
) as [RegionOperation, Operation][];

/** One request for an operation; what is left out is the operation's usual request to the rich load balancer. */
export interface Asked {
  readonly params?: Readonly<Record<string, number>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly user?: string;
}

/** Bodies that fit the rich load balancer where the documents' example does not. */
const bodies: Partial<Record<OperationId, unknown>> = {
  'loadBalancers.update': { loadBalancer: { name: 'renamed', algorithm: 'ROUND_ROBIN' } },
  'healthMonitor.set': { healthMonitor: monitor },
  'certificateMappings.add': { certificateMapping: { ...mappingRequest, hostName: 'shop.example.com' } },
  'loadBalancerMetadata.add': { metadata: [{ key: 'stage', value: 'live' }] },
  'accessList.append': { accessList: [{ address: '203.0.113.0/24', type: 'DENY' }] },
};

const queries: Partial<Record<OperationId, (world: World) => string>> = {
  'loadBalancers.deleteMany': ({ params }) => `?id=${params.loadBalancerId}`,
  'loadBalancers.billable': () => '?startTime=2031-05-01&endTime=2031-05-03',
  'nodes.deleteMany': ({ params }) => `?id=${params.nodeId}`,
  'virtualIps.deleteMany': ({ params }) => `?id=${params.virtualIpId}`,
  'loadBalancerMetadata.deleteMany': ({ params }) => `?id=${params.metaId}`,
  'nodeMetadata.deleteMany': ({ params }) => `?id=${params.nodeMetaId}`,
};

function exampleOf(name: string): unknown {
  const { examples } = schemas[name as SchemaName].meta() as { examples?: unknown[] };
  return examples?.[0];
}

export const usualBody = (id: OperationId, world: World): unknown => {
  if (id === 'nodes.updateMany') return { nodes: [{ id: world.params.nodeId, condition: 'DRAINING' }] };
  const operation: Operation = operations[id];
  return bodies[id] ?? (operation.request === undefined ? undefined : exampleOf(operation.request));
};

export function pathOf(id: OperationId, world: World, params: Readonly<Record<string, number>> = {}): string {
  const own = id.startsWith('nodeMetadata.') ? { ...world.params, metaId: world.params.nodeMetaId } : world.params;
  const values: Record<string, number | undefined> = { ...own, ...params };
  return operations[id].path.replace(/\{(\w+)\}/g, (_, name: string) => `${values[name]}`);
}

/** Sends the operation's usual request with what `asked` changes. */
export function send(id: RegionOperation, world: World, asked: Asked = {}) {
  const query = asked.query ?? queries[id]?.(world) ?? '';
  const body = 'body' in asked ? asked.body : usualBody(id, world);
  return world.ask(operations[id].method, pathOf(id, world, asked.params) + query, {
    ...(body !== undefined && { body }),
    ...(asked.user && { user: asked.user }),
  });
}
