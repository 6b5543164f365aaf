import type { StoredItem, StoredRun } from './types.ts';

/** Where the browser keeps what a run did, so that a reload loses nothing. */
export interface RunStorage {
  load(id: string): Promise<{ run: StoredRun; items: StoredItem[] } | null>;
  saveRun(run: StoredRun): Promise<void>;
  /** Stores the run with these items and no others. */
  saveAll(run: StoredRun, items: readonly StoredItem[]): Promise<void>;
  /** Resolves when the items are stored: a write is sent only after its intent is. */
  saveItems(run: string, items: readonly StoredItem[]): Promise<void>;
}

/** Runs are forgotten after a week; the panel's history keeps what was sent. */
const runsKeptFor = 7 * 24 * 60 * 60 * 1_000;

const done = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const itemsOf = (run: string): IDBKeyRange => IDBKeyRange.bound([run], [run, []]);

async function open(now: number): Promise<IDBDatabase> {
  const request = indexedDB.open('holdfast-runs', 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('runs', { keyPath: 'id' });
    request.result.createObjectStore('items');
  };
  const database = await answer(request);
  const transaction = database.transaction(['runs', 'items'], 'readwrite');
  const runs = transaction.objectStore('runs');
  for (const run of (await answer(runs.getAll())) as StoredRun[]) {
    if (run.created > now - runsKeptFor) continue;
    runs.delete(run.id);
    transaction.objectStore('items').delete(itemsOf(run.id));
  }
  await done(transaction);
  return database;
}

/** Runs in IndexedDB. A browser that refuses storage makes every call fail; the caller says that a reload would lose the record. */
export function indexedDbStorage(now: () => number): RunStorage {
  let opened: Promise<IDBDatabase> | undefined;
  const database = (): Promise<IDBDatabase> => {
    opened ??= open(now());
    return opened;
  };
  return {
    async load(id) {
      const transaction = (await database()).transaction(['runs', 'items']);
      const [run, items] = await Promise.all([
        answer(transaction.objectStore('runs').get(id)) as Promise<StoredRun | undefined>,
        answer(transaction.objectStore('items').getAll(itemsOf(id))) as Promise<StoredItem[]>,
      ]);
      return run ? { run, items: items.sort((a, b) => a.index - b.index) } : null;
    },
    async saveRun(run) {
      const transaction = (await database()).transaction('runs', 'readwrite');
      transaction.objectStore('runs').put(run);
      await done(transaction);
    },
    async saveAll(run, items) {
      const transaction = (await database()).transaction(['runs', 'items'], 'readwrite');
      transaction.objectStore('runs').put(run);
      const store = transaction.objectStore('items');
      store.delete(itemsOf(run.id));
      for (const item of items) store.put(item, [run.id, item.index]);
      await done(transaction);
    },
    async saveItems(run, items) {
      const transaction = (await database()).transaction('items', 'readwrite');
      const store = transaction.objectStore('items');
      for (const item of items) store.put(item, [run, item.index]);
      await done(transaction);
    },
  };
}
