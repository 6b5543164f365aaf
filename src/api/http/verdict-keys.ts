/**
 * Keys that came with this page's writes, by the id of their record: whoever has one may say, once, how the write ended. They last as
 * long as the page; after a reload the server reads and judges instead.
 */
const keys = new Map<string, string>();

/** More than a run has items in flight; the oldest goes first. */
const mostKeys = 20_000;

/** Keeps the key of a record. */
export function keepVerdictKey(id: string, key: string): void {
  keys.set(id, key);
  const [oldest] = keys.keys();
  if (keys.size > mostKeys && oldest !== undefined) keys.delete(oldest);
}

/** The key of a record; null when this page did not make the change, or has said how it ended. */
export const verdictKey = (id: string): string | null => keys.get(id) ?? null;

/** Forgets the key of a record whose outcome is known. */
export const forgetVerdictKey = (id: string): void => void keys.delete(id);
