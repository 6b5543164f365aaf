/** Writes handed to the queue at once for a region, so that a pause is soon. */
const senders = 4;
/** Load balancers under way at once in a region: a write every tenth of a second that takes five to be read back, and room. */
const underWayLimit = 64;

interface Lane {
  /** Places of the items that have not begun, the next one last. */
  left: number[];
  sending: number;
  underWay: number;
}

/** Which item of a run goes next: the regions have their limits apart. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  /** Takes these items as the ones that have not begun, in their order. */
  fill(items: readonly { readonly region: string; readonly index: number }[]): void {
    for (const lane of this.#lanes.values()) lane.left = [];
    for (const { region, index } of items) this.#lane(region).left.push(index);
    for (const lane of this.#lanes.values()) lane.left.reverse();
  }

  /** The place of an item that may go now; null when there is none. */
  next(): number | null {
    for (const { left, sending, underWay } of this.#lanes.values())
      if (left.length > 0 && sending < senders && underWay < underWayLimit) return left.pop() ?? null;
    return null;
  }

  /** Counts what goes on in a region: so many more (or fewer) are being sent, or are under way. */
  count(region: string, { sending = 0, underWay = 0 }: { sending?: number; underWay?: number }): void {
    const lane = this.#lane(region);
    lane.sending += sending;
    lane.underWay += underWay;
  }

  #lane(region: string): Lane {
    let lane = this.#lanes.get(region);
    if (!lane) {
      lane = { left: [], sending: 0, underWay: 0 };
      this.#lanes.set(region, lane);
    }
    return lane;
  }
}
