import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { detailsQuery } from '../../api/load-balancers.ts';
import { setOnRead } from '../../api/persistence-change.ts';
import { useChanges } from './changes.ts';

/** Milliseconds between attempts to load the tray's code, when the panel server is away just as the first change begins. */
const pause = 2_000;
const load = (): Promise<typeof import('./ChangesTray.tsx')> =>
  import('./ChangesTray.tsx').catch(() => new Promise((resolve) => setTimeout(() => resolve(load()), pause)));

// A failure must not reach the page: what is typed in the dialog under it would be lost.
const ChangesTray = lazy(load);

/** Where the frame keeps the tray: its code comes with the first change. What a change reads, every page shows. */
export function ChangesTraySlot() {
  const queryClient = useQueryClient();
  const changes = useChanges();
  useEffect(() => {
    setOnRead((details) => queryClient.setQueryData(detailsQuery(details).queryKey, details));
  }, [queryClient]);
  return changes.length > 0 ? (
    <Suspense>
      <ChangesTray />
    </Suspense>
  ) : null;
}
