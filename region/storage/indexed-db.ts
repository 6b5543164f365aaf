import { groupCommit } from './group.ts';
import type { CommitSink, StoredRecord } from './sink.ts';

const version = 1;
const store = 'record';

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: ['collection', 'key'] });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () =>
      reject(
        new Error(
          `The browser's database ${name} cannot be opened (${request.error?.message ?? 'no reason given'}); clear this site's data and reload.`,
        ),
      );
  });
}

/** Keeps records in the browser's IndexedDB database `name`. Rejects with a sentence when the browser refuses it. */
export async function indexedDbSink(name: string): Promise<CommitSink> {
  const database = await opened(name);

  const write = (records: readonly StoredRecord[]) =>
    new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(store, 'readwrite', { durability: 'strict' });
      transaction.oncomplete = () => resolve();
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
      const target = transaction.objectStore(store);
      for (const record of records) {
        if (record.value === null) target.delete([record.collection, record.key]);
        else target.put(record);
      }
    });

  const group = groupCommit(write, queueMicrotask);
  return {
    load: () =>
      new Promise((resolve, reject) => {
        const request = database.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result as StoredRecord[]);
        request.onerror = () => reject(request.error);
      }),
    append: group.append,
    async close() {
      await group.drained();
      database.close();
    },
  };
}
