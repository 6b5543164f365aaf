import type { RunSnapshot } from '../../api/bulk/types.ts';
import { AbsoluteTime } from '../../components/controls/RelativeTime.tsx';
import { Crumbs } from '../../components/layout/Crumbs.tsx';
import css from './bulk.module.css';
import { runTitle } from './run-words.ts';

/** Heading, and what an ended or running run is about. */
export function RunHead({ snapshot }: { snapshot: Pick<RunSnapshot, 'run'> }) {
  const { reason, started, user } = snapshot.run;
  return (
    <header className={css.head}>
      <Crumbs />
      <h1>{runTitle(snapshot.run)}</h1>
      {started === null ? null : (
        <p className={css.subject}>
          <span>
            by {user}, <AbsoluteTime time={started} />
          </span>
          {reason ? <span>{reason}</span> : null}
        </p>
      )}
    </header>
  );
}
