import type { RegionName, RunningLoadBalancer, VirtualIp } from '../data-plane.ts';
import type { CommitSink } from '../storage/sink.ts';
import { LoadBalancerIndex } from './load-balancer-index.ts';
import {
  type Change,
  type Collection,
  type Collections,
  defaultLimits,
  type Event,
  finished,
  type Limits,
  type LoadBalancer,
  runs,
  type Token,
  type Usage,
} from './model.ts';

/** How many feed entries and usage records are kept for each load balancer, and entries for the feed of a whole account. */
export const kept = { events: 200, accountEvents: 1000, usage: 3000 } as const;

export interface SharedVirtualIp {
  readonly virtualIp: VirtualIp;
  readonly account: string;
  readonly region: RegionName;
  /** Ids of the load balancers that have it. */
  readonly users: Set<number>;
}

/** The key of a record that belongs to a load balancer, such as a feed entry. */
export const itemKey = ({ loadBalancerId, id }: Item): string => `${loadBalancerId}/${id}`;

interface Item {
  readonly id: number;
  readonly loadBalancerId: number;
}

const indexKey = (account: string, region: RegionName) => `${region}/${account}`;

/** Drops the oldest items beyond `length`, and answers with them. */
const trim = <Item>(items: Item[], length: number): Item[] =>
  items.length > length ? items.splice(0, items.length - length) : [];

/**
 * The one model: every record in memory with the indexes that answers need. A commit changes it in one synchronous step, hands the
 * records to the sink and resolves when they are durable; when the sink fails, the model goes back to what is stored.
 */
export class Store {
  readonly loadBalancers = new Map<number, LoadBalancer>();
  /** What the data plane is to carry, by id. */
  readonly running = new Map<number, RunningLoadBalancer>();
  readonly virtualIps = new Map<number, SharedVirtualIp>();
  readonly tokens = new Map<string, Token>();
  readonly addresses = new Set<string>();
  readonly #sink: CommitSink;
  readonly #indexes = new Map<string, LoadBalancerIndex>();
  readonly #events = new Map<number, Event[]>();
  readonly #accountEvents = new Map<string, Event[]>();
  readonly #usage = new Map<number, Usage[]>();
  readonly #limits = new Map<string, Partial<Limits>>();
  readonly #counters = new Map<string, number>();
  readonly #meta = new Map<string, string>();
  readonly #dirtyCounters = new Set<string>();
  /** Undo steps of what is not durable yet, oldest first. */
  #unsaved: { readonly undo: () => void }[] = [];

  constructor(sink: CommitSink) {
    this.#sink = sink;
  }

  /** Reads the sink. Returns whether it held anything. */
  async load(): Promise<boolean> {
    const records = await this.#sink.load();
    const of = <Name extends Collection>(name: Name) =>
      records
        .filter(({ collection }) => collection === name)
        .map(({ key, value }) => ({ collection: name, key, value: value as Collections[Name] }));
    const inOrder = [
      ...of('loadBalancer').sort((a, b) => a.value.updated - b.value.updated),
      ...of('event').sort((a, b) => a.value.id - b.value.id),
      ...of('usage').sort((a, b) => a.value.id - b.value.id),
      ...of('token').sort((a, b) => a.value.expires - b.value.expires),
      ...of('counter'),
      ...of('limits'),
      ...of('meta'),
    ];
    for (const change of inOrder) this.#put(change as Change);
    return records.length > 0;
  }

