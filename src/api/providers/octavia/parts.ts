import type { Wire } from '../../../../contract/octavia/schemas/wire.ts';
import { encoded } from '../../../../contract/shared/text.ts';
import type { HealthMonitor, LoadBalancerDetails, PersistenceSubject } from '../../../model/load-balancer.ts';
import type { Listener, LoadBalancerParts, Member, Policy, PoolParts } from '../../../model/parts.ts';
import { ApiError } from '../../http/client.ts';
import { priority } from '../../http/queue.ts';
import { readAll } from './pages.ts';
import { listeners as readListeners } from './reads.ts';
import { idsOf, itemsOf, type WireListener } from './wire.ts';

const base = '/v2/lbaas';
const whole = (path: string, key: string) => ({ path: `${base}/${path}`, key, query: '' });

/** What the cloud does not have, or does not let this user read, is none. */
async function orNone<T>(read: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return [];
    throw error;
  }
}

/** Weight 0 drains: clients that are bound stay, others do not come. Source: octavia/common/jinja/haproxy templates. */
function toMember(wire: Wire<'Member'>): Member {
  const { admin_state_up: isUp = true, weight = 1 } = wire;
  return {
    id: String(wire.id),
    name: wire.name || String(wire.id),
    address: wire.address ?? '',
    port: wire.protocol_port ?? 0,
    condition: isUp === false ? 'DISABLED' : weight === 0 ? 'DRAINING' : 'ENABLED',
    status: wire.operating_status ?? '',
    change: wire.provisioning_status ?? '',
    type: wire.backup ? 'BACKUP' : 'PRIMARY',
    weight: weight ?? null,
  };
}

const toMonitor = (wire: Wire<'HealthMonitor'>): HealthMonitor => ({
  type: wire.type ?? '',
  delay: wire.delay ?? null,
  timeout: wire.timeout ?? null,
  attemptsBeforeDeactivation: wire.max_retries_down ?? null,
  path: wire.url_path ?? null,
});

async function poolParts(
  region: string,
  { part = '' }: PersistenceSubject,
  signal: AbortSignal | undefined,
): Promise<PoolParts> {
  const path = `pools/${encoded(part)}/members`;
  const [members, monitors] = await Promise.all([
    readAll<Wire<'Member'>>(region, whole(path, 'members'), '', priority.onScreen, signal),
    orNone(
      readAll<Wire<'HealthMonitor'>>(
        region,
        whole('healthmonitors', 'healthmonitors'),
        `&pool_id=${encoded(part)}`,
        priority.onScreen,
        signal,
      ),
    ),
  ]);
  return { pool: part, members: members.map(toMember), monitor: monitors[0] ? toMonitor(monitors[0]) : null };
}

async function policiesOf(
  region: string,
  listener: WireListener,
  pools: readonly PersistenceSubject[],
  signal: AbortSignal | undefined,
): Promise<readonly Policy[]> {
  if (idsOf(listener.l7policies).length === 0) return [];
  const read = readAll<Wire<'L7Policy'>>(
    region,
    whole('l7policies', 'l7policies'),
    `&listener_id=${encoded(String(listener.id))}`,
    priority.onScreen,
    signal,
  );
  const policies = await orNone(read);
  return [...policies]
    .sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
    .map((wire) => ({
      id: String(wire.id),
      name: wire.name || String(wire.id),
      action: wire.action ?? '',
      to:
        pools.find(({ part }) => part === wire.redirect_pool_id)?.name ??
        wire.redirect_pool_id ??
        wire.redirect_url ??
        wire.redirect_prefix ??
        null,
      status: wire.provisioning_status ?? '',
    }));
}

const toListener = (wire: WireListener, policies: readonly Policy[]): Listener => ({
  id: String(wire.id),
  name: wire.name || String(wire.id),
  protocol: wire.protocol ?? '',
  port: wire.protocol_port ?? 0,
  isUp: wire.admin_state_up ?? true,
  status: wire.provisioning_status ?? '',
  operatingStatus: wire.operating_status ?? '',
  connectionLimit: wire.connection_limit == null || wire.connection_limit < 0 ? null : wire.connection_limit,
  allowedNetworks: itemsOf(wire.allowed_cidrs),
  defaultPool: wire.default_pool_id ?? null,
  policies,
});

/** Listeners with their L7 policies, and the members and health monitor of each pool. */
export async function parts(details: LoadBalancerDetails, signal?: AbortSignal): Promise<LoadBalancerParts> {
  const { region, subjects } = details;
  const pools = Promise.all(subjects.map((pool) => poolParts(region, pool, signal)));
  // Handled here as well, so that a failure of the listeners first leaves none unheard.
  pools.catch(() => undefined);
  const read = await readListeners(details, priority.onScreen, signal);
  const listeners = await Promise.all(
    read.map(async (each) => toListener(each, await policiesOf(region, each, subjects, signal))),
  );
  return { listeners: listeners.sort((a, b) => a.port - b.port), pools: await pools };
}
