import { type LoadBalancerDetails, type PersistenceSubject, refKey, subjectIn } from '../../model/load-balancer.ts';
import { ApiError } from '../http/client.ts';
import type { BulkPorts } from './ports.ts';
import { isSystemic } from './recovery.ts';
import type { BulkItem } from './types.ts';

/** Reads under way at once to a region while planning; more would only wait in the queue. */
const readersPerRegion = 6;

const asError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError({
        status: 0,
        source: 'panel',
        code: 'unexpected',
        message: error instanceof Error ? error.message : String(error),
      });

export interface PlanReading {
  readonly signal: AbortSignal;
  /** Told what was read of each item, or why it could not be. */
  onRead(item: BulkItem, change: Partial<BulkItem>): void;
  /** Told of an error that every other load balancer would meet too, so that the reading can be ended. */
  onTrouble(error: ApiError): void;
}

/** What the details say of the item, of whose session persistence `found` tells. */
async function seenIn(
  details: LoadBalancerDetails,
  { kind, ...item }: BulkItem,
  found: PersistenceSubject | undefined,
): Promise<Partial<BulkItem>> {
  const part = found?.part === undefined ? {} : { part: found.part, partName: found.name };
  const value = await kind.valueIn(details, { ...item, ...part });
  return {
    name: details.name,
    ...part,
    before: value ?? null,
    protocol: found?.protocol ?? details.protocol,
    status: details.status,
    read: { details, value },
  };
}

/** Reads a load balancer once for all of its items. */
async function readItems(items: readonly BulkItem[], ports: BulkPorts, reading: PlanReading): Promise<void> {
  try {
    const details = await ports.planDetails(items[0]!, reading.signal);
    ports.onRead(details);
    for (const item of items) reading.onRead(item, await seenIn(details, item, subjectIn(details, item)));
  } catch (thrown) {
    if (reading.signal.aborted) return;
    const known = thrown instanceof ApiError ? thrown : null;
    if (isSystemic(known)) reading.onTrouble(known);
    else for (const item of items) reading.onRead(item, { read: { error: asError(thrown) } });
  }
}

/** Reads the load balancers that a plan needs, several at once in each region, until the signal aborts. */
export async function readForPlan(items: readonly BulkItem[], ports: BulkPorts, reading: PlanReading): Promise<void> {
  const loadBalancers = [...Map.groupBy(items, refKey).values()];
  const regions = [...Map.groupBy(loadBalancers, ([first]) => first!.region).values()];
  await Promise.all(
    regions.flatMap((ofRegion) => {
      const queue = ofRegion.values();
      return Array.from({ length: Math.min(readersPerRegion, ofRegion.length) }, async () => {
        for (const ofOne of queue) {
          if (reading.signal.aborted) return;
          await readItems(ofOne, ports, reading);
        }
      });
    }),
  );
}

/** An item that names a load balancer whose parts have session persistence each stands for all of them: one item a part. */
export async function inParts(item: BulkItem): Promise<readonly BulkItem[]> {
  if (item.edit !== undefined || item.part !== undefined || !item.read || !('details' in item.read)) return [item];
  const { details } = item.read;
  if (details.subjects.length === 0 || subjectIn(details, item)) return [item];
  return Promise.all(details.subjects.map(async (subject) => ({ ...item, ...(await seenIn(details, item, subject)) })));
}
