import { isOfTheWorld, stateAfterDoubt, stateAfterReload } from './bulk-doubt.ts';
import {
  type BulkItem,
  countStates,
  type ItemState,
  type Phase,
  type RunSnapshot,
  type StoredItem,
  type StoredRun,
  targetOf,
  toStored,
} from './bulk-items.ts';
import { Lanes } from './bulk-lanes.ts';
import { planOf } from './bulk-plan.ts';
import { Rate } from './bulk-rate.ts';
import type { RunStorage } from './bulk-storage.ts';
import { ApiError } from './client.ts';
import {
  type LoadBalancer,
  type LoadBalancerDetails,
  type LoadBalancerRef,
  type Persistence,
  refKey,
} from './model.ts';
import { type ChangeState, type ChangeWorld, carryOut } from './persistence-change.ts';

/** The parts of the world that a run touches. */
export interface BulkWorld extends ChangeWorld {
  readonly storage: RunStorage;
  roles(): readonly string[];
  planDetails(ref: LoadBalancerRef, signal: AbortSignal): Promise<LoadBalancerDetails>;
  /** The newest row that is known without asking. */
  row(ref: LoadBalancerRef): LoadBalancer | undefined;
  /** Reads the rows of the region that changed since (milliseconds since the Unix epoch) into what `row` gives. */
  catchUp(region: string, since: number): Promise<void>;
  /** Ids of the history's records of a run's writes, by load balancer. */
  recordsOf(run: string): Promise<ReadonlyMap<string, string>>;
}

/** Reads under way at once to a region while planning; more would only wait in the queue. */
const readers = 6;
const publishInterval = 100;
/** Times of the API have no fractions, so a read this close to a change may have seen the state before it. */
const timeGrain = 2_000;

const idle: ItemState = { at: 'planned' };

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isSignOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

const needsReading = (item: BulkItem): boolean => item.read === null || 'error' in item.read;

/**
 * A bulk change from plan to record. Each load balancer goes through `carryOut`, several at once, one write in flight for each.
 * What a run is about to send is stored in the browser first, so that a reload never sends it twice.
 */
export class BulkRun {
  readonly #world: BulkWorld;
  readonly #listeners = new Set<() => void>();
  #run: StoredRun;
  #items: BulkItem[];
  #phase: Phase;
  #reading: RunSnapshot['reading'] = null;
  #problem: string | null = null;
  #signedOut = false;
  #stored = true;
  #snapshot: RunSnapshot;
  #publishing = false;
  #readControl: AbortController | null = null;
  readonly #lanes = new Lanes();
  #active = 0;
  readonly #rate = new Rate();
  #cancel = new AbortController();
  #gate = Promise.withResolvers<void>();

