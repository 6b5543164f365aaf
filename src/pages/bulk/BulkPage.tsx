import { Suspense, useEffect, useRef, useState } from 'react';
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
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { useSession } from '../../components/session/use-session.ts';
import css from './bulk.module.css';
import { ChooseStep } from './ChooseStep.tsx';
import { NodesPage } from './NodesPage.tsx';
import { PreviewStep } from './PreviewStep.tsx';
import { Reading } from './Reading.tsx';
import { RunElsewhere } from './RunElsewhere.tsx';
import { RunHead } from './RunHead.tsx';
import { RunStep } from './RunStep.tsx';
import { RunSteps, type StepName } from './RunSteps.tsx';
import { isDecided, runTitle } from './run-words.ts';
import { StepBar } from './StepBar.tsx';
import { useKeptFocus } from './use-kept-focus.ts';
import { useRun } from './use-run.ts';

const RunFromHistory = lazyPart(() => import('./RunFromHistory.tsx'));

/** In the place of a run's id: where a run on nodes begins. Ids are longer. */
const nodes = 'nodes';

export async function loader({ params }: LoaderFunctionArgs): Promise<{ id: string; opened: OpenedRun | null }> {
  await queryClient.fetchQuery(sessionQuery);
  const id = params.run ?? '';
  return { id, opened: id === nodes ? null : await openRun(id) };
}

/** One bulk change, in three steps: choose, preview, run. */
export default function BulkPage() {
  const { id, opened } = useLoaderData<typeof loader>();
  return opened ? <OpenedPage id={id} opened={opened} /> : <NodesPage />;
}

function OpenedPage({ id, opened }: { id: string; opened: OpenedRun }) {
  const { account, regions } = useSession();
  const { revalidate } = useRevalidator();
  useEffect(() => inventory.open(account, regions), [account, regions]);
  if (opened.at === 'here') return <RunPage key={id} run={opened.run} />;
  if (opened.at === 'elsewhere')
    return <RunElsewhere run={opened.run} items={opened.items} onRefresh={() => void revalidate()} />;
  return (
    <Suspense>
      <RunFromHistory run={id} />
    </Suspense>
  );
}

function RunPage({ run }: { run: BulkRun }) {
  const snapshot = useRun(run);
  const page = useRef<HTMLElement>(null);
  /** The choice is looked at once more though its preview is there. */
  const [revisits, setRevisits] = useState(false);
  const { phase, problem, run: stored } = snapshot;
  const decided = isDecided(stored);
  useTitle(runTitle(stored));

  useEffect(() => {
    if (decided && run.snapshot().phase === 'choosing' && run.snapshot().problem === null) void run.plan();
  }, [run, decided]);

  // Whoever looks at the result has been told.
  useEffect(() => {
    if (phase === 'ended') dismissNews(run.id);
  }, [run, phase]);

  useKeptFocus(page);

  const begun = stored.started !== null;
  const step = stepOf(snapshot, revisits);
  const preview = () => {
    setRevisits(false);
    if (run.snapshot().phase === 'choosing') void run.plan();
  };
  const open: StepName[] = phase === 'planned' && !begun ? [revisits ? 'preview' : 'choose'] : [];
  return (
    <article ref={page} className={css.page}>
      <RunHead snapshot={snapshot} />
      <RunSteps snapshot={snapshot} step={step} open={open} onStep={(to) => setRevisits(to === 'choose')} />
      {problem && (phase === 'choosing' || phase === 'planned' || phase === 'ended') ? (
        <Banner tone="warning" live>
          {problem}
        </Banner>
      ) : null}
      {step === 'choose' ? <ChooseStep run={run} snapshot={snapshot} onPreview={preview} /> : null}
      {phase === 'reading' ? <Reading run={run} snapshot={snapshot} /> : null}
      {step === 'preview' && phase === 'choosing' ? <RestToRead run={run} /> : null}
      {step === 'preview' && phase === 'planned' ? <PreviewStep run={run} snapshot={snapshot} /> : null}
      {begun ? <RunStep run={run} snapshot={snapshot} going={step === 'run'} /> : null}
    </article>
  );
}

function stepOf({ phase, run: { started } }: RunSnapshot, revisits: boolean): StepName {
  if (phase === 'reading') return 'preview';
  if (phase === 'planned') return revisits ? 'choose' : 'preview';
  if (phase === 'choosing') return started === null ? 'choose' : 'preview';
  return 'run';
}

/** A preview of what an ended run left, of which not everything could be read. */
function RestToRead({ run }: { run: BulkRun }) {
  return (
    <section className={css.section} aria-labelledby="rest">
      <h2 id="rest">Preview the remaining changes</h2>
      <StepBar>
        <Button variant="primary" onClick={() => void run.plan()}>
          Read the rest
        </Button>
        <Button onClick={() => run.dropPlan()}>Not now</Button>
      </StepBar>
    </section>
  );
}
