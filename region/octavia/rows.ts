import { retries, weight } from '../../contract/octavia/limits.ts';
import type { MonitorInTree } from '../../contract/octavia/schemas/health-monitors.ts';
import type { PolicyInTree, RuleInTree } from '../../contract/octavia/schemas/l7.ts';
import type { ListenerInTree } from '../../contract/octavia/schemas/listeners.ts';
import type { MemberInTree } from '../../contract/octavia/schemas/members.ts';
import type { PoolInTree } from '../../contract/octavia/schemas/pools.ts';
import type { z } from '../../contract/shared/zod.ts';
import type { Service } from './context.ts';
import { uuid } from './ids.ts';
import type {
  HealthMonitor,
  L7Policy,
  L7Rule,
  Listener,
  ListenerSettings,
  LoadBalancer,
  Member,
  Named,
  Pool,
  PoolTls,
  Row,
} from './model.ts';
import { persistenceOf, type Sent } from './persistence-checks.ts';

/** Makes rows of what requests and seeds say, with the service's defaults, and hangs them into the tree. */

/** Seeds and checked bodies say values as text and numbers; what they may be was checked before. */
type Wide<Value> = Value extends string
  ? string
  : Value extends number
    ? number
    : Value extends boolean
      ? boolean
      : Value;
type Loose<Schema extends z.ZodType> = { readonly [Key in keyof z.infer<Schema>]?: Wide<z.infer<Schema>[Key]> | null };

interface Common {
  readonly name?: string | null | undefined;
  readonly admin_state_up?: boolean | null | undefined;
  readonly tags?: readonly string[] | null | undefined;
}

/** The service keeps tags sorted. */
export const tagsOf = (tags: readonly string[] | null | undefined) => [...new Set(tags ?? [])].sort();

const row = ({ clock, random }: Service, project: string, given: Common): Row => ({
  id: uuid(random),
  project_id: project,
  created_at: clock.now(),
  updated_at: null,
  provisioning_status: 'PENDING_CREATE',
  operating_status: 'OFFLINE',
  admin_state_up: given.admin_state_up ?? true,
  tags: tagsOf(given.tags),
});

const named = (service: Service, project: string, given: Common): Named => ({
  ...row(service, project, given),
  name: given.name ?? '',
});

export type NewLoadBalancer = Common & {
  readonly description?: string | null | undefined;
  readonly vip_address?: string | null | undefined;
  readonly vip_port_id?: string | null | undefined;
  readonly vip_subnet_id?: string | null | undefined;
  readonly vip_network_id?: string | null | undefined;
  readonly vip_qos_policy_id?: string | null | undefined;
  readonly additional_vips?:
    | readonly { readonly subnet_id: string; readonly ip_address?: string | undefined }[]
    | null
    | undefined;
  readonly flavor_id?: string | null | undefined;
  readonly availability_zone?: string | null | undefined;
};

export function addLoadBalancer(
  service: Service,
  project: string,
  provider: string,
  given: NewLoadBalancer,
  rate = 0,
): LoadBalancer {
  const { random, store } = service;
  return store.loadBalancers.add({
    ...named(service, project, given),
    description: given.description ?? '',
    vip_address: given.vip_address ?? service.virtualIp(),
    vip_port_id: given.vip_port_id ?? uuid(random),
    vip_subnet_id: given.vip_subnet_id ?? uuid(random),
    vip_network_id: given.vip_network_id ?? uuid(random),
    vip_qos_policy_id: given.vip_qos_policy_id ?? null,
    additional_vips: (given.additional_vips ?? []).map(({ subnet_id, ip_address }) => ({
      subnet_id,
      ip_address: ip_address ?? service.virtualIp(),
    })),
    provider,
    flavor_id: given.flavor_id ?? null,
    availability_zone: given.availability_zone ?? null,
    listenerIds: [],
    poolIds: [],
    rate,
  });
}

const settingDefaults: ListenerSettings = {
  connection_limit: -1,
  insert_headers: {},
  timeout_client_data: 50_000,
  timeout_member_connect: 5_000,
  timeout_member_data: 50_000,
  timeout_tcp_inspect: 0,
  allowed_cidrs: null,
  default_tls_container_ref: null,
  sni_container_refs: [],
  client_ca_tls_container_ref: null,
  client_authentication: 'NONE',
  client_crl_container_ref: null,
  tls_ciphers: null,
  tls_versions: null,
  alpn_protocols: null,
  hsts_max_age: null,
  hsts_include_subdomains: false,
  hsts_preload: false,
};

/** `given` over `before`: what is left out stays, null is the default. */
export function over<Fields extends object>(before: Fields, given: object, defaults: Fields): Fields {
  const fields = Object.keys(defaults).filter((field) => (given as Record<string, unknown>)[field] !== undefined);
  const changed = fields.map((field) => {
    const value = (given as Record<string, unknown>)[field];
    return [field, value ?? (defaults as Record<string, unknown>)[field]];
  });
  return { ...before, ...Object.fromEntries(changed) };
}

export const listenerSettings = (given: object, before = settingDefaults) => {
  const settings = over(before, given, settingDefaults);
  return settings.allowed_cidrs?.length === 0 ? { ...settings, allowed_cidrs: null } : settings;
};

export type NewListener = Loose<typeof ListenerInTree> & { readonly protocol: string; readonly protocol_port: number };

