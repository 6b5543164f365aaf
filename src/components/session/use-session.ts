import { useQuery } from '@tanstack/react-query';
import { may, type Right, roleFor } from '../../../contract/clb/roles.ts';
import { type Session, sessionQuery } from '../../api/http/session.ts';

/** Who is signed in. Only for pages inside the frame, whose loader has made sure of it. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data?.signedIn) throw new Error('Nobody is signed in.');
  return data.session;
}

/** Why the session may not do it, as a sentence that names the missing role; null when it may. */
export const missingRole = (session: Session, right: Right): string | null =>
  may(session.roles, right)
    ? null
    : `Needs the role ${roleFor[right]}; ${session.user} has ${session.roles.join(', ') || 'none'}.`;
