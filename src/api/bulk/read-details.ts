import { subjectIn } from '../../model/load-balancer.ts';
import { ApiError } from '../http/client.ts';
import type { BulkPorts } from './ports.ts';
import { isSystemic } from './recovery.ts';
import type { BulkItem } from './types.ts';

/** Reads under way at once to a region while planning; more would only wait in the queue. */
const readers = 6;

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
  /** Told what was read of each load balancer, or why it could not be. */
  onRead(item: BulkItem, change: Partial<BulkItem>): void;
  /** Told of an error that every other load balancer would meet too, so that the reading can be ended. */
  onTrouble(error: ApiError): void;
}

async function readItem(item: BulkItem, world: BulkPorts, reading: PlanReading): Promise<void> {
  try {
    const details = await world.planDetails(item, reading.signal);
    world.onRead(details);
    const { name, status } = details;
    const found = subjectIn(details, item);
    const before = found?.persistence ?? null;
    const protocol = found?.protocol ?? details.protocol;
    reading.onRead(item, { name, before, protocol, status, read: { details } });
  } catch (thrown) {
    if (reading.signal.aborted) return;
    const known = thrown instanceof ApiError ? thrown : null;
    if (isSystemic(known)) reading.onTrouble(known);
    else reading.onRead(item, { read: { error: asError(thrown) } });
  }
}

/** Reads the load balancers that a plan needs, several at once in each region, until the signal aborts. */
export async function readForPlan(items: readonly BulkItem[], world: BulkPorts, reading: PlanReading): Promise<void> {
  const regions = [...Map.groupBy(items, ({ region }) => region).values()];
  await Promise.all(
    regions.flatMap((ofRegion) => {
      const queue = ofRegion.values();
      return Array.from({ length: Math.min(readers, ofRegion.length) }, async () => {
        for (const item of queue) {
          if (reading.signal.aborted) return;
          await readItem(item, world, reading);
        }
      });
    }),
  );
}
