import type { Clock } from '../../../contract/shared/clock.ts';
import type { RunStorage } from './indexed-db.ts';
import type { BulkPorts } from './ports.ts';
import { stateAfterReload } from './recovery.ts';
import { Throughput } from './throughput.ts';
import {
  type BulkItem,
  countStates,
  type ItemState,
  type Phase,
  type RunSnapshot,
  type StoredItem,
  type StoredRun,
  timeOf,
  toStored,
} from './types.ts';

const publishInterval = 100;

export const planned: ItemState = { at: 'planned' };

/** How far a run has come and what there is to say of it; what a reload begins without. */
type View = Pick<RunSnapshot, 'phase' | 'reading' | 'problem' | 'signedOut'>;

/** When something last happened in a run that was cut off, as far as it was stored. */
const lastKnown = ({ started }: StoredRun, items: readonly StoredItem[]): number =>
  items.reduce((last, { state }) => Math.max(last, timeOf(state)), started ?? 0);

const isLeft = ({ state }: StoredItem): boolean => state.at === 'waiting' || state.at === 'in-doubt';

/** The run as it goes on from what was stored: one that was under way has ended when the last of it is known. */
function restored(run: StoredRun, items: readonly BulkItem[], stored: readonly StoredItem[]): StoredRun {
  if (run.started === null || run.ended !== null) return run;
  const cutOff = 'The page was closed or reloaded while this run was under way.';
  return { ...run, ended: lastKnown(run, stored), endedBecause: items.some(isLeft) ? cutOff : run.endedBecause };
}

/** A run and its items as they are now, what the browser keeps of them, and whoever follows them. */
export class RunState {
  readonly #storage: RunStorage;
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  readonly #throughput = new Throughput();
  #run: StoredRun;
  #items: BulkItem[];
  #view: View;
  #stored = true;
  #snapshot: RunSnapshot;
  #publishing = false;

  /** Goes on from what was stored: a run that has begun is over, and a plan begins afresh. */
  constructor(
    run: StoredRun,
    items: readonly StoredItem[],
    { storage, clock, kindOf }: Pick<BulkPorts, 'storage' | 'clock' | 'kindOf'>,
  ) {
    const begun = run.started !== null;
    this.#items = items.map((item) => ({
      ...item,
      kind: kindOf(item),
      read: null,
      ...(begun ? { state: stateAfterReload(item.state) } : { planned: null, state: planned }),
    }));
    this.#run = restored(run, this.#items, items);
    this.#view = { phase: begun ? 'ended' : 'choosing', reading: null, problem: null, signedOut: false };
    this.#storage = storage;
    this.#clock = clock;
    this.#snapshot = this.#take();
  }

  snapshot = (): RunSnapshot => this.#snapshot;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get run(): StoredRun {
    return this.#run;
  }

  get items(): readonly BulkItem[] {
    return this.#items;
  }

  get phase(): Phase {
    return this.#view.phase;
  }

  get problem(): string | null {
    return this.#view.problem;
  }

  /** Whether something is still to be sent or to be found out. */
  get hasLeft(): boolean {
    return this.#items.some(isLeft);
  }

  item(index: number): BulkItem {
    return this.#items[index] as BulkItem;
  }

  /** Shows it at once. */
  show(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    this.#publish();
  }

  /** So many of those that a plan needs are read; shown with the next change. */
  noteRead(done: number): void {
    const { reading } = this.#view;
    if (reading) this.#view = { ...this.#view, reading: { ...reading, done } };
  }

  /** One has ended at this time (milliseconds since the Unix epoch). */
  noteEnd(time: number): void {
    this.#throughput.note(time);
  }

  changeRun(change: Partial<StoredRun>): void {
    this.#run = { ...this.#run, ...change };
    void this.#store((storage) => storage.saveRun(this.#run));
  }

  change(index: number, change: Partial<BulkItem>): void {
    this.#items[index] = { ...this.item(index), ...change };
    this.#touch();
  }

  /** Takes other items, or these changed; nothing of it is stored or shown yet. */
  replace(items: readonly BulkItem[]): void {
    this.#items = [...items];
  }

  /** Changes these items; nothing of it is stored or shown yet. */
  changeWhere(which: (item: BulkItem) => boolean, change: (item: BulkItem) => Partial<BulkItem>): void {
    this.replace(this.#items.map((item) => (which(item) ? { ...item, ...change(item) } : item)));
  }

  saveItem(index: number): Promise<void> {
    const item = toStored(this.item(index));
    return this.#store((storage) => storage.saveItems(this.#run.id, [item]));
  }

  /** Stores the run and its items as they are. */
  saveAll(): Promise<void> {
    return this.#store((storage) => storage.saveAll(this.#run, this.#items.map(toStored)));
  }

  async #store(task: (storage: RunStorage) => Promise<void>): Promise<void> {
    try {
      await task(this.#storage);
    } catch {
      this.#stored = false;
      this.#touch();
    }
  }

  /** Publishes soon: several changes in a tenth of a second are drawn once. */
  #touch(): void {
    if (this.#publishing) return;
    this.#publishing = true;
    this.#clock.after(publishInterval, () => {
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
    const rate = this.#throughput.perSecond(this.#clock.now());
    const left = counts.waiting + counts.underWay;
    return {
      ...this.#view,
      run: this.#run,
      items: [...this.#items],
      counts,
      rate,
      timeLeft: rate && this.#view.phase === 'running' ? (left / rate) * 1_000 : null,
      // False when the browser refused to store the run: a reload would lose the record.
      stored: this.#stored,
    };
  }
}
