import { Suspense } from 'react';
import type { Session, SignedOut } from '../../api/http/session.ts';
import { lazyPart } from '../layout/lazy-part.ts';
import { ClbSignIn } from './ClbSignIn.tsx';
import type { CloudSignInProps } from './CloudSignIn.tsx';

const CloudSignIn = lazyPart<CloudSignInProps>(() => import('./CloudSignIn.tsx'));

export interface SignInFormProps {
  /** What the server tells somebody who is not signed in; undefined until it is known. */
  signedOut: SignedOut | undefined;
  /** Whose page it is, when its sign-in has ended. */
  former?: Session | null;
  onSignedIn(session: Session): void;
}

/** Signs in: by the form of Cloud Load Balancers, or where there are OpenStack clouds by theirs, whose code comes when it is needed. */
export function SignInForm({ signedOut, former = null, onSignedIn }: SignInFormProps) {
  const clouds = signedOut?.clouds ?? [];
  if (clouds.length > 1 || clouds.some(({ provider }) => provider !== 'clb'))
    return (
      <Suspense>
        <CloudSignIn signedOut={signedOut!} clouds={clouds} former={former} onSignedIn={onSignedIn} />
      </Suspense>
    );
  // Over the page of an OpenStack project: its own form is about to come.
  if (!signedOut && former && former.provider !== 'clb') return null;
  return <ClbSignIn signedOut={signedOut} name={former?.user ?? ''} onSignedIn={onSignedIn} />;
}
