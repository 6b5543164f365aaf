import { faults } from '../../../contract/clb/faults.ts';
import { allows } from '../../../contract/clb/persistence.ts';
import { protocols } from '../../../contract/clb/protocols.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import { Refusal } from '../answer.ts';
import type { Context } from '../context.ts';
import { feedEvents } from '../feed-events.ts';
import type { FeedEvent, LoadBalancer } from '../model.ts';
import type { Store } from '../store.ts';
import { madeItems } from './access-list-values.ts';
import { completeThrottle } from './connection-throttle.ts';
import { completeMonitor } from './health-monitor-values.ts';
import { madeMeta } from './metadata-values.ts';
import { checkAddresses, checkTypes, madeNode } from './node-values.ts';
import { collides, isUdp, needsPort, neighbours } from './ports.ts';
import { virtualIpsFor } from './virtual-ip-values.ts';

/** A new load balancer, checked in the service's order. Source: its published source, "LoadBalancerServiceImpl". */

type Draft = RequestValue<'loadBalancers.create'>;
export type NewLoadBalancer = Omit<LoadBalancer, 'status' | 'created' | 'updated' | 'job' | 'held'>;

const words = faults.LB400.words;
const refuse = (message: string) => new Refusal('LB400', message);

function checkLimit({ service, account, region }: Context): void {
  const { LOADBALANCER_LIMIT } = service.store.limits(account);
  if (service.store.indexOf(account, region).live.length >= LOADBALANCER_LIMIT) {
    throw new Refusal('LIM413', faults.LIM413.words.loadBalancers(LOADBALANCER_LIMIT));
  }
}

function checkFeatures({ protocol, port, ...draft }: Draft): void {
  if (draft.httpsRedirect) {
    if (protocol !== 'HTTPS') throw refuse(words.redirectProtocol);
    if (port !== undefined && port !== protocols.HTTPS.port) throw refuse(words.redirectPort);
  }
  if (needsPort(protocol) && port === undefined) throw refuse(words.port);
  const type = draft.sessionPersistence?.persistenceType;
  if (type && !allows(type, protocol)) throw new Refusal('SP400', faults.SP400.words[type]);
  if (draft.healthMonitor) {
    const monitor = draft.healthMonitor.type;
    if (isUdp(protocol)) throw new Refusal('HM400', faults.HM400.words.udp);
    if (!(protocols[protocol].monitors as readonly string[]).includes(monitor)) {
      throw new Refusal('HM400', faults.HM400.words.create(monitor));
    }
  }
  if (draft.halfClosed && !protocols[protocol].halfClosed) throw refuse(words.halfClosed);
  if (draft.contentCaching?.enabled && protocol !== 'HTTP') throw refuse(words.cachingOnCreate);
  if (draft.connectionLogging?.enabled && isUdp(protocol)) {
    throw new Refusal('LOG400', faults.LOG400.words.default);
  }
}

function checkNodes(draft: Draft, limit: number): void {
  const nodes = draft.nodes ?? [];
  checkTypes(
    nodes.map(({ condition, type = 'PRIMARY' }) => ({ condition, type })),
    draft.healthMonitor !== undefined,
  );
  if (nodes.length > limit) throw new Refusal('LIM413', faults.LIM413.words.nodesOnCreate);
}

function parts(draft: Draft, store: Store) {
  return {
    nodes: (draft.nodes ?? []).map((node) => madeNode(node, store)),
    accessList: madeItems(draft.accessList ?? [], store),
    metadata: (draft.metadata ?? []).map((meta) => madeMeta(meta, store)),
    healthMonitor: draft.healthMonitor ? completeMonitor(draft.healthMonitor, null) : null,
    connectionThrottle: draft.connectionThrottle ? completeThrottle(draft.connectionThrottle, null) : null,
    sessionPersistence: draft.sessionPersistence?.persistenceType ?? null,
    connectionLogging: draft.connectionLogging?.enabled ?? false,
    contentCaching: draft.contentCaching?.enabled ?? false,
  };
}

/** Checks a request for a new load balancer against the model and completes it. Throws the first fault. */
export function drafted(context: Context, draft: Draft): NewLoadBalancer {
  const { store } = context.service;
  checkLimit(context);
  checkNodes(draft, store.limits(context.account).NODE_LIMIT);
  checkFeatures(draft);
  const { protocol } = draft;
  const port = draft.port ?? protocols[protocol].port;
  const virtualIps = virtualIpsFor(context, draft.virtualIps);
  const { httpsRedirect = false } = draft;
  if (collides(neighbours(store, virtualIps), { port, protocol, httpsRedirect })) throw refuse(words.portTakenOnCreate);
  checkAddresses(draft.nodes ?? [], { virtualIps, port });
  return {
    id: store.nextId('loadBalancer'),
    account: context.account,
    region: context.region,
    name: draft.name,
    protocol,
    port,
    algorithm: draft.algorithm ?? 'RANDOM',
    timeout: draft.timeout ?? 30,
    halfClosed: draft.halfClosed ?? false,
    httpsRedirect,
    virtualIps,
    ...parts(draft, store),
    sslTermination: null,
    errorPage: null,
  };
}

/** What feeds report once it is built. */
export const creationEvents = (made: LoadBalancer): FeedEvent[] => [
  feedEvents.loadBalancerCreated(made),
  ...made.nodes.map(feedEvents.nodeCreated),
  ...made.virtualIps.map(feedEvents.virtualIpAdded),
  ...made.accessList.map(feedEvents.accessListUpdated),
  ...(made.healthMonitor ? [feedEvents.healthMonitorUpdated(made.healthMonitor)] : []),
  ...(made.sessionPersistence ? [feedEvents.sessionPersistenceUpdated(made.sessionPersistence)] : []),
  ...(made.connectionLogging ? [feedEvents.loggingUpdated(true)] : []),
  ...(made.connectionThrottle ? [feedEvents.connectionThrottleUpdated(made.connectionThrottle)] : []),
];
