import { useNavigate } from 'react-router';
import { Button } from '../../../components/controls/Button.tsx';
import { runHere } from '../../../components/load-balancer/run-here.ts';
import type { LoadBalancerDetails } from '../../../model/load-balancer.ts';

/** Goes to the check further down the page and starts it. */
export function CheckStickiness({ details }: { details: LoadBalancerDetails | undefined }) {
  const navigate = useNavigate();
  return (
    <Button disabled={!details || details.status === 'DELETED'} onClick={() => void navigate(...runHere)}>
      Check stickiness
    </Button>
  );
}
