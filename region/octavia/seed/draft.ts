import type { Wire } from '../../../contract/octavia/persistence.ts';
import type { Service } from '../context.ts';
import type { LoadBalancer, Pool, Row } from '../model.ts';
import {
  addListener,
  addLoadBalancer,
  addMember,
  addMonitor,
  addPolicy,
  addPool,
  addRule,
  type NewMember,
  type NewMonitor,
} from '../rows.ts';

/** A pool of a seed. Members by number stand at the addresses of the demo's nodes. */
export interface PoolDraft {
  readonly name: string;
  readonly protocol?: string;
  readonly algorithm?: string;
  readonly persistence?: Partial<Wire> | null;
  readonly members?: readonly (number | NewMember)[];
  readonly monitor?: NewMonitor;
  readonly status?: string;
}

export interface ListenerDraft {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly pool?: PoolDraft;
  readonly settings?: object;
  /** Paths that begin like this go to this pool. */
  readonly below?: { readonly name: string; readonly path: string; readonly pool: PoolDraft };
}

export interface Draft {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly project?: string;
  readonly provider?: string;
  readonly flavor?: string;
  readonly zone?: string;
  readonly virtualIp?: string;
  readonly status?: string;
  readonly off?: true;
  /** Minutes since its creation. */
  readonly age?: number;
  /** Connections a second. */
  readonly rate?: number;
  readonly listeners?: readonly ListenerDraft[];
  readonly pools?: readonly PoolDraft[];
}

const minute = 60_000;

const ports: Readonly<Record<string, number>> = { HTTPS: 8443, UDP: 9000, SCTP: 9000 };

const numbered = (number: number, protocol: string): NewMember => ({
  name: `m${number}`,
  address: `10.180.0.${10 + number}`,
  protocol_port: ports[protocol] ?? 8080,
});

function settle(row: Row, status = 'ACTIVE'): void {
  row.provisioning_status = status;
  row.updated_at = row.created_at + 2000;
}

function poolOf(service: Service, loadBalancer: LoadBalancer, draft: PoolDraft): Pool {
  const protocol = draft.protocol ?? 'HTTP';
  const pool = addPool(service, loadBalancer, {
    name: draft.name,
    protocol,
    lb_algorithm: draft.algorithm ?? 'ROUND_ROBIN',
    session_persistence: draft.persistence ?? null,
  });
  settle(pool, draft.status);
  if (draft.monitor) {
    const monitor = addMonitor(service, pool, draft.monitor);
    settle(monitor);
    monitor.operating_status = 'ONLINE';
  }
  for (const member of draft.members ?? []) {
    settle(addMember(service, pool, typeof member === 'number' ? numbered(member, protocol) : member));
  }
  return pool;
}

/** Puts a load balancer with everything below it into a region, as if it had been made through the API at its time. */
export function plant(region: Service, projects: Readonly<Record<string, string>>, draft: Draft): LoadBalancer {
  const { age = 60, project = 'panel' } = draft;
  const now = region.clock.now() - age * minute;
  const service: Service = { ...region, clock: { ...region.clock, now: () => now } };
  const loadBalancer = addLoadBalancer(
    service,
    projects[project] ?? project,
    draft.provider ?? region.providers[0]?.name ?? 'amphora',
    {
      name: draft.name,
      description: draft.description,
      tags: draft.tags,
      vip_address: draft.virtualIp,
      flavor_id: draft.flavor,
      availability_zone: draft.zone,
      admin_state_up: draft.off !== true,
    },
    draft.rate ?? 0,
  );
  for (const { name, protocol, port, pool, settings, below } of draft.listeners ?? []) {
    const made = pool && poolOf(service, loadBalancer, pool);
    const listener = addListener(
      service,
      loadBalancer,
      { name, protocol, protocol_port: port, ...settings },
      made?.id ?? null,
    );
    settle(listener);
    if (below) {
      const target = poolOf(service, loadBalancer, below.pool);
      const policy = addPolicy(service, listener, {
        name: below.name,
        action: 'REDIRECT_TO_POOL',
        redirect_pool_id: target.id,
      });
      settle(policy);
      const rule = addRule(service, policy, { type: 'PATH', compare_type: 'STARTS_WITH', value: below.path });
      settle(rule);
      policy.operating_status = rule.operating_status = 'ONLINE';
    }
  }
  for (const pool of draft.pools ?? []) poolOf(service, loadBalancer, pool);
  settle(loadBalancer, draft.status);
  region.changes.refresh(loadBalancer);
  return loadBalancer;
}
