import type { LoadBalancerDetails } from '../../api/model.ts';
import { PersistenceValue } from '../../components/PersistenceValue.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Status } from '../../components/Status.tsx';
import css from './SubjectSummary.module.css';

/** Which load balancer the dialog is about, and the value that was last read. */
export function SubjectSummary({ details, region }: { details: LoadBalancerDetails | undefined; region: string }) {
  return (
    <div className={css.subject}>
      <p className={css.name}>{details ? <bdi>{details.name}</bdi> : <Skeleton width={20} />}</p>
      <p className={css.facts}>
        {details ? (
          <>
            <Status status={details.status} since={details.updated} />
            <span>
              {details.protocol} {details.port}
            </span>
          </>
        ) : (
          <Skeleton width={18} />
        )}
        <span>{region}</span>
      </p>
      <p className={css.now} aria-live="polite">
        <span className={css.label}>Now: </span>
        {details ? (
          <PersistenceValue value={details.persistence} className={css.value ?? ''} />
        ) : (
          <Skeleton width={16} />
        )}
      </p>
    </div>
  );
}
