import { Pool } from 'undici';

export interface Shot {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends requests over kept connections, one at a time on each, and tells how long every one took. */
export class Gun {
  readonly #pool: Pool;
  readonly #connections: number;

  constructor(origin: string, connections: number) {
    this.#connections = connections;
    this.#pool = new Pool(origin, { connections, pipelining: 1 });
  }

  /** Milliseconds from sending one request to the end of its answer. Throws when the status is not one of `expected`. */
  async one(shot: Shot, expected: readonly number[] = [200, 202]): Promise<number> {
    const started = performance.now();
    const { statusCode, body } = await this.#pool.request(shot);
    const text = await body.text();
    const took = performance.now() - started;
    if (!expected.includes(statusCode))
      throw new Error(`${shot.method} ${shot.path} answered ${statusCode}: ${text.slice(0, 200)}`);
    return took;
  }

  /** Fires for `duration` milliseconds on every connection. `next` makes the request with a running number. */
  async for(
    duration: number,
    next: (index: number) => Shot,
    expected?: readonly number[],
  ): Promise<{ times: number[]; perSecond: number }> {
    const times: number[] = [];
    const started = performance.now();
    let index = 0;
    await Promise.all(
      Array.from({ length: this.#connections }, async () => {
        while (performance.now() - started < duration) times.push(await this.one(next(index++), expected));
      }),
    );
    return { times, perSecond: (times.length * 1000) / (performance.now() - started) };
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
