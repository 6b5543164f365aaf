import { useQuery } from '@tanstack/react-query';
import { partsQuery } from '../../../api/inventory/queries.ts';
import { Button } from '../../../components/controls/Button.tsx';
import { Banner } from '../../../components/layout/Banner.tsx';
import { NotReadAgain } from '../../../components/load-balancer/NotReadAgain.tsx';
import type { LoadBalancerDetails } from '../../../model/load-balancer.ts';

/** Says that listeners and members could not be read, the first time or again; nothing while they could. */
export function PartsNotRead({ details }: { details: LoadBalancerDetails }) {
  const { data, error, dataUpdatedAt, refetch } = useQuery(partsQuery(details));
  if (!error) return null;
  return data ? (
    <NotReadAgain what="Listeners and members" error={error} readAt={dataUpdatedAt} />
  ) : (
    <Banner
      tone="warning"
      actions={
        <Button variant="link" onClick={() => void refetch()}>
          Try again
        </Button>
      }
    >
      Listeners and members could not be read: {error.message}
    </Banner>
  );
}
