import { type LoadBalancerRef, refKey } from '../../model/load-balancer.ts';

/** Writes handed to the queue at once for a region, so that a pause is soon. */
const sendersPerRegion = 4;
/** Load balancers under way at once in a region: a write every tenth of a second that takes five to be read back, and room. */
const underWayPerRegion = 64;

/** Places of a load balancer's items that have not begun, the next one last. */
interface Waiting {
  readonly key: string;
  readonly places: number[];
}

interface RegionQueue {
  /** By load balancer, the next one last. */
  left: Waiting[];
  sending: number;
  underWay: number;
}

/** Which item of a run goes next: the regions have their limits apart, and a load balancer takes one write at a time. */
export class RegionScheduler {
  readonly #regions = new Map<string, RegionQueue>();
  /** Load balancers with an item that has begun → places of their other items, the next one last. */
  readonly #busy = new Map<string, number[]>();

  /** Takes these items as the ones that have not begun, in their order. */
  fill(items: readonly (LoadBalancerRef & { readonly index: number })[]): void {
    for (const queue of this.#regions.values()) queue.left = [];
    for (const { region } of items) this.#region(region);
    for (const key of this.#busy.keys()) this.#busy.set(key, []);
    for (const [key, ofOne] of Map.groupBy(items.toReversed(), refKey)) {
      const places = ofOne.map(({ index }) => index);
      if (this.#busy.has(key)) this.#busy.set(key, places);
      else this.#region(ofOne[0]!.region).left.push({ key, places });
    }
  }

  /** The place of the item that may go now, which makes its load balancer busy; null when there is none. */
  next(): number | null {
    for (const { left, sending, underWay } of this.#regions.values()) {
      if (sending >= sendersPerRegion || underWay >= underWayPerRegion) continue;
      const waiting = left.pop();
      if (!waiting) continue;
      this.#busy.set(waiting.key, waiting.places);
      return waiting.places.pop() ?? null;
    }
    return null;
  }

  /** The load balancer's item is over: gives the places of its others, of which the next may go. */
  over(ref: LoadBalancerRef): readonly number[] {
    const key = refKey(ref);
    const places = this.#busy.get(key) ?? [];
    this.#busy.delete(key);
    if (places.length > 0) this.#region(ref.region).left.push({ key, places });
    return places;
  }

  /** Counts what goes on in a region: so many more (or fewer) are being sent, or are under way. */
  count(region: string, { sending = 0, underWay = 0 }: { sending?: number; underWay?: number }): void {
    const queue = this.#region(region);
    queue.sending += sending;
    queue.underWay += underWay;
  }

  #region(region: string): RegionQueue {
    let queue = this.#regions.get(region);
    if (!queue) {
      queue = { left: [], sending: 0, underWay: 0 };
      this.#regions.set(region, queue);
    }
    return queue;
  }
}
