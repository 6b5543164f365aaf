import { useEffect } from 'react';
import { type BulkItem, type StoredRun, snapshotOfStored } from '../../api/bulk/types.ts';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import css from './bulk.module.css';
import { Results } from './Results.tsx';
import { RunHead } from './RunHead.tsx';
import { RunSteps } from './RunSteps.tsx';

interface RunElsewhereProps {
  run: StoredRun;
  items: readonly BulkItem[];
  onRefresh(): void;
}

/** A run that another tab carries out: what that tab has stored, read again every other second. */
export function RunElsewhere({ run, items, onRefresh }: RunElsewhereProps) {
  useTitle('Bulk change in another tab');
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && onRefresh(), 2_000);
    return () => clearInterval(timer);
  }, [onRefresh]);
  const snapshot = snapshotOfStored(run, items);
  return (
    <article className={css.page}>
      <RunHead snapshot={{ run }} />
      <Banner>
        Another tab of this browser carries out this run. Pause, stop or continue it there; this page shows what that
        tab has stored.
      </Banner>
      {run.started === null ? null : (
        <>
          <RunSteps snapshot={snapshot} step="run" open={[]} onStep={() => undefined} />
          <Results snapshot={snapshot} />
        </>
      )}
    </article>
  );
}
