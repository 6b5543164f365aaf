import { type PlanGroup, type Planned, planGroups, planOf, wordsOf } from './bulk-plan.ts';
import type { RunStorage } from './bulk-storage.ts';
import { ApiError } from './client.ts';
import {
  type LoadBalancer,
  type LoadBalancerDetails,
  type LoadBalancerRef,
  type Persistence,
  persistenceType,
  refKey,
  samePersistence,
} from './model.ts';
import { type ChangeState, type ChangeWorld, canQueue, carryOut, type Failure } from './persistence-change.ts';

/** What the browser keeps of a run. Times in milliseconds since the Unix epoch. */
export interface StoredRun {
  readonly id: string;
  readonly account: string;
  readonly user: string;
  readonly created: number;
  /** Id of the run (or of the one change) that this run takes back; null for a run that brings every load balancer to one choice. */
  readonly takesBack: string | null;
  readonly choice: Persistence | null;
  readonly reason: string;
  readonly stopOnError: boolean;
  readonly waitForLocked: boolean;
  readonly started: number | null;
  readonly ended: number | null;
  /** Why the run ended before everything was done, as a sentence. */
  readonly endedBecause: string | null;
}

export type ItemState =
  | { readonly at: 'planned' }
  /** Taken into the run, not begun. */
  | { readonly at: 'waiting' }
  | { readonly at: 'under-way'; readonly step: 'queued' | 'sending' | 'settling' | 'reading'; readonly since: number }
  | { readonly at: 'done'; readonly already: boolean; readonly took: number; readonly ended: number }
  | { readonly at: 'failed'; readonly why: Failure; readonly message: string; readonly ended: number }
  /** Left out by the plan. */
  | { readonly at: 'skipped' }
  /** Its write may have been sent and what became of it is not known yet: it is read before anything else happens to it. */
  | { readonly at: 'in-doubt' };

export interface StoredItem extends LoadBalancerRef {
  readonly index: number;
  readonly name: string;
  /** The value to bring it to, when it is the load balancer's own; null: the run's choice. */
  readonly target: Persistence | null;
  /** What it must read for the change to be made; null: anything. */
  readonly expected: Persistence | null;
  /** The value that the plan read. */
  readonly before: Persistence | null;
  readonly protocol: string | null;
  readonly status: string | null;
  readonly planned: Planned | null;
  readonly state: ItemState;
  /** Id of its record in the history. */
  readonly record: string | null;
}

export interface BulkItem extends StoredItem {
  /** What it was before it was planned again; it is that once more when the plan is dropped. */
  readonly former?: ItemState;
  readonly read: { readonly details: LoadBalancerDetails } | { readonly error: ApiError } | null;
}

export type Phase = 'choosing' | 'reading' | 'planned' | 'running' | 'paused' | 'stopping' | 'ended';

export interface RunCounts {
  readonly waiting: number;
  readonly underWay: number;
  readonly done: number;
  readonly failed: number;
  readonly inDoubt: number;
  readonly skipped: number;
}

export interface RunSnapshot {
  readonly run: StoredRun;
  readonly phase: Phase;
  readonly items: readonly BulkItem[];
  readonly counts: RunCounts;
  /** Progress of reading for the plan. */
  readonly reading: { readonly done: number; readonly total: number; readonly since: number } | null;
  /** Why the run is paused or the plan is not whole, as a sentence. */
  readonly problem: string | null;
  /** Whether the pause came from a sign-in that ended. */
  readonly signedOut: boolean;
  /** Load balancers finished in a second, over the last quarter of a minute; null while too little is known. */
  readonly rate: number | null;
  /** Milliseconds; null while too little is known. */
  readonly timeLeft: number | null;
  /** False when the browser refused to store the run: a reload would lose the record. */
  readonly stored: boolean;
}

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
/** Writes handed to the queue at once for a region, so that a pause is soon. */
const senders = 4;
/** Load balancers under way at once in a region: a write every tenth of a second that takes four to be read back, and room. */
const underWayLimit = 48;
const rateWindow = 15_000;
const publishInterval = 100;
/** Times of the API have no fractions, so a read this close to a change may have seen the state before it. */
const timeGrain = 2_000;

const idle: ItemState = { at: 'planned' };

/** Whether an error is of the connection or the sign-in, and so would meet every other load balancer too. */
const isOfTheWorld = (error: ApiError | null): error is ApiError =>
  error !== null && (error.status === 0 || error.status === 401 || (error.source === 'panel' && error.status >= 500));

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isSignOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;

/** The value that the run brings the item to; null while nothing is chosen. */
export const targetOf = (item: StoredItem, run: StoredRun): Persistence | null => item.target ?? run.choice;

/** Counts the items of each group of the plan. */
export function countGroups(items: readonly BulkItem[]): Record<PlanGroup, number> {
  const counts = Object.fromEntries(planGroups.map((group) => [group, 0])) as Record<PlanGroup, number>;
  for (const { planned } of items) if (planned) counts[planned.group] += 1;
  return counts;
}

