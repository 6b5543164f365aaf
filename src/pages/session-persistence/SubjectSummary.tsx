import type { ChangeRequest } from '../../api/changes/change.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Status } from '../../components/load-balancer/Status.tsx';
import { PersistenceValue } from '../../components/persistence/PersistenceValue.tsx';
import { endpointWords, type LoadBalancerDetails, type PersistenceSubject } from '../../model/load-balancer.ts';
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
    <div className={css.subject}>
      <p className={css.name}>
        {details ? <bdi translate="no">{details.name}</bdi> : <Skeleton width={20} />}
        {subject?.part === undefined ? null : (
          <>
            , pool <bdi translate="no">{subject.name}</bdi>
          </>
        )}
      </p>
      <p className={css.facts}>
        {details ? (
          <>
            <Status status={details.status} since={details.updated} />
            <span translate="no">{subject?.use ?? endpointWords(details)}</span>
          </>
        ) : (
          <Skeleton width={18} />
        )}
        <span translate="no">{region}</span>
      </p>
      <p className={css.now} aria-live="polite">
        <span className={css.label}>{change ? 'From' : 'Now:'} </span>
        {change ? (
          <>
            <PersistenceValue value={change.before} className={css.value ?? ''} />
            <span className={css.label}> to </span>
            <PersistenceValue value={change.after} className={css.value ?? ''} />
          </>
        ) : subject ? (
          <>
            <PersistenceValue value={subject.persistence} className={css.value ?? ''} />
            {subject.noEffect ? <span> {subject.noEffect}</span> : null}
          </>
        ) : (
          <Skeleton width={16} />
        )}
      </p>
    </div>
  );
}
