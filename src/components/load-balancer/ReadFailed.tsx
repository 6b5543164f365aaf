import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { Button } from '../controls/Button.tsx';
import { Banner } from '../layout/Banner.tsx';
import { useSession } from '../session/use-session.ts';
import { whyMissing } from './not-found-reason.ts';

interface ReadFailedProps {
  target: LoadBalancerRef;
  error: unknown;
  onRetry(): void;
}

/** That the load balancer could not be read, and a way on where there is one. */
export function ReadFailed({ target, error, onRetry }: ReadFailedProps) {
  const { regions } = useSession();
  const missing = whyMissing(target, error, regions);
  return (
    <Banner
      tone="error"
      live
      actions={
        missing ? null : (
          <Button variant="link" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <p>{missing ?? (error instanceof Error ? error.message : String(error))}</p>
    </Banner>
  );
}
