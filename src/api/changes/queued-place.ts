import { encoded } from '../../../contract/shared/text.ts';
import type { Session } from '../http/session.ts';

/** Whose a change is: of one user, in one account of one identity service. */
export interface Owner {
  /** Which identity service, as the panel tells them apart: the API's name, and the cloud's where there are several. */
  readonly service: string;
  readonly account: string;
  readonly user: string;
}

export const ownerOf = ({ provider, cloud = '', account, user }: Session): Owner => ({
  service: `${provider} ${cloud}`.trim(),
  account,
  user,
});

const begin = 'holdfast-queued ';
const prefixOf = ({ service, account, user }: Owner): string =>
  `${begin}${encoded(service)} ${encoded(account)} ${encoded(user)} `;

/** Where the browser's storage keeps one change that waits: each has a place of its own, so that tabs write over nobody's. */
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
