import type { CommitSink, StoredRecord } from './sink.ts';

/** Keeps records as long as the value itself lives: what a test hands to one region after another. */
export function memorySink(): CommitSink {
  const records = new Map<string, StoredRecord>();
  return {
    load: async () => [...records.values()],
    async append(appended) {
      for (const record of appended) {
        const key = `${record.collection}/${record.key}`;
        if (record.value === null) records.delete(key);
        else records.set(key, record);
      }
    },
    close: async () => {},
  };
}
