import { useQuery } from '@tanstack/react-query';
import { type Session, sessionQuery } from '../../api/http/session.ts';

/** Who is signed in; null when nobody is, which the explorer allows. */
export function useExplorerSession(): Session | null {
  const { data } = useQuery(sessionQuery);
  return data?.signedIn ? data.session : null;
}
