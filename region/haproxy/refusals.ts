import type { RunningLoadBalancer } from '../data-plane.ts';
import type { Ground, Plan } from './plan.ts';
import { needsNoReload } from './running-changes.ts';
import type { Sections } from './sections.ts';

interface Refusal {
  readonly source: RunningLoadBalancer;
  readonly sentence: string;
  readonly ground: Ground;
}

/** The values that are refused at the moment, one a load balancer at most. */
export class Refusals {
  readonly #sections: Sections;
  readonly #refused = new Map<number, Refusal>();
  /** Load balancers of which the region believes that they are refused. */
  readonly #told = new Set<number>();

  constructor(sections: Sections) {
    this.#sections = sections;
  }

  /** Returns whether it is news. */
  add(source: RunningLoadBalancer, sentence: string, ground: Ground): boolean {
    const news = this.of(source)?.sentence !== sentence;
    this.#refused.set(source.id, { source, sentence, ground });
    return news;
  }

  /** The refusal of this value, or of one that HAProxy is told in the same words. */
  of(source: RunningLoadBalancer): Refusal | undefined {
    const refusal = this.#refused.get(source.id);
    if (!refusal || refusal.source === source) return refusal;
    const [before, after] = [this.#sections.of(refusal.source), this.#sections.of(source)];
    if (typeof before === 'string' || typeof after === 'string') return before === after ? refusal : undefined;
    return before && after && needsNoReload(before, after) ? refusal : undefined;
  }

  /** Whether it is no use to try this value again. */
  condemned = (source: RunningLoadBalancer): boolean => this.of(source)?.ground === 'value';

  delete(id: number): void {
    this.#refused.delete(id);
  }

  /** Forgets what is wanted no more, and what runs after all. */
  keepOnly(wanted: ReadonlyMap<number, RunningLoadBalancer>, running: Plan): void {
    for (const id of this.#refused.keys()) {
      const source = wanted.get(id);
      if (!source || !this.of(source) || running.get(id)?.source === source) this.#refused.delete(id);
    }
  }

  /** The wanted values that wait for a port. */
  waiting(wanted: ReadonlyMap<number, RunningLoadBalancer>): RunningLoadBalancer[] {
    return [...this.#refused.keys()].flatMap((id) => {
      const source = wanted.get(id);
      return source && this.of(source)?.ground === 'listener' ? [source] : [];
    });
  }

  /** The region was told, of these load balancers, which are refused. */
  told(ids: Iterable<number>, refused: ReadonlyMap<number, string>): void {
    for (const id of ids) {
      if (refused.has(id)) this.#told.add(id);
      else this.#told.delete(id);
    }
  }

  /** Whether something runs now that the region was told is refused. Asking forgets it. */
  recovered(wanted: ReadonlyMap<number, RunningLoadBalancer>, running: Plan): boolean {
    let found = false;
    for (const id of this.#told) {
      const source = wanted.get(id);
      if (source && running.get(id)?.source !== source) continue;
      this.#told.delete(id);
      found ||= source !== undefined;
    }
    return found;
  }
}