/** What a stored item of a run that had begun is after the page was left: a write that may be out is in doubt, the rest waits. */
function stateAfterReload(state: ItemState): ItemState {
  if (state.at === 'planned') return { at: 'waiting' };
  if (state.at !== 'under-way') return state;
  return state.step === 'queued' ? { at: 'waiting' } : { at: 'in-doubt' };
}

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
  #inRun: string[] = [];
  #next = new Map<string, number[]>();
  #sending = new Map<string, number>();
  #underWay = new Map<string, number>();
  #active = 0;
  #finishes: number[] = [];
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
    this.#next = new Map();
    for (const item of this.#items) {
      if (item.state.at !== 'waiting') continue;
      const lane = this.#next.get(item.region) ?? [];
      lane.push(item.index);
      this.#next.set(item.region, lane);
    }
    for (const lane of this.#next.values()) lane.reverse();
    this.#inRun = [...this.#next.keys()];
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
    if (this.#phase !== 'running') return;
    for (const region of this.#inRun) {
      const lane = this.#next.get(region) ?? [];
      while (
        lane.length > 0 &&
        (this.#sending.get(region) ?? 0) < senders &&
        (this.#underWay.get(region) ?? 0) < underWayLimit
      )
        void this.#carry(lane.pop() as number);
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
      this.#sending.set(region, (this.#sending.get(region) ?? 0) + next - sending);
      sending = next;
    };
    this.#active += 1;
    this.#underWay.set(region, (this.#underWay.get(region) ?? 0) + counted);
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
    this.#underWay.set(region, (this.#underWay.get(region) ?? 0) - counted);
    this.#conclude(index, end);
    this.#pump();
    this.#endIfOver();
  }

  #conclude(index: number, end: ChangeState): void {
    const ended = this.#world.clock.now();
    if (end.at === 'done') {
      this.#update(index, { state: { at: 'done', already: end.already, took: end.took, ended } });
      this.#finishes.push(ended);
    } else if (end.at === 'failed') {
      const ofTheWorld = isOfTheWorld(end.error);
      if (ofTheWorld && end.why === 'refused') this.#update(index, { state: { at: 'waiting' } });
      else if (ofTheWorld && end.why === 'unconfirmed') this.#update(index, { state: { at: 'in-doubt' } });
      else {
        this.#update(index, { state: { at: 'failed', why: end.why, message: end.message, ended } });
        this.#finishes.push(ended);
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
        const state = await this.#stateAfterDoubt(item, record);
        this.#update(item.index, { state, record });
        await this.#saveItem(item.index);
      }),
    );
  }

  async #stateAfterDoubt(item: BulkItem, record: string | null): Promise<ItemState> {
    const target = targetOf(item, this.#run) as Persistence;
    const fail = (why: Failure, message: string): ItemState => ({
      at: 'failed',
      why,
      message,
      ended: this.#world.clock.now(),
    });
    try {
      let details = await this.#world.details(item);
      if (canQueue(details.status)) {
        await this.#world.settled(item);
        details = await this.#world.details(item);
      }
      this.#world.onRead(details);
      const arrived = samePersistence(details.persistence, target) && details.status === 'ACTIVE';
      const value = persistenceType(details.persistence) ?? 'DISABLED';
      if (arrived) {
        if (record) this.#world.verdict(record, 'confirmed', value, 'Read back after an interruption.');
        return { at: 'done', already: record === null, took: 0, ended: this.#world.clock.now() };
      }
      if (record === null) return { at: 'waiting' };
      this.#world.verdict(record, 'unconfirmed', value, 'The run was interrupted before the read-back.');
      return fail(
        'unconfirmed',
        `It was sent before the interruption, and ${item.name} reads ${wordsOf(details.persistence)} (${details.status}) now. It was not sent again. Check the value, then decide.`,
      );
    } catch (error) {
      if (error instanceof ApiError && isOfTheWorld(error)) throw error;
      if (error instanceof ApiError && (error.status === 404 || error.status === 410))
        return fail('gone', `${item.name} does not exist any more.`);
      return fail('unconfirmed', `${item.name} could not be read back: ${words(error)}`);
    }
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
    const rate = this.#rate();
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

  #rate(): number | null {
    const now = this.#world.clock.now();
    this.#finishes = this.#finishes.filter((time) => time > now - rateWindow);
    const first = this.#finishes[0];
    if (first === undefined || this.#finishes.length < 3 || now - first < 1_000) return null;
    return (this.#finishes.length * 1_000) / (now - first);
  }
}

/** What was stored of a run, for a page that only shows it. */
export function snapshotOfStored(run: StoredRun, stored: readonly StoredItem[]): RunSnapshot {
  const items = stored.map((item) => ({ ...item, read: null }));
  return {
    run,
    phase: run.ended === null ? 'running' : 'ended',
    items,
    counts: countStates(items),
    reading: null,
    problem: null,
    signedOut: false,
    rate: null,
    timeLeft: null,
    stored: true,
  };
}

const needsReading = (item: BulkItem): boolean => item.read === null || 'error' in item.read;

const toStored = ({ read: _read, former: _former, ...item }: BulkItem): StoredItem => item;

function countStates(items: readonly BulkItem[]): RunCounts {
  const counts = { waiting: 0, underWay: 0, done: 0, failed: 0, inDoubt: 0, skipped: 0 };
  for (const { state } of items) {
    if (state.at === 'waiting') counts.waiting += 1;
    else if (state.at === 'under-way') counts.underWay += 1;
    else if (state.at === 'done') counts.done += 1;
    else if (state.at === 'failed') counts.failed += 1;
    else if (state.at === 'in-doubt') counts.inDoubt += 1;
    else if (state.at === 'skipped') counts.skipped += 1;
  }
  return counts;
}
