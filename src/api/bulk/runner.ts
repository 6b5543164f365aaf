import type { ChangeState, Failure } from '../changes/change.ts';
import { clearDoubts } from './planner.ts';
import type { BulkPorts } from './ports.ts';
import { isSignOut, isSystemic, messageOf } from './recovery.ts';
import { RegionScheduler } from './region-scheduler.ts';
import { runItem, stateAfterChange, timeGrain } from './run-item.ts';
import type { RunState } from './run-state.ts';
import { type BulkItem, targetOf } from './types.ts';

/** Failures after which the load balancer may have the value all the same. */
const wasSent: readonly Failure[] = ['error-status', 'unconfirmed'];

/** What becomes of an item that its plan leaves out: one that this run has sent a change to keeps what is known of that. */
function whenLeftOut({ former, planned }: BulkItem, now: number): Partial<BulkItem> {
  const sent = former?.state.at === 'failed' && wasSent.includes(former.state.why);
  if (!sent) return { state: { at: 'skipped' } };
  if (planned?.group !== 'already') return former;
  return { ...former, state: { at: 'done', already: false, took: 0, ended: now } };
}

/**
 * Carries a planned run out: which items go on at once, one write in flight for each load balancer, and what makes it pause, stop and end.
 */
export class Runner {
  readonly #state: RunState;
  readonly #ports: BulkPorts;
  readonly #scheduler = new RegionScheduler();
  /** Places of the items that have been begun and not concluded: one that is still read before its turn looks as if it waited. */
  readonly #active = new Set<number>();
  #cancel = new AbortController();
  #gate = Promise.withResolvers<void>();

  constructor(state: RunState, ports: BulkPorts) {
    this.#state = state;
    this.#ports = ports;
  }

  async start(): Promise<void> {
    const { run } = this.#state;
    const now = this.#ports.clock.now();
    this.#cancel = new AbortController();
    this.#state.changeRun({ started: run.started ?? now, ended: null, endedBecause: null });
    this.#state.changeWhere(
      ({ state }) => state.at === 'planned',
      (item) => {
        const group = item.planned?.group;
        const taken = group === 'will-change' || (group === 'locked' && run.waitForLocked);
        return taken ? { state: { at: 'waiting' } } : whenLeftOut(item, now);
      },
    );
    this.#state.show({ problem: null, phase: 'running' });
    await this.#state.saveAll();
    await this.#go();
  }

  /** Lets what is under way finish and begins nothing more. `problem`: why, when it was not asked for. */
  pause(problem: string | null = null, signedOut = false): void {
    if (this.#state.phase === 'running') this.#state.show({ problem, signedOut, phase: 'paused' });
  }

  async resume(): Promise<void> {
    this.#state.show({ problem: null, signedOut: false, phase: 'running' });
    await this.#go();
  }

  /** Ends the run: what is under way finishes, the rest is left. */
  stop(because: string): void {
    this.#state.changeRun({ endedBecause: because });
    this.#state.show({ problem: null, phase: 'stopping' });
    this.#cancel.abort();
    this.#gate.resolve();
    this.#endIfOver();
  }

  /** Clears doubts, brings the knowledge of the regions up to date, and begins what may be begun. */
  async #go(): Promise<void> {
    this.#gate.resolve();
    this.#gate = Promise.withResolvers();
    try {
      await clearDoubts(this.#state, this.#ports);
      await this.#catchUp();
    } catch (error) {
      return this.pause(messageOf(error), isSignOut(error));
    }
    if (this.#state.phase !== 'running') return this.#endIfOver();
    this.#scheduler.fill(
      this.#state.items.filter(({ state, index }) => state.at === 'waiting' && !this.#active.has(index)),
    );
    this.#beginMore();
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

  #beginMore(): void {
    while (this.#state.phase === 'running') {
      const next = this.#scheduler.next();
      if (next === null) return;
      void this.#carry(this.#state.item(next));
    }
  }

  async #carry(item: BulkItem): Promise<void> {
    const { region, index } = item;
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
        if (this.#state.phase === 'paused') await this.#gate.promise;
      },
      onStep: (step) => {
        setSending(step === 'sending' ? 1 : 0);
        this.#beginMore();
      },
    });
    setSending(0);
    this.#active.delete(index);
    this.#scheduler.count(region, { underWay: -counted });
    // What the plan read of the others is older than this change.
    for (const other of this.#scheduler.over(item)) this.#state.change(other, { read: null });
    this.#conclude(index, end);
    this.#beginMore();
    this.#endIfOver();
  }

  #conclude(index: number, end: ChangeState): void {
    const ended = this.#ports.clock.now();
    const state = stateAfterChange(end, ended);
    this.#state.change(index, { state });
    if (state.at === 'done' || state.at === 'failed') this.#state.noteEnd(ended);
    if (end.at === 'failed') {
      if (isSystemic(end.error)) this.pause(end.error.message, isSignOut(end.error));
      else if (end.why === 'error-status' && this.#state.run.stopOnError && this.#mayStop)
        this.stop(`Stopped at the first ERROR: ${end.message}`);
    }
    void this.#state.saveItem(index);
  }

  get #mayStop(): boolean {
    return this.#state.phase === 'running' || this.#state.phase === 'paused';
  }

  #endIfOver(): void {
    if (this.#active.size > 0) return;
    if (this.#state.phase !== 'stopping' && (!this.#mayStop || this.#state.hasLeft)) return;
    this.#state.changeRun({ ended: this.#ports.clock.now() });
    this.#state.show({ problem: null, signedOut: false, phase: 'ended' });
  }
}
