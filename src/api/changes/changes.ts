import { refKey, type Subject } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import { type ChangeRequest, type ChangeState, calledOf, changeKey, isOver } from './change.ts';
import { type Change, ChangeStore, pageChanges } from './change-store.ts';
import { pageQueue } from './page-queue.ts';
import type { ChangePorts } from './ports.ts';
import { changePorts } from './real-ports.ts';
import { runChange } from './run-change.ts';

/** What may still be done to a change of this page. */
interface Control {
  readonly cancel: AbortController;
  readonly end: Promise<ChangeState>;
}

/** Where changes that wait outlive the page. */
export interface Queue {
  /** Resolves when it is kept, or cannot be. */
  keep(change: Omit<Change, 'state'>): Promise<void>;
  forget(change: Omit<Change, 'state'>): void;
}

/** Carries changes out and keeps them in a store. */
export class Changes {
  readonly #ports: ChangePorts;
  readonly #store: ChangeStore;
  /** The latest change of each key. */
  readonly #controls = new Map<string, Control>();

  readonly #queue: Queue | null;

  constructor(ports: ChangePorts, store = new ChangeStore(), queue: Queue | null = null) {
    this.#ports = ports;
    this.#store = store;
    this.#queue = queue;
  }

  all = (): readonly Change[] => this.#store.all();

  /** As the store tells it. */
  of = (subject: Subject): Change<Persistence> | undefined => this.#store.of(subject);

  find = (key: string): Change | undefined => this.#store.find(key);

  /**
   * Starts a change; one of a kind at a time for each subject. Another one of the same load balancer, which takes one write at a time, goes
   * before it. Resolves with its end.
   */
  async start<Value>(request: ChangeRequest<Value>): Promise<ChangeState> {
    const key = changeKey(request);
    const goingOn = this.#goingOn(request.subject);
    if (goingOn.some((change) => change.key === key))
      throw new Error(`A change of ${calledOf(request)} is under way. Wait for it or cancel it.`);
    const cancel = new AbortController();
    const end = this.#run({ ...request, key }, goingOn, cancel.signal);
    this.#controls.set(key, { cancel, end });
    return end;
  }

  /**
   * Starts a change that may take several requests, each a change of its own; what comes after one that failed is not begun. Resolves with
   * the end of the last one begun.
   */
  async startInSteps<Value>(request: ChangeRequest<Value>): Promise<ChangeState> {
    const { kind, before: from, after: to } = request;
    const values = kind.steps?.(from, to) ?? [to];
    if (values.length < 2) return this.start(request);
    let before = from;
    for (const [index, after] of values.entries()) {
      const isLast = index === values.length - 1;
      const end = await this.start({ ...request, before, after, step: { from, to, isLast } });
      if (end.at !== 'done' || isLast) return end;
      before = after;
    }
    throw new Error('A change in steps has a last one.');
  }

  async #run(change: Omit<Change, 'state'>, before: readonly Change[], signal: AbortSignal): Promise<ChangeState> {
    // Those of a run are kept with it; a secret is kept nowhere.
    const queue = change.run === null && change.kind.isSecret?.(change.after) !== true ? this.#queue : null;
    let latest: ChangeState | null = null;
    const show = (state: ChangeState) => {
      if (!signal.aborted) this.#store.set({ ...change, state });
    };
    const report = (state: ChangeState) => {
      latest = state;
      if (isOver(state)) queue?.forget(change);
      if (state.at !== 'queued' || !queue || signal.aborted) return show(state);
      // It is said to wait when it is kept: who leaves the page then loses nothing.
      void queue.keep(change).then(() => {
        if (latest === state) show(state);
      });
    };
    const ports: ChangePorts = {
      ...this.#ports,
      write: (request) => {
        // From here on it may have been carried out: no other page may send it again.
        queue?.forget(change);
        return this.#ports.write(request);
      },
    };
    show({ at: 'sending' });
    if (before.length > 0) report({ at: 'queued', waitingFor: 'PENDING_UPDATE' });
    if (before.length > 0) await Promise.all(before.map(({ key }) => this.#controls.get(key)?.end));
    return runChange(change, ports, report, signal);
  }

  /** Takes back a change that has not been sent. */
  cancel(key: string): void {
    const change = this.#store.find(key);
    if (change?.state.at !== 'queued') return;
    this.#controls.get(change.key)?.cancel.abort();
    if (change.run === null) this.#queue?.forget(change);
    this.#store.set({ ...change, state: { at: 'cancelled' } });
  }

  /** Removes a change that is over. */
  dismiss(key: string): void {
    const change = this.#store.find(key);
    if (change && isOver(change.state)) this.#store.remove(key);
  }

  /** Changes of the load balancer that are not over. */
  #goingOn(subject: Subject): readonly Change[] {
    return this.#store.all().filter(({ subject: other, state }) => refKey(other) === refKey(subject) && !isOver(state));
  }
}

/** The change that takes another one back. */
export const reversed = <Value>({
  kind,
  subject,
  name,
  partName,
  before,
  after,
  step,
}: ChangeRequest<Value>): ChangeRequest<Value> => ({
  kind: kind.reversal?.(step?.from ?? before, after) ?? kind,
  subject,
  name,
  ...(partName === undefined ? {} : { partName }),
  before: after,
  after: step?.from ?? before,
  reason: 'Revert',
  run: null,
  whenBusy: 'wait',
});

/** Carries out the changes of this page. */
export const changes = new Changes(changePorts, pageChanges, pageQueue);
