import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ChangeRecord, Verdict } from '../../../contract/shared/change-record.ts';
import {
  disabled,
  enabled,
  type LoadBalancerRef,
  type Persistence,
  persistenceType,
  refKey,
} from '../../model/load-balancer.ts';
import { read } from '../http/client.ts';

export type { ChangeRecord, Verdict };

export interface HistoryFilter {
  readonly region?: string;
  readonly loadBalancerId?: string;
  readonly user?: string;
  readonly run?: string;
  readonly operation?: string;
  readonly verdict?: Verdict | 'none';
  /** ISO 8601; inclusive. */
  readonly from?: string;
  readonly to?: string;
}

export interface HistoryPage {
  readonly changes: readonly ChangeRecord[];
  readonly next: string | null;
}

const pageLimit = 50;
const wholeRunLimit = 200;

/** One page of the history, newest first; `cursor` as the page before gave it. */
export function readHistory(
  filter: HistoryFilter,
  cursor: string | null = null,
  limit = pageLimit,
  signal?: AbortSignal,
): Promise<HistoryPage> {
  const query = new URLSearchParams({ limit: String(limit) });
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, value);
  if (cursor) query.set('cursor', cursor);
  return read<HistoryPage>({ method: 'GET', path: `/panel/history?${query}`, signal });
}

export const historyQuery = (filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: ['history', filter],
    queryFn: ({ pageParam, signal }) => readHistory(filter, pageParam, pageLimit, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });

/** Every record of a run, newest first. */
export async function readRunHistory(run: string, signal?: AbortSignal): Promise<ChangeRecord[]> {
  const changes: ChangeRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: HistoryPage = await readHistory({ run }, cursor, wholeRunLimit, signal);
    changes.push(...page.changes);
    cursor = page.next;
  } while (cursor);
  return changes;
}

const persistenceOperations: readonly string[] = ['sessionPersistence.enable', 'sessionPersistence.disable'];

export const isPersistenceChange = ({ operation }: ChangeRecord): boolean => persistenceOperations.includes(operation);

/** The session persistence that a record's `before` or `after` names; null when it names none. */
export const persistenceOf = (value: string | null): Persistence | null =>
  value === null || value === '' ? null : value === 'DISABLED' ? disabled : enabled(value);

export const recordedValue = (persistence: Persistence): string => persistenceType(persistence) ?? 'DISABLED';

/** The load balancer that a record is about; null for a write about none. */
export const refOf = ({ region, loadBalancerId }: ChangeRecord): LoadBalancerRef | null =>
  loadBalancerId === null ? null : { region, id: loadBalancerId };

/** Whether the write may have been carried out: the region accepted it, or its answer is not known. */
export const mayHaveHappened = ({ status, verdict }: ChangeRecord): boolean =>
  verdict !== 'failed' ? status === null || (status >= 200 && status < 300) || status >= 500 : false;

/** What has to be known to take a change back: the value it set and the one before it. Null when the record cannot be taken back. */
export function reverseOf(record: ChangeRecord): {
  readonly ref: LoadBalancerRef;
  readonly name: string;
  readonly expected: Persistence;
  readonly target: Persistence;
} | null {
  const ref = refOf(record);
  const target = persistenceOf(record.before);
  const expected = persistenceOf(record.after);
  if (!ref || !target || !expected || !isPersistenceChange(record) || !mayHaveHappened(record)) return null;
  if (recordedValue(target) === recordedValue(expected)) return null;
  return { ref, name: record.loadBalancerName ?? ref.id, expected, target };
}

/**
 * What takes a whole run back: for each load balancer the value before the run's first change of it, expecting the value that its last
 * one set. Records newest first.
 */
export function reverseOfRun(records: readonly ChangeRecord[]): NonNullable<ReturnType<typeof reverseOf>>[] {
  const reverses = new Map<string, NonNullable<ReturnType<typeof reverseOf>>>();
  for (const record of records) {
    const reverse = reverseOf(record);
    if (!reverse) continue;
    const later = reverses.get(refKey(reverse.ref));
    reverses.set(refKey(reverse.ref), later ? { ...later, target: reverse.target } : reverse);
  }
  return [...reverses.values()];
}
