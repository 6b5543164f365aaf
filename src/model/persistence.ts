import { persistenceLabel } from '../../contract/shared/persistence-words.ts';

/** Session persistence that is on: the API's type, known to this panel or not, and whatever fields came with it. */
export interface EnabledPersistence {
  readonly state: 'enabled';
  readonly type: string;
  /** Name of the cookie that is followed. */
  readonly cookieName?: string;
  /** Seconds that a client is remembered. */
  readonly timeout?: number;
  /** Netmask by which clients share a node. */
  readonly granularity?: string;
}

/** Session persistence as read. */
export type Persistence = { readonly state: 'disabled' } | EnabledPersistence;

export type PersistenceFields = Omit<EnabledPersistence, 'state' | 'type'>;

export const disabled: Persistence = { state: 'disabled' };
export const enabled = (type: string, fields: PersistenceFields = {}): Persistence => ({
  state: 'enabled',
  type,
  ...fields,
});

/** The API's type, or null when disabled. */
export const persistenceType = (persistence: Persistence): string | null =>
  persistence.state === 'enabled' ? persistence.type : null;

/** Everything but whether it is on and its type, by name in a fixed order. */
function fieldsOf(persistence: Persistence): [name: string, value: unknown][] {
  return Object.entries(persistence)
    .filter(([name, value]) => name !== 'state' && name !== 'type' && value !== undefined && value !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The value as text, for comparing and for the history: the type alone where it has no fields, else all of it as JSON. */
export function recordedValue(persistence: Persistence): string {
  const type = persistenceType(persistence) ?? 'DISABLED';
  const fields = fieldsOf(persistence);
  return fields.length === 0 ? type : JSON.stringify({ type, ...Object.fromEntries(fields) });
}

/** The value that `recordedValue` wrote; null for text that is none. */
export function fromRecordedValue(text: string | null): Persistence | null {
  if (text === null || text === '') return null;
  if (text === 'DISABLED') return disabled;
  if (!text.startsWith('{')) return enabled(text);
  try {
    const { type, ...fields } = JSON.parse(text);
    return typeof type === 'string' && type !== '' ? enabled(type, fields) : null;
  } catch {
    return null;
  }
}

export const samePersistence = (a: Persistence, b: Persistence): boolean => recordedValue(a) === recordedValue(b);

/** The value in a word or two: `HTTP cookie`, `Application cookie JSESSIONID`, `Disabled`. */
export function persistenceWords(persistence: Persistence): string {
  const label = persistenceLabel(persistenceType(persistence));
  return persistence.state === 'enabled' && persistence.cookieName ? `${label} ${persistence.cookieName}` : label;
}

export type PersistenceVerb = 'enable' | 'change' | 'disable';

/** What going from one value to another is called; null when they are the same. */
export function verbOf(before: Persistence, after: Persistence): PersistenceVerb | null {
  if (samePersistence(before, after)) return null;
  if (after.state === 'disabled') return 'disable';
  return before.state === 'disabled' ? 'enable' : 'change';
}
