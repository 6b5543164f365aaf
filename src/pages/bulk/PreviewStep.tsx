import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { runTime } from '../../api/bulk/estimate.ts';
import type { BulkRun } from '../../api/bulk/run.ts';
import {
  type BulkItem,
  countItems,
  deletes,
  type RunSnapshot,
  type StoredRun,
  targetOf,
} from '../../api/bulk/types.ts';
import type { Edit, EditImpact } from '../../api/providers/edit.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { useNow } from '../../components/controls/clock.ts';
import { duration, localTime } from '../../components/controls/time.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { useSession } from '../../components/session/use-session.ts';
import { type Persistence, persistenceType } from '../../model/persistence.ts';
import css from './bulk.module.css';
import { NotStored } from './NotStored.tsx';
import { PreviewGroups } from './PreviewGroups.tsx';
import { startName } from './run-words.ts';
import { StepBar } from './StepBar.tsx';

/** What the edits of the run do, each sentence once, with how many it is said of where that is not all; null of session persistence. */
function impactOf(taken: readonly BulkItem[], run: StoredRun): EditImpact | null {
  const all = taken.flatMap((item) => {
    const edit = item.edit === undefined ? null : (item.kind as Edit);
    if (!edit || !item.read || !('details' in item.read)) return [];
    return [edit.impactOfMany ?? edit.impact(item.before, targetOf(item, run), item.read.details)];
  });
  if (all.length === 0) return null;
  const counts = new Map<string, number>();
  for (const sentence of all.flatMap(({ sentences }) => sentences))
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  return {
    sentences: [...counts].map(([sentence, times]) =>
      times === all.length ? sentence : `${sentence} (${times} of ${all.length})`,
    ),
    isGrave: all.some(({ isGrave }) => isGrave),
  };
}

/** What the run would change, and the button that carries it out. */
export function PreviewStep({ run, snapshot }: { run: BulkRun; snapshot: RunSnapshot }) {
  const session = useSession();
  const now = useNow(5_000);
  const { items, run: stored } = snapshot;
  const taken = items.filter(
    ({ state, planned }) =>
      state.at === 'planned' &&
      (planned?.group === 'will-change' || (planned?.group === 'locked' && stored.waitForLocked)),
  );
  const disables = taken.some((item) => {
    const target = targetOf(item, stored);
    return target !== null && item.edit === undefined && persistenceType(target as Persistence) === null;
  });
  const time = runTime(taken, (item) => targetOf(item, stored));
  const readAt = Math.min(...items.map(({ read }) => (read && 'details' in read ? read.details.readAt : now)));
  const resumes = stored.started !== null;
  const impact = impactOf(taken, stored);
  const [typed, setTyped] = useState('');
  const asksNumber = stored.task === deletes && taken.length > 0;
  const isWrongNumber = asksNumber && typed.trim() !== String(taken.length);

  return (
    <section className={css.section} aria-labelledby="plan">
      <div className={css.sectionHead}>
        <h2 id="plan">{resumes ? 'Preview the remaining changes' : 'Preview changes'}</h2>
        <span className={css.faint}>Read {now - readAt < 5_000 ? 'just now' : `${duration(now - readAt)} ago`}</span>
        <Button size="small" onClick={() => void run.plan(true)}>
          Refresh
        </Button>
      </div>
      <PreviewGroups run={run} snapshot={snapshot} />
      {taken.length > 0 ? (
        <>
          {impact ? (
            <Banner tone={impact.isGrave ? 'warning' : 'info'}>
              {impact.sentences.map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </Banner>
          ) : (
            <p className={css.quiet}>{currentProvider().persistence.bulkImpact(disables)}</p>
          )}
          {asksNumber ? (
            <TextInput
              className={css.field ?? ''}
              label="Number of load balancers"
              description={`They do not come back. Type ${taken.length} to delete them.`}
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              error={typed !== '' && isWrongNumber ? `${taken.length} will be deleted: type ${taken.length}.` : null}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          ) : null}
          <Checkbox
            label="Stop after the first error; requests in flight will finish."
            checked={stored.stopOnError}
            onChange={(event) => run.choose({ stopOnError: event.currentTarget.checked })}
          />
          {now + time > session.expires ? (
            <Banner tone="warning">
              This run takes about {duration(time)}, and your session ends at {localTime(session.expires)}. The run will
              pause then and continue after you sign in again; or sign out and in first.
            </Banner>
          ) : null}
        </>
      ) : null}
      {snapshot.stored ? null : <NotStored />}
      <StepBar>
        <Button
          variant={disables || impact?.isGrave ? 'danger' : 'primary'}
          reason={
            taken.length === 0 ? 'Nothing here can be changed now.' : isWrongNumber ? 'Type their number first.' : null
          }
          onClick={() => void run.start()}
        >
          {startName(stored, countItems(taken))}
        </Button>
        {resumes ? <Button onClick={() => run.dropPlan()}>Not now</Button> : null}
        {taken.length > 0 ? (
          <span className={css.faint}>
            About {duration(time)} within the rate limits. Each change is verified by a fresh read.
          </span>
        ) : null}
      </StepBar>
    </section>
  );
}
