import type { Subject } from '../../model/load-balancer.ts';
import type { Owner } from '../http/session.ts';
import { placeOf, placesOf } from './queued-place.ts';

/** A change that waits for its turn, as the browser's storage keeps it over a reload. */
export interface QueuedChange extends Owner {
  /** Name of its kind. */
  readonly kind: string;
  /** One change of each key is kept. */
  readonly key: string;
  /** When it was queued, milliseconds since the Unix epoch. */
  readonly at: number;
  readonly subject: Subject;
  readonly name: string;
  readonly partName?: string;
  /** Both values as the kind records them. */
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Storage is anybody's to write: what does not look like a change is none. */
function isQueued(value: unknown): value is QueuedChange {
  if (!isObject(value) || !isObject(value.subject)) return false;
  const { kind, key, service, account, user, at, subject, name, before, after, reason } = value;
  return (
    [kind, key, service, account, user, name, before, after, reason, subject.region, subject.id].every(isText) &&
    typeof at === 'number'
  );
}

function storedAt(place: string): readonly QueuedChange[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? 'null');
    return isQueued(kept) && placeOf(kept) === place ? [kept] : [];
  } catch {
    return [];
  }
}

function store(change: QueuedChange): void {
  try {
    localStorage.setItem(placeOf(change), JSON.stringify(change));
  } catch {
    // Storage can be forbidden or full: the change then waits in this page alone, which asks before it is left.
  }
}

type Which = Owner & Pick<QueuedChange, 'key'>;

/** Lets go of the claim to each change that this page holds. */
const claims = new Map<string, () => void>();

/**
 * Claims a change for this page, as long as the page is there: only who holds it may send it. `wait`: until the tab of this browser that
 * has it lets go of it, also by closing. False: another tab has it, or the browser has no locks, as on a plain address that is not this
 * machine's. Source: Web Locks API.
 */
export async function claim(change: Which, wait = false): Promise<boolean> {
  const name = placeOf(change);
  if (claims.has(name)) return true;
  if (!('locks' in navigator)) return false;
  return new Promise((resolve) => {
    const asked = navigator.locks.request(name, wait ? {} : { ifAvailable: true }, (lock) => {
      if (lock === null) {
        resolve(false);
        return undefined;
      }
      return new Promise<void>((release) => {
        claims.set(name, release);
        resolve(true);
      });
    });
    // A page without an origin of its own may have no locks.
    Promise.resolve(asked).catch(() => resolve(false));
  });
}

/** The changes that somebody has queued, also by other tabs. */
export const queuedOf = (owner: Owner): readonly QueuedChange[] =>
  placesOf(owner)
    .flatMap(storedAt)
    .sort((a, b) => a.at - b.at);

/** Changes of this page that wait, by their locks. */
const waiting = new Set<string>();

/** Keeps a change of this page that waits. Resolves when it is kept, or when the browser cannot keep it. */
export async function keepQueued(change: QueuedChange): Promise<void> {
  const name = placeOf(change);
  if (waiting.has(name)) return;
  waiting.add(name);
  const own = await claim(change);
  if (own && waiting.has(name)) store(change);
}

/** Forgets a change: it is about to be sent, or will not be. */
export function forgetQueued(change: Which): void {
  const name = placeOf(change);
  if (!waiting.delete(name) && !claims.has(name)) return;
  try {
    localStorage.removeItem(name);
  } catch {
    // Nothing is kept where storage is forbidden.
  }
  claims.get(name)?.();
  claims.delete(name);
}
