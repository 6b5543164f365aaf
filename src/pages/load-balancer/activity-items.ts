import { type ChangeRecord, mayHaveHappened } from '../../api/history/history.ts';
import { isOfPersistence } from '../../api/history/record-kind.ts';
import type { RegionEvent } from '../../model/region-event.ts';

export type ActivityItem =
  | {
      readonly kind: 'record';
      readonly at: number;
      readonly record: ChangeRecord;
      /** Whether nothing newer that is known has changed the same thing, so that putting back makes sense. */
      readonly canPutBack: boolean;
    }
  /** Only the region's feed knows it: it was made outside this panel, or the panel has forgotten it. */
  | { readonly kind: 'entry'; readonly at: number; readonly entry: RegionEvent };

/** One of the sources, as far as it has been read. */
export interface Source<T> {
  readonly items: readonly T[];
  /** Whether its end has been read. */
  readonly whole: boolean;
}

const second = 1_000;
/** The clocks of panel and region may differ by so much. */
const tolerance = 5 * second;
/** A job that ends later than this after its request is not told from another one. */
const longestJob = 10 * 60 * second;

const categoryOf: Readonly<Record<string, string>> = { POST: 'CREATE', PUT: 'UPDATE', DELETE: 'DELETE' };

/** Whether the entry does not name another value than the record asked for, as in "updated to 'SOURCE_IP'". */
function agrees({ summary }: RegionEvent, { body }: ChangeRecord): boolean {
  const value = /updated to '([A-Z_]+)'/.exec(summary)?.[1];
  return value === undefined || body === null || body.includes(`"${value}"`);
}

/** Whether the entry may be what the feed says of the record: the same resource, verb, value and person, within the time of a job. */
function tells(entry: RegionEvent, record: ChangeRecord): boolean {
  const path = record.path.split('?')[0] ?? '';
  const at = Date.parse(record.at);
  return (
    categoryOf[record.method] === entry.category &&
    (entry.path === path || entry.path.startsWith(`${path}/`)) &&
    (entry.author === '' || entry.author === record.user) &&
    entry.at >= at - tolerance &&
    entry.at <= at + longestJob &&
    agrees(entry, record) &&
    mayHaveHappened({ ...record, verdict: null })
  );
}

const persistence = 'session persistence';

/** What was changed; null where nothing was, or where nobody can tell. */
function changedBy(
  item:
    | { readonly kind: 'record'; readonly record: ChangeRecord }
    | { readonly kind: 'entry'; readonly entry: RegionEvent },
): string | null {
  if (item.kind === 'entry') return item.entry.isPersistence ? persistence : null;
  const { record } = item;
  if (!mayHaveHappened(record)) return null;
  return isOfPersistence(record) ? persistence : (record.path.split('?')[0] ?? '');
}

/**
 * Merges what the panel recorded with what the region's feeds say, newest first; an entry that tells of a recorded change is left
 * out. A source that is not whole is known only down to its oldest item, so nothing older than that is shown.
 */
export function mergeActivity(
  records: Source<ChangeRecord>,
  feeds: readonly Source<RegionEvent>[],
): { readonly items: readonly ActivityItem[]; readonly whole: boolean } {
  const entries = new Map<string, RegionEvent>();
  for (const { items } of feeds)
    for (const entry of items) entries.set(`${entry.at} ${entry.title} ${entry.summary}`, entry);

  const oldest = (source: Source<{ readonly at: number | string }>): number => {
    const last = source.items.at(-1);
    return source.whole || !last ? Number.NEGATIVE_INFINITY : new Date(last.at).getTime();
  };
  // What the feeds said of records from before their oldest entry has not been read: no entry here is theirs.
  const feedsBegin = Math.max(Number.NEGATIVE_INFINITY, ...feeds.map(oldest));
  const untold = new Set(records.items.filter(({ at }) => Date.parse(at) >= feedsBegin - tolerance));
  const told = new Set<ChangeRecord>();
  const accepted = records.items
    .filter((record) => mayHaveHappened({ ...record, verdict: null }))
    .map(({ at }) => Date.parse(at));
  const outside = [...entries.values()]
    .sort((a, b) => a.at - b.at)
    .filter((entry) => {
      // One change at a time: a request from before the last that had been accepted by then was told of earlier.
      const last = Math.max(0, ...accepted.filter((at) => at <= entry.at - tolerance));
      const own = [...untold]
        .filter((record) => Date.parse(record.at) >= last && tells(entry, record))
        .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
      if (!own) return true;
      untold.delete(own);
      told.add(own);
      return false;
    });

  const changed = new Set<string>();
  const items = [
    ...records.items.map((record) => ({ kind: 'record' as const, at: Date.parse(record.at), record })),
    ...outside.map((entry) => ({ kind: 'entry' as const, at: entry.at, entry })),
  ]
    .sort((a, b) => b.at - a.at)
    .map((item): ActivityItem => {
      const thing = changedBy(item);
      const isNewest = thing !== null && !changed.has(thing);
      if (thing !== null) changed.add(thing);
      return item.kind === 'entry' ? item : { ...item, canPutBack: isNewest };
    });

  const boundary = Math.max(oldest(records), feedsBegin);
  return {
    // A request is a little older than what the feed says of it: one whose entry has been read is known, too.
    items: items.filter((item) => item.at >= boundary || (item.kind === 'record' && told.has(item.record))),
    whole: records.whole && feeds.every(({ whole }) => whole),
  };
}

/** The newest change of session persistence, however it ended. */
export const newestPersistence = (items: readonly ActivityItem[]): ActivityItem | undefined =>
  items.find((item) => (item.kind === 'entry' ? item.entry.isPersistence : isOfPersistence(item.record)));
