import type { Verdict } from '../../../contract/shared/change-record.ts';
import { Planner } from './planner.ts';
import type { BulkPorts } from './ports.ts';
import { stateAfterVerdict } from './recovery.ts';
import { RunState } from './run-state.ts';
import { Runner } from './runner.ts';
import { itemKey, type Phase, type RunSnapshot, type StoredItem, type StoredRun } from './types.ts';

/** A bulk change from plan to record: what may be done with it when. */
export class BulkRun {
  readonly #ports: BulkPorts;
  readonly #state: RunState;
  readonly #planner: Planner;
  readonly #runner: Runner;

  constructor(run: StoredRun, items: readonly StoredItem[], ports: BulkPorts) {
    this.#ports = ports;
    this.#state = new RunState(run, items, ports);
    this.#planner = new Planner(this.#state, ports);
    this.#runner = new Runner(this.#state, ports);
  }

  get id(): string {
    return this.#state.run.id;
  }

  snapshot = (): RunSnapshot => this.#state.snapshot();

  subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  /** Whether leaving the page would cut something off. */
  get busy(): boolean {
    return this.#is('running', 'stopping', 'paused');
  }

  /** Stores the run and its items as they are. */
  keep(): Promise<void> {
    return this.#state.saveAll();
  }

  /** Changes what the user may choose before the run. */
  choose(change: Partial<Pick<StoredRun, 'choice' | 'reason' | 'stopOnError' | 'waitForLocked'>>): void {
    this.#state.changeRun(change);
    if (change.choice !== undefined) this.#planner.sort();
    this.#state.show({});
  }

  /** Takes load balancers out of or into the run before it is planned. */
  replaceItems(items: readonly StoredItem[]): void {
    if (!this.#is('choosing', 'planned')) return;
    const known = new Map(this.#state.items.map((item) => [itemKey(item), item]));
    this.#state.replace(
      items.map((item, index) => ({
        ...(known.get(itemKey(item)) ?? { ...item, kind: this.#ports.kindOf(item), read: null }),
        index,
      })),
    );
    this.#state.show({ phase: 'choosing' });
    void this.keep();
  }

  /** Reads every load balancer that the plan needs. `again`: also those that were read before. */
  async plan(again = false): Promise<void> {
    if (!this.#is('choosing', 'planned')) return;
    await (again ? this.#planner.planAfresh() : this.#planner.plan());
  }

  /** Stops reading; what was read stays. */
  stopReading(): void {
    this.#planner.stopReading();
  }

  /** Drops a plan made for what was left: the run stays as it ended. */
  dropPlan(): void {
    if (this.#state.run.started !== null && this.#is('planned', 'choosing')) this.#planner.drop();
  }

  /** Begins the planned changes. */
  async start(): Promise<void> {
    if (this.#is('planned')) await this.#runner.start();
  }

  /** Lets what is under way finish and begins nothing more. */
  pause(): void {
    this.#runner.pause();
  }

  async resume(): Promise<void> {
    if (this.#is('paused')) await this.#runner.resume();
  }

  /** Ends the run: what is under way finishes, the rest is left. */
  stop(): void {
    if (this.#is('running', 'paused')) this.#runner.stop('Stopped by you.');
  }

  /** Plans again what an ended run left undone: reads what is in doubt, then the rest. */
  async goOn(): Promise<void> {
    if (this.#is('ended')) await this.#planner.planRest();
  }

  /** Plans the failed ones again. */
  async retryFailed(): Promise<void> {
    if (this.#is('ended')) await this.#planner.planAgain('failed');
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

  #is(...phases: readonly Phase[]): boolean {
    return phases.includes(this.#state.phase);
  }
}
