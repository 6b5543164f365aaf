import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { detailsQuery } from '../../api/load-balancers.ts';
import { setOnRead } from '../../api/persistence-change.ts';
import { lazyPart } from '../../components/lazy-part.ts';
import { useChanges } from './changes.ts';

const ChangesTray = lazyPart(() => import('./ChangesTray.tsx'));

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
