import type { Session, SessionStore } from '../server/sessions/session.ts';

const key = 'holdfast-demo-session';

/** The one sign-in of this tab, kept over a reload. A service worker sees no cookies, and the demo's users are public. */
export function tabSession(storage: Storage): SessionStore {
  return {
    async read() {
      const kept = storage.getItem(key);
      return kept === null ? null : (JSON.parse(kept) as Session);
    },
    async save(session) {
      storage.setItem(key, JSON.stringify(session));
      return null;
    },
    // Demo users have one account, and nothing but a name to prove.
    savePending: async () => null,
    readPending: async () => null,
    async remove() {
      storage.removeItem(key);
      return null;
    },
  };
}
