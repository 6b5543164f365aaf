import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isSameOwner, onOtherTab, type Session } from '../../api/http/session.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { signedInAgain, signedOutKey, signInEnded } from './session-expired.ts';

/**
 * The tabs of a browser share one sign-in. When another tab ends it or signs somebody else in, this one asks to sign in again: what
 * stands in it is not theirs to change. When the same user is back, it goes on.
 */
export function useOtherTabs(session: Session | null): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (!session) return;
    return onOtherTab((other) => {
      if (!isSameOwner(other, session)) {
        signInEnded.set(true);
        // Sign-in that stands over the page already says who it is now.
        void queryClient.invalidateQueries({ queryKey: signedOutKey });
      } else if (signInEnded.get()) {
        signedInAgain();
        void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
        void inventory.refresh();
      }
    });
  }, [session, queryClient]);
}
