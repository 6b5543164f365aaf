import { useNavigate } from 'react-router';
import { whyNotChecked } from '../../../api/checks/checks.ts';
import { Button } from '../../../components/controls/Button.tsx';
import { runHere } from '../../../components/load-balancer/run-here.ts';
import type { LoadBalancerDetails } from '../../../model/load-balancer.ts';

/** Starts a check; its strip and verdict show in the card of session persistence. */
export function CheckStickiness({ details }: { details: LoadBalancerDetails | undefined }) {
  const navigate = useNavigate();
  return (
    <Button
      disabled={!details || details.status === 'DELETED'}
      reason={details && whyNotChecked(details, details.subjects[0])}
      onClick={() => void navigate(...runHere)}
    >
      Check stickiness
    </Button>
  );
}
