import type { OperationId } from '../../contract/clb/operations/index.ts';
import { operations } from '../../contract/clb/operations/index.ts';
import type { Operation } from '../../contract/clb/operations/operation.ts';
import { persistenceTypeNames } from '../../contract/clb/persistence.ts';
import { algorithms, type ProtocolName, protocolNames, protocols } from '../../contract/clb/protocols.ts';
import { exampleCertificate, exampleKey } from '../../contract/clb/schemas/example-certificate.ts';
import { type SchemaName, schemas } from '../../contract/clb/schemas/index.ts';
import { nodeConditions, nodeTypes } from '../../contract/clb/statuses.ts';
import type { Picker } from './picker.ts';
import type { Body } from './test-region.ts';

/** What a body may refer to: details of the load balancer that the request is for, and virtual IPs that can be shared. */
export interface Ground {
  readonly loadBalancer: Body | undefined;
  readonly virtualIpIds: readonly number[];
}

const common: readonly ProtocolName[] = ['HTTP', 'HTTPS', 'HTTP', 'TCP'];
const protocolOf = (pick: Picker) => pick.of(pick.chance(40) ? protocolNames : common);
const persistence = (pick: Picker) => ({ persistenceType: pick.of(persistenceTypeNames) });
const key = (pick: Picker) => `key-${pick.number(40)}`;
const pair = (pick: Picker) => ({ key: key(pick), value: pick.of(['v', '<script>', 'ü', '__proto__']) });

const node = (pick: Picker) => ({
  address: pick.of(['127.0.0.1', '10.0.0.1', '10.0.0.2', 'node.example.com']),
  port: 8000 + pick.number(60),
  condition: pick.of(nodeConditions),
  ...(pick.chance(20) && { weight: 1 + pick.number(100) }),
  ...(pick.chance(20) && { type: pick.of(nodeTypes) }),
});

const nodeChange = (pick: Picker) => ({
  ...(pick.chance(60) && { condition: pick.of(nodeConditions) }),
  ...(pick.chance(40) && { weight: 1 + pick.number(100) }),
  ...(pick.chance(20) && { type: pick.of(nodeTypes) }),
});

const accessItem = (pick: Picker) => ({
  address: pick.of([`203.0.113.${pick.number(256)}`, `198.51.${pick.number(256)}.0/24`, 'fd00::7']),
  type: pick.of(['DENY', 'ALLOW']),
});

const monitor = (pick: Picker) => {
  const attempts = { delay: 10, timeout: 5, attemptsBeforeDeactivation: 2 };
  const type = pick.of(['CONNECT', 'HTTP', 'HTTPS']);
  return type === 'CONNECT' ? { type, ...attempts } : { type, ...attempts, path: '/', statusRegex: '^2' };
};

function virtualIps(pick: Picker, ids: readonly number[]): object[] {
  if (ids.length > 0 && pick.chance(35)) return [{ id: pick.of(ids) }];
  return [pick.of([{ type: 'PUBLIC' }, { type: 'PUBLIC', ipVersion: 'IPV4' }, { type: 'SERVICENET' }])];
}

function created(pick: Picker, { virtualIpIds }: Ground): object {
  const protocol = protocolOf(pick);
  const needsPort = protocols[protocol].port === 0;
  return {
    name: `made-${pick.number(1000)}`,
    protocol,
    virtualIps: virtualIps(pick, virtualIpIds),
    ...((needsPort || pick.chance(60)) && { port: pick.of([80, 81, 82, 443, 53]) }),
    ...(pick.chance(70) && { nodes: pick.list(4, () => node(pick)) }),
    ...(pick.chance(30) && { algorithm: pick.of(algorithms) }),
    ...(pick.chance(30) && { sessionPersistence: persistence(pick) }),
    ...(pick.chance(10) && { healthMonitor: monitor(pick) }),
    ...(pick.chance(10) && { accessList: pick.list(30, () => accessItem(pick)) }),
    ...(pick.chance(10) && { metadata: pick.list(6, () => pair(pick)) }),
    ...(pick.chance(10) && { connectionThrottle: { maxConnections: 1 + pick.number(1000) } }),
    ...(pick.chance(5) && { halfClosed: true }),
    ...(pick.chance(5) && { httpsRedirect: true }),
  };
}

