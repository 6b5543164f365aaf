import { useSyncExternalStore } from 'react';
import { ApiError } from '../../api/http/client.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { type Priority, priority } from '../../api/http/queue.ts';
import { detailsQuery } from '../../api/inventory/queries.ts';
import { providerOf } from '../../api/providers/providers.ts';
import {
  type LoadBalancer,
  type LoadBalancerDetails,
  type LoadBalancerRef,
  nodesOnline,
  type PersistenceSubject,
  refKey,
} from '../../model/load-balancer.ts';

/** What the list shows of a load balancer's details. */
export interface Known {
  readonly subjects: readonly PersistenceSubject[];
  readonly online: number;
  readonly total: number;
  /** When it was read, milliseconds since the Unix epoch. */
  readonly readAt: number;
}

export interface Entry {
  readonly known: Known | null;
  readonly error: ApiError | null;
  /** The state of the row for which it was read: a row that differs calls for one more reading. */
  readonly mark: string;
}

/** Whether the same request may well be answered later: nobody answered it, or the fault was not about the request. */
const mayPass = ({ status, limited }: ApiError): boolean => status === 0 || limited || status >= 500;

const markOf = ({ status, updated }: Pick<LoadBalancer, 'status' | 'updated'>): string => `${status} ${updated}`;

/** Session persistence and nodes of the rows whose details were read: the API's list carries neither. */
class DetailsIndex {
  #entries = new Map<string, Entry>();
  #listeners = new Set<() => void>();
  #reading = new Map<string, AbortController>();
  #version = 0;
  #publishing = false;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #settledListeners = new Set<() => void>();

  get = (key: string): Entry | undefined => this.#entries.get(key);
  version = (): number => this.#version;

  /** Hears of what was read in larger steps, for sorting and filtering everything anew. */
  subscribeSettled = (listener: () => void): (() => void) => {
    this.#settledListeners.add(listener);
    return () => this.#settledListeners.delete(listener);
  };

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes details read here or by another page. */
  put(details: LoadBalancerDetails, mark = markOf(details)): void {
    const { subjects, nodes, readAt } = details;
    this.#set(details, {
      known: { subjects, online: nodesOnline(details), total: nodes.length, readAt },
      error: null,
      mark,
    });
  }

  /** Whether a row on screen is to be read: for the first time, because it has changed, or because that failed and may pass now. */
  #isStale(row: LoadBalancer): boolean {
    const entry = this.#entries.get(refKey(row));
    return entry?.mark !== markOf(row) || (entry.error !== null && mayPass(entry.error));
  }

  /** Whether the row has changed since its details were read. */
  isOutdated(row: LoadBalancer): boolean {
    const mark = this.#entries.get(refKey(row))?.mark;
    return mark !== undefined && mark !== '' && mark !== markOf(row);
  }

  /** Why nothing is known of a row although it was asked for; null otherwise. */
  failureOf(row: LoadBalancer): ApiError | null {
    const entry = this.#entries.get(refKey(row));
    return entry && !entry.known ? entry.error : null;
  }

  /** Forgets that rows could not be read. */
  forgetFailures(rows: readonly LoadBalancer[]): void {
    for (const row of rows) if (this.failureOf(row)) this.#entries.delete(refKey(row));
    this.#publish();
  }

  /** Calls for one more reading of everything, as after Refresh; what is known stays until then. */
  expire(): void {
    for (const [key, entry] of this.#entries) this.#entries.set(key, { ...entry, mark: '' });
    this.#publish();
  }

  /** Reads the rows on screen whose details are missing or older than the row, and gives up reading those that left it. */
  look(rows: readonly LoadBalancer[]): void {
    const seen = new Set(rows.map(refKey));
    // The last first: giving up one that is under way would let the next that waits begin, only to be given up as well.
    for (const [key, controller] of [...this.#reading].reverse()) if (!seen.has(key)) controller.abort();
    for (const row of rows) {
      const key = refKey(row);
      if (!this.#isStale(row) || this.#reading.has(key)) continue;
      const controller = new AbortController();
      this.#reading.set(key, controller);
      void this.read(row, priority.onScreen, controller.signal).then((details) => {
        if (this.#reading.get(key) === controller) this.#reading.delete(key);
        if (details) queryClient.setQueryData(detailsQuery(row).queryKey, details);
      });
    }
  }

  /** Reads one row's details into the index; null when that failed or was given up. */
  async read(row: LoadBalancer, rank: Priority, signal: AbortSignal): Promise<LoadBalancerDetails | null> {
    const mark = markOf(row);
    try {
      const details = await providerOf(row.region).reads.details(row, rank, signal);
      this.put(details, mark);
      return details;
    } catch (error) {
      // After the sign-in has ended nothing is known to fail: it is read when somebody has signed in again.
      if (!signal.aborted && error instanceof ApiError && error.status !== 401)
        this.#set(row, { known: this.#entries.get(refKey(row))?.known ?? null, error, mark });
      return null;
    }
  }

  #set(ref: LoadBalancerRef, entry: Entry): void {
    this.#entries.set(refKey(ref), entry);
    this.#publish();
  }

  /** Answers come in bursts; the rows hear of them once a frame. */
  #publish(): void {
    if (this.#publishing) return;
    this.#publishing = true;
    requestAnimationFrame(() => {
      this.#publishing = false;
      for (const listener of this.#listeners) listener();
    });
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.#version += 1;
      for (const listener of this.#settledListeners) listener();
    }, 400);
  }
}

export const detailsIndex = new DetailsIndex();

queryClient.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'success' || event.query.queryKey[0] !== 'details') return;
  const details = event.query.state.data as LoadBalancerDetails | undefined;
  if (details && details.readAt > (detailsIndex.get(refKey(details))?.known?.readAt ?? 0)) detailsIndex.put(details);
});

/** What is known of one row's details. */
export const useDetailsOf = (ref: LoadBalancerRef): Entry | undefined => {
  const key = refKey(ref);
  return useSyncExternalStore(detailsIndex.subscribe, () => detailsIndex.get(key));
};

/** Changes after something was read; for filtering and sorting by what the details hold. */
export const useDetailsVersion = (needed: boolean): number =>
  useSyncExternalStore(detailsIndex.subscribeSettled, () => (needed ? detailsIndex.version() : 0));
