import { Suspense } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import { Announcer } from './Announcer.tsx';
import { openQuestion } from './confirm.ts';
import { lazyPart } from './lazy-part.ts';
import { signInEnded } from './signed-out.ts';
import { Toasts } from './Toasts.tsx';
import { useStore } from './use-store.ts';

const ConfirmDialog = lazyPart(() => import('./ConfirmDialog.tsx'));
const SignInOverlay = lazyPart(() => import('./SignInOverlay.tsx'));

/** What every page has around it, signed in or not. */
export function Root() {
  const asking = useStore(openQuestion) !== null;
  const ended = useStore(signInEnded);
  return (
    <>
      <Outlet />
      <Toasts />
      <Suspense>
        {ended ? <SignInOverlay /> : null}
        {asking ? <ConfirmDialog /> : null}
      </Suspense>
      <Announcer />
      <ScrollRestoration getKey={({ pathname }) => pathname.replace(/\/session-persistence.*$/, '')} />
    </>
  );
}
