import { infiniteQueryOptions } from '@tanstack/react-query';
import type { ChangeRecord, Verdict } from '../../../contract/shared/change-record.ts';
import type { Subject } from '../../model/load-balancer.ts';
import { read } from '../http/client.ts';

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

/** What a record is about; null for a write about none. */
export const subjectOfRecord = ({ region, loadBalancerId, part }: ChangeRecord): Subject | null =>
  loadBalancerId === null ? null : { region, id: loadBalancerId, ...(part ? { part } : {}) };

/** Whether the write may have been carried out: it was sent, and the region accepted it, or its answer is not known. */
export const mayHaveHappened = ({ sent, status, verdict }: ChangeRecord): boolean =>
  sent && verdict !== 'failed' && (status === null || (status >= 200 && status < 300) || status >= 500);
