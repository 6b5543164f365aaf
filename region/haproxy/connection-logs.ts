import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';

/** The fields of a line, in HAProxy's order (configuration manual 8.2.2 and 8.2.3). */
const heading = '# client [date] load-balancer node times status bytes … flags connections queues "request"\n';

/**
 * The files of connection logs. HAProxy takes "append" off a file that it is given, so processes that follow each other must share one
 * opening of it, and with that the place where the next line goes; the heading puts that place at the end.
 */
export class ConnectionLogs {
  readonly #folder: string;
  readonly #files = new Map<number, FileHandle>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The open files of these load balancers, in their order. Files of others are closed. */
  async descriptorsOf(ids: readonly number[]): Promise<number[]> {
    for (const [id, file] of this.#files) {
      if (ids.includes(id)) continue;
      this.#files.delete(id);
      await file.close();
    }
    return Promise.all(
      ids.map(async (id) => {
        const file = this.#files.get(id) ?? (await open(join(this.#folder, `${id}.log`), 'a'));
        if (!this.#files.has(id)) await file.write(heading);
        this.#files.set(id, file);
        return file.fd;
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#files.values()].map((file) => file.close()));
    this.#files.clear();
  }
}
