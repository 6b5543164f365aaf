import { Suspense } from 'react';
import { lazyPart } from '../layout/lazy-part.ts';
import { useChanges } from './use-changes.ts';

const ChangesTray = lazyPart(() => import('./ChangesTray.tsx'));

/** Where the frame keeps the tray: its code comes with the first change. */
export function ChangesTraySlot() {
  const changes = useChanges();
  return changes.length > 0 ? (
    <Suspense>
      <ChangesTray />
    </Suspense>
  ) : null;
}
