import { useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { setOnRead } from '../../api/changes/real-ports.ts';
import { detailsQuery } from '../../api/inventory/queries.ts';
import { lazyPart } from '../layout/lazy-part.ts';
import { useChanges } from './use-changes.ts';

const ChangesTray = lazyPart(() => import('./ChangesTray.tsx'));

/** Where the frame keeps the tray: its code comes with the first change. What a change reads, every page shows. */
export function ChangesTraySlot() {
  const queryClient = useQueryClient();
  const changes = useChanges();
  useEffect(() => {
    setOnRead((details) => {
      const { queryKey } = detailsQuery(details);
      queryClient.setQueryData(queryKey, details);
      // A reading that is still on its way may have begun before the change: its answer would bring the former value back.
      void queryClient.cancelQueries({ queryKey, exact: true });
    });
  }, [queryClient]);
  return changes.length > 0 ? (
    <Suspense>
      <ChangesTray />
    </Suspense>
  ) : null;
}
