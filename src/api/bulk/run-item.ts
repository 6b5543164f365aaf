import { type LoadBalancerDetails, subjectOf } from '../../model/load-balancer.ts';
import type { ChangeState } from '../changes/change.ts';
import type { ChangePorts } from '../changes/ports.ts';
import { runChange } from '../changes/run-change.ts';
import { ApiError } from '../http/client.ts';
import type { BulkPorts } from './ports.ts';
import { isSystemic } from './recovery.ts';
import type { RunState } from './run-state.ts';
import type { BulkItem, ItemState } from './types.ts';

/** Times of the API have no fractions, so a read this close to a change may have seen the state before it. */
export const timeGrain = 2_000;

export type Step = Extract<ItemState, { at: 'under-way' }>['step'];

/** Details of the plan, when nothing that is known says that they are old. */
function knownDetails(item: BulkItem, { row: rowOf }: BulkPorts): LoadBalancerDetails | null {
  if (!item.read || !('details' in item.read)) return null;
  const { details } = item.read;
  const row = rowOf(item);
  if (!row || details.updated === null || details.readAt - details.updated < timeGrain) return null;
  return row.updated === details.updated && row.status === details.status ? details : null;
}

export interface Carrying {
  /** Takes back what has not been sent. */
  readonly signal: AbortSignal;
  onStep(step: Step): void;
  /** Resolves when something may be begun: at once, or when a pause is over. */
  mayBegin(): Promise<void>;
}

/** Carries one item of a run from its plan to its end, and keeps its state; the end itself is the caller's to note. */
export function runItem(
  item: BulkItem,
  target: unknown,
  state: RunState,
  ports: BulkPorts,
  carrying: Carrying,
): Promise<ChangeState> {
  const { index, kind, name, part, partName, before } = item;
  const { run } = state;
  let sent = false;

  const changePorts: ChangePorts = {
    ...ports,
    write: async (request) => {
      // Stored before it is sent: a reload finds it in doubt and reads it instead of sending it again.
      await state.saveItem(index);
      sent = true;
      const record = await ports.write(request).catch((error: unknown) => {
        if (error instanceof ApiError && error.change) state.change(index, { record: error.change });
        throw error;
      });
      state.change(index, { record });
      return record;
    },
    settled: async (ref, signal) => {
      await ports.settled(ref, signal);
      if (!sent) await carrying.mayBegin();
    },
  };
  const report = ({ at: step }: ChangeState): void => {
    if (step !== 'queued' && step !== 'sending' && step !== 'settling' && step !== 'reading') return;
    if (step === 'queued') sent = false;
    state.change(index, { state: { at: 'under-way', step, since: ports.clock.now() } });
    if (step === 'settling') void state.saveItem(index);
    carrying.onStep(step);
  };
  const known = knownDetails(item, ports);
  return runChange(
    {
      kind,
      subject: subjectOf(item),
      name,
      ...(part === undefined || partName === undefined ? {} : { partName }),
      before,
      after: target,
      reason: run.reason,
      run: run.id,
      whenBusy: run.waitForLocked ? 'wait' : 'stop',
      ...(known ? { known } : {}),
    },
    changePorts,
    report,
    carrying.signal,
  );
}

/** What an item is after its change ended so: to be sent again or in doubt when the connection or the sign-in was at fault. */
export function stateAfterChange(end: ChangeState, ended: number): ItemState {
  if (end.at === 'done') return { at: 'done', already: end.already, took: end.took, ended };
  if (end.at !== 'failed') return { at: 'waiting' };
  if (isSystemic(end.error) && end.why === 'refused') return { at: 'waiting' };
  if (isSystemic(end.error) && end.why === 'unconfirmed') return { at: 'in-doubt' };
  return { at: 'failed', why: end.why, message: end.message, ended };
}
