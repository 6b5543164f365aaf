import { z } from 'zod';
import { encoded } from '../../../contract/shared/text.ts';
import type { CheckedLoadBalancer } from '../../checks/subject.ts';
import { PanelError } from '../../reply.ts';
import type { Upstream } from '../../upstream.ts';
import type { CheckReads } from '../provider.ts';
import { routeOf } from './l7-route.ts';
import { type Fields, isFields, type ReadPlace, readObject, readRows } from './reads.ts';

const id = z.string().regex(/^[\w-]{1,64}$/, 'must be the load balancer’s id');

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** The cookie that an amphora's HAProxy inserts; the other drivers' are not known. Source: octavia/common/jinja/haproxy templates. */
const amphorae = ['amphora', 'octavia', 'amphorav2'];
const amphoraCookie = (name: string): boolean => name === 'SRV';

const refused = (words: string) => new PanelError(422, 'check-refused', words);

/** Protocols that a check can speak, the plain one first, as it needs nothing of TLS. */
const spoken = ['HTTP', 'TERMINATED_HTTPS', 'HTTPS', 'TCP'];

/** Members as a check sees nodes: one that is not monitored gets requests like one that is well. */
const toNode = (member: Fields): CheckedLoadBalancer['nodes'][number] => ({
  address: text(member.address),
  port: Number(member.protocol_port ?? 0),
  condition: member.admin_state_up === false ? 'DISABLED' : member.weight === 0 ? 'DRAINING' : 'ENABLED',
  status: member.operating_status === 'NO_MONITOR' ? 'ONLINE' : text(member.operating_status),
});

/** What a check needs of the listener: TERMINATED_HTTPS is a plain protocol behind a secure port. TCP in front of an HTTP pool passes HTTP on. */
function spokenBy(listener: Fields, pool: Fields): Pick<CheckedLoadBalancer, 'protocol' | 'port' | 'sslTermination'> {
  const protocol = text(listener.protocol);
  const port = Number(listener.protocol_port ?? 0);
  if (protocol === 'TERMINATED_HTTPS')
    return { protocol: 'HTTP', port, sslTermination: { enabled: true, securePort: port, secureTrafficOnly: true } };
  if (protocol === 'TCP' && pool.protocol === 'HTTP') return { protocol: 'HTTP', port, sslTermination: null };
  if (protocol === 'TCP' && pool.protocol === 'HTTPS') return { protocol: 'HTTPS', port, sslTermination: null };
  return { protocol, port, sslTermination: null };
}

/**
 * What a stickiness check reads of a pool of Octavia. Sources: Load-balancer API v2 reference, "Pools", "Members", "L7 Policies".
 */
export function octaviaCheckReads(upstream: Upstream): CheckReads {
  /** The listener whose requests reach the pool, and the reason why those of this path would not. */
  async function listenerFor(place: ReadPlace, pool: Fields, path: string): Promise<Fields> {
    const poolId = text(pool.id);
    const ids = listOf(pool.listeners).map((each) => text(each.id));
    if (ids.length === 0) throw refused('No listener uses this pool, so no request reaches it.');
    const { session, region } = place;
    const read = await Promise.all(
      ids.map((each) => readObject(upstream, session, region, `/v2/lbaas/listeners/${encoded(each)}`)),
    );
    const listeners = read
      .filter((each) => each !== null)
      .filter(({ protocol, admin_state_up }) => spoken.includes(text(protocol)) && admin_state_up !== false)
      .sort((a, b) => spoken.indexOf(text(a.protocol)) - spoken.indexOf(text(b.protocol)));
    if (listeners.length === 0)
      throw refused('A check speaks HTTP and HTTPS; no listener of this pool that is switched on does.');
    const reasons: string[] = [];
    for (const listener of listeners) {
      const route = await routeOf(place, listener, path);
      if (route.pool === poolId) return listener;
      reasons.push(route.why);
    }
    throw refused(reasons[0] ?? '');
  }

  return {
    loadBalancerId: id,
    part: id,

    async subject(session, region, loadBalancerId, { part, path }) {
      const place: ReadPlace = { upstream, session, region };
      const loadBalancer = await readObject(
        upstream,
        session,
        region,
        `/v2/lbaas/loadbalancers/${encoded(loadBalancerId)}`,
      );
      if (!loadBalancer) throw refused('This load balancer does not exist any more, so there is nothing to check.');
      const pools = listOf(loadBalancer.pools).map((each) => text(each.id));
      const poolId = part ?? (pools.length === 1 ? pools[0] : undefined);
      if (poolId === undefined)
        throw refused(
          pools.length === 0
            ? 'This load balancer has no pool, so there is nothing to check.'
            : 'This load balancer has several pools: say which one is to be checked.',
        );
      const pool = pools.includes(poolId)
        ? await readObject(upstream, session, region, `/v2/lbaas/pools/${encoded(poolId)}`)
        : null;
      if (!pool) throw refused('This load balancer has no such pool any more, so there is nothing to check.');
      const listener = await listenerFor(place, pool, path);
      const members = await readRows(place, `/v2/lbaas/pools/${encoded(poolId)}/members`, 'members');
      const persistence = isFields(pool.session_persistence) ? pool.session_persistence : null;
      const type = persistence ? text(persistence.type) : null;
      const ofPool = text(pool.provisioning_status) !== 'ACTIVE';
      return {
        status: text(ofPool ? pool.provisioning_status : loadBalancer.provisioning_status),
        statusOf: ofPool ? 'pool' : 'load balancer',
        ...spokenBy(listener, pool),
        virtualIps: [
          text(loadBalancer.vip_address),
          ...listOf(loadBalancer.additional_vips).map((each) => text(each.ip_address)),
        ]
          .filter((address) => address !== '')
          .map((address) => ({ address, ipVersion: address.includes(':') ? 'IPV6' : 'IPV4' })),
        nodes: members.map(toNode),
        type,
        contentCaching: false,
        httpsRedirect: false,
        applicationCookie: type === 'APP_COOKIE' ? text(persistence?.cookie_name) : null,
        ownCookie: type === 'HTTP_COOKIE' && amphorae.includes(text(loadBalancer.provider)) ? amphoraCookie : null,
      };
    },

    // Octavia gives no look into its tables.
    heldNode: async () => null,
  };
}
