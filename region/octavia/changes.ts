import { faults } from '../../contract/octavia/faults.ts';
import { datagrams } from '../../contract/octavia/protocols.ts';
import { providerOf } from '../../contract/octavia/providers.ts';
import type { Clock } from '../../contract/shared/clock.ts';
import { Refusal } from './answer.ts';
import type { Listener, LoadBalancer, Member, Pool, Row, Store } from './model.ts';

/** Takes back what a handle did. */
export type Release = () => void;

/** How tests make a region stuck, slow or refusing. `loadBalancer`: an id; without it every one. */
export interface Handles {
  /** Changes stay PENDING_* until released. */
  hold(loadBalancer?: string): Release;
  /** Each change takes so many seconds longer. */
  slow(seconds: number): Release;
  /** Configurations are refused: a pool's change ends with the pool in ERROR, a load balancer's with it in ERROR. */
  fail(loadBalancer?: string): Release;
  /** The members of this address fail their health checks. */
  memberDown(address: string): Release;
}

const all = 'all';

/** What a change is about, once it is accepted. */
export interface Change {
  readonly loadBalancer: LoadBalancer;
  /** The object; null for the load balancer itself. */
  readonly object: Row | null;
  readonly listeners?: readonly Listener[];
  /** The pool of a member or monitor, which is locked with it. */
  readonly pool?: Pool;
  /** More objects that go with it: the members of one call. */
  readonly others?: readonly Row[];
  readonly status: 'PENDING_CREATE' | 'PENDING_UPDATE' | 'PENDING_DELETE';
  /** The provider refuses it afterwards, whatever the handles say. */
  readonly refused?: boolean;
  /** Runs when it succeeds: what a deletion takes away. */
  readonly done?: () => void;
}

