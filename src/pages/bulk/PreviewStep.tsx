import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox } from '@mantine/core';
import { runTime } from '../../api/bulk/estimate.ts';
import type { BulkRun } from '../../api/bulk/run.ts';
import { type BulkItem, countItems, type RunSnapshot, targetOf } from '../../api/bulk/types.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { useNow } from '../../components/controls/clock.ts';
import { duration, localTime } from '../../components/controls/time.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { useSession } from '../../components/session/use-session.ts';
import { type Persistence, persistenceType, persistenceWords } from '../../model/persistence.ts';
import css from './bulk.module.css';
import { NotStored } from './NotStored.tsx';
import { PreviewGroups } from './PreviewGroups.tsx';
import { StepBar } from './StepBar.tsx';

/** What the start button is called: the verb, and how many. */
function startName(snapshot: RunSnapshot, taken: readonly BulkItem[]): string {
  const many = countItems(taken);
  const { choice, takesBack } = snapshot.run;
  if (takesBack !== null || choice === null) return `Revert ${many}`;
  if (persistenceType(choice) === null) return `Disable session persistence on ${many}`;
  return `Set ${persistenceWords(choice)} on ${many}`;
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
          <p className={css.quiet}>{currentProvider().persistence.bulkImpact(disables)}</p>
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
          variant={disables ? 'danger' : 'primary'}
          reason={taken.length === 0 ? 'Nothing here can be changed now.' : null}
          onClick={() => void run.start()}
        >
          {startName(snapshot, taken)}
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
