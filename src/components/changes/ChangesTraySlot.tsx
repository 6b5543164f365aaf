import { Suspense, useState } from 'react';
import { hasQueued } from '../../api/changes/queued-place.ts';
import { lazyPart } from '../layout/lazy-part.ts';
import { useChanges } from './use-changes.ts';

const ChangesTray = lazyPart(() => import('./ChangesTray.tsx'));

/** Where the frame keeps the tray: its code comes with the first change, or with one that was queued before the page was loaded again. */
export function ChangesTraySlot({ signedIn }: { signedIn: boolean }) {
  const changes = useChanges();
  const [queued] = useState(hasQueued);
  return signedIn && (queued || changes.length > 0) ? (
    <Suspense>
      <ChangesTray />
    </Suspense>
  ) : null;
}
