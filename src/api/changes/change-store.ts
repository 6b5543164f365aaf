import { refKey, type Subject, subjectKey } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import { type ChangeRequest, type ChangeState, isOver } from './change.ts';
import { persistenceKindName } from './persistence-kind-name.ts';

/** A change of this page, as far as it has come. */
export interface Change<Value = unknown> extends ChangeRequest<Value> {
  /** Of what it changes: one at a time. */
  readonly key: string;
  readonly state: ChangeState;
}

export const isOfPersistence = (change: Change): change is Change<Persistence> =>
  change.kind.name === persistenceKindName;

/** Changes, the latest of each thing that is changed, and whoever looks at them. Apart from what carries them out, whose code comes with the first one. */
export class ChangeStore {
  #changes: readonly Change[] = [];
  readonly #listeners = new Set<() => void>();

  all = (): readonly Change[] => this.#changes;

  /** The latest change of the subject's session persistence; of a load balancer that of any of its parts, one under way before one that is over. */
  of(subject: Subject): Change<Persistence> | undefined {
    const changes = this.#changes.filter(isOfPersistence);
    if (subject.part !== undefined) return changes.find(({ key }) => key === subjectKey(subject));
    const ofLoadBalancer = changes.filter((change) => refKey(change.subject) === refKey(subject));
    return ofLoadBalancer.findLast(({ state }) => !isOver(state)) ?? ofLoadBalancer.at(-1);
  }

  find(key: string): Change | undefined {
    return this.#changes.find((change) => change.key === key);
  }

  /** Takes the place of the former one of the same. */
  set(change: Change): void {
    this.#publish([...this.#changes.filter(({ key }) => key !== change.key), change]);
  }

  remove(key: string): void {
    this.#publish(this.#changes.filter((change) => change.key !== key));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #publish(changes: readonly Change[]): void {
    this.#changes = changes;
    for (const listener of this.#listeners) listener();
  }
}

/** The changes of this page: what the dialogs show, and what the tray keeps when they are closed. */
export const pageChanges = new ChangeStore();
