import { type Owner, ownerLabel, ownersOf } from '../../../../contract/octavia/owners.ts';
import { effectOf } from '../../../../contract/octavia/persistence.ts';
import type { Wire } from '../../../../contract/octavia/schemas/wire.ts';
import type { Endpoint, LoadBalancer, PersistenceSubject, VirtualIp } from '../../../model/load-balancer.ts';
import { disabled, type EnabledPersistence, type Persistence } from '../../../model/persistence.ts';
import { listenerFacts, poolFacts } from './facts.ts';

/** From the API's answers to the panel's own model: what is missing gets its plainest value, and nothing is taken on trust. */

export type WireRow = Wire<'LoadBalancer'>;
export type WirePool = Wire<'Pool'>;
export type WireListener = Wire<'Listener'>;

export const itemsOf = <T>(list: readonly T[] | null | undefined): readonly NonNullable<T>[] =>
  (Array.isArray(list) ? list : []).filter((item) => item !== null && item !== undefined);

export const idsOf = (list: readonly ({ id?: string | null } | null)[] | null | undefined): readonly string[] =>
  itemsOf(list).map(({ id }) => String(id));

/** Octavia writes its times without a zone; they are UTC. Milliseconds since the Unix epoch. */
export function milliseconds(time: string | null | undefined): number | null {
  if (!time) return null;
  const value = Date.parse(/(Z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time}Z`);
  return Number.isNaN(value) ? null : value;
}

const virtualIp = (address: string): VirtualIp => ({
  id: address,
  address,
  type: 'VIP',
  version: address.includes(':') ? 'IPV6' : 'IPV4',
});

const addressesOf = (wire: WireRow): readonly string[] =>
  [wire.vip_address, ...itemsOf(wire.additional_vips).map(({ ip_address }) => ip_address)].filter(
    (address): address is string => typeof address === 'string' && address !== '',
  );

export function noteListener(wire: WireListener): void {
  const { id, name, protocol, protocol_port, default_pool_id } = wire;
  listenerFacts.set(String(id), {
    name: name ?? '',
    protocol: protocol ?? '',
    port: protocol_port ?? 0,
    defaultPool: default_pool_id ?? null,
  });
}

/** What the listeners are; undefined while one of them was never read. */
export function endpointsOf(listeners: readonly string[]): readonly Endpoint[] | undefined {
  const known = listeners.map((id) => listenerFacts.get(id));
  if (!known.every((each) => each !== undefined)) return undefined;
  return known
    .map(({ protocol, port }) => ({ protocol, port }))
    .sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
}

export const ownersIn = ({ name, description, tags }: WireRow): readonly Owner[] =>
  ownersOf({ name: name ?? '', description: description ?? null, tags: itemsOf(tags) });

export function toLoadBalancer(region: string, wire: WireRow): LoadBalancer {
  const endpoints = endpointsOf(idsOf(wire.listeners));
  const owners = ownersIn(wire).map(ownerLabel);
  return {
    region,
    id: String(wire.id),
    name: wire.name || String(wire.id),
    status: wire.provisioning_status ?? '',
    protocol: endpoints?.[0]?.protocol ?? '',
    port: endpoints?.[0]?.port ?? 0,
    algorithm: '',
    virtualIps: addressesOf(wire).map(virtualIp),
    nodeCount: null,
    created: milliseconds(wire.created_at),
    updated: milliseconds(wire.updated_at) ?? milliseconds(wire.created_at),
    ...(endpoints && { endpoints }),
    ...(wire.operating_status && { operatingStatus: wire.operating_status }),
    ...(wire.admin_state_up === false && { switchedOff: true }),
    ...(wire.flavor_id && { flavor: wire.flavor_id }),
    ...(owners.length > 0 && { owners }),
  };
}

export function toPersistence(wire: WirePool['session_persistence']): Persistence {
  if (!wire?.type) return disabled;
  const { type, cookie_name: cookieName, persistence_timeout: timeout, persistence_granularity: granularity } = wire;
  return {
    state: 'enabled',
    type,
    ...(cookieName != null && { cookieName }),
    ...(timeout != null && { timeout }),
    ...(granularity != null && { granularity }),
  } satisfies EnabledPersistence;
}

/** What traffic reaches the pool: the listeners whose default pool it is, and those of which an L7 policy sends to it. */
function trafficTo(pool: string, listeners: readonly string[]): string {
  const words = listeners.map((id) => {
    const facts = listenerFacts.get(id);
    if (!facts) return `listener ${id}`;
    const place = `${facts.protocol}:${facts.port}`;
    return facts.defaultPool === pool ? place : `${place} by L7 policy`;
  });
  return words.join(', ') || 'not used by a listener';
}

/** Why the value does nothing on this pool, as a sentence. */
const noEffect = (label: string): string => `${label} has no effect here: `;

function effectWords(persistence: Persistence, subject: Parameters<typeof effectOf>[1]): string | undefined {
  if (persistence.state === 'disabled') return undefined;
  const { type, timeout = null } = persistence;
  if (effectOf(type, subject, timeout) !== 'none') return undefined;
  return type === 'SOURCE_IP'
    ? `${noEffect('Source IP')}this provider keeps a client only with a timeout${subject.protocol === 'TCP' ? ', which a TCP pool cannot have' : ''}.`
    : `${noEffect(type === 'HTTP_COOKIE' ? 'HTTP cookie' : 'Application cookie')}${subject.protocol} traffic is passed on unread, so nobody sees a cookie.`;
}

/** A pool as something that has session persistence. `loadBalancer`: the one it belongs to. */
export function toSubject(wire: WirePool, loadBalancer: WireRow): PersistenceSubject {
  const id = String(wire.id);
  const users = idsOf(wire.listeners);
  const driver = loadBalancer.provider ?? '';
  const isUp = wire.admin_state_up ?? true;
  poolFacts.set(id, { driver, isUp });
  const protocol = wire.protocol ?? '';
  const listeners = users.map((each) => listenerFacts.get(each)?.protocol ?? '');
  const persistence = toPersistence(wire.session_persistence);
  const words = effectWords(persistence, { protocol, listeners, provider: driver });
  return {
    part: id,
    name: wire.name || id,
    protocol,
    status: wire.provisioning_status ?? '',
    persistence,
    use: trafficTo(id, users),
    listeners,
    driver,
    ipv6: addressesOf(loadBalancer).some((address) => address.includes(':')),
    isUp,
    algorithm: wire.lb_algorithm ?? '',
    operatingStatus: wire.operating_status ?? '',
    nodeCount: itemsOf(wire.members).length,
    ...(words !== undefined && { noEffect: words }),
  };
}

/** Pools in the order of the lowest port that they serve; those that no listener uses come last. */
export function inOrder(pools: readonly WirePool[]): readonly WirePool[] {
  const port = ({ id, listeners }: WirePool) => {
    const own = idsOf(listeners).map((each) => {
      const facts = listenerFacts.get(each);
      // Of pools at one port, the listener's own comes before those that its policies send to.
      return facts ? facts.port * 2 + (facts.defaultPool === id ? 0 : 1) : Number.POSITIVE_INFINITY;
    });
    return Math.min(...own, Number.POSITIVE_INFINITY);
  };
  return [...pools].sort((a, b) => {
    const [first, second] = [port(a), port(b)];
    return first === second ? (a.name ?? '').localeCompare(b.name ?? '') : first - second;
  });
}
