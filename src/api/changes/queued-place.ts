import type { Owner } from '../http/session.ts';

/** Where the browser's storage keeps the changes that wait: each has a place of its own, so that tabs write over nobody's. */
const begin = 'holdfast-queued ';

const prefixOf = ({ service, account, user }: Owner): string => `${begin}${JSON.stringify([service, account, user])} `;

/** Where somebody's change of a subject is kept, by the subject's key. */
export const placeOf = (owner: Owner & { readonly key: string }): string => prefixOf(owner) + owner.key;

function places(prefix: string): readonly string[] {
  try {
    return Object.keys(localStorage).filter((place) => place.startsWith(prefix));
  } catch {
    // Nothing is kept where storage is forbidden.
    return [];
  }
}

/** The places of what somebody's pages have queued. */
export const placesOf = (owner: Owner): readonly string[] => places(prefixOf(owner));

/** Whether anything is kept. Light, as every page asks. */
export const hasQueued = (): boolean => places(begin).length > 0;

/** Forgets what somebody has queued, as when they sign out. Others' stays. */
export function forgetQueuedOf(owner: Owner): void {
  for (const place of placesOf(owner)) localStorage.removeItem(place);
}
