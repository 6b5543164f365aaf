import { inventory } from '../../api/inventory/inventory.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { LongLock } from '../../components/load-balancer/LongLock.tsx';
import { ReadFailed } from '../../components/load-balancer/ReadFailed.tsx';
import { statusWord } from '../../components/load-balancer/Status.tsx';
import type { LoadBalancerDetails, Subject } from '../../model/load-balancer.ts';
import css from './EditSessionPersistence.module.css';
import type { Edit } from './use-edit.ts';

interface NoticesProps {
  target: Subject;
  details: LoadBalancerDetails;
  /** Why nothing can be changed now, as a sentence; null when something can. */
  locked: string | null;
  /** Whether it takes no change now, and will when it is ACTIVE. */
  isLater: boolean;
  /** Why the newest reading failed. */
  error: Error | null;
  edit: Edit;
}

/** What is to be known before a choice is made. */
export function Notices({ target, details, locked, isLater, error, edit }: NoticesProps) {
  return (
    <>
      {locked ? (
        <Banner tone={details.status === 'ERROR' ? 'error' : 'warning'} className={css.notice ?? ''}>
          {locked}
        </Banner>
      ) : null}
      {isLater ? (
        <Banner tone="warning" className={css.notice ?? ''}>
          Locked while {statusWord(details.status).toLowerCase()}. Your change will be sent when it is ACTIVE; you can
          cancel until then.
        </Banner>
      ) : null}
      <LongLock details={details} className={css.notice ?? ''} />
      {error ? (
        <div className={css.notice}>
          <ReadFailed target={target} error={error} onRetry={() => void inventory.details.refresh(target)} />
        </div>
      ) : null}
      {edit.changedMeanwhile ? (
        <Banner tone="warning" live className={css.notice ?? ''}>
          {edit.changedMeanwhile}
        </Banner>
      ) : null}
    </>
  );
}
