import { comparableAddress } from '../../contract/shared/address.ts';
import type { LoadBalancer } from './model.ts';

/** Position of the first id that is not below `id`, in an ascending list. */
export function lowerBound(ids: readonly number[], id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(ids: number[], id: number): void {
  const last = ids[ids.length - 1];
  if (last === undefined || last < id) ids.push(id);
  else if (ids[lowerBound(ids, id)] !== id) ids.splice(lowerBound(ids, id), 0, id);
}

function remove(ids: number[], id: number): void {
  const at = lowerBound(ids, id);
  if (ids[at] === id) ids.splice(at, 1);
}

class Index {
  readonly #ids = new Map<string, number[]>();

  add(key: string, id: number): void {
    const ids = this.#ids.get(key);
    if (ids) insert(ids, id);
    else this.#ids.set(key, [id]);
  }

  delete(key: string, id: number): void {
    const ids = this.#ids.get(key);
    if (!ids) return;
    remove(ids, id);
    if (ids.length === 0) this.#ids.delete(key);
  }

  get(key: string): readonly number[] {
    return this.#ids.get(key) ?? [];
  }
}

const addressesOf = ({ nodes }: LoadBalancer) => new Set(nodes.map(({ address }) => comparableAddress(address)));

/**
 * The load balancers of one account in one region, ordered by id and found by status, name, node address and time of change without
 * looking at the others, so that a page costs the same with 25 and with 10,000 of them.
 */
export class LoadBalancerIndex {
  /** Ids of all that are not DELETED, ascending. */
  readonly live: number[] = [];
  readonly #byStatus = new Index();
  readonly #byName = new Index();
  readonly #byNode = new Index();
  /** Newest last; an id may stand more than once, only its latest place counts. */
  #changes: { id: number; updated: number }[] = [];
  #known = 0;

  replace(before: LoadBalancer | undefined, after: LoadBalancer | undefined): void {
    if (before?.status !== after?.status) {
      if (before) this.#byStatus.delete(before.status, before.id);
      if (after) this.#byStatus.add(after.status, after.id);
      if (before && before.status !== 'DELETED') remove(this.live, before.id);
      if (after && after.status !== 'DELETED') insert(this.live, after.id);
    }
    if (before?.name !== after?.name) {
      if (before) this.#byName.delete(before.name, before.id);
      if (after) this.#byName.add(after.name, after.id);
    }
    if (before?.nodes !== after?.nodes) {
      if (before) for (const address of addressesOf(before)) this.#byNode.delete(address, before.id);
      if (after) for (const address of addressesOf(after)) this.#byNode.add(address, after.id);
    }
    if (!before) this.#known += 1;
    if (!after) this.#known -= 1;
    if (after && before?.updated !== after.updated) this.#note(after);
  }

  #note({ id, updated }: LoadBalancer): void {
    const last = this.#changes[this.#changes.length - 1];
    this.#changes.push({ id, updated });
    // Records come back from the sink in no order of time.
    if (last && last.updated > updated) this.#changes.sort((a, b) => a.updated - b.updated);
    if (this.#changes.length > 2 * this.#known + 1000) this.#compact();
  }

  #compact(): void {
    const latest = new Map<number, number>();
    for (const { id, updated } of this.#changes) {
      latest.delete(id);
      latest.set(id, updated);
    }
    this.#changes = [...latest].map(([id, updated]) => ({ id, updated }));
  }

  withStatus = (status: string): readonly number[] => this.#byStatus.get(status);
  named = (name: string): readonly number[] => this.#byName.get(name);
  withNode = (address: string): readonly number[] => this.#byNode.get(comparableAddress(address));

  /** Ids that changed at `time` (milliseconds since the epoch) or later, ascending. */
  changedSince(time: number): number[] {
    const ids = new Set<number>();
    for (let at = this.#changes.length - 1; at >= 0 && this.#changes[at]!.updated >= time; at -= 1) {
      ids.add(this.#changes[at]!.id);
    }
    return [...ids].sort((a, b) => a - b);
  }
}
