import type { ChangeRequest } from '../../api/changes/change.ts';
import { ChangeSubject, Label } from '../../components/changes/ChangeSubject.tsx';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { PersistenceValue } from '../../components/persistence/PersistenceValue.tsx';
import type { LoadBalancerDetails, PersistenceSubject } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import css from './SubjectSummary.module.css';

interface SubjectSummaryProps {
  details: LoadBalancerDetails | undefined;
  subject: PersistenceSubject | undefined;
  region: string;
  /** The change that is under way: the API gives the new value out before it is live, so that is not said to be set now. */
  change: Pick<ChangeRequest<Persistence>, 'before' | 'after'> | null;
}

/** Which load balancer the dialog is about, and the value that was last read. */
export function SubjectSummary({ details, subject, region, change }: SubjectSummaryProps) {
  return (
    <ChangeSubject
      details={details}
      region={region}
      part={subject?.part === undefined ? undefined : subject.name}
      use={subject?.use}
    >
      {change ? (
        <>
          <Label>From</Label>
          <PersistenceValue value={change.before} className={css.value ?? ''} />
          <Label>{' to'}</Label>
          <PersistenceValue value={change.after} className={css.value ?? ''} />
        </>
      ) : (
        <>
          <Label>Now:</Label>
          {subject ? (
            <>
              <PersistenceValue value={subject.persistence} className={css.value ?? ''} />
              {subject.noEffect ? <span> {subject.noEffect}</span> : null}
            </>
          ) : (
            <Skeleton width={16} />
          )}
        </>
      )}
    </ChangeSubject>
  );
}
