import { type Persistence, persistenceType, samePersistence } from '../../model/load-balancer.ts';
import { type ChangeWorld, canQueue, type Failure } from '../changes/persistence-change.ts';
import { ApiError } from '../http/client.ts';
import { wordsOf } from './plan.ts';
import type { ItemState, StoredItem } from './types.ts';

/** Whether an error is of the connection or the sign-in, and so would meet every other load balancer too. */
export const isOfTheWorld = (error: ApiError | null): error is ApiError =>
  error !== null && (error.status === 0 || error.status === 401 || (error.source === 'panel' && error.status >= 500));

/** What a stored item of a run that had begun is after the page was left: a write that may be out is in doubt, the rest waits. */
export function stateAfterReload(state: ItemState): ItemState {
  if (state.at === 'planned') return { at: 'waiting' };
  if (state.at !== 'under-way') return state;
  return state.step === 'queued' ? { at: 'waiting' } : { at: 'in-doubt' };
}

/**
 * Reads an item in doubt: done when it shows the value, still to be sent when the history has no `record` of its write, unconfirmed
 * otherwise. Throws what the connection or the sign-in is at fault for.
 */
export async function stateAfterDoubt(
  item: StoredItem,
  target: Persistence,
  record: string | null,
  world: ChangeWorld,
): Promise<ItemState> {
  const fail = (why: Failure, message: string): ItemState => ({
    at: 'failed',
    why,
    message,
    ended: world.clock.now(),
  });
  try {
    let details = await world.details(item);
    if (canQueue(details.status)) {
      await world.settled(item);
      details = await world.details(item);
    }
    world.onRead(details);
    const arrived = samePersistence(details.persistence, target) && details.status === 'ACTIVE';
    const value = persistenceType(details.persistence) ?? 'DISABLED';
    if (arrived) {
      if (record) world.verdict(record, 'confirmed', value, 'Read back after an interruption.');
      return { at: 'done', already: record === null, took: 0, ended: world.clock.now() };
    }
    if (record === null) return { at: 'waiting' };
    world.verdict(record, 'unconfirmed', null, `The run was interrupted before the read-back. Read as ${value} later.`);
    return fail(
      'unconfirmed',
      `It was sent before the interruption, and ${item.name} reads ${wordsOf(details.persistence)} (${details.status}) now. It was not sent again. Check the value, then decide.`,
    );
  } catch (error) {
    if (error instanceof ApiError && isOfTheWorld(error)) throw error;
    if (error instanceof ApiError && (error.status === 404 || error.status === 410))
      return fail('gone', `${item.name} does not exist any more.`);
    return fail(
      'unconfirmed',
      `${item.name} could not be read back: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
