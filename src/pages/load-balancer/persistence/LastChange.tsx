import { isOver } from '../../../api/changes/change.ts';
import type { ChangeRecord } from '../../../api/history/history.ts';
import { useChange } from '../../../components/changes/use-changes.ts';
import { Button } from '../../../components/controls/Button.tsx';
import { IconArrowBackUp } from '../../../components/controls/icons.ts';
import { Skeleton } from '../../../components/controls/Skeleton.tsx';
import { lockedReason } from '../../../components/persistence/choices.ts';
import { BeforeAfter, Result } from '../../../components/records/Change.tsx';
import { useUndo } from '../../../components/records/use-record-kind.ts';
import { useRevert } from '../../../components/records/use-revert.tsx';
import { useSession } from '../../../components/session/use-session.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../../model/load-balancer.ts';
import { newestPersistence } from '../activity-items.ts';
import { ItemTime } from '../ItemTime.tsx';
import type { Activity } from '../use-activity.ts';
import css from './PersistenceCard.module.css';

interface LastChangeProps {
  target: LoadBalancerRef;
  details: LoadBalancerDetails | undefined;
  activity: Activity;
}

/**
 * The newest change that is known: who, when, from what to what, how it ended, and the way back where there is one. While a change is
 * under way there is no outcome to tell and nothing to revert.
 */
export function LastChange({ target, details, activity }: LastChangeProps) {
  const { items, whole, pending, failed } = activity;
  const { revert, dialog } = useRevert();
  const change = useChange(target);
  const underWay = change !== undefined && !isOver(change.state);
  const item = newestPersistence(items);
  return (
    <div className={css.line}>
      {pending ? (
        <>
          <span>Last change</span> <Skeleton width={32} />
        </>
      ) : item === undefined ? (
        <span className={css.quiet}>
          {failed.length > 0
            ? 'The last change could not be read; see Activity.'
            : whole
              ? 'No change is recorded yet.'
              : 'No change among the newest entries; see the history.'}
        </span>
      ) : (
        <>
          <span>
            Last change <ItemTime at={item.at} /> by{' '}
            <bdi translate="no">{(item.kind === 'record' ? item.record.user : item.entry.author) || 'unknown'}</bdi>
          </span>
          {item.kind === 'record' ? (
            <>
              <BeforeAfter record={item.record} />
              {underWay ? null : <Result record={item.record} details />}
              {item.canPutBack && !underWay ? (
                <Revert
                  record={item.record}
                  locked={
                    details ? lockedReason(details, item.record.part == null ? {} : { part: item.record.part }) : null
                  }
                  onRevert={revert}
                />
              ) : null}
            </>
          ) : (
            <>
              <span className={css.summary}>{item.entry.summary || item.entry.title}</span>
              <span className={css.quiet}>made outside this panel</span>
            </>
          )}
        </>
      )}
      {dialog}
    </div>
  );
}

interface RevertProps {
  record: ChangeRecord;
  /** Why the load balancer takes no change now or later. */
  locked: string | null;
  onRevert(record: ChangeRecord, opener: HTMLElement): void;
}

function Revert({ record, locked, onRevert }: RevertProps) {
  const session = useSession();
  const undo = useUndo(record);
  if (!undo || !('reverse' in undo)) return null;
  const { kind, reverse } = undo;
  return (
    <Button
      variant="subtle"
      size="small"
      icon={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
      reason={kind.missingRight(session, reverse.target, reverse.expected) ?? locked}
      onClick={(event) => onRevert(record, event.currentTarget)}
    >
      Revert to {kind.words(reverse.target)}
    </Button>
  );
}