  /**
   * Applies the changes at once and resolves when they are durable. Rejects with the sink's error after the model has gone back to
   * what is stored.
   */
  async commit(changes: readonly Change[]): Promise<void> {
    const undos: (() => void)[] = [];
    const dropped: Change[] = [];
    for (const change of changes) {
      undos.push(this.#put(change));
      dropped.push(...this.#outdated(change));
    }
    for (const change of dropped) undos.push(this.#put(change));
    const counters = [...this.#dirtyCounters].map((key) => ({
      collection: 'counter',
      key,
      value: this.#counters.get(key) ?? 0,
    }));
    this.#dirtyCounters.clear();
    const entry = {
      undo: () => {
        for (const undo of undos.reverse()) undo();
      },
    };
    this.#unsaved.push(entry);
    try {
      await this.#sink.append([...changes, ...dropped, ...counters]);
      // Appends resolve in order: the oldest entry is this one.
      this.#unsaved.shift();
    } catch (error) {
      for (const { undo } of this.#unsaved.reverse()) undo();
      this.#unsaved = [];
      for (const { key } of counters) this.#dirtyCounters.add(key);
      throw error;
    }
  }

  /** The next id of a kind; ids never come back. It becomes durable with the next commit. `first`: where the kind starts. */
  nextId(kind: string, first = 1): number {
    const id = Math.max((this.#counters.get(kind) ?? 0) + 1, first);
    this.#counters.set(kind, id);
    this.#dirtyCounters.add(kind);
    return id;
  }

  indexOf(account: string, region: RegionName): LoadBalancerIndex {
    const key = indexKey(account, region);
    const index = this.#indexes.get(key) ?? new LoadBalancerIndex();
    this.#indexes.set(key, index);
    return index;
  }

  /** The load balancer if it is this account's in this region. */
  find(account: string, region: RegionName, id: number): LoadBalancer | undefined {
    const found = this.loadBalancers.get(id);
    return found?.account === account && found.region === region ? found : undefined;
  }

  limits(account: string): Limits {
    return { ...defaultLimits, ...this.#limits.get(account) };
  }

  /** Feed entries of a load balancer, oldest first. */
  events = (loadBalancerId: number): readonly Event[] => this.#events.get(loadBalancerId) ?? [];
  accountEvents = (account: string, region: RegionName): readonly Event[] =>
    this.#accountEvents.get(indexKey(account, region)) ?? [];
  usage = (loadBalancerId: number): readonly Usage[] => this.#usage.get(loadBalancerId) ?? [];
  meta = (key: string): string | undefined => this.#meta.get(key);

  /** Changes that empty the model for a new start, ids included; who is signed in stays so. */
  clearing(): Change[] {
    this.#accountEvents.clear();
    const counters = [...this.#counters.keys()].filter((key) => key !== 'token');
    return [
      ...[...this.loadBalancers.keys()].flatMap((id): Change[] => [
        ...this.events(id).map((event): Change => ({ collection: 'event', key: itemKey(event), value: null })),
        ...this.usage(id).map((usage): Change => ({ collection: 'usage', key: itemKey(usage), value: null })),
        { collection: 'loadBalancer', key: `${id}`, value: null },
      ]),
      ...counters.map((key): Change => ({ collection: 'counter', key, value: null })),
      ...[...this.#limits.keys()].map((key): Change => ({ collection: 'limits', key, value: null })),
    ];
  }

  #outdated(change: Change): Change[] {
    if (change.value === null) return [];
    if (change.collection === 'event') {
      const events = this.#events.get(change.value.loadBalancerId) ?? [];
      const old = events.slice(0, Math.max(0, events.length - kept.events));
      return old.map((event) => ({ collection: 'event', key: itemKey(event), value: null }));
    }
    if (change.collection === 'usage') {
      const records = this.#usage.get(change.value.loadBalancerId) ?? [];
      const old = records.slice(0, Math.max(0, records.length - kept.usage));
      return old.map((usage) => ({ collection: 'usage', key: itemKey(usage), value: null }));
    }
    return [];
  }

  /** Applies one change and answers with the step that takes it back. */
  #put(change: Change): () => void {
    switch (change.collection) {
      case 'loadBalancer': {
        const before = this.loadBalancers.get(Number(change.key));
        this.#putLoadBalancer(before, change.value ?? undefined);
        return () => this.#putLoadBalancer(this.loadBalancers.get(Number(change.key)), before);
      }
      case 'event': {
        const forget = change.value ? this.#noteForAccount(change.value) : () => {};
        const undo = putItem(this.#events, change.key, change.value);
        return () => {
          undo();
          forget();
        };
      }
      case 'usage':
        return putItem(this.#usage, change.key, change.value);
      case 'token':
        return replace(this.tokens, change.key, change.value);
      case 'counter':
        return replace(this.#counters, change.key, change.value);
      case 'limits':
        return replace(this.#limits, change.key, change.value);
      case 'meta':
        return replace(this.#meta, change.key, change.value);
    }
  }

  #putLoadBalancer(before: LoadBalancer | undefined, after: LoadBalancer | undefined): void {
    const known = after ?? before;
    if (!known) return;
    this.indexOf(known.account, known.region).replace(before, after);
    if (before?.virtualIps !== after?.virtualIps) {
      for (const virtualIp of before?.virtualIps ?? []) this.#release(virtualIp, known.id);
      for (const virtualIp of after?.virtualIps ?? []) this.#claim(virtualIp, known);
    }
    if (after) this.loadBalancers.set(after.id, after);
    else this.loadBalancers.delete(known.id);
    if (after && runs(after)) this.running.set(after.id, finished(after));
    else this.running.delete(known.id);
    if (!after) {
      this.#events.delete(known.id);
      this.#usage.delete(known.id);
    }
  }

  #claim(virtualIp: VirtualIp, { account, region, id }: LoadBalancer): void {
    const shared = this.virtualIps.get(virtualIp.id) ?? { virtualIp, account, region, users: new Set<number>() };
    shared.users.add(id);
    this.virtualIps.set(virtualIp.id, shared);
    this.addresses.add(virtualIp.address);
  }

  #release(virtualIp: VirtualIp, loadBalancerId: number): void {
    const shared = this.virtualIps.get(virtualIp.id);
    shared?.users.delete(loadBalancerId);
    if (!shared || shared.users.size > 0) return;
    this.virtualIps.delete(virtualIp.id);
    this.addresses.delete(virtualIp.address);
  }

  /** Adds it to its account's feed, and answers with the step that takes it back. */
  #noteForAccount(event: Event): () => void {
    const owner = this.loadBalancers.get(event.loadBalancerId);
    if (!owner) return () => {};
    const key = indexKey(owner.account, owner.region);
    const events = this.#accountEvents.get(key) ?? [];
    events.push(event);
    trim(events, kept.accountEvents);
    this.#accountEvents.set(key, events);
    return () => {
      const at = events.lastIndexOf(event);
      if (at >= 0) events.splice(at, 1);
    };
  }
}

function replace<Value>(map: Map<string, Value>, key: string, value: Value | null): () => void {
  const before = map.get(key);
  if (value === null) map.delete(key);
  else map.set(key, value);
  return () => {
    if (before === undefined) map.delete(key);
    else map.set(key, before);
  };
}

/** Adds or removes an item of the load balancer that the key names, and answers with the step that takes it back. */
function putItem<Kind extends Item>(lists: Map<number, Kind[]>, key: string, item: Kind | null): () => void {
  const [loadBalancerId = 0, id] = key.split('/').map(Number);
  const list = lists.get(loadBalancerId) ?? [];
  lists.set(loadBalancerId, list);
  if (item) {
    list.push(item);
    return () => void list.splice(list.indexOf(item), 1);
  }
  const at = list.findIndex((each) => each.id === id);
  if (at < 0) return () => {};
  const [removed] = list.splice(at, 1) as [Kind];
  return () => void list.splice(at, 0, removed);
}