/** HAProxy's configuration ends at these inside a cookie's name; Octavia's API takes them. */
const breaking = /['#]/;

/**
 * The lock of a load balancer and what follows an accepted change, by the clock. Follows octavia/controller/worker: a change that
 * fails leaves its object in ERROR and the load balancer ACTIVE, one of the load balancer itself leaves that in ERROR.
 */
export class Changes implements Handles {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #settle: number;
  readonly #held = new Map<string, number>();
  readonly #failing = new Map<string, number>();
  readonly #down = new Map<string, number>();
  #slower = 0;
  readonly #waiting = new Map<string, () => void>();
  readonly #pending = new Set<() => void>();

  /** `settle`: milliseconds until a change is in force. */
  constructor(store: Store, clock: Clock, settle: number) {
    this.#store = store;
    this.#clock = clock;
    this.#settle = settle;
  }

  hold(loadBalancer = all): Release {
    const release = raise(this.#held, loadBalancer);
    return () => {
      release();
      for (const [id, finish] of this.#waiting) {
        if (this.#has(this.#held, id)) continue;
        this.#waiting.delete(id);
        finish();
      }
    };
  }

  slow(seconds: number): Release {
    this.#slower += seconds;
    return () => {
      this.#slower -= seconds;
    };
  }

  fail(loadBalancer = all): Release {
    return raise(this.#failing, loadBalancer);
  }

  memberDown(address: string): Release {
    const release = raise(this.#down, address);
    this.#refreshAll();
    return () => {
      release();
      this.#refreshAll();
    };
  }

  /** Stops the clock's tasks. */
  close(): void {
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }

  #has(handles: ReadonlyMap<string, number>, id: string): boolean {
    return handles.has(id) || handles.has(all);
  }

  /** Throws LOCK409 unless the load balancer is ACTIVE. `kind`: what the service's words name. */
  requireActive(loadBalancer: LoadBalancer, pool?: Pool): void {
    const { object } = faults.LOCK409.words;
    if (pool && pool.provisioning_status !== 'ACTIVE') throw new Refusal('LOCK409', object('Pool', pool.id));
    if (loadBalancer.provisioning_status !== 'ACTIVE') {
      throw new Refusal('LOCK409', object('Load Balancer', loadBalancer.id));
    }
  }

  /** The same for a change of the load balancer itself. `states`: those that it may be in. */
  requireState(loadBalancer: LoadBalancer, states: readonly string[] = ['ACTIVE']): void {
    const { provisioning_status: state, id } = loadBalancer;
    if (!states.includes(state)) throw new Refusal('LOCK409', faults.LOCK409.words.state(state, id));
  }

  /** Locks what the change touches and lets the clock finish it. */
  begin(change: Change): void {
    const { loadBalancer, object, listeners = [], pool, others = [], status } = change;
    this.#set(loadBalancer, object ? 'PENDING_UPDATE' : status);
    for (const each of [...listeners, ...(pool ? [pool] : []), ...others]) this.#set(each, 'PENDING_UPDATE');
    if (object) this.#set(object, status);
    const finish = () => this.#finish(change);
    const cancel = this.#clock.after(this.#settle + this.#slower * 1000, () => {
      this.#pending.delete(cancel);
      if (this.#has(this.#held, loadBalancer.id)) this.#waiting.set(loadBalancer.id, finish);
      else finish();
    });
    this.#pending.add(cancel);
  }

  #set(row: Row, status: string): void {
    const created = row.updated_at === null && status === 'PENDING_CREATE';
    row.provisioning_status = status;
    if (!created) row.updated_at = this.#clock.now();
  }

  #finish(change: Change): void {
    const { loadBalancer, object, listeners = [], pool, others = [], done } = change;
    const failed = change.refused === true || this.#refuses(loadBalancer);
    this.#set(loadBalancer, failed && !object ? 'ERROR' : 'ACTIVE');
    for (const each of [...listeners, ...(pool ? [pool] : [])]) this.#set(each, 'ACTIVE');
    for (const each of others) this.#set(each, failed ? 'ERROR' : 'ACTIVE');
    if (object) this.#set(object, failed ? 'ERROR' : 'ACTIVE');
    if (!failed) done?.();
    this.refresh(loadBalancer);
  }

  /** Whether the configuration that holds every wanted value of the load balancer is refused. */
  #refuses(loadBalancer: LoadBalancer): boolean {
    // Without a listener there is no configuration to refuse.
    if (loadBalancer.listenerIds.length === 0) return false;
    if (this.#has(this.#failing, loadBalancer.id)) return true;
    if (providerOf(loadBalancer.provider).label !== 'Amphora') return false;
    return this.#store
      .poolsOf(loadBalancer)
      .some(
        (pool) =>
          pool.session_persistence?.cookie_name != null &&
          breaking.test(pool.session_persistence.cookie_name) &&
          !datagrams.includes(pool.protocol) &&
          this.#store.listenersUsing(pool).length > 0,
      );
  }

  /** Sets what the health manager would report. */
  refresh(loadBalancer: LoadBalancer): void {
    const on = (row: Row) => (row.admin_state_up ? 'ONLINE' : 'OFFLINE');
    loadBalancer.operating_status = on(loadBalancer);
    for (const listener of this.#store.listenersOf(loadBalancer)) listener.operating_status = on(listener);
    for (const pool of this.#store.poolsOf(loadBalancer)) this.#refreshPool(pool);
  }

  #refreshPool(pool: Pool): void {
    const used = this.#store.listenersUsing(pool).length > 0;
    const members = this.#store.membersOf(pool);
    for (const member of members) member.operating_status = this.#memberStatus(member, pool);
    const checked = members.filter(({ admin_state_up }) => admin_state_up);
    const down = checked.filter(({ operating_status }) => operating_status === 'ERROR');
    pool.operating_status =
      !pool.admin_state_up || !used
        ? 'OFFLINE'
        : down.length === 0
          ? 'ONLINE'
          : down.length === checked.length
            ? 'ERROR'
            : 'DEGRADED';
  }

  #memberStatus(member: Member, pool: Pool): string {
    if (!member.admin_state_up) return 'OFFLINE';
    if (member.weight === 0) return 'DRAINING';
    if (pool.monitorId === null) return 'NO_MONITOR';
    return this.#down.has(member.monitor_address ?? member.address) ? 'ERROR' : 'ONLINE';
  }

  #refreshAll(): void {
    for (const loadBalancer of this.#store.loadBalancers.values()) this.refresh(loadBalancer);
  }
}

function raise(handles: Map<string, number>, key: string): Release {
  handles.set(key, (handles.get(key) ?? 0) + 1);
  let raised = true;
  return () => {
    if (!raised) return;
    raised = false;
    const left = (handles.get(key) ?? 1) - 1;
    if (left === 0) handles.delete(key);
    else handles.set(key, left);
  };
}
