import { type LoadBalancerDetails, refKey } from '../../model/load-balancer.ts';
import { planOf } from './plan.ts';
import type { BulkPorts } from './ports.ts';
import { inParts, readForPlan } from './read-details.ts';
import { isSignOut, messageOf, stateAfterDoubt } from './recovery.ts';
import { planned, type RunState } from './run-state.ts';
import { type BulkItem, countStates, itemKey, needsReading, targetOf, toStored } from './types.ts';

const isPlanned = ({ state }: BulkItem): boolean => state.at === 'planned';

/** Reads every item in doubt: done when it shows the value, never sent when the history knows nothing of it, unconfirmed otherwise. */
export async function clearDoubts(state: RunState, ports: BulkPorts): Promise<void> {
  const doubts = state.items.filter((item) => item.state.at === 'in-doubt');
  if (doubts.length === 0) return;
  const records = await ports.recordsOf(state.run, doubts);
  await Promise.all(
    doubts.map(async (item) => {
      const record = item.record ?? records.get(itemKey(item)) ?? null;
      const found = await stateAfterDoubt(item, targetOf(item, state.run), record, ports);
      state.change(item.index, { state: found, record });
      await state.saveItem(item.index);
    }),
  );
}

/** Makes the plan of a run: reads what it needs and says of each item whether it will be changed. */
export class Planner {
  readonly #state: RunState;
  readonly #ports: BulkPorts;
  #reading: AbortController | null = null;

  constructor(state: RunState, ports: BulkPorts) {
    this.#state = state;
    this.#ports = ports;
  }

  /** Stops reading; what was read stays. */
  stopReading(): void {
    this.#reading?.abort();
  }

  /** Sorts what was read anew, as after another choice; shown by whoever calls. */
  sort(): void {
    const { run } = this.#state;
    const session = this.#ports.session();
    // Changes of one load balancer go one after the other: each is judged by what those before it leave.
    const left = new Map<string, LoadBalancerDetails>();
    this.#state.changeWhere(isPlanned, (item) => {
      const { kind, read, expected } = item;
      const target = targetOf(item, run);
      if (!read || !target) return { planned: null };
      const provider = this.#ports.provider(item.region);
      const found = 'details' in read ? { ...read, details: left.get(refKey(item)) ?? read.details } : read;
      const planned = planOf(found, { subject: item, provider, kind, target, expected, session });
      if ('details' in found && kind.applied && planned.group === 'will-change')
        left.set(refKey(item), kind.applied(found.details, target));
      return { planned };
    });
  }

  /** Reads again what was read before. */
  async planAfresh(): Promise<void> {
    this.#state.changeWhere(isPlanned, () => ({ read: null }));
    await this.plan();
  }

  /** Reads every load balancer that the plan needs and was not read yet, and sorts them. */
  async plan(): Promise<void> {
    const state = this.#state;
    const unread = state.items.filter((item) => isPlanned(item) && needsReading(item));
    const total = unread.length;
    let done = 0;
    let trouble: { readonly problem: string; readonly signedOut: boolean } | null = null;
    const reading = this.#begin(total);
    await readForPlan(unread, this.#ports, {
      signal: reading.signal,
      onRead: ({ index }, change) => {
        done += 1;
        state.noteRead(done);
        state.change(index, change);
      },
      onTrouble: (error) => {
        trouble = { problem: error.message, signedOut: isSignOut(error) };
        reading.abort();
      },
    });
    this.#reading = null;
    await this.#takeParts();
    this.sort();
    const stopped = `Reading was stopped after ${done} of ${total} load balancers. Read the rest to preview every change.`;
    state.show({
      reading: null,
      ...(reading.signal.aborted
        ? { phase: 'choosing', ...(trouble ?? { problem: stopped, signedOut: false }) }
        : { phase: 'planned' }),
    });
  }

  /** Plans again what an ended run left undone: reads what is in doubt, then the rest. */
  async planRest(): Promise<void> {
    const state = this.#state;
    const reading = this.#begin(countStates(state.items).inDoubt);
    let problem: string | null = null;
    try {
      await clearDoubts(state, this.#ports);
    } catch (error) {
      problem = messageOf(error);
    }
    this.#reading = null;
    if (problem !== null || reading.signal.aborted) return state.show({ reading: null, problem, phase: 'ended' });
    if (state.items.some((item) => item.state.at === 'waiting')) return this.planAgain('waiting');
    state.changeRun({ endedBecause: null });
    state.show({ reading: null, phase: 'ended' });
  }

  /** Plans these items again; what they were is kept in case the plan is dropped. */
  async planAgain(at: 'waiting' | 'failed'): Promise<void> {
    this.#state.changeWhere(
      ({ state }) => state.at === at,
      (item) => ({ former: toStored(item), state: planned, read: null, planned: null, record: null }),
    );
    await this.plan();
  }

  /** Drops a plan made for what was left: the run stays as it ended. */
  drop(): void {
    this.#state.changeWhere(isPlanned, ({ former }) => former ?? { state: { at: 'waiting' } });
    this.#state.show({ problem: null, phase: 'ended' });
  }

  #begin(total: number): AbortController {
    const control = new AbortController();
    this.#reading = control;
    const since = this.#ports.clock.now();
    this.#state.show({ problem: null, signedOut: false, reading: { done: 0, total, since }, phase: 'reading' });
    return control;
  }

  /** An item that names a load balancer with pools becomes one for each of them. */
  async #takeParts(): Promise<void> {
    const { items } = this.#state;
    const parts = (await Promise.all(items.map((item) => (isPlanned(item) ? inParts(item) : [item])))).flat();
    if (parts.every((item, index) => item === items[index])) return;
    this.#state.replace(parts.map((item, index) => ({ ...item, index })));
    void this.#state.saveAll();
  }
}
