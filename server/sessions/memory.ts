import type { HeaderReader } from '../request.ts';
import type { PendingSignIn, Session, SessionStore } from './session.ts';

/**
 * Sign-ins in memory, for places without cookies (the static demo) and for tests. `identify` says whose request it is;
 * without it everyone is the same person.
 */
export function memorySessions(identify: (headers: HeaderReader) => string = () => 'only'): SessionStore {
  const sessions = new Map<string, Session>();
  const pending = new Map<string, PendingSignIn>();
  return {
    async read(headers) {
      return sessions.get(identify(headers)) ?? null;
    },
    async save(session, headers) {
      sessions.set(identify(headers), session);
      pending.delete(identify(headers));
      return null;
    },
    async savePending(each, headers) {
      pending.set(identify(headers), each);
      sessions.delete(identify(headers));
      return null;
    },
    async readPending(headers) {
      return pending.get(identify(headers)) ?? null;
    },
    async remove(headers) {
      sessions.delete(identify(headers));
      return null;
    },
  };
}
