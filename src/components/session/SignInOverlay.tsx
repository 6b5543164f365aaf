import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { barRequests } from '../../api/http/client.ts';
import { accountWords, isSameOwner, type SessionState, sessionQuery } from '../../api/http/session.ts';
import { signInFormQuery } from '../../api/http/sign-in-form.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { Button } from '../controls/Button.tsx';
import { Dialog } from '../dialogs/Dialog.tsx';
import { toast } from '../notifications/notices.ts';
import { SignInForm } from './SignInForm.tsx';
import { signedInAgain, signedOutKey } from './session-expired.ts';

/** Sign-in over the page: what is under it stays as it was, and its reads are made again afterwards. */
export default function SignInOverlay() {
  const queryClient = useQueryClient();
  const current = useQuery({ ...sessionQuery, enabled: false }).data;
  // Whose page it is, whoever signs in here.
  const [former] = useState(current);
  const [attempt, setAttempt] = useState(0);
  const session = former?.signedIn ? former.session : null;
  const { data } = useQuery({ ...sessionQuery, queryKey: signedOutKey, staleTime: 0, gcTime: 0 });
  const state = data as SessionState | undefined;
  // A region may refuse a sign-in that the panel still has, as when the cloud revoked its token.
  const form = useQuery({ ...signInFormQuery, enabled: state?.signedIn === true });
  const other = state?.signedIn && !isSameOwner(state.session, session) ? state.session : null;
  return (
    <Dialog title="Sign in again" size={400} firm onClose={() => undefined}>
      <p style={{ marginBottom: 16 }}>Your session expired. Your work is preserved.</p>
      {other ? (
        <p style={{ marginBottom: 16 }}>
          In another tab {other.user} of {accountWords(other)} signed in.{' '}
          <Button variant="link" onClick={() => location.reload()}>
            Open this page as {other.user}
          </Button>
        </p>
      ) : null}
      <SignInForm
        key={attempt}
        signedOut={state && !state.signedIn ? state : form.data}
        former={session}
        onSignedIn={(next) => {
          if (session && !isSameOwner(next, session)) {
            location.reload();
            // Whoever stays, as with a run under way, finds the page as it was, and may sign in as its user.
            queryClient.setQueryData(sessionQuery.queryKey, former);
            barRequests('Somebody else has signed in. Sign in again to continue.');
            setAttempt(attempt + 1);
            return;
          }
          signedInAgain();
          void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
          void inventory.refresh();
          toast({ text: `Signed in again as ${next.user}.` });
        }}
      />
    </Dialog>
  );
}
