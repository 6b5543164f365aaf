import { useState } from 'react';
import { Link } from 'react-router';
import type { ChangeRecord } from '../../api/history/history.ts';
import { Button } from '../../components/controls/Button.tsx';
import { IconArrowBackUp } from '../../components/controls/icons.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { Section } from '../../components/load-balancer/Section.tsx';
import { BeforeAfter, Result } from '../../components/records/Change.tsx';
import { operationTitle } from '../../components/records/operation-title.ts';
import { useUndo } from '../../components/records/use-record-kind.ts';
import { useRevert } from '../../components/records/use-revert.tsx';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import css from './Activity.module.css';
import type { ActivityItem } from './activity-items.ts';
import { ItemTime } from './ItemTime.tsx';
import type { Activity as ActivityOf } from './use-activity.ts';

/** Items shown at first, and with each further step. */
const step = 10;

/** Who changed what and when, newest first. */
export function Activity({ target, activity }: { target: LoadBalancerRef; activity: ActivityOf }) {
  const { items, whole, pending, failed, readingOlder, readOlder } = activity;
  const [shown, setShown] = useState(step);
  const { revert, dialog } = useRevert();
  const { region, id } = target;
  const older = items.length > shown || (!whole && failed.length === 0);
  const showOlder = () => {
    if (items.length < shown + step) readOlder();
    setShown(shown + step);
  };

  return (
    <Section
      title="Activity"
      className={css.activity}
      aside={<Link to={paths.history(`?${new URLSearchParams({ region, loadBalancerId: id })}`)}>In the history</Link>}
    >
      {failed.map(({ what, error, kept, again }) => (
        <Banner
          key={what}
          tone="warning"
          actions={
            <Button variant="link" onClick={again}>
              Try again
            </Button>
          }
        >
          {kept
            ? `${what} could not be refreshed, so a part of it may be missing here: `
            : `${what} could not be read, so its part is missing here: `}
          {error.message}
        </Banner>
      ))}
      {pending ? (
        <div role="status">
          <span className="visually-hidden">Reading the activity…</span>
          {[24, 30, 20].map((width) => (
            <div key={width} className={css.item} aria-hidden="true">
              <Skeleton width={9} />
              <Skeleton width={8} />
              <Skeleton width={width} className={css.what} />
            </div>
          ))}
        </div>
      ) : items.length === 0 && failed.length === 0 ? (
        <p className={css.quiet}>Nothing is recorded of this load balancer yet.</p>
      ) : (
        <ol>
          {items.slice(0, shown).map((item) => (
            <Item
              key={
                item.kind === 'record' ? item.record.id : `${item.entry.at} ${item.entry.title} ${item.entry.summary}`
              }
              item={item}
              onPutBack={revert}
            />
          ))}
        </ol>
      )}
      {!pending && older ? (
        <Button size="small" busy={readingOlder} onClick={showOlder}>
          Show older
        </Button>
      ) : null}
      {dialog}
    </Section>
  );
}

interface ItemProps {
  item: ActivityItem;
  onPutBack(record: ChangeRecord, opener: HTMLElement): void;
}

function Item({ item, onPutBack }: ItemProps) {
  if (item.kind === 'record') return <Recorded item={item} onPutBack={onPutBack} />;
  return (
    <li className={css.item}>
      <span className={css.time}>
        <ItemTime at={item.at} />
      </span>
      <span className={css.who}>{item.entry.author || 'unknown'}</span>
      <span className={css.what}>{item.entry.summary || item.entry.title}</span>
      <span className={css.outside}>made outside this panel</span>
    </li>
  );
}

type RecordedItem = Extract<ActivityItem, { kind: 'record' }>;

function Recorded({ item, onPutBack }: ItemProps & { item: RecordedItem }) {
  const { record } = item;
  const undo = useUndo(record);
  return (
    <li className={css.item}>
      <span className={css.time}>
        <ItemTime at={item.at} />
      </span>
      <span className={css.who}>{record.user}</span>
      <span className={css.what}>
        <span className={css.operation}>{operationTitle(record.operation)}</span> <BeforeAfter record={record} />
        {record.reason ? <span className={css.reason}>{record.reason}</span> : null}
      </span>
      <Result record={record} details />
      {item.canPutBack && undo && 'reverse' in undo ? (
        <Button
          variant="subtle"
          size="small"
          icon={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
          onClick={(event) => onPutBack(record, event.currentTarget)}
        >
          Revert
        </Button>
      ) : null}
    </li>
  );
}
