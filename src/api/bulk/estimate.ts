import { type Persistence, persistenceType } from '../../model/persistence.ts';
import type { BulkItem } from './types.ts';

/** Requests a second that an account may make to a region. Source: CLB v1.0 developer guide, "Limits", rate limits. */
const perSecond = { GET: 10, PUT: 10, DELETE: 5 } as const;

/** From a write to its read-back when nothing waits, in milliseconds: the time that the last one of a run adds. */
const oneChange = 3_000;

const largest = (items: readonly BulkItem[]): number =>
  Math.max(0, ...[...Map.groupBy(items, ({ region }) => region).values()].map(({ length }) => length));

/** Milliseconds that reading these takes at the least: regions have their limits apart. */
export const readingTime = (items: readonly BulkItem[]): number => (largest(items) / perSecond.GET) * 1_000;

/** Milliseconds that changing these takes: a write and a read-back each, within the limits. */
export function runTime(items: readonly BulkItem[], targetOf: (item: BulkItem) => Persistence | null): number {
  if (items.length === 0) return 0;
  const verbs = items.map((item) => {
    const target = targetOf(item);
    return { item, verb: target && persistenceType(target) === null ? ('DELETE' as const) : ('PUT' as const) };
  });
  const writes = (['PUT', 'DELETE'] as const).map(
    (verb) => (largest(verbs.filter((each) => each.verb === verb).map(({ item }) => item)) / perSecond[verb]) * 1_000,
  );
  return Math.max(...writes, readingTime(items)) + oneChange;
}
