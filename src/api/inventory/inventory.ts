import { type Clock, systemClock } from '../../../contract/shared/clock.ts';
import type { LoadBalancer, LoadBalancerRef } from '../../model/load-balancer.ts';
import { backgroundClock } from '../http/background-clock.ts';
import { ApiError } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import type { Provider, RowPage } from '../providers/provider.ts';
import { currentProvider, providerOf } from '../providers/providers.ts';
import { Details } from './details.ts';
import { type RegionReads, type RegionState, RegionWatch } from './region-watch.ts';
import { markOf } from './summaries.ts';

const toError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError({ status: 0, source: 'network', code: 'unexpected', message: String(error) });

/** What a watch needs of the provider's region. */
export function readsOf(provider: Provider, region: string): RegionReads {
  const { reads, rule, isDeleted, isBeingDeleted, meaningOf } = provider;
  const { deletedSince, ids } = reads;
  return {
    rule,
    isDeleted,
    isBeingDeleted,
    list: (cursor) => reads.list(region, { cursor }),
    changedSince: (since, cursor) => reads.changedSince(region, since, { cursor }),
    deletedSince: deletedSince && ((since, cursor) => deletedSince(region, since, { cursor })),
    ids: ids && (() => ids(region)),
    tellParts: () => undefined,
    pollAfter: provider.capabilities.pollAfter,
    details: (id) => reads.details({ region, id }, priority.rest),
    isGone: (error) => error instanceof ApiError && meaningOf(error) === 'gone',
    toError,
  };
}

/** The rest is read after so long even if nobody has said that the first rows are drawn, in milliseconds. */
const drawingLimit = 2_000;

interface Watched {
  readonly watch: RegionWatch;
  /** Ends this tab's turn (or its wait) as the one that polls. */
  release: (() => void) | null;
  /** Whether it is this tab's turn. */
  polls: boolean;
}

/**
 * The rows of every region that the page has opened. Of several tabs one polls each region (a web lock decides) and tells the
 * others what it read.
 */
export class Inventory {
  readonly #clock: Clock;
  readonly #readsOf: (region: string) => RegionReads;
  readonly details: Details;
  readonly #regions = new Map<string, Watched>();
  readonly #listeners = new Set<() => void>();
  readonly #channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('holdfast-rows');
  #scope = '';
  #drawn = Promise.withResolvers<void>();
  #snapshot: readonly RegionState[] = [];

