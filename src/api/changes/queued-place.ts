/** Where the browser's storage keeps the changes that wait. */
export const queuedPlace = 'holdfast-queued-changes';

/** Whether it keeps any. Light, as every page asks. */
export function hasQueued(): boolean {
  try {
    return localStorage.getItem(queuedPlace) !== null;
  } catch {
    return false;
  }
}

/** Forgets all of them. */
export function forgetAllQueued(): void {
  try {
    localStorage.removeItem(queuedPlace);
  } catch {
    // Nothing is kept where storage is forbidden.
  }
}
