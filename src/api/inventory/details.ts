import type { Clock } from '../../../contract/shared/clock.ts';
import {
  type LoadBalancer,
  type LoadBalancerDetails,
  type LoadBalancerRef,
  refKey,
} from '../../model/load-balancer.ts';
import { ApiError } from '../http/client.ts';
import { isWorthRepeating } from '../http/query-client.ts';
import { type Priority, priority } from '../http/queue.ts';
import { markOf, Summaries } from './summaries.ts';

/** What is known of a load balancer that is looked at. */
export interface DetailsState {
  readonly details: LoadBalancerDetails | undefined;
  /** Why the last reading failed; null when it did not. */
  readonly error: ApiError | null;
}

/** What the details touch outside themselves. */
export interface DetailsPorts {
  read(ref: LoadBalancerRef, rank: Priority, signal: AbortSignal): Promise<LoadBalancerDetails>;
  /** The row as it was last listed or read. */
  row(ref: LoadBalancerRef): LoadBalancer | undefined;
  putRow(row: LoadBalancer): void;
  /** It was read as gone. */
  dropRow(ref: LoadBalancerRef): void;
  isGone(error: ApiError, region: string): boolean;
  isTransient(status: string, region: string): boolean;
  /** Whether the list that is being read now will say what a row of the region is read for. */
  comesWithList(region: string): boolean;
  /** Whether the list says it whenever it is read. */
  listsParts(): boolean;
}

/** Somebody looks at it: a page or a dialog. */
interface Watched {
  readonly ref: LoadBalancerRef;
  readonly listeners: Set<() => void>;
  cancelPoll: (() => void) | null;
}

interface Reading {
  readonly control: AbortController;
  done: Promise<void>;
}

const second = 1_000;
/** What was read so long ago is read again by whoever begins to look at it, in milliseconds. */
const freshFor = 5 * second;
/** Until what nobody answered is asked for once more, in milliseconds. */
const repeatAfter = second;
/** Whole details that are kept of what was looked at before, so that going back shows them at once. */
const keptDetails = 100;

const nothing: DetailsState = { details: undefined, error: null };

/** Quickly while it has just begun to change, then as the API's documents advise; seldom when settled. Milliseconds. */
function readInterval(
  details: Pick<LoadBalancerDetails, 'updated'> | undefined,
  isTransient: boolean,
  now: number,
): number {
  if (!details || !isTransient) return 30 * second;
  return now - (details.updated ?? 0) < 20 * second ? second : 5 * second;
}

const isHidden = (): boolean => typeof document !== 'undefined' && document.visibilityState === 'hidden';

/**
 * The details of load balancers: a summary of every row that was read, and everything of what is looked at. Reads what is looked at by its
 * own state and as soon as its row is seen changed, and gives up reading what nobody looks at any more.
 */
export class Details {
  readonly summaries = new Summaries();
  readonly #clock: Clock;
  readonly #ports: DetailsPorts;
  /** The one that was looked at longest ago first. */
  readonly #states = new Map<string, DetailsState>();
  readonly #watched = new Map<string, Watched>();
  readonly #onScreen = new Map<string, LoadBalancer>();
  readonly #readings = new Map<string, Reading>();

  constructor(clock: Clock, ports: DetailsPorts) {
    this.#clock = clock;
    this.#ports = ports;
  }

  stateOf = (ref: LoadBalancerRef): DetailsState => this.#states.get(refKey(ref)) ?? nothing;

