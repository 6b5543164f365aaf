import { refKey, type Subject, subjectKey } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import { type ChangeRequest, type ChangeState, calledOf, isOver } from './change.ts';
import { persistenceKind } from './persistence-kind.ts';
import type { ChangePorts } from './ports.ts';
import { changePorts } from './real-ports.ts';
import { runChange } from './run-change.ts';

/** A change of this page, as far as it has come. */
export interface Change<Value = Persistence> extends ChangeRequest<Value> {
  /** Of its subject. */
  readonly key: string;
  readonly state: ChangeState;
}

/** What is asked for when session persistence is to be changed. */
export type PersistenceRequest = Omit<ChangeRequest<Persistence>, 'kind'>;

/** What may still be done to a change of this page. */
interface Control {
  readonly cancel: AbortController;
  readonly end: Promise<ChangeState>;
}

/** The changes of this page, one for each subject: what the dialog shows and what the tray keeps when it is closed. */
export class Changes {
  readonly #ports: ChangePorts;
  #changes: readonly Change[] = [];
  /** The latest change of each subject. */
  readonly #controls = new Map<string, Control>();
  readonly #listeners = new Set<() => void>();

  constructor(ports: ChangePorts) {
    this.#ports = ports;
  }

  /**
   * Starts a change; one at a time for each subject. That of another part of the same load balancer, which takes one write at a time, goes
   * before it. Resolves with its end.
   */
  async start(asked: PersistenceRequest): Promise<ChangeState> {
    const request: ChangeRequest<Persistence> = { kind: persistenceKind, ...asked };
    const key = subjectKey(request.subject);
    const goingOn = this.#goingOn(request.subject);
    if (goingOn.some((change) => change.key === key))
      throw new Error(`A change of ${calledOf(request)} is under way. Wait for it or cancel it.`);
    const cancel = new AbortController();
    const end = this.#run({ ...request, key }, goingOn, cancel.signal);
    this.#controls.set(key, { cancel, end });
    return end;
  }

  async #run(change: Omit<Change, 'state'>, before: readonly Change[], signal: AbortSignal): Promise<ChangeState> {
    const report = (state: ChangeState) => {
      if (!signal.aborted) this.#set({ ...change, state });
    };
    report(before.length > 0 ? { at: 'queued', waitingFor: 'PENDING_UPDATE' } : { at: 'sending' });
    if (before.length > 0) await Promise.all(before.map(({ key }) => this.#controls.get(key)?.end));
    return runChange(change, this.#ports, report, signal);
  }

  /** Takes back a change that has not been sent. */
  cancel(subject: Subject): void {
    const change = this.#find(subject);
    if (change?.state.at !== 'queued') return;
    this.#controls.get(change.key)?.cancel.abort();
    this.#set({ ...change, state: { at: 'cancelled' } });
  }

  /** Removes a change that is over. */
  dismiss(subject: Subject): void {
    this.#changes = this.#changes.filter(({ key, state }) => key !== subjectKey(subject) || !isOver(state));
    this.#publish();
  }

  /** The latest change of the subject; of a load balancer that of any of its parts, one under way before one that is over. */
  of(subject: Subject): Change | undefined {
    if (subject.part !== undefined) return this.#find(subject);
    const ofLoadBalancer = this.#changes.filter((change) => refKey(change.subject) === refKey(subject));
    return ofLoadBalancer.findLast(({ state }) => !isOver(state)) ?? ofLoadBalancer.at(-1);
  }

  all = (): readonly Change[] => this.#changes;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #find(subject: Subject): Change | undefined {
    return this.#changes.find(({ key }) => key === subjectKey(subject));
  }

  /** Changes of the load balancer that are not over. */
  #goingOn(subject: Subject): readonly Change[] {
    return this.#changes.filter(({ subject: other, state }) => refKey(other) === refKey(subject) && !isOver(state));
  }

  #set(change: Change): void {
    this.#changes = [...this.#changes.filter(({ key }) => key !== change.key), change];
    this.#publish();
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The change that takes another one back. */
export const reversed = ({ subject, name, partName, before, after }: PersistenceRequest): PersistenceRequest => ({
  subject,
  name,
  ...(partName === undefined ? {} : { partName }),
  before: after,
  after: before,
  reason: 'Put back',
  run: null,
  whenBusy: 'wait',
});

export const changes = new Changes(changePorts);
