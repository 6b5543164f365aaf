import { useState } from 'react';
import { useNavigate } from 'react-router';
import { startPutBack } from '../../api/bulk/runs.ts';
import { readRunHistory, reverseOfRun } from '../../api/history/history.ts';
import { Button } from '../controls/Button.tsx';
import { IconArrowBackUp } from '../controls/icons.ts';
import { toast } from '../notifications/Toasts.tsx';
import { missingRole, useSession } from '../session/use-session.ts';

/** Plans a run that takes a whole recorded run back. */
export function PutBackRun({ run }: { run: string }) {
  const session = useSession();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const plan = async () => {
    setBusy(true);
    try {
      const inputs = reverseOfRun(await readRunHistory(run));
      if (inputs.length === 0) toast({ tone: 'info', text: `Run ${run} changed nothing that can be put back.` });
      else await navigate(startPutBack(inputs, run, `Put back run ${run}`));
    } catch (error) {
      toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      icon={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
      busy={busy}
      reason={missingRole(session, 'write')}
      onClick={() => void plan()}
    >
      Put the whole run back…
    </Button>
  );
}
