import { type FaultId, faults } from '../../../contract/clb/faults.ts';
import type { Asked, RegionOperation } from './requests.ts';
import { mappingRequest, monitor, nodes, plain, sslRequest, type World } from './world.ts';

/** How each documented fault of each operation comes about, and the service's words for it. */
export interface FaultCase {
  readonly words: string | readonly string[] | ((world: World) => string | readonly string[]);
  /** Makes the ground, and may answer with another request than the usual one. */
  readonly when?: (world: World) => Promise<Asked> | Asked;
}

const unknown = 999_999;
const words = Object.fromEntries(Object.entries(faults).map(([id, fault]) => [id, fault.words])) as {
  [Id in FaultId]: (typeof faults)[Id]['words'];
};

const rich = ({ loadBalancer }: World) => loadBalancer.id as number;
const body = (value: unknown) => () => ({ body: value });
const query = (value: string) => () => ({ query: value });
/** The usual request, once the rich load balancer is in another status. */
const status =
  (value: string) =>
  async (world: World): Promise<Asked> => {
    await world.control('status', { loadBalancerId: rich(world), status: value });
    return {};
  };

/** A request to another load balancer than the rich one. */
const other =
  (change: Record<string, unknown>, asked: Omit<Asked, 'params'> = {}) =>
  async (world: World) => {
    const { id } = await world.make(change);
    return { ...asked, params: { loadBalancerId: id as number } };
  };

const deleted: FaultCase = { words: words.DEL410.default, when: status('DELETED') };
const gone: FaultCase = { words: words.DEL422.default, when: status('DELETED') };
/** A feed that has entries outlives its load balancer; this one has none. */
const deletedWithoutEvents: FaultCase = {
  words: words.DEL410.default,
  when: async (world) => {
    const { body: made } = await world.ask('POST', '/loadbalancers', { body: plain });
    const { id } = made.loadBalancer;
    await world.control('status', { loadBalancerId: id, status: 'DELETED' });
    return { params: { loadBalancerId: id } };
  },
};
const absent: FaultCase = {
  words: words.LB404.default,
  when: () => ({ params: { loadBalancerId: unknown } }),
};
const absentObject: FaultCase = { ...absent, words: words.LB404.object };
const immutable: FaultCase = {
  words: (world) => words.IMM422.default(rich(world), 'PENDING_UPDATE'),
  when: status('PENDING_UPDATE'),
};
const schema: FaultCase = { words: words.SCHEMA400.default, when: body({ nonsense: true }) };
const noIds: FaultCase = { words: words.NOID400.default, when: query('') };
const eleven = `?${Array.from({ length: 11 }, (_, index) => `id=${index + 1}`).join('&')}`;

const usual: Partial<Record<FaultId, FaultCase>> = {
  SCHEMA400: schema,
  LB404: absent,
  DEL410: deleted,
  DEL422: gone,
  IMM422: immutable,
  NOID400: noIds,
};

const secondary = { address: '127.0.0.1', port: 8099, condition: 'ENABLED', type: 'SECONDARY' };
const badDate: FaultCase = { words: words.DATE400.default, when: query('?startTime=yesterday') };
const noSsl = (asked: Omit<Asked, 'params'> = {}): FaultCase => ({
  words: words.SSL404.default,
  when: other({}, asked),
});
const noMapping: FaultCase = {
  words: words.CM404.default,
  when: () => ({ params: { certificateMappingId: unknown } }),
};
const noMeta: FaultCase = { words: words.META404.default, when: () => ({ params: { metaId: unknown } }) };
const noNode: FaultCase = { words: words.NODE404.default, when: () => ({ params: { nodeId: unknown } }) };
const noNodeLong: FaultCase = {
  words: (world) => words.NODE404.long(unknown, rich(world)),
  when: () => ({ params: { nodeId: unknown } }),
};
const create = (change: Record<string, unknown>) =>
  body({ loadBalancer: { name: 'made', protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }], ...change } });

const manyMeta = Array.from({ length: 24 }, (_, index) => ({ key: `key-${index}`, value: 'v' }));
const foreignMeta: FaultCase = { words: [words.METAIDS400.default([unknown])], when: query(`?id=${unknown}`) };
const metaLimit: FaultCase = {
  words: words.META400.default(25),
  when: body({ metadata: manyMeta.concat([{ key: 'last', value: 'v' }]) }),
};
const noMetaValue: FaultCase = {
  words: ['Must provide a value to update for the node metadata item.'],
  when: body({ meta: {} }),
};
const noMetaKey: FaultCase = {
  words: ['Must provide a key for the node metadata item.'],
  when: body({ meta: { value: 'x' } }),
};

