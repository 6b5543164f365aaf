import { useQuery } from '@tanstack/react-query';
import { type Session, sessionQuery } from '../../api/http/session.ts';
import type { Right } from '../../api/providers/provider.ts';
import { currentProvider } from '../../api/providers/providers.ts';

/** Who is signed in. Only for pages inside the frame, whose loader has made sure of it. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data?.signedIn) throw new Error('Nobody is signed in.');
  return data.session;
}

/** Why the session may not do it, as a sentence that names the missing role; null when it may. */
export const missingRole = (session: Session, right: Right): string | null =>
  currentProvider().missingRight(session, right);
