import type { Verdict } from '../../../contract/shared/change-record.ts';
import { subjectKey } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import type { ChangeState, Failure } from '../changes/change.ts';
import { ApiError } from '../http/client.ts';
import { planOf } from './plan.ts';
import type { BulkPorts } from './ports.ts';
import { inParts, readForPlan } from './read-details.ts';
import { isSystemic, stateAfterDoubt, stateAfterReload, stateAfterVerdict } from './recovery.ts';
import { RegionScheduler } from './region-scheduler.ts';
import { runItem, stateAfterChange, timeGrain } from './run-item.ts';
import { RunState } from './run-state.ts';
import { Throughput } from './throughput.ts';
import {
  type BulkItem,
  countStates,
  type ItemState,
  needsReading,
  type Phase,
  type RunSnapshot,
  type StoredItem,
  type StoredRun,
  targetOf,
  timeOf,
  toStored,
} from './types.ts';

const publishInterval = 100;
const idle: ItemState = { at: 'planned' };

/** Failures after which the load balancer may have the value all the same. */
const wasSent: readonly Failure[] = ['error-status', 'unconfirmed'];

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isSignOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/** What becomes of an item that its plan leaves out: one that this run has sent a change to keeps what is known of that. */
function whenLeftOut({ former, planned }: BulkItem, now: number): Partial<BulkItem> {
  const sent = former?.state.at === 'failed' && wasSent.includes(former.state.why);
  if (!sent) return { state: { at: 'skipped' } };
  if (planned?.group !== 'already') return former;
  return { ...former, state: { at: 'done', already: false, took: 0, ended: now } };
}

/** When something last happened in a run that was cut off, as far as it was stored. */
const lastKnown = ({ started }: StoredRun, items: readonly StoredItem[]): number =>
  items.reduce((last, { state }) => Math.max(last, timeOf(state)), started ?? 0);

/**
 * A bulk change from plan to record: what may be done with it when, and which of its items go on at once, one write in flight for each
 * load balancer.
 */
export class BulkRun {
  readonly #ports: BulkPorts;
  readonly #state: RunState;
  readonly #listeners = new Set<() => void>();
  #phase: Phase;
  #reading: RunSnapshot['reading'] = null;
  #problem: string | null = null;
  #signedOut = false;
  #snapshot: RunSnapshot;
  #publishing = false;
  #readControl: AbortController | null = null;
  readonly #scheduler = new RegionScheduler();
  /** Places of the items that have been begun and not concluded: one that is still read before its turn looks as if it waited. */
  readonly #active = new Set<number>();
  readonly #throughput = new Throughput();
  #cancel = new AbortController();
  #gate = Promise.withResolvers<void>();

