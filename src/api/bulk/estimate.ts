import { refKey, subjectOf } from '../../model/load-balancer.ts';
import type { WriteRequest } from '../providers/provider.ts';
import { providerOf } from '../providers/providers.ts';
import type { BulkItem } from './types.ts';

/** From a write to its read-back when nothing waits, in milliseconds: the time that the last one of a run adds. */
const oneChange = 3_000;

/** Milliseconds that a region needs for so many requests. */
const timeOf = (region: string, verb: WriteRequest['method'], requests: number): number =>
  (requests / providerOf(region).capabilities.requestsPerSecond[verb]) * 1_000;

const byRegion = (items: readonly BulkItem[]): readonly (readonly [string, readonly BulkItem[]])[] => [
  ...Map.groupBy(items, ({ region }) => region),
];

/** Milliseconds that reading these takes at the least: regions have their limits apart. */
export const readingTime = (items: readonly BulkItem[]): number =>
  Math.max(
    0,
    ...byRegion(items).map(([region, ofRegion]) => timeOf(region, 'GET', new Set(ofRegion.map(refKey)).size)),
  );

/** Milliseconds that changing these takes: a write and a read-back each, within the limits. */
export function runTime(items: readonly BulkItem[], targetOf: (item: BulkItem) => unknown): number {
  if (items.length === 0) return 0;
  const verbOf = (item: BulkItem): WriteRequest['method'] => {
    const target = targetOf(item);
    return target ? item.kind.request(subjectOf(item), target, item.before).method : 'PUT';
  };
  const times = byRegion(items).flatMap(([region, ofRegion]) => [
    timeOf(region, 'GET', ofRegion.length),
    ...[...Map.groupBy(ofRegion, verbOf)].map(([verb, each]) => timeOf(region, verb, each.length)),
  ]);
  return Math.max(...times) + oneChange;
}
