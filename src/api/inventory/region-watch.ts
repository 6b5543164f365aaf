import type { Clock } from '../../../contract/shared/clock.ts';
import type { LoadBalancer, LoadBalancerDetails } from '../../model/load-balancer.ts';
import type { ApiError } from '../http/client.ts';
import type { Provider, RowPage } from '../providers/provider.ts';

/** Somebody who waits for a load balancer to settle. */
interface Waiter {
  /** Polls that had begun before. */
  readonly since: number;
  /** When the waiting began. */
  readonly began: number;
  resolve(row: LoadBalancer | null): void;
}

/** What the watch needs of a region's API. */
export interface RegionReads extends Pick<Provider, 'rule' | 'isDeleted' | 'isBeingDeleted'> {
  /** A page of all rows. `cursor`: as the page before gave it; null for the first. */
  list(cursor: string | null): Promise<RowPage>;
  /** A page of the rows that changed at `since` (milliseconds since the Unix epoch) or later. */
  changedSince(since: number, cursor: string | null): Promise<RowPage>;
  /** A page of the rows that were deleted since then; null where the API lists none. */
  readonly deletedSince: ((since: number, cursor: string | null) => Promise<RowPage>) | null;
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
/** Polling while nothing is in transition. */
const settledInterval = 30 * second;
/** Polling while something of ours is pending or a row has just begun to change. */
const fastInterval = second;
/** Polling in the first seconds of waiting for one load balancer that the user looks at. */
const eagerInterval = 400;
const eagerTime = 4 * second;
/** While nothing has just begun to change, every so manieth poll asks for deletions instead: no listing of changes shows a row that is gone. */
const deletionsEvery = 4;
/** From this many awaited load balancers on, one poll serves so many that it can be rarer: each takes a request from reading them back. */
const manyAwaited = 20;

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
  #awaitedSince = 0;
  #awaited = new Map<string, readonly Waiter[]>();
  /** When each row was first seen in transition. */
  #transitions = new Map<string, number>();
  /** When each awaited row that no poll shows was last read by itself. */
  #looks = new Map<string, number>();
  #polls = 0;
  /**
   * Up to when, by the region's clock, listings have shown every update. Rows that were read one by one do not count: they may be newer
   * than a change that no listing has shown yet, which would then never be seen.
   */
  #listedTo = 0;
  /** Up to when, by the region's clock, deletions have been asked for; null before the rows were all read. */
  #deletionsTo: number | null = null;
  #cancelPoll: (() => void) | null = null;
  /** When the planned poll is to begin. */
  #due = Number.POSITIVE_INFINITY;
  /** Waiters that the last poll had good news for: as many as may wait for the next, while changes go on as they do. */
  #served = 0;
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
      } while (cursor !== null);
      this.#deletionsTo ??= this.#listedTo;
      this.#update({ phase: 'ready', complete: true, error: null });
    } catch (error) {
      if (load !== this.#loads) return;
      this.#update({ phase: 'failed', error: this.#reads.toError(error) });
    }
    this.#schedule();
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
    return this.#awaited.size > 0;
  }

  /**
   * Resolves with the row as first read, by a poll begun after this call, outside every pending status; with null when it is gone.
   * Rejects with the signal's reason when it aborts: nobody waits any more, and no poll is made for it.
   */
  settled(id: string, signal?: AbortSignal): Promise<LoadBalancer | null> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const leave = () => {
        this.#forget(id, (each) => each === waiter);
        reject(signal?.reason);
        this.#schedule(true);
      };
      const waiter: Waiter = {
        since: this.#polls,
        began: this.#clock.now(),
        resolve(row) {
          signal?.removeEventListener('abort', leave);
          resolve(row);
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#awaitedSince = this.#clock.now();
      this.#awaited.set(id, [...(this.#awaited.get(id) ?? []), waiter]);
      this.#schedule(true);
    });
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
    if (this.#awaited.size > 0) {
      const waiting = this.#awaited.size + this.#served;
      if (waiting > manyAwaited) return 2 * fastInterval;
      return waiting <= 2 && this.#clock.now() - this.#awaitedSince < eagerTime ? eagerInterval : fastInterval;
    }
    const youngest = Math.max(...this.#transitions.values(), Number.NEGATIVE_INFINITY);
    const age = this.#clock.now() - youngest;
    return Math.min(settledInterval, Math.max(fastInterval, age / 4));
  }

  /** Plans the next poll. `soon`: somebody has begun to wait or to look, so what is overdue is polled at once. */
  #schedule(soon = false): void {
    if (this.#polling) return;
    const now = this.#clock.now();
    // Those who begin to wait one after the other must not put the poll off again and again.
    const planned = this.#awaited.size > 0 ? Math.max(0, this.#due - now) : Number.POSITIVE_INFINITY;
    this.#stop();
    if (!this.#awake && this.#awaited.size === 0) return;
    if (!this.#state.complete && this.#awaited.size === 0) return;
    const interval = this.#interval();
    // A clock that was set back since must not put the next poll off.
    const since = soon ? Math.max(0, now - (this.#state.readAt ?? 0)) : 0;
    const least = this.#awaited.size > 0 && soon ? Math.min(eagerInterval, interval) : 0;
    const wait = Math.min(planned, Math.max(least, interval - since));
    this.#due = now + wait;
    this.#cancelPoll = this.#clock.after(wait, () => void this.#poll());
  }

  async #poll(): Promise<void> {
    this.#cancelPoll = null;
    this.#due = Number.POSITIVE_INFINITY;
    this.#polling = true;
    this.#served = 0;
    const poll = ++this.#polls;
    const began = this.#clock.now();
    try {
      const { deletedSince } = this.#reads;
      if (deletedSince && poll % deletionsEvery === 0 && this.#interval() === settledInterval)
        return await this.#readDeletions(deletedSince);
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
      for (const row of rows) if (!this.#inTransition(row.status)) this.#resolve(row.id, row, poll);
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
    const now = this.#clock.now();
    for (const [id, waiters] of this.#awaited) {
      const waiter = waiters.find(({ since }) => since < poll);
      if (!waiter || met.has(id)) continue;
      const row = this.#state.rows.get(id);
      const last =
        this.#looks.get(id) ?? (row && this.#inTransition(row.status) ? waiter.began : Number.NEGATIVE_INFINITY);
      if (now - last < settledInterval) continue;
      this.#looks.set(id, now);
      void this.#look(id, poll);
    }
  }

  async #look(id: string, poll: number): Promise<void> {
    try {
      const details = await this.#reads.details(id);
      if (this.#reads.isDeleted(details.status)) return this.#remove(id, poll);
      this.put(details);
      if (!this.#inTransition(details.status)) this.#resolve(id, details, poll);
    } catch (error) {
      if (this.#reads.isGone(error)) this.#remove(id, poll);
      // Read again with the next poll; a region that fails is told of by its polls.
      else this.#looks.delete(id);
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
    this.#resolve(id, null, poll);
  }

  #resolve(id: string, row: LoadBalancer | null, poll: number): void {
    const before = ({ since }: Waiter) => since < poll;
    for (const waiter of this.#awaited.get(id)?.filter(before) ?? []) {
      waiter.resolve(row);
      this.#served += 1;
    }
    this.#forget(id, before);
  }

  #forget(id: string, which: (waiter: Waiter) => boolean): void {
    const left = (this.#awaited.get(id) ?? []).filter((waiter) => !which(waiter));
    if (left.length > 0) {
      this.#awaited.set(id, left);
    } else {
      this.#awaited.delete(id);
      this.#looks.delete(id);
    }
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
