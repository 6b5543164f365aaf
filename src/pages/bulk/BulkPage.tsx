import { useEffect, useRef } from 'react';
import { type LoaderFunctionArgs, useLoaderData, useRevalidator } from 'react-router';
import type { BulkRun } from '../../api/bulk/run.ts';
import { dismissNews, type OpenedRun, openRun } from '../../api/bulk/runs.ts';
import type { RunSnapshot } from '../../api/bulk/types.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { Button } from '../../components/controls/Button.tsx';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { toast } from '../../components/notifications/Toasts.tsx';
import { verifyChange } from '../../components/records/verify-change.ts';
import { useSession } from '../../components/session/use-session.ts';
import css from './bulk.module.css';
import { PlanSection } from './PlanSection.tsx';
import { Reading } from './Reading.tsx';
import { Results } from './Results.tsx';
import { RunElsewhere } from './RunElsewhere.tsx';
import { RunEnd } from './RunEnd.tsx';
import { RunFromHistory } from './RunFromHistory.tsx';
import { RunHead } from './RunHead.tsx';
import { RunProgress } from './RunProgress.tsx';
import { RunSetup } from './RunSetup.tsx';
import { useRun } from './use-run.ts';

export async function loader({ params }: LoaderFunctionArgs): Promise<{ id: string; opened: OpenedRun }> {
  await queryClient.fetchQuery(sessionQuery);
  const id = params.run ?? '';
  return { id, opened: await openRun(id) };
}

/** One bulk change: what, plan, run, record. */
export default function BulkPage() {
  const { id, opened } = useLoaderData<typeof loader>();
  const { account, regions } = useSession();
  const { revalidate } = useRevalidator();
  useEffect(() => inventory.open(account, regions), [account, regions]);
  if (opened.at === 'here') return <RunPage key={id} run={opened.run} />;
  if (opened.at === 'elsewhere')
    return <RunElsewhere run={opened.run} items={opened.items} onRefresh={() => void revalidate()} />;
  return <RunFromHistory run={id} />;
}

function RunPage({ run }: { run: BulkRun }) {
  const snapshot = useRun(run);
  const { phase, run: stored } = snapshot;
  const putBack = stored.takesBack !== null;
  useTitle(putBack ? 'Put back' : 'Bulk change');

  useEffect(() => {
    if (putBack && run.snapshot().phase === 'choosing' && run.snapshot().problem === null) void run.plan();
  }, [run, putBack]);

  // Whoever looks at the result has been told.
  useEffect(() => {
    if (phase === 'ended') dismissNews(run.id);
  }, [run, phase]);

  useFocusOnPhase(phase);

  const begun = stored.started !== null;
  return (
    <article className={css.page}>
      <RunHead snapshot={snapshot} />
      {begun ? null : <RunSetup run={run} snapshot={snapshot} />}
      {snapshot.problem && (phase === 'choosing' || phase === 'planned' || phase === 'ended') ? (
        <Banner tone="warning" live>
          {snapshot.problem}
        </Banner>
      ) : null}
      {phase === 'reading' ? <Reading run={run} snapshot={snapshot} /> : null}
      {begun && phase === 'choosing' ? <RestToRead run={run} /> : null}
      {phase === 'planned' ? <PlanSection run={run} snapshot={snapshot} /> : null}
      {begun && (phase === 'running' || phase === 'paused' || phase === 'stopping' || phase === 'ended') ? (
        <RunProgress run={run} snapshot={snapshot} />
      ) : null}
      {begun && phase === 'ended' ? <RunEnd run={run} snapshot={snapshot} /> : null}
      {begun ? (
        <Results
          snapshot={snapshot}
          onVerify={async ({ index, record }) => {
            try {
              const { verdict, words } = await verifyChange({ id: record });
              run.verified(index, verdict, words);
              toast({ tone: verdict === 'confirmed' ? 'success' : 'info', text: words });
            } catch (error) {
              toast({ tone: 'error', text: error instanceof Error ? error.message : String(error) });
            }
          }}
        />
      ) : null}
    </article>
  );
}

/** A plan for what an ended run left, of which not everything could be read. */
function RestToRead({ run }: { run: BulkRun }) {
  return (
    <section className={css.section} aria-labelledby="rest">
      <h2 id="rest">Plan for what is left</h2>
      <div className={css.actions}>
        <Button variant="primary" onClick={() => void run.plan()}>
          Read the rest
        </Button>
        <Button onClick={() => run.dropPlan()}>Not now</Button>
      </div>
    </section>
  );
}

const headings: Partial<Record<RunSnapshot['phase'], string>> = {
  choosing: 'rest',
  reading: 'reading',
  planned: 'plan',
  running: 'progress',
  paused: 'progress',
  stopping: 'progress',
  ended: 'progress',
};

/** The button that brought a new phase about is gone with the old one: focus goes to the heading of the new one. */
function useFocusOnPhase(phase: RunSnapshot['phase']): void {
  const former = useRef(phase);
  useEffect(() => {
    if (former.current === phase) return;
    former.current = phase;
    const focused = document.activeElement;
    const heading = document.getElementById(headings[phase] ?? '');
    if (!heading || (focused && focused !== document.body)) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: 'nearest' });
  }, [phase]);
}