const updated = (pick: Picker): object => ({
  ...(pick.chance(40) && { name: `renamed-${pick.number(1000)}` }),
  ...(pick.chance(50) && { protocol: protocolOf(pick) }),
  ...(pick.chance(50) && { port: pick.of([80, 81, 82, 443, 53, 8443]) }),
  ...(pick.chance(20) && { algorithm: pick.of(algorithms) }),
  ...(pick.chance(20) && { timeout: 30 + pick.number(91) }),
  ...(pick.chance(5) && { halfClosed: true }),
  ...(pick.chance(10) && { httpsRedirect: pick.chance(50) }),
});

const bodies: { readonly [Id in OperationId]?: (pick: Picker, ground: Ground) => unknown } = {
  'loadBalancers.create': (pick, ground) => ({ loadBalancer: created(pick, ground) }),
  'loadBalancers.update': (pick) => ({ loadBalancer: updated(pick) }),
  'sessionPersistence.enable': (pick) => ({ sessionPersistence: persistence(pick) }),
  'nodes.add': (pick) => ({ nodes: [node(pick), ...pick.list(8, () => node(pick))] }),
  'nodes.update': (pick) => ({ node: nodeChange(pick) }),
  'nodes.updateMany': (pick, { loadBalancer }) => ({
    nodes: (loadBalancer?.nodes ?? []).slice(0, 3).map(({ id }: Body) => ({ id, ...nodeChange(pick) })),
  }),
  'accessList.append': (pick) => ({ accessList: [accessItem(pick), ...pick.list(40, () => accessItem(pick))] }),
  'healthMonitor.set': (pick) => ({ healthMonitor: monitor(pick) }),
  'sslTermination.set': (pick) => ({
    sslTermination: {
      securePort: pick.of([443, 8443, 80, 81]),
      privatekey: exampleKey,
      certificate: exampleCertificate,
      ...(pick.chance(50) && { secureTrafficOnly: pick.chance(50) }),
      ...(pick.chance(30) && { enabled: pick.chance(50) }),
    },
  }),
  'certificateMappings.add': (pick) => ({
    certificateMapping: {
      hostName: `host-${pick.number(30)}.example.com`,
      privateKey: exampleKey,
      certificate: exampleCertificate,
    },
  }),
  'loadBalancerMetadata.add': (pick) => ({ metadata: [pair(pick), ...pick.list(6, () => pair(pick))] }),
  'nodeMetadata.add': (pick) => ({ metadata: [pair(pick), ...pick.list(6, () => pair(pick))] }),
};

/** A body that the contract allows for the operation; undefined where it takes none. */
export function generatedBody(id: OperationId, pick: Picker, ground: Ground): unknown {
  const make = bodies[id];
  if (make) return make(pick, ground);
  const { request }: Operation = operations[id];
  if (request === undefined) return undefined;
  const { examples } = schemas[request as SchemaName].meta() as { examples?: unknown[] };
  return examples?.[0];
}

const odd: readonly unknown[] = [
  null,
  '',
  '80',
  -1,
  0,
  2 ** 31,
  1.5,
  true,
  'false',
  [],
  {},
  '<script>',
  'x'.repeat(300),
];

type Container = Record<string | number, unknown>;

function placesIn(value: unknown): { holder: Container; key: string | number }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Container;
  return Object.keys(holder).flatMap((name) => [{ holder, key: name }, ...placesIn(holder[name])]);
}

/** The body with one thing changed that may be wrong: a value replaced, left out or added. */
export function spoiltBody(body: unknown, pick: Picker): unknown {
  const spoilt: unknown = structuredClone(body);
  const places = placesIn(spoilt);
  if (places.length === 0) return pick.of(odd);
  const { holder, key: name } = pick.of(places);
  const how = pick.of(['replace', 'leave out', 'add'] as const);
  if (how === 'replace') holder[name] = structuredClone(pick.of(odd));
  else if (how === 'add') holder[pick.of(['nonsense', 'id', 'status', 'constructor'])] = pick.of(odd);
  else delete holder[name];
  return spoilt;
}

/** Texts that are no body at all. */
export const oddTexts: readonly string[] = ['', '{', 'null', '[]', '"x"', '{"a":', '7', '{"__proto__":{"id":1}}'];
