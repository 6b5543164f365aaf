import { type OperationId, operations } from '../../contract/clb/operations/index.ts';
import type { Operation } from '../../contract/clb/operations/operation.ts';
import { parametersOf } from '../../contract/clb/operations/parameters.ts';
import type { RegionName } from '../data-plane.ts';
import { generatedBody, oddTexts, spoiltBody } from './generated-bodies.ts';
import type { Picker } from './picker.ts';
import type { AskOptions, Body } from './test-region.ts';

/** One account's endpoint in one region. */
export interface Endpoint {
  readonly account: string;
  readonly regionName: RegionName;
  /** Somebody who may do everything there. */
  readonly user: string;
}

export const endpoints = [
  { account: '100001', regionName: 'ORD', user: 'admin' },
  { account: '100001', regionName: 'DFW', user: 'admin' },
  { account: '100002', regionName: 'ORD', user: 'other' },
] as const satisfies readonly Endpoint[];

export interface GeneratedRequest {
  readonly id: OperationId;
  readonly operation: Operation;
  readonly endpoint: Endpoint;
  /** The load balancer that its path names, where it is one that is known. */
  readonly loadBalancerId: number | undefined;
  readonly path: string;
  readonly options: AskOptions;
}

/** What is known of the region when a request is made up. */
export interface Known {
  /** Details of an endpoint's load balancers, as last read. */
  loadBalancers(endpoint: Endpoint): readonly Body[];
  /** Virtual IPs that nothing has any more: sharing one is to be refused. */
  readonly goneVirtualIps: ReadonlySet<number>;
}

const all = Object.entries<Operation>(operations).filter(([, { root }]) => root !== 'identity') as [
  OperationId,
  Operation,
][];
/** Asked for more often than the rest: without them there is little that the others can be asked of. */
const frequent: readonly OperationId[] = [
  'loadBalancers.create',
  'loadBalancers.create',
  'loadBalancers.update',
  'sessionPersistence.enable',
  'sessionPersistence.enable',
  'sessionPersistence.disable',
  'nodes.add',
  'sslTermination.set',
  'certificateMappings.add',
];
const operationIds = [...all.map(([id]) => id), ...frequent];

const oddIds = ['999999', '0', '-5', 'abc', '99999999999999999999', '%00', '1%2F2', '__proto__'];

/** Ids of the parts of a load balancer by the name that paths give them. */
const partsOf = (loadBalancer: Body, id: OperationId): Readonly<Record<string, readonly Body[]>> => ({
  nodeId: loadBalancer?.nodes ?? [],
  virtualIpId: loadBalancer?.virtualIps ?? [],
  networkItemId: loadBalancer?.accessList ?? [],
  metaId: (id.startsWith('nodeMetadata.') ? loadBalancer?.nodes?.[0]?.metadata : loadBalancer?.metadata) ?? [],
  certificateMappingId: loadBalancer?.mappings ?? [],
});

const listed: Partial<Record<OperationId, string>> = {
  'nodes.deleteMany': 'nodeId',
  'virtualIps.deleteMany': 'virtualIpId',
  'accessList.clear': 'networkItemId',
  'loadBalancerMetadata.deleteMany': 'metaId',
  'nodeMetadata.deleteMany': 'metaId',
};

function queryOf(id: OperationId, pick: Picker, all: readonly Body[], parts: ReturnType<typeof partsOf>): string {
  if (pick.chance(5))
    return pick.of(['?', '?id=x', '?limit=-1', '?nonsense=1', '?startTime=x', '?marker=1e9&offset=2']);
  if (id === 'loadBalancers.deleteMany') return `?${pick.list(3, () => `id=${pick.of(all)?.id ?? 1}`).join('&')}`;
  if (id === 'loadBalancers.billable') return '?startTime=2031-05-01&endTime=2031-05-03';
  if (id === 'loadBalancers.list') {
    return pick.of([
      '',
      '?limit=2',
      '?status=ACTIVE',
      '?status=DELETED',
      '?changes-since=2031-05-01T00:00:00Z',
      '?name=x',
    ]);
  }
  const part = listed[id];
  if (part === undefined) return '';
  const ids = (parts[part] ?? []).slice(0, 1 + pick.number(3)).map((each) => `id=${each.id}`);
  return ids.length > 0 ? `?${ids.join('&')}` : '';
}

function headersOf(pick: Picker): Record<string, string> {
  if (!pick.chance(4)) return {};
  return pick.of([
    { 'content-type': 'application/xml' },
    { accept: 'application/xml' },
    { accept: 'application/atom+xml' },
    { 'content-type': 'text/plain' },
  ]);
}

/** Sender and endpoint: mostly somebody who may, now and then somebody who may not. */
function senderOf(pick: Picker): { endpoint: Endpoint; user: string; headers: Record<string, string> } {
  const endpoint = pick.of([endpoints[0], endpoints[0], endpoints[1], endpoints[2]]);
  if (pick.chance(88)) return { endpoint, user: endpoint.user, headers: {} };
  return pick.of([
    { endpoint, user: endpoint.user, headers: {} },
    { endpoint: endpoints[0], user: 'creator', headers: {} },
    { endpoint: endpoints[0], user: 'observer', headers: {} },
    { endpoint: endpoints[2], user: 'admin', headers: {} },
    { endpoint, user: endpoint.user, headers: { 'x-auth-token': 'nonsense' } },
  ]);
}

/** Makes one request for any operation of the contract out of `pick`: mostly one that the contract allows, sometimes one that it does not. */
export function generatedRequest(pick: Picker, known: Known): GeneratedRequest {
  const id = pick.of(operationIds);
  const operation: Operation = operations[id];
  const { endpoint, user, headers } = senderOf(pick);
  const present = known.loadBalancers(endpoint);
  const wanted = parametersOf(operation.path).find((name) => name === 'certificateMappingId') ? 'mappings' : 'id';
  const able = present.filter((each) => each[wanted] !== undefined && each[wanted].length !== 0);
  const loadBalancer: Body = able.length > 0 ? pick.of(able) : undefined;
  const parts = partsOf(loadBalancer, id);
  let named: number | undefined = loadBalancer?.id;
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const usual = name === 'loadBalancerId' ? loadBalancer?.id : pick.of(parts[name] ?? [])?.id;
    if (usual !== undefined && !pick.chance(4)) return `${usual}`;
    if (name === 'loadBalancerId') named = undefined;
    return pick.of(oddIds);
  });
  const suffix = pick.chance(3) ? pick.of(['.json', '/', '.xml', '//']) : '';
  const shared = present.flatMap(({ virtualIps }) => virtualIps.map((each: Body) => each.id));
  const ids = [...shared, ...[...known.goneVirtualIps].slice(-5)];
  let body = generatedBody(id, pick, { loadBalancer, virtualIpIds: ids });
  if (body !== undefined && pick.chance(18)) body = spoiltBody(body, pick);
  const text = operation.request !== undefined && pick.chance(4) ? pick.of(oddTexts) : undefined;
  return {
    id,
    operation,
    endpoint,
    loadBalancerId: operation.path.includes('{loadBalancerId}') ? named : undefined,
    path: path + suffix + queryOf(id, pick, present, parts),
    options: {
      user,
      account: endpoint.account,
      regionName: endpoint.regionName,
      ...(body !== undefined && { body }),
      ...(text !== undefined && { text }),
      headers: { ...headersOf(pick), ...headers },
    },
  };
}
