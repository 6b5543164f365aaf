import { useState } from 'react';
import { useNavigate } from 'react-router';
import { startPutBack } from '../../api/bulk/runs.ts';
import { readRunHistory } from '../../api/history/history.ts';
import { reverseOfRun } from '../../api/history/reverse.ts';
import { Button } from '../controls/Button.tsx';
import { IconArrowBackUp } from '../controls/icons.ts';
import { toast } from '../notifications/notices.ts';
import { missingRole, useSession } from '../session/use-session.ts';

/** Previews a run that reverts a whole recorded run. */
export function PutBackRun({ run }: { run: string }) {
  const session = useSession();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const plan = async () => {
    setBusy(true);
    try {
      const inputs = await reverseOfRun(await readRunHistory(run));
      if (inputs.length === 0) toast({ tone: 'info', text: `Run ${run} changed nothing that can be reverted.` });
      else await navigate(await startPutBack(inputs, run, `Revert run ${run}`));
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
      Revert the whole run…
    </Button>
  );
}
