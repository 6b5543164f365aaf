import type { HeaderReader } from '../request.ts';
import type { Session, SessionStore } from './session.ts';

/**
 * Sign-ins in memory, for places without cookies (the static demo) and for tests. `identify` says whose request it is;
 * without it everyone is the same person.
 */
export function memorySessions(identify: (headers: HeaderReader) => string = () => 'only'): SessionStore {
  const sessions = new Map<string, Session>();
  return {
    async read(headers) {
      return sessions.get(identify(headers)) ?? null;
    },
    async save(session, headers) {
      sessions.set(identify(headers), session);
      return null;
    },
    async remove(headers) {
      sessions.delete(identify(headers));
      return null;
    },
  };
}
