import { useNavigate } from 'react-router';
import type { LoadBalancerDetails } from '../../api/model.ts';
import { Button } from '../../components/Button.tsx';
import { runHere } from './run-here.ts';

/** Goes to the check further down the page and starts it. */
export function CheckStickiness({ details }: { details: LoadBalancerDetails | undefined }) {
  const navigate = useNavigate();
  return (
    <Button disabled={!details || details.status === 'DELETED'} onClick={() => void navigate(...runHere)}>
      Check stickiness
    </Button>
  );
}
