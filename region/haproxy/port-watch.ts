import type { RunningLoadBalancer } from '../data-plane.ts';
import { areFree, listenersOf, type Plan } from './plan.ts';
import type { Refusals } from './refusals.ts';
import type { Sections } from './sections.ts';

/** Milliseconds. */
const shortestPause = 1000;
const longestPause = 60_000;

/** Looks whether a port is free by now that a load balancer waits for. */
export class PortWatch {
  readonly #refusals: Refusals;
  readonly #sections: Sections;
  #waiting = 0;
  #found = 0;
  #pause = 0;

  constructor(refusals: Refusals, sections: Sections) {
    this.#refusals = refusals;
    this.#sections = sections;
  }

  /**
   * Whether there is such a port. One that is free for us and yet not for HAProxy is not found for ever at the same pace.
   * `held`: listeners that can be taken over.
   */
  async find(
    wanted: ReadonlyMap<number, RunningLoadBalancer>,
    running: Plan,
    held: ReadonlySet<string>,
  ): Promise<boolean> {
    const waiting = this.#refusals.waiting(wanted);
    if (waiting.length < this.#waiting) this.#pause = 0;
    this.#waiting = waiting.length;
    if (waiting.length === 0 || performance.now() < this.#found + this.#pause) return false;
    const claimed = (id: number) => listenersOf(new Map([...running].filter(([other]) => other !== id)));
    const free = await Promise.all(
      waiting.map(async (source) => {
        const section = this.#sections.of(source);
        return section && typeof section !== 'string' && areFree(section, claimed(source.id), held);
      }),
    );
    if (!free.some(Boolean)) return false;
    this.#pause = Math.min(longestPause, 2 * this.#pause || shortestPause);
    this.#found = performance.now();
    return true;
  }
}