export function addListener(
  service: Service,
  loadBalancer: LoadBalancer,
  given: NewListener,
  defaultPool: string | null,
): Listener {
  const listener = service.store.listeners.add({
    ...named(service, loadBalancer.project_id, given),
    description: given.description ?? '',
    load_balancer_id: loadBalancer.id,
    protocol: given.protocol,
    protocol_port: given.protocol_port,
    default_pool_id: defaultPool,
    policyIds: [],
    settings: listenerSettings(given),
  });
  loadBalancer.listenerIds.push(listener.id);
  return listener;
}

const tlsDefaults: PoolTls = {
  tls_container_ref: null,
  ca_tls_container_ref: null,
  crl_container_ref: null,
  tls_enabled: false,
  tls_ciphers: null,
  tls_versions: null,
  alpn_protocols: null,
};

export const poolTls = (given: object, before = tlsDefaults) => over(before, given, tlsDefaults);

export type NewPool = Omit<Loose<typeof PoolInTree>, 'session_persistence'> & {
  readonly session_persistence?: Sent | null | undefined;
};

export function addPool(service: Service, loadBalancer: LoadBalancer, given: NewPool): Pool {
  const protocol = given.protocol ?? 'HTTP';
  const pool = service.store.pools.add({
    ...named(service, loadBalancer.project_id, given),
    description: given.description ?? '',
    load_balancer_id: loadBalancer.id,
    protocol,
    lb_algorithm: given.lb_algorithm ?? 'ROUND_ROBIN',
    session_persistence: persistenceOf(given.session_persistence ?? null, protocol, null, true),
    memberIds: [],
    monitorId: null,
    tls: poolTls(given),
  });
  loadBalancer.poolIds.push(pool.id);
  return pool;
}

export type NewMember = Loose<typeof MemberInTree> & { readonly address: string; readonly protocol_port: number };

export const memberDefaults = {
  admin_state_up: true,
  weight: weight.default as number,
  backup: false,
  monitor_address: null as string | null,
  monitor_port: null as number | null,
};

export function addMember(service: Service, pool: Pool, given: NewMember): Member {
  const member = service.store.members.add({
    ...named(service, pool.project_id, given),
    operating_status: pool.monitorId === null ? 'NO_MONITOR' : 'OFFLINE',
    pool_id: pool.id,
    address: given.address,
    protocol_port: given.protocol_port,
    weight: given.weight ?? memberDefaults.weight,
    backup: given.backup ?? memberDefaults.backup,
    subnet_id: given.subnet_id ?? null,
    monitor_address: given.monitor_address ?? null,
    monitor_port: given.monitor_port ?? null,
  });
  pool.memberIds.push(member.id);
  return member;
}

export type NewMonitor = Loose<typeof MonitorInTree> & {
  readonly type: string;
  readonly delay: number;
  readonly timeout: number;
  readonly max_retries: number;
};

export const asksHttp = (type: string) => type === 'HTTP' || type === 'HTTPS';

export function addMonitor(service: Service, pool: Pool, given: NewMonitor): HealthMonitor {
  const http = asksHttp(given.type);
  const monitor = service.store.monitors.add({
    ...named(service, pool.project_id, given),
    pool_id: pool.id,
    type: given.type,
    delay: given.delay,
    timeout: given.timeout,
    max_retries: given.max_retries,
    max_retries_down: given.max_retries_down ?? retries.defaultDown,
    http_method: given.http_method ?? (http ? 'GET' : null),
    url_path: given.url_path ?? (http ? '/' : null),
    expected_codes: given.expected_codes ?? (http ? '200' : null),
    http_version: given.http_version ?? null,
    domain_name: given.domain_name ?? null,
  });
  pool.monitorId = monitor.id;
  return monitor;
}

export type NewPolicy = Omit<Loose<typeof PolicyInTree>, 'redirect_pool' | 'rules'> & { readonly action: string };

/** Positions are 1, 2, 3 …: a new one pushes the others on. */
export function place(service: Service, listener: Listener, policy: L7Policy, wanted: number | null | undefined): void {
  const others = service.store.policiesOf(listener).filter((each) => each !== policy);
  const at = Math.min(wanted ?? Number.POSITIVE_INFINITY, others.length + 1) - 1;
  listener.policyIds.splice(0, Number.POSITIVE_INFINITY, ...others.toSpliced(at, 0, policy).map(({ id }) => id));
  service.store.policiesOf(listener).forEach((each, index) => {
    each.position = index + 1;
  });
}

export function addPolicy(service: Service, listener: Listener, given: NewPolicy): L7Policy {
  const policy = service.store.policies.add({
    ...named(service, listener.project_id, given),
    description: given.description ?? '',
    listener_id: listener.id,
    action: given.action,
    redirect_pool_id: given.redirect_pool_id ?? null,
    redirect_url: given.redirect_url ?? null,
    redirect_prefix: given.redirect_prefix ?? null,
    redirect_http_code: given.redirect_http_code ?? null,
    position: 0,
    ruleIds: [],
  });
  place(service, listener, policy, given.position);
  return policy;
}

export type NewRule = Loose<typeof RuleInTree> & {
  readonly type: string;
  readonly compare_type: string;
  readonly value: string;
};

export function addRule(service: Service, policy: L7Policy, given: NewRule): L7Rule {
  const rule = service.store.rules.add({
    ...row(service, policy.project_id, given),
    l7policy_id: policy.id,
    type: given.type,
    compare_type: given.compare_type,
    key: given.key ?? null,
    value: given.value,
    invert: given.invert ?? false,
  });
  policy.ruleIds.push(rule.id);
  return rule;
}