  /** Keeps the load balancer up to date, and tells the listener, until the function that it gives is called. */
  watch(ref: LoadBalancerRef, listener: () => void): () => void {
    const key = refKey(ref);
    const watched = this.#watched.get(key) ?? { ref, listeners: new Set(), cancelPoll: null };
    this.#watched.set(key, watched);
    const hear = () => listener();
    watched.listeners.add(hear);
    this.#freshen(key, watched);
    return () => {
      watched.listeners.delete(hear);
      if (watched.listeners.size > 0 || this.#watched.get(key) !== watched) return;
      watched.cancelPoll?.();
      this.#watched.delete(key);
      this.#giveUpUnwanted();
    };
  }

  /** Resolves with what is known, after a first reading where nothing is: for a page that is about to look at it. */
  async known(ref: LoadBalancerRef): Promise<DetailsState> {
    const leave = this.watch(ref, () => undefined);
    this.#clock.after(freshFor, leave);
    if (!this.stateOf(ref).details) await this.#readings.get(refKey(ref))?.done;
    return this.stateOf(ref);
  }

  /** Tells which rows are on screen: reads those of them whose details are missing or older than the row. */
  look(rows: readonly LoadBalancer[]): void {
    this.#onScreen.clear();
    for (const row of rows) this.#onScreen.set(refKey(row), row);
    this.#giveUpUnwanted();
    for (const [key, row] of this.#onScreen)
      if (this.summaries.isStale(row) && !this.#readings.has(key) && !this.comesWithList(row))
        void this.#read(key, row);
  }

  /** Whether nothing is known of the row, and the list that is being read now will say it. */
  comesWithList = (row: LoadBalancer): boolean =>
    this.summaries.of(row) === undefined && this.#ports.comesWithList(row.region);

  /** Reads one row for its summary alone. */
  async read(row: LoadBalancer, rank: Priority, signal: AbortSignal): Promise<void> {
    try {
      this.#take(await this.#ports.read(row, rank, signal), { row });
    } catch (error) {
      if (!signal.aborted) this.#fail(row, error, row);
    }
  }

  /** Takes details that were read elsewhere, such as by a change. A reading that is still on its way may have begun before it. */
  take(details: LoadBalancerDetails): void {
    const key = refKey(details);
    this.#giveUp(key);
    this.#take(details, { adds: true });
    this.#plan(key);
  }

  /** Reads it now if somebody looks at it. Resolves when that is done. */
  async refresh(ref: LoadBalancerRef): Promise<void> {
    const key = refKey(ref);
    if (!this.#watched.has(key)) return;
    this.#giveUp(key);
    await this.#read(key, ref);
  }

  /** Reads everything that is looked at, in the region or in all of them, and every row once more when it comes on screen. */
  async refreshAll(region?: string): Promise<void> {
    if (!this.#ports.listsParts()) this.summaries.expire();
    this.look([...this.#onScreen.values()]);
    const refs = [...this.#watched.values()].map(({ ref }) => ref);
    await Promise.all(
      refs.filter((ref) => region === undefined || ref.region === region).map((ref) => this.refresh(ref)),
    );
  }

  /** To be called when rows have changed. */
  rowsChanged(): void {
    for (const [key, { ref }] of this.#watched) this.#follow(key, ref);
    for (const [key, row] of this.#onScreen)
      if (!this.#watched.has(key) && !this.comesWithList(row)) this.#follow(key, row);
  }

  clear(): void {
    for (const key of [...this.#readings.keys()]) this.#giveUp(key);
    this.#states.clear();
    this.summaries.clear();
    for (const { listeners } of this.#watched.values()) for (const listener of listeners) listener();
  }

  #isWanted = (key: string): boolean => this.#watched.has(key) || this.#onScreen.has(key);

  /** Reads what somebody begins to look at, unless it was read just now. */
  #freshen(key: string, { ref }: Watched): void {
    const { details, error } = this.stateOf(ref);
    if (this.#readings.has(key)) return;
    // A clock that was set back since makes nothing fresh.
    const age = details ? this.#clock.now() - details.readAt : Number.POSITIVE_INFINITY;
    if (age >= 0 && age < freshFor) {
      this.#plan(key);
      return;
    }
    if (!details && error) this.#states.delete(key);
    void this.#read(key, ref);
  }

  /** Reads it when its row is not the one for which it was read last. */
  #follow(key: string, ref: LoadBalancerRef): void {
    const row = this.#ports.row(ref);
    if (row && !this.#readings.has(key) && this.summaries.get(key)?.mark !== markOf(row)) void this.#read(key, ref);
  }

  #read(key: string, ref: LoadBalancerRef): Promise<void> {
    const control = new AbortController();
    const reading: Reading = { control, done: Promise.resolve() };
    this.#readings.set(key, reading);
    reading.done = this.#attempt(key, ref, control.signal).then(() => {
      if (this.#readings.get(key) !== reading) return;
      this.#readings.delete(key);
      this.#plan(key);
      if (this.#isWanted(key)) this.#follow(key, ref);
    });
    return reading.done;
  }

  async #attempt(key: string, ref: LoadBalancerRef, signal: AbortSignal): Promise<void> {
    for (let isFirst = true; ; isFirst = false) {
      const row = this.#ports.row(ref) ?? this.#onScreen.get(key);
      try {
        const details = await this.#ports.read(ref, priority.onScreen, signal);
        if (!signal.aborted) this.#take(details, { row, adds: this.#watched.has(key) });
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (!isFirst || !this.#watched.has(key) || !isWorthRepeating(error)) return this.#fail(ref, error, row);
      }
      await new Promise<void>((resolve) => {
        const stop = this.#clock.after(repeatAfter, resolve);
        signal.addEventListener('abort', () => [stop(), resolve()], { once: true });
      });
      if (signal.aborted) return;
    }
  }

  /** `row`: as it was when the reading began. `adds`: also a row that the list does not have, which may have found it gone. */
  #take(details: LoadBalancerDetails, { row, adds }: { row?: LoadBalancer | undefined; adds?: boolean }): void {
    const key = refKey(details);
    this.summaries.take(details, markOf(details));
    const listed = this.#ports.row(details);
    if (listed ? markOf(listed) !== markOf(details) : adds) this.#ports.putRow(details);
    const now = this.#ports.row(details) ?? row;
    // Where the row says otherwise all the time, reading again would bring nothing new.
    if (row && now && markOf(now) === markOf(row)) this.summaries.take(details, markOf(row));
    if (this.#isWanted(key) || this.#states.has(key)) this.#set(key, { details, error: null });
  }

  #fail(ref: LoadBalancerRef, thrown: unknown, row: LoadBalancer | undefined): void {
    const key = refKey(ref);
    const error =
      thrown instanceof ApiError
        ? thrown
        : new ApiError({ status: 0, source: 'network', code: 'unexpected', message: String(thrown) });
    // After the sign-in has ended nothing is known to fail: it is read when somebody has signed in again.
    if (error.status !== 401) this.summaries.fail(ref, error, row ? markOf(row) : '');
    if (this.#watched.has(key)) this.#set(key, { ...this.stateOf(ref), error });
    if (this.#ports.isGone(error, ref.region)) this.#ports.dropRow(ref);
  }

  #set(key: string, state: DetailsState): void {
    this.#states.delete(key);
    this.#states.set(key, state);
    for (const former of this.#states.keys()) {
      if (this.#states.size <= keptDetails) break;
      if (!this.#isWanted(former)) this.#states.delete(former);
    }
    for (const listener of this.#watched.get(key)?.listeners ?? []) listener();
  }

  /** Plans the next reading of what is looked at. */
  #plan(key: string): void {
    const watched = this.#watched.get(key);
    if (!watched) return;
    const { ref } = watched;
    const { details } = this.stateOf(ref);
    const isTransient = details !== undefined && this.#ports.isTransient(details.status, ref.region);
    watched.cancelPoll?.();
    watched.cancelPoll = this.#clock.after(readInterval(details, isTransient, this.#clock.now()), () => {
      watched.cancelPoll = null;
      if (isHidden()) this.#plan(key);
      else if (!this.#readings.has(key)) void this.#read(key, ref);
    });
  }

  #giveUp(key: string): void {
    const reading = this.#readings.get(key);
    this.#readings.delete(key);
    reading?.control.abort();
  }

  #giveUpUnwanted(): void {
    // The last first: giving up one that is under way would let the next that waits begin, only to be given up as well.
    for (const key of [...this.#readings.keys()].reverse()) if (!this.#isWanted(key)) this.#giveUp(key);
  }
}
