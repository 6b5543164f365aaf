import { Suspense, useEffect, useRef } from 'react';
import { Outlet, ScrollRestoration, useRevalidator } from 'react-router';
import { pageUnder } from '../../model/paths.ts';
import { Tooltip } from '../controls/Tooltip.tsx';
import { useStore } from '../controls/use-store.ts';
import { openQuestion } from '../dialogs/confirm.ts';
import { useTabInside } from '../dialogs/use-tab-inside.ts';
import { Toasts } from '../notifications/Toasts.tsx';
import { signInEnded } from '../session/session-expired.ts';
import { Announcer } from './Announcer.tsx';
import { lazyPart } from './lazy-part.ts';

const ConfirmDialog = lazyPart(() => import('../dialogs/ConfirmDialog.tsx'));
const SignInOverlay = lazyPart(() => import('../session/SignInOverlay.tsx'));

/** What every page has around it, signed in or not. */
export function Root() {
  const asking = useStore(openQuestion) !== null;
  const ended = useStore(signInEnded);
  useRetryWhenSignedIn(ended);
  useTabInside();
  return (
    <>
      <Outlet />
      <Toasts />
      <Tooltip />
      <Suspense>
        {ended ? <SignInOverlay /> : null}
        {asking ? <ConfirmDialog /> : null}
      </Suspense>
      <Announcer />
      <ScrollRestoration getKey={({ pathname }) => pageUnder(pathname)} />
    </>
  );
}

/** What could not be read because the sign-in had ended is tried again once it is back. */
function useRetryWhenSignedIn(ended: boolean): void {
  const { revalidate } = useRevalidator();
  const former = useRef(ended);
  useEffect(() => {
    if (former.current && !ended) void revalidate();
    former.current = ended;
  }, [ended, revalidate]);
}
