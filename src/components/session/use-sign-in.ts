import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type CloudCredentials,
  type Credentials,
  type Session,
  type SessionState,
  sessionQuery,
  signIn,
  type Unfinished,
} from '../../api/http/session.ts';

/** One sign-in at a time. `busy` names what is being tried, and stays once it is done: the page is about to change. */
export function useSignIn(onSignedIn: (session: Session) => void) {
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);

  /** Resolves with what is missing; null when somebody is signed in, or when another attempt is under way. Throws an ApiError. */
  async function attempt(what: string, given: Credentials | CloudCredentials): Promise<Unfinished | null> {
    if (busy) return null;
    setBusy(what);
    try {
      const answer = await signIn(given);
      if ('need' in answer) {
        setBusy(null);
        return answer;
      }
      const state: SessionState = { signedIn: true, session: answer };
      queryClient.setQueryData(sessionQuery.queryKey, state);
      onSignedIn(answer);
      return null;
    } catch (cause) {
      setBusy(null);
      throw cause;
    }
  }
  return { busy, attempt };
}
