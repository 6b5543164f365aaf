import { firstRows, lists } from '../../../../contract/octavia/lists.ts';
import { priority } from '../../http/queue.ts';
import type { ListedParts, ProviderReads, RowPage } from '../provider.ts';
import { isLostMarker, readPage, Walk } from './pages.ts';
import {
  endpointsOf,
  idsOf,
  inOrder,
  itemsOf,
  noteListener,
  toLoadBalancer,
  toSubject,
  type WireListener,
  type WirePool,
  type WireRow,
} from './wire.ts';

/**
 * One reading of a whole region. The list of load balancers says nothing of persistence: it is filled in from the lists of pools and
 * listeners, a thousand at a time, never by a read for each row.
 */
class Reading {
  readonly #region: string;
  readonly #loadBalancers: Walk<WireRow>;
  readonly #pools: Walk<WirePool>;
  readonly #listeners: Walk<WireListener>;
  readonly #poolsById = new Map<string, WirePool>();
  readonly #listenersRead = new Set<string>();
  /** Those of which not everything is known yet. */
  readonly #waiting = new Map<string, WireRow>();
  #isFirst = true;

  constructor(region: string) {
    this.#region = region;
    this.#loadBalancers = new Walk(region, lists.loadBalancers, priority.onScreen, firstRows);
    this.#pools = new Walk(region, lists.pools, priority.rest);
    this.#listeners = new Walk(region, lists.listeners, priority.rest);
  }

  get #ended(): boolean {
    return this.#loadBalancers.ended && this.#pools.ended && this.#listeners.ended;
  }

  async next(cursor: string, signal?: AbortSignal): Promise<RowPage> {
    // The first rows alone: they are what somebody waits for.
    const parts: [Promise<readonly WirePool[]>, Promise<readonly WireListener[]>] = this.#isFirst
      ? [Promise.resolve([]), Promise.resolve([])]
      : [this.#pools.next(signal), this.#listeners.next(signal)];
    this.#isFirst = false;
    const [rows, pools, listeners] = await Promise.all([this.#loadBalancers.next(signal), ...parts]);
    for (const row of rows) this.#waiting.set(String(row.id), row);
    for (const pool of pools) this.#poolsById.set(String(pool.id), pool);
    for (const listener of listeners) {
      noteListener(listener);
      this.#listenersRead.add(String(listener.id));
    }
    return {
      rows: rows.map((row) => toLoadBalancer(this.#region, row)),
      parts: this.#whole(),
      next: this.#ended ? null : cursor,
    };
  }

  /** Load balancers of which everything has been read by now; at the end all that are left, as what they lack was deleted meanwhile. */
  #whole(): readonly ListedParts[] {
    const whole: ListedParts[] = [];
    for (const [id, row] of this.#waiting) {
      const listeners = idsOf(row.listeners);
      const pools = idsOf(row.pools);
      const isWhole =
        listeners.every((each) => this.#listenersRead.has(each)) && pools.every((each) => this.#poolsById.has(each));
      if (!isWhole && !this.#ended) continue;
      this.#waiting.delete(id);
      const { status, updated } = toLoadBalancer(this.#region, row);
      const own = pools.flatMap((each) => this.#poolsById.get(each) ?? []);
      whole.push({
        region: this.#region,
        id,
        status,
        updated,
        subjects: inOrder(own).map((pool) => toSubject(pool, row)),
        nodeCount: own.reduce((sum, { members }) => sum + itemsOf(members).length, 0),
        endpoints: endpointsOf(listeners) ?? [],
      });
    }
    return whole;
  }
}

/** The newest reading of each region; a page of an older one cannot be asked for any more. */
const readings = new Map<string, { readonly cursor: string; readonly reading: Reading }>();
let begun = 0;

export const list: ProviderReads['list'] = async (region, { cursor, signal }) => {
  if (cursor === null) {
    begun += 1;
    readings.set(region, { cursor: String(begun), reading: new Reading(region) });
  }
  const found = readings.get(region);
  if (!found || (cursor !== null && found.cursor !== cursor))
    throw new Error(`The list of ${region} is being read anew.`);
  const page = await found.reading.next(found.cursor, signal);
  if (page.next === null && readings.get(region) === found) readings.delete(region);
  return page;
};

/** Rows that one look at what has changed asks for; most looks find nothing. */
const changedRows = 50;
const newestFirst = '&sort=updated_at:desc';

/**
 * Those that changed since: the newest first, as far as the time. Every change of a part touches its load balancer. Those that were
 * never changed have no time of a change; some databases put them first.
 */
export const changedSince: ProviderReads['changedSince'] = async (region, since, { cursor, signal }) => {
  const pageAt = (marker: string | null) =>
    readPage<WireRow>(
      region,
      lists.loadBalancers,
      { marker, limit: changedRows, more: newestFirst },
      priority.rest,
      signal,
    );
  const { rows, marker } = await pageAt(cursor).catch((error: unknown) => {
    if (cursor === null || !isLostMarker(error)) throw error;
    return pageAt(null);
  });
  const read = rows.map((row) => toLoadBalancer(region, row));
  const changed = read.filter(({ updated }) => updated === null || updated >= since);
  const last = rows.at(-1);
  const goesOn = last !== undefined && (!last.updated_at || changed.includes(read.at(-1)!));
  return { rows: changed, next: goesOn ? marker : null };
};

/** The ids of every load balancer, which tell those that are there no more. */
export const ids: NonNullable<ProviderReads['ids']> = async (region, signal) => {
  const { path, key } = lists.loadBalancers;
  const walk = new Walk<{ id?: string }>(region, { path, key, query: 'fields=id' }, priority.rest);
  const found = new Set<string>();
  while (!walk.ended) for (const { id } of await walk.next(signal)) found.add(String(id));
  return found;
};
