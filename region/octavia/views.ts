import { fieldsSince, knowsField, type ObjectName } from '../../contract/octavia/versions.ts';
import type { HealthMonitor, L7Policy, L7Rule, Listener, LoadBalancer, Member, Pool, Row, Store } from './model.ts';

/** Rows as the API answers them. */

type View = Record<string, unknown>;

/** Spelling a time costs as much as the rest of a row, and rows share seconds. */
const spelled = new Map<number, string>();
const mostSpelled = 50_000;

/** UTC without a zone, whole seconds, as a service on MySQL writes times. */
function written(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  const second = Math.floor(milliseconds / 1000);
  const known = spelled.get(second);
  if (known !== undefined) return known;
  const text = new Date(second * 1000).toISOString().slice(0, 19);
  if (spelled.size >= mostSpelled) spelled.clear();
  spelled.set(second, text);
  return text;
}

const reference = (id: string) => ({ id });

const common = (row: Row) => ({
  provisioning_status: row.provisioning_status,
  operating_status: row.operating_status,
  admin_state_up: row.admin_state_up,
  project_id: row.project_id,
  created_at: written(row.created_at),
  updated_at: written(row.updated_at),
  tags: row.tags,
  tenant_id: row.project_id,
});

export class Views {
  readonly #store: Store;
  /** What a service of this version leaves out, by object. */
  readonly #unknown: (object: ObjectName, view: View) => View;

  constructor(store: Store, version: string) {
    this.#store = store;
    const hidden = Object.fromEntries(
      Object.entries(fieldsSince).map(([object, fields]) => [
        object,
        Object.keys(fields).filter((field) => !knowsField(version, object as ObjectName, field)),
      ]),
    );
    this.#unknown = (object, view) => {
      for (const field of hidden[object] ?? []) delete view[field];
      return view;
    };
  }

  loadBalancer(row: LoadBalancer): View {
    return this.#unknown('loadbalancer', {
      id: row.id,
      name: row.name,
      description: row.description,
      ...common(row),
      vip_address: row.vip_address,
      vip_port_id: row.vip_port_id,
      vip_subnet_id: row.vip_subnet_id,
      vip_network_id: row.vip_network_id,
      vip_qos_policy_id: row.vip_qos_policy_id,
      vip_vnic_type: 'normal',
      vip_sg_ids: [],
      additional_vips: row.additional_vips,
      listeners: row.listenerIds.map(reference),
      pools: row.poolIds.map(reference),
      provider: row.provider,
      flavor_id: row.flavor_id,
      availability_zone: row.availability_zone,
    });
  }

  listener(row: Listener): View {
    return this.#unknown('listener', {
      id: row.id,
      name: row.name,
      description: row.description,
      ...common(row),
      protocol: row.protocol,
      protocol_port: row.protocol_port,
      default_pool_id: row.default_pool_id,
      loadbalancers: [{ id: row.load_balancer_id }],
      l7policies: row.policyIds.map(reference),
      ...row.settings,
    });
  }

  pool(row: Pool): View {
    return this.#unknown('pool', {
      id: row.id,
      name: row.name,
      description: row.description,
      ...common(row),
      protocol: row.protocol,
      lb_algorithm: row.lb_algorithm,
      session_persistence: row.session_persistence,
      loadbalancers: [{ id: row.load_balancer_id }],
      listeners: this.#store.listenersUsing(row).map(({ id }) => ({ id })),
      members: row.memberIds.map(reference),
      ...(row.monitorId !== null && { healthmonitor_id: row.monitorId }),
      ...row.tls,
    });
  }

  member(row: Member): View {
    const { pool_id, ...fields } = row;
    return this.#unknown('member', { ...fields, ...common(row), vnic_type: 'normal' });
  }

  healthMonitor(row: HealthMonitor): View {
    const { pool_id, ...fields } = row;
    return this.#unknown('healthmonitor', { ...fields, ...common(row), pools: [{ id: pool_id }] });
  }

  policy(row: L7Policy): View {
    const { ruleIds, ...fields } = row;
    return this.#unknown('l7policy', { ...fields, ...common(row), rules: ruleIds.map(reference) });
  }

  rule(row: L7Rule): View {
    const { l7policy_id, ...fields } = row;
    return this.#unknown('rule', { ...fields, ...common(row) });
  }

  /** A load balancer with listeners and pools whole, as only its creation answers. */
  tree(row: LoadBalancer): View {
    const listeners = this.#store.listenersOf(row).map((listener) => ({
      ...without(this.listener(listener), 'loadbalancers'),
      l7policies: this.#store.policiesOf(listener).map((policy) => ({
        ...this.policy(policy),
        rules: this.#store.rulesOf(policy).map((rule) => this.rule(rule)),
      })),
    }));
    const pools = this.#store.poolsOf(row).map((pool) => ({
      ...without(this.pool(pool), 'loadbalancers'),
      healthmonitor: null,
      members: this.#store.membersOf(pool).map((member) => this.member(member)),
    }));
    return { ...this.loadBalancer(row), listeners, pools };
  }

  statusTree(row: LoadBalancer): View {
    const status = ({ id, name, provisioning_status, operating_status }: Row & { readonly name: string }) => ({
      id,
      name,
      operating_status,
      provisioning_status,
    });
    const pool = (each: Pool) => {
      const monitor = this.#store.monitors.get(each.monitorId);
      return {
        ...status(each),
        ...(monitor && { health_monitor: { ...status(monitor), type: monitor.type } }),
        members: this.#store
          .membersOf(each)
          .map((member) => ({ ...status(member), address: member.address, protocol_port: member.protocol_port })),
      };
    };
    const pools = this.#store.poolsOf(row);
    const listeners = this.#store.listenersOf(row).map((listener) => ({
      ...status(listener),
      pools: pools.filter((each) => this.#store.listenersUsing(each).includes(listener)).map(pool),
    }));
    return { statuses: { loadbalancer: { ...status(row), listeners } } };
  }
}

const without = (view: View, field: string): View =>
  Object.fromEntries(Object.entries(view).filter(([name]) => name !== field));