/** Every fault that an operation documents, and more than one way to it where it has several sentences. */
export const faultCases: {
  readonly [Id in RegionOperation]?: Partial<Record<FaultId, FaultCase | readonly FaultCase[]>>;
} = {
  'sessionPersistence.enable': {
    VAL400: { words: ['Must provide a persistence type.'], when: body({ sessionPersistence: {} }) },
    SP400: [
      {
        words: words.SP400.HTTP_COOKIE,
        when: other({ protocol: 'HTTPS', port: 443 }, { body: { persistenceType: 'HTTP_COOKIE' } }),
      },
      {
        words: words.SP400.SOURCE_IP,
        when: other({ protocol: 'TCP', port: 9000 }, { body: { persistenceType: 'SOURCE_IP' } }),
      },
      { words: words.SP400.SSL_ID, when: body({ persistenceType: 'SSL_ID' }) },
    ],
  },
  'sessionPersistence.disable': { SP422: { words: words.SP422.default, when: other({}) } },

  'loadBalancers.list': {
    QUERY400: [
      { words: words.QUERY400.status('active'), when: query('?status=active') },
      { words: words.QUERY400.name, when: query('?name=') },
    ],
    DATE400: { words: words.DATE400.default, when: query('?changes-since=yesterday') },
  },
  'loadBalancers.create': {
    SCHEMA400: schema,
    VAL400: {
      words: [
        'Must provide a name for the load balancer.',
        'Must provide a valid protocol for the load balancer.',
        'Must provide at least one virtual ip for the load balancer.',
      ],
      when: body({ loadBalancer: {} }),
    },
    LB400: [
      { words: words.LB400.port, when: create({ protocol: 'TCP' }) },
      { words: words.LB400.redirectProtocol, when: create({ httpsRedirect: true }) },
      { words: words.LB400.redirectPort, when: create({ protocol: 'HTTPS', port: 444, httpsRedirect: true }) },
      { words: words.LB400.halfClosed, when: create({ halfClosed: true }) },
      { words: words.LB400.cachingOnCreate, when: create({ protocol: 'SMTP', contentCaching: { enabled: true } }) },
      { words: words.LB400.sharedVirtualIp, when: create({ virtualIps: [{ id: unknown }] }) },
      {
        words: words.LB400.portTakenOnCreate,
        when: ({ loadBalancer }) => create({ virtualIps: [{ id: loadBalancer.virtualIps[0].id }] })(),
      },
    ],
    SP400: { words: words.SP400.SSL_ID, when: create({ sessionPersistence: { persistenceType: 'SSL_ID' } }) },
    HM400: [
      {
        words: words.HM400.create('HTTP'),
        when: create({ protocol: 'SMTP', healthMonitor: monitor }),
      },
      {
        words: words.HM400.udp,
        when: create({
          protocol: 'DNS_UDP',
          healthMonitor: { type: 'CONNECT', delay: 5, timeout: 5, attemptsBeforeDeactivation: 2 },
        }),
      },
    ],
    SEC400: [
      { words: words.SEC400.monitor, when: create({ nodes: [nodes[0], secondary] }) },
      { words: words.SEC400.primary, when: create({ nodes: [secondary], healthMonitor: monitor }) },
    ],
    LIM413: {
      words: words.LIM413.loadBalancers(25),
      when: async (world) => {
        for (let made = 1; made < 25; made += 1) await world.make({ nodes: [] });
        return {};
      },
    },
    VIP404: {
      words: words.VIP404.default,
      when: async (world) => {
        const { body: answer } = await world.ask('POST', '/loadbalancers', {
          user: 'other',
          body: { name: 'theirs', protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }] },
        });
        return create({ virtualIps: [{ id: answer.loadBalancer.virtualIps[0].id }] })();
      },
    },
  },
  'loadBalancers.deleteMany': {
    BATCH400: { words: words.BATCH400.loadBalancers, when: query(eleven) },
    LBDEL400: [
      { words: words.LBDEL400.unknown([unknown, unknown + 1]), when: query(`?id=${unknown}&id=${unknown + 1}`) },
      { words: (world) => words.LBDEL400.immutable([rich(world)]), when: status('ERROR') },
    ],
  },
  'loadBalancers.update': {
    VAL400: [
      {
        words: [
          'The load balancer must have at least one of the following to update: name, algorithm, protocol, port, timeout, halfClosed, or httpsRedirect.',
        ],
        when: body({ loadBalancer: {} }),
      },
      {
        words: [
          'Please visit {account id}/loadbalancers/{load balancer id}/sessionpersistence to configure session persistence.',
        ],
        when: body({ name: 'x', sessionPersistence: { persistenceType: 'SOURCE_IP' } }),
      },
    ],
    LB400: [
      { words: words.LB400.protocolWithSsl, when: body({ protocol: 'TCP', port: 90 }) },
      { words: words.LB400.portIsSecurePort, when: body({ port: 443 }) },
      { words: words.LB400.redirectProtocol, when: body({ httpsRedirect: true }) },
      { words: words.LB400.port, when: other({}, { body: { protocol: 'TCP' } }) },
      { words: words.LB400.halfClosed, when: body({ halfClosed: true }) },
      {
        words: words.LB400.protocolAndMonitor,
        when: other({ healthMonitor: monitor }, { body: { protocol: 'SMTP' } }),
      },
      {
        words: words.LB400.cachingOnUpdate,
        when: other({ contentCaching: { enabled: true } }, { body: { protocol: 'SMTP' } }),
      },
      {
        words: words.LB400.portTaken,
        when: async (world) => {
          const [shared] = world.loadBalancer.virtualIps;
          const { id } = await world.make({ port: 81, nodes: [], virtualIps: [{ id: shared.id }] });
          return { params: { loadBalancerId: id }, body: { port: 80 } };
        },
      },
      {
        words: words.LB400.protocolConflict,
        when: async (world) => {
          const udp = await world.make({ protocol: 'DNS_UDP', port: 53, nodes: [] });
          const tcp = await world.make({
            protocol: 'DNS_TCP',
            port: 53,
            nodes: [],
            virtualIps: [{ id: udp.virtualIps[0].id }],
          });
          return { params: { loadBalancerId: tcp.id }, body: { protocol: 'HTTP' } };
        },
      },
    ],
  },
  'loadBalancers.delete': {
    LBDEL400: [
      { words: words.LBDEL400.unknown([unknown]), when: () => ({ params: { loadBalancerId: unknown } }) },
      { words: (world) => words.LBDEL400.immutable([rich(world)]), when: status('SUSPENDED') },
    ],
  },
  'loadBalancers.billable': {
    DATE400: [
      { words: words.DATE400.default, when: query('?startTime=x&endTime=2031-05-03') },
      { words: words.DATE400.order, when: query('?startTime=2031-05-03&endTime=2031-05-01') },
    ],
    BILL400: { words: words.BILL400.default, when: query('?startTime=2031-05-03') },
  },

  'nodes.add': {
    VAL400: {
      words: ['Must provide a valid port for the node.', 'Must provide a valid condition for the node.'],
      when: body({ nodes: [{ address: '127.0.0.1' }] }),
    },
    SEC400: { words: words.SEC400.monitor, when: other({}, { body: { nodes: [secondary] } }) },
    LIM413: {
      words: words.LIM413.nodes(25),
      when: body({
        nodes: Array.from({ length: 23 }, (_, index) => ({
          address: '10.0.0.1',
          port: 1000 + index,
          condition: 'ENABLED',
        })),
      }),
    },
    DUPN422: { words: words.DUPN422.default, when: body({ nodes: [nodes[0]] }) },
  },
  'nodes.updateMany': {
    VAL400: {
      words: ['The node must have at least one of the following to update: condition, weight, type.'],
      when: ({ params }) => ({ body: { nodes: [{ id: params.nodeId }] } }),
    },
    SEC400: {
      words: words.SEC400.primary,
      when: ({ loadBalancer }) => ({
        body: { nodes: loadBalancer.nodes.map(({ id }: { id: number }) => ({ id, type: 'SECONDARY' })) },
      }),
    },
    NODE404: { words: words.NODE404.default, when: body({ nodes: [{ id: unknown, weight: 2 }] }) },
  },
  'nodes.deleteMany': {
    LB404: absentObject,
    NIDS400: { words: [words.NIDS400.default([unknown])], when: query(`?id=${unknown}`) },
    BATCHN400: { words: [words.BATCHN400.default(11, 10)], when: query(eleven) },
    SEC400: {
      words: words.SEC400.primary,
      when: async (world) => {
        const made = await world.make({ nodes: [nodes[0], secondary], healthMonitor: monitor });
        return { params: { loadBalancerId: made.id }, query: `?id=${made.nodes[0].id}` };
      },
    },
    NACT422: { words: words.NACT422.default, when: status('PENDING_UPDATE') },
  },
  'nodes.show': { NODE404: noNode },
  'nodes.update': {
    VAL400: {
      words: ['The node must have at least one of the following to update: condition, weight, type.'],
      when: body({ node: {} }),
    },
    NODEIMM400: {
      words: [words.NODEIMM400.address, words.NODEIMM400.port],
      when: body({ node: { condition: 'ENABLED', address: '127.0.0.2', port: 81 } }),
    },
    SEC400: {
      words: words.SEC400.monitor,
      when: async (world) => {
        const made = await world.make();
        return {
          params: { loadBalancerId: made.id, nodeId: made.nodes[0].id },
          body: { node: { type: 'SECONDARY' } },
        };
      },
    },
    NODE404: [noNode, { ...noNodeLong, when: () => ({ params: { nodeId: unknown }, body: { type: 'PRIMARY' } }) }],
  },
  'nodes.delete': {
    SEC400: {
      words: words.SEC400.primary,
      when: async (world) => {
        const made = await world.make({ nodes: [nodes[0], secondary], healthMonitor: monitor });
        return { params: { loadBalancerId: made.id, nodeId: made.nodes[0].id } };
      },
    },
    NODE404: noNodeLong,
  },

  'virtualIps.add': {
    VAL400: {
      words: ['Must specify a valid IP version, currently only IPv6 is supported for this operation.'],
      when: body({ type: 'PUBLIC', ipVersion: 'IPV4' }),
    },
    VIP400: { words: words.VIP400.default, when: other({ virtualIps: [{ type: 'SERVICENET' }] }) },
    LIM413: {
      words: words.LIM413.virtualIps(25),
      when: async (world) => {
        for (let added = 1; added < 25; added += 1) {
          await world.ask('POST', `/loadbalancers/${rich(world)}/virtualips`, {
            body: { type: 'PUBLIC', ipVersion: 'IPV6' },
          });
          await world.settle();
        }
        return {};
      },
    },
  },
  'virtualIps.deleteMany': {
    BATCH400: { words: words.BATCH400.virtualIps, when: query(eleven) },
    LASTVIP400: {
      words: words.LASTVIP400.default,
      when: ({ loadBalancer }) => ({
        query: `?id=${loadBalancer.virtualIps[0].id}&id=${loadBalancer.virtualIps[1].id}`,
      }),
    },
    VIPS400: { words: words.VIPS400.default([unknown]), when: query(`?id=${unknown}`) },
  },
  'virtualIps.delete': {
    LASTVIP400: {
      words: words.LASTVIP400.default,
      when: async (world) => {
        const made = await world.make({ virtualIps: [{ type: 'PUBLIC', ipVersion: 'IPV4' }] });
        return { params: { loadBalancerId: made.id, virtualIpId: made.virtualIps[0].id } };
      },
    },
    VIPS400: { words: words.VIPS400.default([unknown]), when: () => ({ params: { virtualIpId: unknown } }) },
  },

  'accessList.append': {
    VAL400: {
      words: ['Must provide at least one network item to the access list.'],
      when: body({ accessList: [] }),
    },
    ACL400: [
      { words: words.ACL400.unique, when: body({ accessList: [{ address: '198.51.100.7', type: 'DENY' }] }) },
      {
        words: words.ACL400.limit(100),
        when: body({
          accessList: Array.from({ length: 99 }, (_, index) => ({ address: `203.0.113.${index}`, type: 'DENY' })),
        }),
      },
    ],
  },
  'accessList.clear': {
    LB404: absentObject,
    BATCH400: { words: words.BATCH400.accessList, when: query(eleven) },
    NACT422: { words: words.NACT422.default, when: status('BUILD') },
  },
  'accessList.deleteItem': {
    LB404: absentObject,
    ITEM404: { words: words.ITEM404.default, when: () => ({ params: { networkItemId: unknown } }) },
  },

  'healthMonitor.set': {
    VAL400: { words: ['Must provide a type for the health monitor.'], when: body({ healthMonitor: {} }) },
    HM400: [
      {
        words: words.HM400.update('HTTP', 'SMTP'),
        when: other({ protocol: 'SMTP', port: 25 }, { body: monitor }),
      },
      { words: words.HM400.udp, when: other({ protocol: 'DNS_UDP', port: 53 }, { body: { type: 'CONNECT' } }) },
      { words: words.HM400.missing('delay'), when: other({}, { body: { type: 'CONNECT' } }) },
      { words: words.HM400.missing('path'), when: body({ type: 'HTTP' }) },
    ],
  },
  'healthMonitor.delete': {
    HMSEC400: {
      words: words.HMSEC400.default,
      when: other({ nodes: [nodes[0], secondary], healthMonitor: monitor }),
    },
    HM422: { words: words.HM422.default, when: other({}) },
  },
  'connectionLogging.set': {
    VAL400: {
      words: ['Must specify whether connection logging is enabled or not.'],
      when: body({ connectionLogging: {} }),
    },
    LOG400: { words: words.LOG400.default, when: other({ protocol: 'UDP', port: 99 }, { body: { enabled: false } }) },
  },
  'connectionThrottle.set': {
    VAL400: { words: ['Must provide a valid maximum connections range.'], when: body({ maxConnections: 0 }) },
    CT400: { words: words.CT400.default, when: other({}, { body: { minConnections: 1 } }) },
  },
  'connectionThrottle.delete': { CT422: { words: words.CT422.default, when: other({}) } },
  'contentCaching.set': {
    VAL400: {
      words: ['Must specify whether content caching is enabled or not.'],
      when: body({ contentCaching: {} }),
    },
    CC400: { words: words.CC400.default, when: other({ protocol: 'SMTP', port: 25 }, { body: { enabled: true } }) },
  },

  'sslTermination.show': { SSL404: noSsl() },
  'sslTermination.set': {
    VAL400: {
      words: ['Must supply certificates(s), key and secure port for updating ssl termination cert and or key values.'],
      when: body({ certificate: sslRequest.certificate, securePort: 443 }),
    },
    SSL400: [
      { words: words.SSL400.missing, when: other({}, { body: { enabled: false } }) },
      { words: words.SSL400.cipherProfile('none'), when: body({ cipherProfile: 'none' }) },
      { words: words.SSL400.securePort(80, [80, 443]), when: body({ securePort: 80 }) },
      { words: words.SSL400.secureProtocol, when: other({ protocol: 'HTTPS', port: 444 }, { body: sslRequest }) },
      { words: words.SSL400.protocol('UDP'), when: other({ protocol: 'UDP', port: 444 }, { body: sslRequest }) },
      {
        words: words.SSL400.mixedWithRedirect,
        when: async (world) => {
          await redirect(world);
          return { body: { secureTrafficOnly: false } };
        },
      },
      {
        words: words.SSL400.portWithRedirect,
        when: async (world) => {
          await redirect(world);
          return { body: { securePort: 8443 } };
        },
      },
    ],
  },
  'sslTermination.delete': {
    SSL400: [
      { words: words.SSL400.deleteMissing, when: other({}) },
      { words: words.SSL400.deleteWithRedirect, when: (world) => redirect(world) },
    ],
  },
  'sslTermination.ciphers': { SSL404: noSsl() },
  'certificateMappings.list': { SSL404: noSsl() },
  'certificateMappings.add': {
    VAL400: {
      words: [
        'Must provide a private key for the certificate mapping.',
        'Must provide a certificate for the certificate mapping.',
      ],
      when: body({ hostName: 'a.example.com' }),
    },
    SSL404: noSsl(),
    LIM413: {
      words: words.LIM413.certificateMappings(20),
      when: async (world) => {
        for (let added = 1; added < 20; added += 1) {
          const path = `/loadbalancers/${rich(world)}/ssltermination/certificatemappings`;
          await world.ask('POST', path, { body: { ...mappingRequest, hostName: `host-${added}.example.com` } });
          await world.settle();
        }
        return {};
      },
    },
    CMDUP422: {
      words: ({ params }) => words.CMDUP422.default(params.certificateMappingId!),
      when: body(mappingRequest),
    },
  },
  'certificateMappings.show': { CM404: noMapping },
  'certificateMappings.update': {
    VAL400: {
      words: [
        'The certificate mapping must have at least one of the following to update: certificate, privateKey, intermediateCertificate, or hostName.',
      ],
      when: body({ certificateMapping: {} }),
    },
    CM404: noMapping,
    CMDUP422: {
      words: ({ params }) => words.CMDUP422.default(params.certificateMappingId!),
      when: async (world) => {
        const path = `/loadbalancers/${rich(world)}/ssltermination/certificatemappings`;
        const { body: added } = await world.ask('POST', path, {
          body: { ...mappingRequest, hostName: 'b.example.com' },
        });
        await world.settle();
        return {
          params: { certificateMappingId: added.certificateMapping.id },
          body: { hostName: mappingRequest.hostName },
        };
      },
    },
  },
  'certificateMappings.delete': { CM404: noMapping },

  'errorPage.set': {
    VAL400: { words: ['You must provide Content to set ErrorPage'], when: body({ errorpage: {} }) },
    ERRPG400: { words: words.ERRPG400.default, when: other({ protocol: 'SMTP', port: 25 }) },
    EIMM422: { words: words.EIMM422.default, when: status('PENDING_UPDATE') },
  },
  'errorPage.delete': { LB404: absentObject, EIMM422: { words: words.EIMM422.default, when: status('ERROR') } },
  'statistics.show': { STAT422: { words: words.STAT422.default, when: status('ERROR') } },

  'loadBalancerMetadata.add': {
    VAL400: noMetaKey,
    META400: metaLimit,
    DUPM422: { words: words.DUPM422.default, when: body({ meta: { key: 'tier', value: 'x' } }) },
  },
  'loadBalancerMetadata.deleteMany': { METAIDS400: foreignMeta },
  'loadBalancerMetadata.show': { META404: noMeta },
  'loadBalancerMetadata.update': {
    VAL400: noMetaValue,
    META404: { ...noMeta, words: (world) => words.META404.long(unknown, rich(world)) },
  },
  'loadBalancerMetadata.delete': { META404: noMeta },
  'nodeMetadata.list': { NODE404: noNode },
  'nodeMetadata.add': {
    VAL400: noMetaKey,
    NMETA400: [
      { ...metaLimit, words: words.NMETA400.limit(25) },
      { words: words.NMETA400.duplicate, when: body({ meta: { key: 'rack', value: 'x' } }) },
      { words: (world) => words.NMETA400.immutable(rich(world)), when: status('PENDING_UPDATE') },
      { words: (world) => words.NMETA400.immutable(rich(world)), when: status('DELETED') },
    ],
    NODE404: noNode,
  },
  'nodeMetadata.deleteMany': {
    NMETAIDS400: [
      { words: [words.NMETAIDS400.default([unknown])], when: query(`?id=${unknown}`) },
      {
        words: [
          words.NMETAIDS400.limit(11, 10),
          words.NMETAIDS400.default(Array.from({ length: 11 }, (_, index) => unknown + index)),
        ],
        when: query(`?${Array.from({ length: 11 }, (_, index) => `id=${unknown + index}`).join('&')}`),
      },
    ],
    NODE404: noNode,
  },
  'nodeMetadata.show': { NODE404: noNode, META404: noMeta },
  'nodeMetadata.update': { VAL400: noMetaValue, NODE404: noNode, META404: noMeta },
  'nodeMetadata.delete': { NODE404: noNode, META404: noMeta },

  'usage.history': { DATE400: badDate },
  'usage.account': { DATE400: badDate },
};

/** Secure traffic only on port 443, and plain requests sent there. */
async function redirect(world: World): Promise<Asked> {
  const path = `/loadbalancers/${rich(world)}`;
  await world.ask('PUT', `${path}/ssltermination`, { body: { secureTrafficOnly: true } });
  await world.settle();
  await world.ask('PUT', path, { body: { httpsRedirect: true } });
  await world.settle();
  return {};
}

/** How an operation comes to a fault; undefined when nobody has said. */
export function casesOf(id: RegionOperation, fault: FaultId): readonly FaultCase[] | undefined {
  const common = id.startsWith('feeds.') && fault === 'DEL410' ? deletedWithoutEvents : usual[fault];
  const own = faultCases[id]?.[fault] ?? common;
  if (own === undefined) return undefined;
  return Array.isArray(own) ? own : [own as FaultCase];
}
