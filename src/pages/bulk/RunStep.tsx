import { useCallback } from 'react';
import type { BulkRun } from '../../api/bulk/run.ts';
import type { BulkItem, RunSnapshot } from '../../api/bulk/types.ts';
import { Button } from '../../components/controls/Button.tsx';
import { toast } from '../../components/notifications/notices.ts';
import { verifyChange } from '../../components/records/verify-change.ts';
import css from './bulk.module.css';
import { EndActions, RecordActions } from './EndActions.tsx';
import { Results } from './Results.tsx';
import { RunProgress } from './RunProgress.tsx';
import { StepBar } from './StepBar.tsx';

interface RunStepProps {
  run: BulkRun;
  snapshot: RunSnapshot;
  /** False while what it left is previewed: then only what came of it so far is shown. */
  going: boolean;
}

/** The run as it goes, what came of each load balancer, and what leads on from it. */
export function RunStep({ run, snapshot, going }: RunStepProps) {
  const { phase } = snapshot;
  const verify = useCallback(
    async ({ index, record }: BulkItem & { record: string }) => {
      try {
        const { verdict, words } = await verifyChange({ id: record });
        run.verified(index, verdict, words);
        toast({ tone: verdict === 'confirmed' ? 'success' : 'info', text: words });
      } catch (error) {
        toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
      }
    },
    [run],
  );
  const paused = phase === 'paused';
  return (
    <div className={css.run}>
      {going ? <RunProgress snapshot={snapshot} /> : null}
      {going && phase !== 'stopping' ? (
        <StepBar>
          {phase === 'ended' ? (
            <EndActions run={run} snapshot={snapshot} />
          ) : (
            <>
              <Button
                variant={paused ? 'primary' : 'default'}
                onClick={() => (paused ? void run.resume() : run.pause())}
              >
                {paused ? 'Resume' : 'Pause'}
              </Button>
              <Button onClick={() => run.stop()}>Stop</Button>
            </>
          )}
        </StepBar>
      ) : null}
      <Results
        snapshot={snapshot}
        onVerify={verify}
        actions={phase === 'ended' ? <RecordActions snapshot={snapshot} /> : null}
      />
    </div>
  );
}
