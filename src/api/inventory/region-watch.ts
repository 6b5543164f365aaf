import type { Clock } from '../../../contract/shared/clock.ts';
import type { LoadBalancer, LoadBalancerDetails } from '../../model/load-balancer.ts';
import type { ApiError } from '../http/client.ts';
import type { ListedParts, Provider, RowPage } from '../providers/provider.ts';
import { eagerInterval, pollInterval, settledInterval } from './poll-interval.ts';
import { Waiters } from './waiters.ts';

/** What the watch needs of a region's API. */
export interface RegionReads extends Pick<Provider, 'rule' | 'isDeleted' | 'isBeingDeleted'> {
  /** A page of all rows. `cursor`: as the page before gave it; null for the first. */
  list(cursor: string | null): Promise<RowPage>;
  /** A page of the rows that changed at `since` (milliseconds since the Unix epoch) or later. */
  changedSince(since: number, cursor: string | null): Promise<RowPage>;
  /** A page of the rows that were deleted since then; null where the API lists none. */
  readonly deletedSince: ((since: number, cursor: string | null) => Promise<RowPage>) | null;
  /** The ids of all rows; null where `deletedSince` tells what is gone. */
  readonly ids: (() => Promise<ReadonlySet<string>>) | null;
  /** Hears what a page of the list said of the parts of rows. */
  tellParts(parts: readonly ListedParts[]): void;
  /** Milliseconds between two polls at the least, by how long somebody has waited. */
  pollAfter(waited: number): number;
  details(id: string): Promise<LoadBalancerDetails>;
  isGone(error: unknown): boolean;
  toError(error: unknown): ApiError;
}

export interface RegionState {
  readonly region: string;
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly rows: ReadonlyMap<string, LoadBalancer>;
  /** Whether every page has been read since the region was opened. */
  readonly complete: boolean;
  readonly error: ApiError | null;
  /** When the region last answered, milliseconds since the Unix epoch; null before its first answer. */
  readonly readAt: number | null;
}

const second = 1_000;
/** While nothing has just begun to change, every so manieth poll asks for deletions instead: no listing of changes shows a row that is gone. */
const deletionsEvery = 4;
/** Where nothing lists deletions, all ids are read so often, in milliseconds. */
const idsEvery = 600 * second;

/**
 * One region's rows: read page by page, then kept up to date by one poll of what changed since, for all of them. The poll overlaps by
 * a second because an API's times may have no fractions.
 */
export class RegionWatch {
  readonly region: string;
  readonly #reads: RegionReads;
  readonly #clock: Clock;
  readonly #changed: () => void;
  #state: RegionState;
  readonly #waiters = new Waiters();
  /** When each row was first seen in transition. */
  #transitions = new Map<string, number>();
  #polls = 0;
  /**
   * Up to when, by the region's clock, listings have shown every update. Rows that were read one by one do not count: they may be newer
   * than a change that no listing has shown yet, which would then never be seen.
   */
  #listedTo = 0;
  /** Up to when, by the region's clock, deletions have been asked for; null before the rows were all read. */
  #deletionsTo: number | null = null;
  /** When all ids were known last, milliseconds since the Unix epoch. */
  #idsAt = 0;
  #cancelPoll: (() => void) | null = null;
  /** When the planned poll is to begin. */
  #due = Number.POSITIVE_INFINITY;
  #polling = false;
  #awake = false;
  #loads = 0;

  constructor(region: string, reads: RegionReads, clock: Clock, changed: () => void) {
    this.region = region;
    this.#reads = reads;
    this.#clock = clock;
    this.#changed = changed;
    this.#state = { region, phase: 'loading', rows: new Map(), complete: false, error: null, readAt: null };
  }

  get state(): RegionState {
    return this.#state;
  }

