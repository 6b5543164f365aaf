import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../../api/http/session.ts';
import { Dialog } from '../../components/dialogs/Dialog.tsx';
import { toast } from '../../components/notifications/notices.ts';
import { SignInForm } from '../../components/session/SignInForm.tsx';

/** Sign-in over the explorer, which keeps all that was filled in. */
export default function SignInDialog({ onClose }: { onClose(): void }) {
  const { data } = useQuery(sessionQuery);
  return (
    <Dialog title="Sign in to send calls" size={400} onClose={onClose}>
      <SignInForm
        signedOut={data && !data.signedIn ? data : undefined}
        onSignedIn={({ user }) => {
          onClose();
          toast({ text: `Signed in as ${user}.` });
        }}
      />
    </Dialog>
  );
}