  constructor(run: StoredRun, items: readonly StoredItem[], ports: BulkPorts) {
    this.#ports = ports;
    const begun = run.started !== null;
    const known = items.map(
      (item): BulkItem =>
        begun
          ? { ...item, read: null, state: stateAfterReload(item.state) }
          : { ...item, read: null, planned: null, state: idle },
    );
    const left = known.some(({ state }) => state.at === 'waiting' || state.at === 'in-doubt');
    this.#state = new RunState(
      begun && run.ended === null
        ? {
            ...run,
            ended: lastKnown(run, items),
            endedBecause: left ? 'The page was closed or reloaded while this run was under way.' : run.endedBecause,
          }
        : run,
      known,
      ports.storage,
      () => this.#touch(),
    );
    this.#phase = begun ? 'ended' : 'choosing';
    this.#snapshot = this.#take();
  }

  get id(): string {
    return this.#state.run.id;
  }

  snapshot = (): RunSnapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether leaving the page would cut something off. */
  get busy(): boolean {
    return this.#phase === 'running' || this.#phase === 'stopping' || this.#phase === 'paused';
  }

  /** Stores the run and its items as they are. */
  keep(): Promise<void> {
    return this.#state.saveAll();
  }

  /** Changes what the user may choose before the run. */
  choose(change: Partial<Pick<StoredRun, 'choice' | 'reason' | 'stopOnError' | 'waitForLocked'>>): void {
    this.#state.changeRun(change);
    if (change.choice !== undefined) this.#planAll();
    this.#publish();
  }

  /** Takes load balancers out of or into the run before it is planned. */
  replaceItems(items: readonly StoredItem[]): void {
    if (this.#phase !== 'choosing' && this.#phase !== 'planned') return;
    const known = new Map(this.#state.items.map((item) => [subjectKey(item), item]));
    this.#state.replace(
      items.map((item, index) => ({ ...(known.get(subjectKey(item)) ?? { ...item, read: null }), index })),
    );
    this.#phase = 'choosing';
    this.#publish();
    void this.keep();
  }

  /** Reads every load balancer that the plan needs. `again`: also those that were read before. */
  async plan(again = false): Promise<void> {
    if (this.#phase !== 'choosing' && this.#phase !== 'planned') return;
    if (again)
      this.#changeWhere(
        ({ state }) => state.at === 'planned',
        () => ({ read: null }),
      );
    await this.#readAll();
  }

  /** Stops reading; what was read stays. */
  stopReading(): void {
    this.#readControl?.abort();
  }

  /** Begins the planned changes. */
  async start(): Promise<void> {
    if (this.#phase !== 'planned') return;
    this.#problem = null;
    this.#cancel = new AbortController();
    this.#state.changeRun({
      started: this.#state.run.started ?? this.#ports.clock.now(),
      ended: null,
      endedBecause: null,
    });
    this.#changeWhere(
      ({ state }) => state.at === 'planned',
      (item) => {
        const { planned } = item;
        const taken =
          planned?.group === 'will-change' || (planned?.group === 'locked' && this.#state.run.waitForLocked);
        return taken ? { state: { at: 'waiting' } } : whenLeftOut(item, this.#ports.clock.now());
      },
    );
    this.#setPhase('running');
    await this.keep();
    await this.#go();
  }

  /** Lets what is under way finish and begins nothing more. */
  pause(): void {
    if (this.#phase !== 'running') return;
    this.#hold(null, false);
  }

  async resume(): Promise<void> {
    if (this.#phase !== 'paused') return;
    this.#problem = null;
    this.#signedOut = false;
    this.#setPhase('running');
    await this.#go();
  }

  /** Ends the run: what is under way finishes, the rest is left. */
  stop(because = 'Stopped by you.'): void {
    if (this.#phase !== 'running' && this.#phase !== 'paused') return;
    this.#state.changeRun({ endedBecause: because });
    this.#problem = null;
    this.#setPhase('stopping');
    this.#cancel.abort();
    this.#gate.resolve();
    this.#endIfOver();
  }

  /** Plans again what an ended run left undone: reads what is in doubt, then the rest. */
  async goOn(): Promise<void> {
    if (this.#phase !== 'ended') return;
    const control = new AbortController();
    this.#readControl = control;
    this.#problem = null;
    this.#reading = { done: 0, total: countStates(this.#state.items).inDoubt, since: this.#ports.clock.now() };
    this.#setPhase('reading');
    try {
      await this.#clearDoubts();
    } catch (error) {
      this.#problem = words(error);
    }
    this.#readControl = null;
    this.#reading = null;
    if (this.#problem !== null || control.signal.aborted) return this.#setPhase('ended');
    this.#planAgain(({ state }) => state.at === 'waiting');
    if (this.#state.items.some(({ state }) => state.at === 'planned')) return this.#readAll();
    this.#state.changeRun({ endedBecause: null });
    this.#setPhase('ended');
  }

  /** Plans the failed ones again. */
  async retryFailed(): Promise<void> {
    if (this.#phase !== 'ended') return;
    this.#planAgain(({ state }) => state.at === 'failed');
    await this.#readAll();
  }

  /** Takes over what the server found of an item whose outcome was unknown. `words`: what it found, as a sentence. */
  verified(index: number, verdict: Verdict | null, words: string): void {
    const { state } = this.#state.item(index);
    if (state.at !== 'failed' || state.why !== 'unconfirmed') return;
    const next = stateAfterVerdict(verdict, words, this.#ports.clock.now());
    if (!next) return;
    this.#state.change(index, { state: next });
    void this.#state.saveItem(index);
  }

  /** Drops a plan made for what was left: the run stays as it ended. */
  dropPlan(): void {
    if (this.#state.run.started === null || (this.#phase !== 'planned' && this.#phase !== 'choosing')) return;
    this.#changeWhere(
      ({ state }) => state.at === 'planned',
      ({ former }) => former ?? { state: { at: 'waiting' } },
    );
    this.#problem = null;
    this.#setPhase('ended');
  }

  #planAgain(which: (item: BulkItem) => boolean): void {
    this.#changeWhere(which, (item) => ({
      former: toStored(item),
      state: idle,
      read: null,
      planned: null,
      record: null,
    }));
  }

  async #readAll(): Promise<void> {
    const unread = this.#state.items.filter((item) => item.state.at === 'planned' && needsReading(item));
    const control = new AbortController();
    this.#readControl = control;
    this.#problem = null;
    this.#signedOut = false;
    const since = this.#ports.clock.now();
    const total = unread.length;
    let done = 0;
    this.#reading = { done, total, since };
    this.#setPhase('reading');
    await readForPlan(unread, this.#ports, {
      signal: control.signal,
      onRead: ({ index }, change) => {
        this.#state.change(index, change);
        done += 1;
        this.#reading = { done, total, since };
      },
      onTrouble: (error) => {
        this.#problem = error.message;
        this.#signedOut = isSignOut(error);
        control.abort();
      },
    });
    this.#readControl = null;
    this.#reading = null;
    this.#takeParts();
    this.#planAll();
    if (control.signal.aborted && this.#problem === null)
      this.#problem = `Reading was stopped after ${done} of ${total} load balancers. Read the rest to preview every change.`;
    this.#setPhase(control.signal.aborted ? 'choosing' : 'planned');
  }

  #takeParts(): void {
    const { items } = this.#state;
    const parts = items.flatMap((item) => (item.state.at === 'planned' ? inParts(item) : [item]));
    if (parts.every((item, index) => item === items[index])) return;
    this.#state.replace(parts.map((item, index) => ({ ...item, index })));
    void this.keep();
  }

  #planAll(): void {
    const session = this.#ports.session();
    this.#changeWhere(
      ({ state }) => state.at === 'planned',
      (item) => {
        const target = targetOf(item, this.#state.run);
        if (!item.read || !target) return { planned: null };
        const provider = this.#ports.provider(item.region);
        return { planned: planOf(item.read, { subject: item, provider, target, expected: item.expected, session }) };
      },
    );
  }

  /** Brings the knowledge of the regions up to date, clears doubts and sets the lanes going. */
  async #go(): Promise<void> {
    this.#gate.resolve();
    this.#gate = Promise.withResolvers();
    try {
      await this.#clearDoubts();
      await this.#catchUp();
    } catch (error) {
      return this.#hold(words(error), isSignOut(error));
    }
    if (this.#phase !== 'running') return this.#endIfOver();
    this.#scheduler.fill(
      this.#state.items.filter(({ state, index }) => state.at === 'waiting' && !this.#active.has(index)),
    );
    this.#pump();
    this.#endIfOver();
  }

  /** One poll a region of what changed since the plan, so that a change by somebody else is seen before anything is sent. */
  async #catchUp(): Promise<void> {
    const details = this.#state.items.flatMap(({ state, read }) =>
      state.at === 'waiting' && read && 'details' in read ? [read.details] : [],
    );
    await Promise.all(
      [...Map.groupBy(details, ({ region }) => region)].map(([region, ofRegion]) => {
        const newest = ofRegion.reduce((a, b) => ((b.updated ?? 0) > (a.updated ?? 0) ? b : a));
        // The newest change gives the region's time when it was read; the first of the plan was read so much earlier.
        const earlier = newest.readAt - Math.min(...ofRegion.map(({ readAt }) => readAt));
        return this.#ports.catchUp(region, Math.max(0, (newest.updated ?? 0) - earlier - timeGrain / 2));
      }),
    );
  }

  #pump(): void {
    while (this.#phase === 'running') {
      const next = this.#scheduler.next();
      if (next === null) return;
      void this.#carry(next);
    }
  }

  async #carry(index: number): Promise<void> {
    const item = this.#state.item(index);
    const { region } = item;
    const target = targetOf(item, this.#state.run);
    // What takes a change back is sent only over the value of that change: one that was locked may have been read after a later one.
    const before = item.expected ?? item.before;
    if (!target || !before) return;
    const counted = item.planned?.group === 'locked' ? 0 : 1;
    let sending = 0;
    const setSending = (next: number): void => {
      this.#scheduler.count(region, { sending: next - sending });
      sending = next;
    };
    this.#active.add(index);
    this.#scheduler.count(region, { underWay: counted });
    setSending(counted);
    const end = await runItem({ ...item, before }, target, this.#state, this.#ports, {
      signal: this.#cancel.signal,
      mayBegin: async () => {
        if (this.#phase === 'paused') await this.#gate.promise;
      },
      onStep: (step) => {
        setSending(step === 'sending' ? 1 : 0);
        this.#pump();
      },
    });
    setSending(0);
    this.#active.delete(index);
    this.#scheduler.count(region, { underWay: -counted });
    // What the plan read of the others is older than this change.
    for (const other of this.#scheduler.over(item)) this.#state.change(other, { read: null });
    this.#conclude(index, end);
    this.#pump();
    this.#endIfOver();
  }

  #conclude(index: number, end: ChangeState): void {
    const ended = this.#ports.clock.now();
    const state = stateAfterChange(end, ended);
    this.#state.change(index, { state });
    if (state.at === 'done' || state.at === 'failed') this.#throughput.note(ended);
    if (end.at === 'failed') {
      if (isSystemic(end.error)) this.#hold(end.error.message, isSignOut(end.error));
      else if (end.why === 'error-status' && this.#state.run.stopOnError)
        this.stop(`Stopped at the first ERROR: ${end.message}`);
    }
    void this.#state.saveItem(index);
  }

  #hold(problem: string | null, signedOut: boolean): void {
    if (this.#phase !== 'running') return;
    this.#problem = problem;
    this.#signedOut = signedOut;
    this.#setPhase('paused');
  }

  #endIfOver(): void {
    if (this.#active.size > 0) return;
    const left = this.#state.items.some(({ state }) => state.at === 'waiting' || state.at === 'in-doubt');
    if (this.#phase === 'stopping' || ((this.#phase === 'running' || this.#phase === 'paused') && !left)) {
      this.#problem = null;
      this.#signedOut = false;
      this.#state.changeRun({ ended: this.#ports.clock.now() });
      this.#setPhase('ended');
    }
  }

  /** Reads every item in doubt: done when it shows the value, never sent when the history knows nothing of it, unconfirmed otherwise. */
  async #clearDoubts(): Promise<void> {
    const doubts = this.#state.items.filter(({ state }) => state.at === 'in-doubt');
    if (doubts.length === 0) return;
    const records = await this.#ports.recordsOf(this.#state.run.id);
    await Promise.all(
      doubts.map(async (item) => {
        const record = item.record ?? records.get(subjectKey(item)) ?? null;
        const state = await stateAfterDoubt(item, targetOf(item, this.#state.run) as Persistence, record, this.#ports);
        this.#state.change(item.index, { state, record });
        await this.#state.saveItem(item.index);
      }),
    );
  }

  #changeWhere(which: (item: BulkItem) => boolean, change: (item: BulkItem) => Partial<BulkItem>): void {
    this.#state.replace(this.#state.items.map((item) => (which(item) ? { ...item, ...change(item) } : item)));
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    this.#publish();
  }

  /** Publishes soon: several changes in a tenth of a second are drawn once. */
  #touch(): void {
    if (this.#publishing) return;
    this.#publishing = true;
    this.#ports.clock.after(publishInterval, () => {
      this.#publishing = false;
      this.#publish();
    });
  }

  #publish(): void {
    this.#snapshot = this.#take();
    for (const listener of this.#listeners) listener();
  }

  #take(): RunSnapshot {
    const counts = countStates(this.#state.items);
    const rate = this.#throughput.perSecond(this.#ports.clock.now());
    const left = counts.waiting + counts.underWay;
    return {
      run: this.#state.run,
      phase: this.#phase,
      items: [...this.#state.items],
      counts,
      reading: this.#reading,
      problem: this.#problem,
      signedOut: this.#signedOut,
      rate,
      timeLeft: rate && this.#phase === 'running' ? (left / rate) * 1_000 : null,
      stored: this.#state.stored,
    };
  }
}