  /** `visibleClock`: for what is only done while somebody looks. */
  constructor(
    clock: Clock,
    reads: (region: string) => RegionReads = (region) => readsOf(providerOf(region), region),
    visibleClock = clock,
  ) {
    this.#clock = clock;
    this.#readsOf = reads;
    this.details = new Details(visibleClock, {
      read: (ref, rank, signal) => providerOf(ref.region).reads.details(ref, rank, signal),
      row: this.row,
      putRow: (row) => this.put(row),
      dropRow: ({ region, id }) => this.#regions.get(region)?.watch.drop(id),
      isGone: (error, region) => providerOf(region).meaningOf(error) === 'gone',
      isTransient: (status, region) => providerOf(region).rule(status).isTransient,
      comesWithList: (region) => providerOf(region).reads.listsParts && this.#isBeingListed(region),
      listsParts: () => currentProvider().reads.listsParts,
    });
    this.#channel?.addEventListener(
      'message',
      ({ data }: MessageEvent<{ scope: string; region: string; rows: LoadBalancer[] }>) => {
        if (data.scope === this.#scope) this.#regions.get(data.region)?.watch.merge(data.rows);
      },
    );
    if (typeof document !== 'undefined') document.addEventListener('visibilitychange', () => this.#decide());
  }

  /** Opens the regions of an account: reads their rows once and keeps them up to date. Another account's rows are dropped. */
  open(account: string, regions: readonly string[]): void {
    if (account !== this.#scope) {
      if (this.#scope !== '') this.clear();
      this.#scope = account;
    }
    for (const region of regions) {
      if (this.#regions.has(region)) continue;
      const watch = new RegionWatch(region, this.#sharing(region), this.#clock, () => this.#publish());
      this.#regions.set(region, { watch, release: null, polls: false });
      void watch.load();
      systemClock.after(drawingLimit, () => this.drawn());
    }
    this.#publish();
    this.#decide();
  }

  /** The first rows stand on the screen: now the rest may be read. */
  drawn(): void {
    this.#drawn.resolve();
  }

  /** Forgets every row, as after sign-out. */
  clear(): void {
    for (const watched of this.#regions.values()) {
      watched.release?.();
      watched.watch.close();
    }
    this.#regions.clear();
    this.#drawn = Promise.withResolvers();
    this.details.clear();
    this.#publish();
  }

  /** Reads every row of the region (or of all) again, and the details of what is looked at. */
  async refresh(region?: string): Promise<void> {
    const chosen = region === undefined ? [...this.#regions.values()] : [this.#regions.get(region)];
    await Promise.all(chosen.map((watched) => watched?.watch.load()));
    await this.details.refreshAll(region);
  }

  /** The newest row that is known. */
  row = ({ region, id }: LoadBalancerRef): LoadBalancer | undefined =>
    this.#regions.get(region)?.watch.state.rows.get(id);

  /** Takes a row that was just read by itself. */
  put(row: LoadBalancer): void {
    this.#regions.get(row.region)?.watch.put(row);
  }

  #isBeingListed(region: string): boolean {
    const state = this.#regions.get(region)?.watch.state;
    return state !== undefined && !state.complete && state.phase === 'loading';
  }

  /** Whether the region's rows are all here, so that its watch can tell when a load balancer has settled. */
  isComplete(region: string): boolean {
    return this.#regions.get(region)?.watch.state.complete ?? false;
  }

  /**
   * Resolves when the load balancer is read outside every pending status (null: gone); rejects when the signal aborts. The region must
   * be complete.
   */
  async settled({ region, id }: LoadBalancerRef, signal?: AbortSignal): Promise<LoadBalancer | null> {
    const watched = this.#regions.get(region);
    if (!watched) throw new Error(`Region ${region} is not open.`);
    const settled = watched.watch.settled(id, signal);
    this.#decide();
    return settled.finally(() => this.#decide());
  }

  states = (): readonly RegionState[] => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #sharing(region: string): RegionReads {
    const reads = this.#readsOf(region);
    return {
      ...reads,
      tellParts: (parts) => {
        for (const each of parts) this.details.summaries.takeListed(each, markOf(each), this.#clock.now());
      },
      list: async (cursor) => {
        // The answers of a hundred pages in a row would keep the browser from drawing the first.
        if (cursor !== null) await this.#drawn.promise;
        return reads.list(cursor);
      },
      changedSince: async (since, cursor) => {
        const page = await reads.changedSince(since, cursor);
        this.#share(region, page.rows);
        return page;
      },
      deletedSince:
        reads.deletedSince &&
        (async (since, cursor) => {
          const page = await reads.deletedSince!(since, cursor);
          this.#share(region, page.rows);
          return page;
        }),
    };
  }

  /** Tells the other tabs what this one has read. */
  #share(region: string, rows: readonly LoadBalancer[]): void {
    if (rows.length > 0) this.#channel?.postMessage({ scope: this.#scope, region, rows });
  }

  /** Reads the rows of the region that changed since (milliseconds since the Unix epoch), whether or not it is open. */
  async catchUp(region: string, since: number): Promise<void> {
    const { reads } = providerOf(region);
    let cursor: string | null = null;
    do {
      const page: RowPage = await reads.changedSince(region, since, { cursor });
      for (const row of page.rows) this.put(row);
      cursor = page.next;
    } while (cursor !== null);
  }

  /** Visible tabs, and hidden ones with something pending, stand in line to poll; only the first of the line does. */
  #decide(): void {
    const visible = typeof document === 'undefined' || document.visibilityState === 'visible';
    for (const [region, watched] of this.#regions) {
      const { watch, polls } = watched;
      const wants = visible || watch.awaiting;
      // Who waits for a change of its own polls out of turn, and only as long.
      watch.setAwake(wants && (polls || watch.awaiting || !navigator.locks));
      if (!navigator.locks) continue;
      if (wants && !watched.release) this.#standInLine(region, watched);
      else if (!wants) watched.release?.();
    }
  }

  #standInLine(region: string, watched: Watched): void {
    const waiting = new AbortController();
    let leave: (() => void) | undefined;
    watched.release = () => {
      watched.release = null;
      watched.polls = false;
      waiting.abort();
      leave?.();
      watched.watch.setAwake(false);
    };
    navigator.locks
      .request(`holdfast-watch-${this.#scope}-${region}`, { signal: waiting.signal }, () => {
        watched.polls = true;
        watched.watch.setAwake(true);
        return new Promise<void>((resolve) => {
          leave = resolve;
        });
      })
      .catch((error: unknown) => {
        if (!waiting.signal.aborted) throw error;
      });
  }

  #publish(): void {
    this.#snapshot = [...this.#regions.values()].map(({ watch }) => watch.state);
    this.details.rowsChanged();
    for (const listener of this.#listeners) listener();
  }
}

export const inventory = new Inventory(backgroundClock, undefined, systemClock);
