import type { StoredRecord } from './sink.ts';

interface Waiting {
  readonly records: readonly StoredRecord[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Joins appends into transactions: what arrives in one turn of the event loop, or while a transaction is being written, shares the
 * next. `write` stores one transaction; `soon` runs a task after the current turn. When `write` fails, all that waits fails with it.
 */
export function groupCommit(
  write: (records: readonly StoredRecord[]) => void | Promise<void>,
  soon: (task: () => void) => void,
) {
  let waiting: Waiting[] = [];
  let busy: Promise<void> | null = null;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.flatMap(({ records }) => records));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of [...group, ...waiting]) reject(error);
        waiting = [];
      }
    }
    busy = null;
  }

  return {
    append: (records: readonly StoredRecord[]): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ records, resolve, reject });
        busy ??= new Promise<void>((done) => soon(() => flush().then(done)));
      }),
    /** Resolves when nothing waits any more. */
    drained: async () => {
      await busy;
    },
  };
}
