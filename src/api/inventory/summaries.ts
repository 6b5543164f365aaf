import {
  type LoadBalancer,
  type LoadBalancerDetails,
  type LoadBalancerRef,
  nodesOnline,
  type PersistenceSubject,
  refKey,
} from '../../model/load-balancer.ts';
import type { ApiError } from '../http/client.ts';
import type { ListedParts } from '../providers/provider.ts';

/** What the list shows of a load balancer's details. */
export interface Summary {
  readonly subjects: readonly PersistenceSubject[];
  /** Null where the API tells it of each part only. */
  readonly online: number | null;
  readonly total: number;
  /** When it was read, milliseconds since the Unix epoch. */
  readonly readAt: number;
}

export interface RowDetails {
  readonly known: Summary | null;
  readonly error: ApiError | null;
  /** The state of the row for which it was read: a row that differs calls for one more reading. */
  readonly mark: string;
}

/** How long news is collected before everything is sorted and filtered anew, in milliseconds. */
const settlingTime = 400;

export const markOf = ({ status, updated }: Pick<LoadBalancer, 'status' | 'updated'>): string => `${status} ${updated}`;

/** Whether the same request may well be answered later: nobody answered it, or the fault was not about the request. */
const mayPass = ({ status, limited }: ApiError): boolean => status === 0 || limited || status >= 500;

/** Session persistence and nodes of the rows whose details were read, ten thousand of them: the lists carry neither. */
export class Summaries {
  readonly #entries = new Map<string, RowDetails>();
  readonly #listeners = new Set<() => void>();
  readonly #settledListeners = new Set<() => void>();
  #version = 0;
  #publishing = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  get = (key: string): RowDetails | undefined => this.#entries.get(key);
  of = (ref: LoadBalancerRef): RowDetails | undefined => this.#entries.get(refKey(ref));
  version = (): number => this.#version;

  /** Hears of every reading, once a frame. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears of what was read in larger steps, for sorting and filtering everything anew. */
  subscribeSettled = (listener: () => void): (() => void) => {
    this.#settledListeners.add(listener);
    return () => this.#settledListeners.delete(listener);
  };

  /** `mark`: of the row for which they were read. */
  take(details: LoadBalancerDetails, mark: string): void {
    const { subjects, nodes, nodeCount, readAt } = details;
    const counts = nodes
      ? { online: nodesOnline({ nodes }), total: nodes.length }
      : { online: null, total: nodeCount ?? 0 };
    this.#entries.set(refKey(details), { known: { subjects, ...counts, readAt }, error: null, mark });
    this.#publish();
  }

  /** Takes what the lists of a region's parts say. `mark`: of the row that was listed with them. */
  takeListed({ subjects, nodeCount, ...ref }: ListedParts, mark: string, readAt: number): void {
    this.#entries.set(refKey(ref), { known: { subjects, online: null, total: nodeCount, readAt }, error: null, mark });
    this.#publish();
  }

  /** What was known before stays beside the error. */
  fail(ref: LoadBalancerRef, error: ApiError, mark: string): void {
    this.#entries.set(refKey(ref), { known: this.of(ref)?.known ?? null, error, mark });
    this.#publish();
  }

  /** Whether a row on screen is to be read: for the first time, because it has changed, or because that failed and may pass now. */
  isStale(row: LoadBalancer): boolean {
    const entry = this.of(row);
    return entry?.mark !== markOf(row) || (entry.error !== null && mayPass(entry.error));
  }

  /** Whether the row has changed since its details were read. */
  isOutdated(row: LoadBalancer): boolean {
    const mark = this.of(row)?.mark;
    return mark !== undefined && mark !== '' && mark !== markOf(row);
  }

  /** Why nothing is known of a row although it was asked for; null otherwise. */
  failureOf(row: LoadBalancer): ApiError | null {
    const entry = this.of(row);
    return entry && !entry.known ? entry.error : null;
  }

  /** Forgets that rows could not be read. */
  forgetFailures(rows: readonly LoadBalancer[]): void {
    for (const row of rows) if (this.failureOf(row)) this.#entries.delete(refKey(row));
    this.#publish();
  }

  /** Calls for one more reading of everything; what is known stays until then. */
  expire(): void {
    for (const [key, entry] of this.#entries) this.#entries.set(key, { ...entry, mark: '' });
    this.#publish();
  }

  clear(): void {
    this.#entries.clear();
    this.#publish();
  }

  /** Answers come in bursts; the rows hear of them once a frame. */
  #publish(): void {
    if (this.#publishing || this.#listeners.size + this.#settledListeners.size === 0) return;
    this.#publishing = true;
    requestAnimationFrame(() => {
      this.#publishing = false;
      for (const listener of this.#listeners) listener();
    });
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.#version += 1;
      for (const listener of this.#settledListeners) listener();
    }, settlingTime);
  }
}
