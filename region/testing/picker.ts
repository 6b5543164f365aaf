/** Makes choices out of generated numbers, so that a property test can replay and shrink them. When they run out every choice is the first. */
export class Picker {
  readonly #numbers: readonly number[];
  #at = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A whole number, 0 ≤ n < `end`. */
  number(end: number): number {
    const number = this.#numbers[this.#at] ?? 0;
    this.#at += 1;
    return number % end;
  }

  /** Put the plainest choice first: failures shrink towards it. */
  of<Item>(items: readonly Item[]): Item {
    return items[this.number(items.length)]!;
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.number(100) >= 100 - percent;
  }

  /** Up to `most` things, each made by `make`. */
  list<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: this.number(most + 1) }, make);
  }
}
