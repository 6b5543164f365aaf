import { refKey, type Subject, subjectKey } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import { type ChangeRequest, type ChangeState, isOver } from './change.ts';

/** A change of this page, as far as it has come. */
export interface Change<Value = Persistence> extends ChangeRequest<Value> {
  /** Of its subject. */
  readonly key: string;
  readonly state: ChangeState;
}

/** Changes, one for each subject, and whoever looks at them. Apart from what carries them out, whose code comes with the first one. */
export class ChangeStore {
  #changes: readonly Change[] = [];
  readonly #listeners = new Set<() => void>();

  all = (): readonly Change[] => this.#changes;

  /** The latest change of the subject; of a load balancer that of any of its parts, one under way before one that is over. */
  of(subject: Subject): Change | undefined {
    if (subject.part !== undefined) return this.find(subject);
    const ofLoadBalancer = this.#changes.filter((change) => refKey(change.subject) === refKey(subject));
    return ofLoadBalancer.findLast(({ state }) => !isOver(state)) ?? ofLoadBalancer.at(-1);
  }

  /** The latest change of exactly this subject. */
  find(subject: Subject): Change | undefined {
    return this.#changes.find(({ key }) => key === subjectKey(subject));
  }

  /** Takes the place of the subject's former one. */
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

/** The changes of this page: what the dialog shows, and what the tray keeps when it is closed. */
export const pageChanges = new ChangeStore();