  constructor(run: StoredRun, items: readonly StoredItem[], world: BulkWorld) {
    this.#world = world;
    const begun = run.started !== null;
    this.#items = items.map((item) =>
      begun
        ? { ...item, read: null, state: stateAfterReload(item.state) }
        : { ...item, read: null, planned: null, state: idle },
    );
    const left = this.#items.some(({ state }) => state.at === 'waiting' || state.at === 'in-doubt');
    this.#run =
      begun && run.ended === null && left
        ? {
            ...run,
            ended: world.clock.now(),
            endedBecause: 'The page was closed or reloaded while this run was under way.',
          }
        : run;
    this.#phase = begun ? 'ended' : 'choosing';
    this.#snapshot = this.#take();
  }

  get id(): string {
    return this.#run.id;
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
  async keep(): Promise<void> {
    await this.#store(async (storage) => {
      await storage.saveRun(this.#run);
      await storage.saveItems(this.#run.id, this.#items.map(toStored));
    });
  }

  /** Changes what the user may choose before the run. */
  choose(change: Partial<Pick<StoredRun, 'choice' | 'reason' | 'stopOnError' | 'waitForLocked'>>): void {
    this.#setRun(change);
    if (change.choice !== undefined) this.#planAll();
    this.#publish();
  }

  /** Takes load balancers out of or into the run before it is planned. */
  replaceItems(items: readonly StoredItem[]): void {
    if (this.#phase !== 'choosing' && this.#phase !== 'planned') return;
    const known = new Map(this.#items.map((item) => [refKey(item), item]));
    this.#items = items.map((item, index) => ({ ...(known.get(refKey(item)) ?? { ...item, read: null }), index }));
    this.#phase = 'choosing';
    this.#publish();
    void this.keep();
  }

  /** Reads every load balancer that the plan needs. `again`: also those that were read before. */
  async plan(again = false): Promise<void> {
    if (this.#phase !== 'choosing' && this.#phase !== 'planned') return;
    if (again) this.#items = this.#items.map((item) => (item.state.at === 'planned' ? { ...item, read: null } : item));
    await this.#readAll();
  }

  /** Stops reading; what was read stays. */
  stopReading(): void {
    this.#readControl?.abort();
  }

  /** Begins the planned changes. */
  async start(): Promise<void> {
    if (this.#phase !== 'planned') return;
    this.#setPhase('running');
    this.#problem = null;
    this.#cancel = new AbortController();
    this.#setRun({ started: this.#run.started ?? this.#world.clock.now(), ended: null, endedBecause: null });
    for (const item of this.#items) {
      if (item.state.at !== 'planned') continue;
      const taken =
        item.planned?.group === 'will-change' || (item.planned?.group === 'locked' && this.#run.waitForLocked);
      this.#put(item, { state: { at: taken ? 'waiting' : 'skipped' } });
    }
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
    this.#setRun({ endedBecause: because });
    this.#problem = null;
    this.#setPhase('stopping');
    this.#cancel.abort();
    this.#gate.resolve();
    this.#endIfOver();
  }

  /** Plans again what an ended run left undone: reads what is in doubt, then the rest. */
  async goOn(): Promise<void> {
    if (this.#phase !== 'ended') return;
    this.#problem = null;
    try {
      await this.#clearDoubts();
    } catch (error) {
      this.#problem = words(error);
      return this.#publish();
    }
    this.#planAgain(({ state }) => state.at === 'waiting');
    if (this.#items.some(({ state }) => state.at === 'planned')) return this.#readAll();
    this.#setRun({ endedBecause: null });
    this.#publish();
  }

  /** Plans the failed ones again. */
  async retryFailed(): Promise<void> {
    if (this.#phase !== 'ended') return;
    this.#planAgain(({ state }) => state.at === 'failed');
    await this.#readAll();
  }

  /** Drops a plan made for what was left: the run stays as it ended. */
  dropPlan(): void {
    if (this.#run.started === null || (this.#phase !== 'planned' && this.#phase !== 'choosing')) return;
    for (const item of this.#items)
      if (item.state.at === 'planned') this.#put(item, { state: item.former ?? { at: 'waiting' } });
    this.#problem = null;
    this.#setPhase('ended');
  }

  #planAgain(which: (item: BulkItem) => boolean): void {
    this.#items = this.#items.map((item) =>
      which(item) ? { ...item, former: item.state, state: idle, read: null, planned: null, record: null } : item,
    );
  }

  async #readAll(): Promise<void> {
    const unread = this.#items.filter((item) => item.state.at === 'planned' && needsReading(item));
    const control = new AbortController();
    this.#readControl = control;
    this.#problem = null;
    this.#signedOut = false;
    const since = this.#world.clock.now();
    this.#reading = { done: 0, total: unread.length, since };
    this.#setPhase('reading');
    let done = 0;
    await Promise.all(
      [...Map.groupBy(unread, ({ region }) => region).values()].map(async (items) => {
        const queue = items.values();
        await Promise.all(
          Array.from({ length: Math.min(readers, items.length) }, async () => {
            for (const item of queue) {
              if (control.signal.aborted) return;
              await this.#readForPlan(item, control);
              if (control.signal.aborted) return;
              done += 1;
              this.#reading = { done, total: unread.length, since };
              this.#touch();
            }
          }),
        );
      }),
    );
    this.#readControl = null;
    this.#reading = null;
    this.#planAll();
    if (control.signal.aborted && this.#problem === null)
      this.#problem = `Reading was stopped after ${done} of ${unread.length} load balancers. Read the rest to see the whole plan.`;
    this.#setPhase(control.signal.aborted ? 'choosing' : 'planned');
  }

  async #readForPlan(item: BulkItem, control: AbortController): Promise<void> {
    try {
      const details = await this.#world.planDetails(item, control.signal);
      this.#world.onRead(details);
      this.#update(item.index, {
        name: details.name,
        before: details.persistence,
        protocol: details.protocol,
        status: details.status,
        read: { details },
      });
    } catch (error) {
      if (control.signal.aborted) return;
      const known = error instanceof ApiError ? error : null;
      if (isOfTheWorld(known)) {
        this.#problem = known.message;
        this.#signedOut = known.status === 401;
        control.abort();
        return;
      }
      const unexpected = new ApiError({ status: 0, source: 'panel', code: 'unexpected', message: words(error) });
      this.#update(item.index, { read: { error: known ?? unexpected } });
    }
  }

  #planAll(): void {
    const roles = this.#world.roles();
    this.#items = this.#items.map((item) => {
      if (item.state.at !== 'planned') return item;
      const target = targetOf(item, this.#run);
      const planned = item.read && target ? planOf(item.read, { target, expected: item.expected, roles }) : null;
      return { ...item, planned };
    });
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
    if (this.#phase !== 'running') return;
    this.#lanes.fill(this.#items.filter(({ state }) => state.at === 'waiting'));
    this.#pump();
    this.#endIfOver();
  }

  /** One poll a region of what changed since the plan, so that a change by somebody else is seen before anything is sent. */
  async #catchUp(): Promise<void> {
    const newest = new Map<string, number>();
    for (const { state, region, read } of this.#items) {
      if (state.at !== 'waiting' || !read || !('details' in read)) continue;
      newest.set(region, Math.max(newest.get(region) ?? 0, read.details.updated ?? 0));
    }
    await Promise.all([...newest].map(([region, since]) => this.#world.catchUp(region, since - timeGrain / 2)));
  }

  #pump(): void {
    while (this.#phase === 'running') {
      const next = this.#lanes.next();
      if (next === null) return;
      void this.#carry(next);
    }
  }

  /** Details of the plan, when nothing that is known says that they are old. */
  #known(item: BulkItem): LoadBalancerDetails | null {
    if (!item.read || !('details' in item.read)) return null;
    const { details } = item.read;
    const row = this.#world.row(item);
    if (!row || details.updated === null || details.readAt - details.updated < timeGrain) return null;
    return row.updated === details.updated && row.status === details.status ? details : null;
  }

  async #carry(index: number): Promise<void> {
    const item = this.#items[index] as BulkItem;
    const target = targetOf(item, this.#run);
    if (!target || !item.before) return;
    const { region } = item;
    const waits = item.planned?.group === 'locked';
    const counted = waits ? 0 : 1;
    let sending = 0;
    let sent = false;
    const setSending = (next: number): void => {
      this.#lanes.count(region, { sending: next - sending });
      sending = next;
    };
    this.#active += 1;
    this.#lanes.count(region, { underWay: counted });
    setSending(counted);

    const report = (state: ChangeState): void => {
      if (state.at !== 'queued' && state.at !== 'sending' && state.at !== 'settling' && state.at !== 'reading') return;
      if (state.at === 'queued') sent = false;
      setSending(state.at === 'sending' ? 1 : 0);
      this.#update(index, { state: { at: 'under-way', step: state.at, since: this.#world.clock.now() } });
      if (state.at === 'settling') void this.#saveItem(index);
      this.#pump();
    };
    const world: ChangeWorld = {
      ...this.#world,
      write: async (ref, after, context) => {
        // Stored before it is sent: a reload finds it in doubt and reads it instead of sending it again.
        await this.#saveItem(index);
        sent = true;
        const answer = await this.#world.write(ref, after, context).catch((error: unknown) => {
          if (error instanceof ApiError && error.change) this.#update(index, { record: error.change });
          throw error;
        });
        this.#update(index, { record: answer.headers.get('x-holdfast-change') });
        return answer;
      },
      settled: async (ref, signal) => {
        await this.#world.settled(ref, signal);
        if (!sent && this.#phase === 'paused') await this.#gate.promise;
      },
    };
    const known = this.#known(item);
    const end = await carryOut(
      {
        ref: { region, id: item.id },
        name: item.name,
        before: item.before,
        after: target,
        reason: this.#run.reason,
        run: this.#run.id,
        whenBusy: this.#run.waitForLocked ? 'wait' : 'stop',
        ...(known ? { known } : {}),
      },
      world,
      report,
      this.#cancel.signal,
    );
    setSending(0);
    this.#active -= 1;
    this.#lanes.count(region, { underWay: -counted });
    this.#conclude(index, end);
    this.#pump();
    this.#endIfOver();
  }

  #conclude(index: number, end: ChangeState): void {
    const ended = this.#world.clock.now();
    if (end.at === 'done') {
      this.#update(index, { state: { at: 'done', already: end.already, took: end.took, ended } });
      this.#rate.note(ended);
    } else if (end.at === 'failed') {
      const ofTheWorld = isOfTheWorld(end.error);
      if (ofTheWorld && end.why === 'refused') this.#update(index, { state: { at: 'waiting' } });
      else if (ofTheWorld && end.why === 'unconfirmed') this.#update(index, { state: { at: 'in-doubt' } });
      else {
        this.#update(index, { state: { at: 'failed', why: end.why, message: end.message, ended } });
        this.#rate.note(ended);
      }
      if (ofTheWorld) this.#hold((end.error as ApiError).message, isSignOut(end.error));
      else if (end.why === 'error-status' && this.#run.stopOnError)
        this.stop(`Stopped at the first ERROR: ${end.message}`);
    } else {
      this.#update(index, { state: { at: 'waiting' } });
    }
    void this.#saveItem(index);
    this.#touch();
  }

  #hold(problem: string | null, signedOut: boolean): void {
    if (this.#phase !== 'running') return;
    this.#problem = problem;
    this.#signedOut = signedOut;
    this.#setPhase('paused');
  }

  #endIfOver(): void {
    if (this.#active > 0) return;
    const left = this.#items.some(({ state }) => state.at === 'waiting' || state.at === 'in-doubt');
    if (this.#phase === 'stopping' || (this.#phase === 'running' && !left)) {
      this.#setRun({ ended: this.#world.clock.now() });
      this.#setPhase('ended');
    }
  }

  /** Reads every item in doubt: done when it shows the value, never sent when the history knows nothing of it, unconfirmed otherwise. */
  async #clearDoubts(): Promise<void> {
    const doubts = this.#items.filter(({ state }) => state.at === 'in-doubt');
    if (doubts.length === 0) return;
    const records = await this.#world.recordsOf(this.#run.id);
    await Promise.all(
      doubts.map(async (item) => {
        const record = item.record ?? records.get(refKey(item)) ?? null;
        const state = await stateAfterDoubt(item, targetOf(item, this.#run) as Persistence, record, this.#world);
        this.#update(item.index, { state, record });
        await this.#saveItem(item.index);
      }),
    );
  }

  #update(index: number, change: Partial<BulkItem>): void {
    this.#items[index] = { ...(this.#items[index] as BulkItem), ...change };
    this.#touch();
  }

  #put(item: BulkItem, change: Partial<BulkItem>): void {
    this.#items[item.index] = { ...item, ...change };
  }

  #setRun(change: Partial<StoredRun>): void {
    this.#run = { ...this.#run, ...change };
    void this.#store((storage) => storage.saveRun(this.#run));
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    this.#publish();
  }

  #saveItem(index: number): Promise<void> {
    const item = toStored(this.#items[index] as BulkItem);
    return this.#store((storage) => storage.saveItems(this.#run.id, [item]));
  }

  async #store(task: (storage: RunStorage) => Promise<void>): Promise<void> {
    try {
      await task(this.#world.storage);
    } catch {
      this.#stored = false;
      this.#touch();
    }
  }

  /** Publishes soon: several changes in a tenth of a second are drawn once. */
  #touch(): void {
    if (this.#publishing) return;
    this.#publishing = true;
    this.#world.clock.after(publishInterval, () => {
      this.#publishing = false;
      this.#publish();
    });
  }

  #publish(): void {
    this.#snapshot = this.#take();
    for (const listener of this.#listeners) listener();
  }

  #take(): RunSnapshot {
    const counts = countStates(this.#items);
    const rate = this.#rate.perSecond(this.#world.clock.now());
    const left = counts.waiting + counts.underWay;
    return {
      run: this.#run,
      phase: this.#phase,
      items: [...this.#items],
      counts,
      reading: this.#reading,
      problem: this.#problem,
      signedOut: this.#signedOut,
      rate,
      timeLeft: rate && this.#phase === 'running' ? (left / rate) * 1_000 : null,
      stored: this.#stored,
    };
  }
}
