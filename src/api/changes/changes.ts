import { type LoadBalancerRef, refKey } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import { type ChangeRequest, type ChangeState, isOver } from './change.ts';
import { persistenceKind } from './persistence-kind.ts';
import type { ChangePorts } from './ports.ts';
import { changePorts } from './real-ports.ts';
import { runChange } from './run-change.ts';

/** A change of this page, as far as it has come. */
export interface Change<Value = Persistence> extends ChangeRequest<Value> {
  /** Of the load balancer, which takes one change at a time. */
  readonly key: string;
  readonly state: ChangeState;
}

/** What is asked for when session persistence is to be changed. */
export type PersistenceRequest = Omit<ChangeRequest<Persistence>, 'kind'>;

/** The changes of this page, by load balancer: what the dialog shows and what the tray keeps when it is closed. */
export class Changes {
  readonly #ports: ChangePorts;
  #changes: readonly Change[] = [];
  /** What cancels the latest change of each load balancer. */
  readonly #controls = new Map<string, AbortController>();
  readonly #listeners = new Set<() => void>();

  constructor(ports: ChangePorts) {
    this.#ports = ports;
  }

  /** Starts a change; one at a time for each load balancer. Resolves with its end. */
  async start(asked: PersistenceRequest): Promise<ChangeState> {
    const request: ChangeRequest<Persistence> = { kind: persistenceKind, ...asked };
    const key = refKey(request.subject);
    const current = this.of(request.subject);
    if (current && !isOver(current.state))
      throw new Error(`A change of ${request.name} is under way. Wait for it or cancel it.`);
    const control = new AbortController();
    this.#controls.set(key, control);
    this.#set({ ...request, key, state: { at: 'sending' } });
    return runChange(
      request,
      this.#ports,
      (state) => {
        if (!control.signal.aborted) this.#set({ ...request, key, state });
      },
      control.signal,
    );
  }

  /** Takes back a change that has not been sent. */
  cancel(ref: LoadBalancerRef): void {
    const change = this.of(ref);
    if (change?.state.at !== 'queued') return;
    this.#controls.get(change.key)?.abort();
    this.#set({ ...change, state: { at: 'cancelled' } });
  }

  /** Removes a change that is over. */
  dismiss(ref: LoadBalancerRef): void {
    this.#changes = this.#changes.filter(({ key, state }) => key !== refKey(ref) || !isOver(state));
    this.#publish();
  }

  of(ref: LoadBalancerRef): Change | undefined {
    return this.#changes.find(({ key }) => key === refKey(ref));
  }

  all = (): readonly Change[] => this.#changes;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(change: Change): void {
    this.#changes = [...this.#changes.filter(({ key }) => key !== change.key), change];
    this.#publish();
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The change that takes another one back. */
export const reversed = ({ subject, name, before, after }: PersistenceRequest): PersistenceRequest => ({
  subject,
  name,
  before: after,
  after: before,
  reason: 'Put back',
  run: null,
  whenBusy: 'wait',
});

export const changes = new Changes(changePorts);