  /** Reads every page. Rows appear page by page; rows that a whole reading did not meet are dropped at its end. */
  async load(): Promise<void> {
    const load = ++this.#loads;
    const met = new Set<string>();
    this.#update({ phase: this.#state.complete ? 'ready' : 'loading', error: null });
    const began = this.#clock.now();
    let cursor: string | null = null;
    try {
      do {
        const page: RowPage = await this.#reads.list(cursor);
        if (load !== this.#loads) return;
        for (const row of page.rows) met.add(row.id);
        this.#noteListed(page.rows, began);
        cursor = page.next;
        this.merge(page.rows, cursor === null ? met : undefined);
        if (page.parts) this.#takeParts(page.parts);
      } while (cursor !== null);
      this.#deletionsTo ??= this.#listedTo;
      this.#idsAt = this.#clock.now();
      this.#update({ phase: 'ready', complete: true, error: null });
    } catch (error) {
      if (load !== this.#loads) return;
      this.#update({ phase: 'failed', error: this.#reads.toError(error) });
    }
    this.#schedule();
  }

  /** Takes what the list of the parts says of rows that were listed before. */
  #takeParts(parts: readonly ListedParts[]): void {
    const rows = new Map(this.#state.rows);
    for (const { id, endpoints, nodeCount } of parts) {
      const row = rows.get(id);
      if (!row) continue;
      const { protocol = '', port = 0 } = endpoints[0] ?? {};
      rows.set(id, { ...row, endpoints, protocol, port, nodeCount });
    }
    this.#reads.tellParts(parts);
    this.#update({ rows });
  }

  /** Takes rows of a listing made here or by another tab. `keep`: drop every row whose id is not in it. */
  merge(read: readonly LoadBalancer[], keep?: ReadonlySet<string>): void {
    this.#update({ rows: this.#with(read, keep), readAt: this.#clock.now() });
  }

  /** Takes one row that was read by itself, unless a listing has shown a later change of it: the others are as old as they were. */
  put(row: LoadBalancer): void {
    const shown = this.#state.rows.get(row.id)?.updated ?? 0;
    if (row.updated !== null && row.updated < shown) return;
    this.#update({ rows: this.#with([row]) });
  }

  /** Takes it that a load balancer was read as gone. */
  drop(id: string): void {
    const rows = new Map(this.#state.rows);
    if (!rows.delete(id)) return;
    this.#transitions.delete(id);
    this.#update({ rows });
  }

  #with(read: readonly LoadBalancer[], keep?: ReadonlySet<string>): ReadonlyMap<string, LoadBalancer> {
    const rows = new Map(this.#state.rows);
    for (const row of read) {
      if (this.#reads.isDeleted(row.status)) rows.delete(row.id);
      else rows.set(row.id, row);
      this.#noteTransition(row);
    }
    if (keep) for (const id of rows.keys()) if (!keep.has(id)) rows.delete(id);
    return rows;
  }

  /** Whether the watch may poll: the tab is visible or something of ours is pending. */
  setAwake(awake: boolean): void {
    if (awake === this.#awake) return;
    this.#awake = awake;
    if (awake) this.#schedule(true);
    else this.#stop();
  }

  get awaiting(): boolean {
    return this.#waiters.size > 0;
  }

  /**
   * Resolves with the row as first read, by a poll begun after this call, outside every pending status; with null when it is gone.
   * Rejects with the signal's reason when it aborts: nobody waits any more, and no poll is made for it.
   */
  settled(id: string, signal?: AbortSignal): Promise<LoadBalancer | null> {
    const settled = this.#waiters.wait(id, this.#polls, this.#clock.now(), () => this.#schedule(true), signal);
    if (!signal?.aborted) this.#schedule(true);
    return settled;
  }

  close(): void {
    this.#loads += 1;
    this.#stop();
  }

  #stop(): void {
    this.#cancelPoll?.();
    this.#cancelPoll = null;
    this.#due = Number.POSITIVE_INFINITY;
  }

  #interval(): number {
    const youngest = Math.max(...this.#transitions.values(), Number.NEGATIVE_INFINITY);
    return pollInterval(this.#waiters, youngest, this.#clock.now(), this.#reads.pollAfter);
  }

  /** Plans the next poll. `soon`: somebody has begun to wait or to look, so what is overdue is polled at once. */
  #schedule(soon = false): void {
    if (this.#polling) return;
    const now = this.#clock.now();
    // Those who begin to wait one after the other must not put the poll off again and again.
    const planned = this.#waiters.size > 0 ? Math.max(0, this.#due - now) : Number.POSITIVE_INFINITY;
    this.#stop();
    if (!this.#awake && this.#waiters.size === 0) return;
    if (!this.#state.complete && this.#waiters.size === 0) return;
    const interval = this.#interval();
    // A clock that was set back since must not put the next poll off.
    const since = soon ? Math.max(0, now - (this.#state.readAt ?? 0)) : 0;
    const first = Math.max(eagerInterval, this.#reads.pollAfter(0));
    const least = this.#waiters.size > 0 && soon ? Math.min(first, interval) : 0;
    const wait = Math.min(planned, Math.max(least, interval - since));
    this.#due = now + wait;
    this.#cancelPoll = this.#clock.after(wait, () => void this.#poll());
  }

  async #poll(): Promise<void> {
    this.#cancelPoll = null;
    this.#due = Number.POSITIVE_INFINITY;
    this.#polling = true;
    this.#waiters.beginPoll();
    const poll = ++this.#polls;
    const began = this.#clock.now();
    try {
      const { deletedSince } = this.#reads;
      if (deletedSince && poll % deletionsEvery === 0 && this.#interval() === settledInterval)
        return await this.#readDeletions(deletedSince);
      const { ids } = this.#reads;
      if (ids && began - this.#idsAt >= idsEvery && this.#interval() === settledInterval) await this.#readIds(ids);
      const since = Math.max(0, this.#listedTo - second);
      const rows: LoadBalancer[] = [];
      let cursor: string | null = null;
      do {
        const page: RowPage = await this.#reads.changedSince(since, cursor);
        rows.push(...page.rows);
        cursor = page.next;
      } while (cursor !== null);
      this.#noteListed(rows, began);
      this.merge(rows);
      if (this.#state.phase === 'failed' && this.#state.complete) this.#update({ phase: 'ready', error: null });
      for (const row of rows) if (!this.#inTransition(row.status)) this.#waiters.settle(row.id, row, poll);
      const met = new Set(rows.map((row) => row.id));
      this.#lookAfterAwaited(met, poll);
      await this.#confirmDeleted(met, poll);
    } catch (error) {
      this.#update({ phase: 'failed', error: this.#reads.toError(error) });
    } finally {
      this.#polling = false;
      this.#schedule();
    }
  }

  async #readDeletions(deletedSince: NonNullable<RegionReads['deletedSince']>): Promise<void> {
    const known = this.#listedTo;
    const since = Math.max(0, (this.#deletionsTo ?? known) - second);
    let cursor: string | null = null;
    do {
      const page: RowPage = await deletedSince(since, cursor);
      this.merge(page.rows);
      cursor = page.next;
    } while (cursor !== null);
    this.#deletionsTo = known;
    if (this.#state.phase === 'failed' && this.#state.complete) this.#update({ phase: 'ready', error: null });
  }

  /** Drops the rows that are not there any more. Those that came meanwhile are none of them. */
  async #readIds(ids: NonNullable<RegionReads['ids']>): Promise<void> {
    this.#idsAt = this.#clock.now();
    const known = [...this.#state.rows.keys()];
    const there = await ids();
    for (const id of known) if (!there.has(id)) this.drop(id);
  }

  /** A row leaves the list when its deletion ends: one read tells a deleted load balancer from one that merely did not change. */
  async #confirmDeleted(met: ReadonlySet<string>, poll: number): Promise<void> {
    for (const row of [...this.#state.rows.values()]) {
      if (!this.#reads.isBeingDeleted(row.status) || met.has(row.id)) continue;
      const since = this.#transitions.get(row.id);
      if (since === undefined) continue;
      try {
        const details = await this.#reads.details(row.id);
        if (this.#reads.isDeleted(details.status)) this.#remove(row.id, poll);
        else if (details.status !== row.status) this.put(details);
        else this.#transitions.delete(row.id);
      } catch (error) {
        if (!this.#reads.isGone(error)) throw error;
        this.#remove(row.id, poll);
      }
    }
  }

  /**
   * An awaited change may have been listed before somebody began to wait for it, and a deleted row is listed no more: no poll shows them
   * again, so they are read by themselves. One in transition will be listed when it settles, and is read now and then in case it was.
   */
  #lookAfterAwaited(met: ReadonlySet<string>, poll: number): void {
    const isMoving = (id: string) => this.#inTransition(this.#state.rows.get(id)?.status ?? '');
    for (const id of this.#waiters.unseen(poll, met, this.#clock.now(), settledInterval, isMoving))
      void this.#look(id, poll);
  }

  async #look(id: string, poll: number): Promise<void> {
    try {
      const details = await this.#reads.details(id);
      if (this.#reads.isDeleted(details.status)) return this.#remove(id, poll);
      this.put(details);
      if (!this.#inTransition(details.status)) this.#waiters.settle(id, details, poll);
    } catch (error) {
      if (this.#reads.isGone(error)) this.#remove(id, poll);
      // Read again with the next poll; a region that fails is told of by its polls.
      else this.#waiters.lookAgain(id);
    }
  }

  /** A listing of several pages takes a while, in which rows of its first pages may change: only what was before it began is sure. */
  #noteListed(rows: readonly LoadBalancer[], began: number): void {
    // A clock that was set back meanwhile must not tell of updates that were never listed.
    const took = Math.max(0, this.#clock.now() - began);
    for (const { updated } of rows) this.#listedTo = Math.max(this.#listedTo, (updated ?? 0) - took);
  }

  #remove(id: string, poll: number): void {
    this.drop(id);
    this.#waiters.settle(id, null, poll);
  }

  /** A row that was already in transition long before it was read is held there: it does not call for fast polls. */
  #noteTransition(row: LoadBalancer): void {
    if (!this.#inTransition(row.status)) this.#transitions.delete(row.id);
    else if (!this.#transitions.has(row.id))
      this.#transitions.set(row.id, Math.min(row.updated ?? 0, this.#clock.now()));
  }

  #inTransition(status: string): boolean {
    return this.#reads.rule(status).isTransient;
  }

  #update(change: Partial<RegionState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }
}
