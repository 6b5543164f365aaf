import type { Verdict } from '../../../contract/shared/change-record.ts';
import { calledOf, type Failure } from '../changes/change.ts';
import type { ChangePorts } from '../changes/ports.ts';
import { ApiError } from '../http/client.ts';
import type { BulkItem, ItemState } from './types.ts';

/** Whether an error is of the connection or the sign-in, and so would meet every other load balancer too. */
export const isSystemic = (error: ApiError | null): error is ApiError =>
  error !== null && (error.status === 0 || error.status === 401 || (error.source === 'panel' && error.status >= 500));

export const isSignOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a stored item of a run that had begun is after the page was left: a write that may be out is in doubt, the rest waits. */
export function stateAfterReload(state: ItemState): ItemState {
  if (state.at === 'planned') return { at: 'waiting' };
  if (state.at !== 'under-way') return state;
  return state.step === 'queued' ? { at: 'waiting' } : { at: 'in-doubt' };
}

/** An item whose outcome was unknown, after the server has read and judged its change; null while it still is. */
export function stateAfterVerdict(verdict: Verdict | null, words: string, ended: number): ItemState | null {
  if (verdict === 'confirmed') return { at: 'done', already: false, took: 0, ended };
  if (verdict === 'failed') return { at: 'failed', why: 'error-status', message: words, ended };
  return null;
}

/**
 * Reads an item in doubt: done when it shows the value, still to be sent when the history has no `record` of its write, unconfirmed
 * otherwise. Throws what the connection or the sign-in is at fault for.
 */
export async function stateAfterDoubt(
  item: BulkItem,
  target: unknown,
  record: string | null,
  ports: ChangePorts,
): Promise<ItemState> {
  const fail = (why: Failure, message: string): ItemState => ({
    at: 'failed',
    why,
    message,
    ended: ports.clock.now(),
  });
  const { kind } = item;
  const done = (): ItemState => {
    if (record) ports.verdict(record, 'confirmed', kind.recorded(target), 'Verified after an interruption.');
    return { at: 'done', already: record === null, took: 0, ended: ports.clock.now() };
  };
  const gone = () =>
    kind.whenGone === undefined ? fail('gone', `${calledOf(item)} does not exist any more.`) : done();
  try {
    let details = await ports.details(item);
    if (ports.standing(details, item).takesChange === 'later') {
      await ports.settled(item);
      details = await ports.details(item);
    }
    ports.onRead(details);
    const { inForce, status, isDeleted } = ports.standing(details, item);
    const value = await kind.valueIn(details, item);
    if (isDeleted || value === undefined) return gone();
    const before = item.expected ?? item.before;
    const seen = kind.within?.(value, before, target) ?? value;
    if (inForce && kind.same(seen, kind.within?.(target, before, target) ?? target)) return done();
    if (record === null) return { at: 'waiting' };
    const read = kind.recorded(value);
    ports.verdict(record, 'unconfirmed', null, `The run was interrupted before the read-back. Read as ${read} later.`);
    return fail(
      'unconfirmed',
      `It was sent before the interruption, and ${calledOf(item)} reads ${kind.words(value)} (${status}) now. It was not sent again. Check the value, then decide.`,
    );
  } catch (error) {
    if (error instanceof ApiError && isSystemic(error)) throw error;
    if (error instanceof ApiError && ports.meaningOf(error, item) === 'gone') return gone();
    return fail('unconfirmed', `${calledOf(item)} could not be verified: ${messageOf(error)}`);
  }
}
