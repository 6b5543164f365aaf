import type { Wire } from '../../contract/octavia/persistence.ts';

/** The rows of a region, with the API's own names. Milliseconds since the epoch where the API has times. */
export interface Row {
  readonly id: string;
  readonly project_id: string;
  readonly created_at: number;
  updated_at: number | null;
  provisioning_status: string;
  operating_status: string;
  admin_state_up: boolean;
  tags: readonly string[];
}

export interface Named extends Row {
  name: string;
}

export interface LoadBalancer extends Named {
  description: string;
  readonly vip_address: string;
  readonly vip_port_id: string;
  readonly vip_subnet_id: string;
  readonly vip_network_id: string;
  vip_qos_policy_id: string | null;
  readonly additional_vips: readonly { readonly subnet_id: string; readonly ip_address: string }[];
  readonly provider: string;
  readonly flavor_id: string | null;
  readonly availability_zone: string | null;
  readonly listenerIds: string[];
  readonly poolIds: string[];
  /** Connections a second, for its counters. */
  readonly rate: number;
}

export interface Listener extends Named {
  description: string;
  readonly load_balancer_id: string;
  readonly protocol: string;
  readonly protocol_port: number;
  default_pool_id: string | null;
  readonly policyIds: string[];
  /** The rest of its fields, which no rule here looks at. */
  settings: ListenerSettings;
}

export interface ListenerSettings {
  readonly connection_limit: number;
  readonly insert_headers: Readonly<Record<string, string>>;
  readonly timeout_client_data: number;
  readonly timeout_member_connect: number;
  readonly timeout_member_data: number;
  readonly timeout_tcp_inspect: number;
  readonly allowed_cidrs: readonly string[] | null;
  readonly default_tls_container_ref: string | null;
  readonly sni_container_refs: readonly string[];
  readonly client_ca_tls_container_ref: string | null;
  readonly client_authentication: string;
  readonly client_crl_container_ref: string | null;
  readonly tls_ciphers: string | null;
  readonly tls_versions: readonly string[] | null;
  readonly alpn_protocols: readonly string[] | null;
  readonly hsts_max_age: number | null;
  readonly hsts_include_subdomains: boolean | null;
  readonly hsts_preload: boolean | null;
}

export interface Pool extends Named {
  description: string;
  readonly load_balancer_id: string;
  readonly protocol: string;
  lb_algorithm: string;
  session_persistence: Wire | null;
  readonly memberIds: string[];
  monitorId: string | null;
  tls: PoolTls;
}

export interface PoolTls {
  readonly tls_container_ref: string | null;
  readonly ca_tls_container_ref: string | null;
  readonly crl_container_ref: string | null;
  readonly tls_enabled: boolean;
  readonly tls_ciphers: string | null;
  readonly tls_versions: readonly string[] | null;
  readonly alpn_protocols: readonly string[] | null;
}

export interface Member extends Named {
  readonly pool_id: string;
  readonly address: string;
  readonly protocol_port: number;
  weight: number;
  backup: boolean;
  readonly subnet_id: string | null;
  monitor_address: string | null;
  monitor_port: number | null;
}

export interface HealthMonitor extends Named {
  readonly pool_id: string;
  readonly type: string;
  delay: number;
  timeout: number;
  max_retries: number;
  max_retries_down: number;
  http_method: string | null;
  url_path: string | null;
  expected_codes: string | null;
  http_version: number | null;
  domain_name: string | null;
}

export interface L7Policy extends Named {
  description: string;
  readonly listener_id: string;
  action: string;
  redirect_pool_id: string | null;
  redirect_url: string | null;
  redirect_prefix: string | null;
  redirect_http_code: number | null;
  position: number;
  readonly ruleIds: string[];
}

export interface L7Rule extends Row {
  readonly l7policy_id: string;
  type: string;
  compare_type: string;
  key: string | null;
  value: string;
  invert: boolean;
}

export interface Flavor {
  readonly id: string;
  name: string;
  description: string;
  enabled: boolean;
  readonly flavor_profile_id: string;
}

export interface Zone {
  readonly name: string;
  description: string;
  enabled: boolean;
  readonly availability_zone_profile_id: string;
}

export const quotaNames = [
  'load_balancer',
  'listener',
  'member',
  'pool',
  'health_monitor',
  'l7policy',
  'l7rule',
] as const;
export type QuotaName = (typeof quotaNames)[number];
/** −1: unlimited. */
export type Quota = Readonly<Record<QuotaName, number>>;

/** Rows of one kind, kept sorted as lists are where nobody asks for another order: by creation, then id. */
export class Table<Item extends { readonly id: string; readonly created_at: number }> {
  readonly #rows = new Map<string, Item>();
  #sorted: readonly Item[] | null = [];

  get(id: string | null | undefined): Item | undefined {
    return id === null || id === undefined ? undefined : this.#rows.get(id);
  }

  add(row: Item): Item {
    this.#rows.set(row.id, row);
    this.#sorted = null;
    return row;
  }

  delete(id: string): void {
    if (this.#rows.delete(id)) this.#sorted = null;
  }

  values(): IterableIterator<Item> {
    return this.#rows.values();
  }

  sorted(): readonly Item[] {
    this.#sorted ??= [...this.#rows.values()].sort(
      (one, other) => one.created_at - other.created_at || (one.id < other.id ? -1 : 1),
    );
    return this.#sorted;
  }
}

/** All that a region holds. */
export class Store {
  readonly loadBalancers = new Table<LoadBalancer>();
  readonly listeners = new Table<Listener>();
  readonly pools = new Table<Pool>();
  readonly members = new Table<Member>();
  readonly monitors = new Table<HealthMonitor>();
  readonly policies = new Table<L7Policy>();
  readonly rules = new Table<L7Rule>();
  readonly flavors = new Map<string, Flavor>();
  readonly zones = new Map<string, Zone>();
  /** What a project's quotas were set to, by project. */
  readonly quotas = new Map<string, Partial<Quota>>();

  listenersOf(loadBalancer: LoadBalancer): Listener[] {
    return some(this.listeners, loadBalancer.listenerIds);
  }

  poolsOf(loadBalancer: LoadBalancer): Pool[] {
    return some(this.pools, loadBalancer.poolIds);
  }

  membersOf(pool: Pool): Member[] {
    return some(this.members, pool.memberIds);
  }

  policiesOf(listener: Listener): L7Policy[] {
    return some(this.policies, listener.policyIds);
  }

  rulesOf(policy: L7Policy): L7Rule[] {
    return some(this.rules, policy.ruleIds);
  }

  /** The listeners that send to a pool: those that have it as default pool, and those with an L7 policy to it. */
  listenersUsing(pool: Pool): Listener[] {
    const loadBalancer = this.loadBalancers.get(pool.load_balancer_id);
    if (!loadBalancer) return [];
    return this.listenersOf(loadBalancer).filter(
      (listener) =>
        listener.default_pool_id === pool.id ||
        this.policiesOf(listener).some(({ redirect_pool_id }) => redirect_pool_id === pool.id),
    );
  }
}

const some = <Item extends { readonly id: string; readonly created_at: number }>(
  table: Table<Item>,
  ids: readonly string[],
): Item[] =>
  ids.flatMap((id) => {
    const row = table.get(id);
    return row ? [row] : [];
  });
