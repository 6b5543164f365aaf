import { useQuery } from '@tanstack/react-query';
import { type Session, type SessionState, sessionQuery } from '../../api/http/session.ts';

/** Who is signed in; null when nobody is, which the explorer allows. `state`: what is known of the sign-in besides. */
export function useExplorerSession(): { readonly session: Session | null; readonly state: SessionState } {
  const { data } = useQuery(sessionQuery);
  const state: SessionState = data ?? { signedIn: false, local: false, demoUsers: [], clouds: [] };
  return { session: state.signedIn ? state.session : null, state };
}
