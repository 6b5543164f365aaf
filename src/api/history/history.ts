import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ChangeRecord, Verdict } from '../../../contract/shared/change-record.ts';
import { type Subject, subjectKey } from '../../model/load-balancer.ts';
import { fromRecordedValue, type Persistence, recordedValue } from '../../model/persistence.ts';
import { read } from '../http/client.ts';
import { currentProvider } from '../providers/providers.ts';

export type { ChangeRecord, Verdict };

export interface HistoryFilter {
  readonly region?: string;
  readonly loadBalancerId?: string;
  /** A part of its name or id. */
  readonly loadBalancer?: string;
  /** A part of the name. */
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
    // As long as a page takes to open after its loader has read it.
    staleTime: 1_000,
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

export const isPersistenceChange = ({ operation }: ChangeRecord): boolean =>
  currentProvider().persistence.operations.includes(operation);

/** What a record is about; null for a write about none. */
export const subjectOfRecord = ({ region, loadBalancerId, part }: ChangeRecord): Subject | null =>
  loadBalancerId === null ? null : { region, id: loadBalancerId, ...(part ? { part } : {}) };

export interface Reverse {
  readonly subject: Subject;
  readonly name: string;
  readonly expected: Persistence;
  readonly target: Persistence;
}

/** Whether the write may have been carried out: it was sent, and the region accepted it, or its answer is not known. */
export const mayHaveHappened = ({ sent, status, verdict }: ChangeRecord): boolean =>
  sent && verdict !== 'failed' && (status === null || (status >= 200 && status < 300) || status >= 500);

/** What has to be known to take a change back: the value it set and the one before it. Null when the record cannot be taken back. */
export function reverseOf(record: ChangeRecord): Reverse | null {
  const subject = subjectOfRecord(record);
  const target = fromRecordedValue(record.before);
  const expected = fromRecordedValue(record.after);
  if (!subject || !target || !expected || !isPersistenceChange(record) || !mayHaveHappened(record)) return null;
  if (recordedValue(target) === recordedValue(expected)) return null;
  return { subject, name: record.loadBalancerName ?? subject.id, expected, target };
}

/**
 * What takes a whole run back: for each load balancer the value before the run's first change of it, expecting the value that its last
 * one set. Records newest first.
 */
export function reverseOfRun(records: readonly ChangeRecord[]): Reverse[] {
  const reverses = new Map<string, Reverse>();
  for (const record of records) {
    const reverse = reverseOf(record);
    if (!reverse) continue;
    const later = reverses.get(subjectKey(reverse.subject));
    reverses.set(subjectKey(reverse.subject), later ? { ...later, target: reverse.target } : reverse);
  }
  return [...reverses.values()];
}
