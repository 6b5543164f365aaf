/** How many attempts may come at once (`burst`), and how many milliseconds give back one. */
export interface Rate {
  readonly burst: number;
  readonly interval: number;
}

/** Where a key is counted: one cell in each row. */
export type Cells = Uint32Array;

/** A prime number of them, so that all of a cell's 32 bits count. */
const width = 32_749;
const rows = 4;

/**
 * The cells of a key. `salt`: a secret of this process, without which nobody can look for keys that meet in their cells.
 */
export async function cellsOf(salt: string, key: string): Promise<Cells> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${salt} ${key}`));
  return new Uint32Array(digest, 0, rows).map((bits) => bits % width);
}

/**
 * Counts attempts by key in a fixed amount of memory (1 MB), however many keys there are. No key is ever put out for another, so that
 * nobody can flush a count; keys that meet in all four cells are counted together, which fifty thousand others do not bring about
 * (a count-min sketch). A count is a time: that at which all of it will have been given back (a leaky bucket).
 */
export class AttemptCounters {
  readonly #rate: Rate;
  readonly #rows = Array.from({ length: rows }, () => new Float64Array(width));

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** The least of the cells; times further ahead than counting can bring them are from before the clock was set back. */
  #emptyAt(cells: Cells, now: number): number {
    const { burst, interval } = this.#rate;
    const least = Math.min(...this.#rows.map((row, index) => row[cells[index]!]!));
    return least > now + burst * interval ? now : Math.max(least, now);
  }

  /** Milliseconds until one more attempt may be made; 0 now. */
  wait(cells: Cells, now: number): number {
    const { burst, interval } = this.#rate;
    return Math.max(0, this.#emptyAt(cells, now) - (burst - 1) * interval - now);
  }

  /** Counts an attempt. Returns what takes exactly that back. */
  add(cells: Cells, now: number): () => void {
    const emptyAt = this.#emptyAt(cells, now) + this.#rate.interval;
    const raised = this.#rows.map((row, index) => {
      const cell = cells[index]!;
      const former = row[cell]!;
      const behind = former > now + this.#rate.burst * this.#rate.interval;
      if (former >= emptyAt && !behind) return { row, cell, by: 0 };
      row[cell] = emptyAt;
      return { row, cell, by: emptyAt - Math.max(behind ? now : former, now) };
    });
    return () => {
      for (const { row, cell, by } of raised.splice(0)) row[cell]! -= by;
    };
  }
}
