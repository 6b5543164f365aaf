import type { Clock } from '../../contract/shared/clock.ts';
import type { Answer } from './answer.ts';

/** One thing that the control endpoint has put in the way of requests. */
export interface InjectedFault {
  /** Operation id; `*` for every one. */
  readonly operation: string;
  /** Only for this load balancer; null: for all. */
  readonly loadBalancerId: number | null;
  /** Requests that it still meets. */
  times: number;
  /** Milliseconds to wait first. */
  readonly delay: number;
  /** Answered in place of the handler's; null: the request goes on. */
  readonly answer: Answer | null;
}

/** Faults and delays for tests, used up request by request. */
export class FaultInjection {
  readonly #clock: Clock;
  #obstacles: InjectedFault[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(obstacle: InjectedFault): void {
    this.#obstacles.push(obstacle);
  }

  clear(): void {
    this.#obstacles = [];
  }

  get obstacles(): readonly InjectedFault[] {
    return this.#obstacles;
  }

  /** The forced answer, once its delay is over, or null to go on; undefined when nothing is in the way. */
  next(operation: string, loadBalancerId: number | undefined): Promise<Answer | null> | undefined {
    const found = this.#obstacles.find(
      (each) =>
        (each.operation === operation || each.operation === '*') &&
        (each.loadBalancerId === null || each.loadBalancerId === loadBalancerId),
    );
    if (!found) return undefined;
    found.times -= 1;
    if (found.times <= 0) this.#obstacles = this.#obstacles.filter((each) => each !== found);
    const { delay, answer } = found;
    if (delay === 0) return Promise.resolve(answer);
    return new Promise((resolve) => {
      this.#clock.after(delay, () => resolve(answer));
    });
  }
}
