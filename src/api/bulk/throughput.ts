/** Milliseconds over which the rate of a run is taken. */
const rateSpan = 15_000;
/** Fewer ends than this in less time than that say nothing yet. */
const enoughToTell = { ends: 3, milliseconds: 1_000 };

/** How many load balancers a run finishes in a second, of late. Times in milliseconds. */
export class Throughput {
  #ends: number[] = [];

  /** One has ended. */
  note(time: number): void {
    this.#ends.push(time);
  }

  /** Null while too little is known. */
  perSecond(now: number): number | null {
    this.#ends = this.#ends.filter((time) => time > now - rateSpan);
    const first = this.#ends[0];
    if (first === undefined || this.#ends.length < enoughToTell.ends || now - first < enoughToTell.milliseconds)
      return null;
    return (this.#ends.length * 1_000) / (now - first);
  }
}
