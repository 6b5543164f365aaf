import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import { eventsQuery } from '../../api/history/events.ts';
import { type ChangeRecord, historyQuery } from '../../api/history/history.ts';
import { useDetails } from '../../api/inventory/hooks.ts';
import { Button } from '../../components/controls/Button.tsx';
import { IconArrowBackUp } from '../../components/controls/icons.ts';
import { AbsoluteTime, RelativeTime } from '../../components/controls/RelativeTime.tsx';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { Section } from '../../components/load-balancer/Section.tsx';
import { BeforeAfter, Result } from '../../components/records/Change.tsx';
import { operationTitle } from '../../components/records/HistoryTable.tsx';
import { PutBackDialog } from '../../components/records/PutBackDialog.tsx';
import { useFreshHistory } from '../../components/records/use-fresh-history.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import type { RegionEvent } from '../../model/region-event.ts';
import css from './Activity.module.css';
import { type ActivityItem, mergeActivity, type Source } from './activity-items.ts';

/** Who changed what and when: the panel's history of the load balancer and the region's own feeds, newest first. */
export function Activity({ region, id }: LoadBalancerRef) {
  const ref = { region, id };
  useFreshHistory();
  useFreshFeeds(ref);
  const history = useInfiniteQuery(historyQuery({ region, loadBalancerId: id }));
  const whole = useInfiniteQuery(eventsQuery(ref, 'loadBalancer'));
  const persistence = useInfiniteQuery(eventsQuery(ref, 'persistence'));
  const [puttingBack, setPuttingBack] = useState<{ record: ChangeRecord; opener: HTMLElement } | null>(null);

  const queries = [history, whole, persistence];
  const pending = queries.some(({ isPending }) => isPending);
  const records: Source<ChangeRecord> = {
    items: history.data?.pages.flatMap(({ changes }) => changes) ?? [],
    whole: !history.hasNextPage,
  };
  const feeds = [whole, persistence].map(
    (query): Source<RegionEvent> => ({
      items: query.data?.pages.flatMap(({ entries }) => entries) ?? [],
      whole: !query.hasNextPage,
    }),
  );
  const merged = mergeActivity(records, feeds);
  const failed = [
    { query: history, what: 'The panel’s history' },
    { query: whole.isError ? whole : persistence, what: `The feed of ${region}` },
  ].filter(({ query }) => query.isError);

  return (
    <Section
      title="Activity"
      aside={<Link to={paths.history(`?${new URLSearchParams({ region, loadBalancerId: id })}`)}>In the history</Link>}
    >
      {failed.map(({ query, what }) => (
        <Banner
          key={what}
          tone="warning"
          actions={
            <Button variant="link" onClick={() => void query.refetch()}>
              Try again
            </Button>
          }
        >
          {query.data
            ? `${what} could not be read again, so a part of it may be missing here: `
            : `${what} could not be read, so its part is missing here: `}
          {query.error?.message}
        </Banner>
      ))}
      {pending ? (
        <div className={css.loading} role="status">
          <span className="visually-hidden">Reading the activity…</span>
          {[24, 30, 20].map((width) => (
            <div key={width} className={css.item} aria-hidden="true">
              <Skeleton width={9} />
              <Skeleton width={8} />
              <Skeleton width={width} className={css.what} />
            </div>
          ))}
        </div>
      ) : merged.items.length === 0 && failed.length === 0 ? (
        <p className={css.quiet}>Nothing is recorded of this load balancer yet.</p>
      ) : (
        <ol className={css.list}>
          {merged.items.map((item) => (
            <Item
              key={
                item.kind === 'record' ? item.record.id : `${item.entry.at} ${item.entry.title} ${item.entry.summary}`
              }
              item={item}
              onPutBack={(record, opener) => setPuttingBack({ record, opener })}
            />
          ))}
        </ol>
      )}
      {!pending && !merged.whole && failed.length === 0 ? (
        <Button
          size="small"
          busy={queries.some(({ isFetchingNextPage }) => isFetchingNextPage)}
          onClick={() => {
            for (const query of queries) if (query.hasNextPage) void query.fetchNextPage();
          }}
        >
          Show older
        </Button>
      ) : null}
      {puttingBack ? (
        <PutBackDialog
          record={puttingBack.record}
          onClose={() => {
            setPuttingBack(null);
            puttingBack.opener.focus();
          }}
        />
      ) : null}
    </Section>
  );
}

/** Reads feeds and history again when the load balancer is seen changed. */
function useFreshFeeds(ref: LoadBalancerRef): void {
  const queries = useQueryClient();
  const { details } = useDetails(ref);
  const version = details ? `${details.updated} ${details.status}` : null;
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== null && version !== null && seen.current !== version) {
      void queries.invalidateQueries({ queryKey: ['events', ref.region, ref.id] });
      void queries.invalidateQueries({ queryKey: ['history'] });
    }
    seen.current = version;
  }, [queries, version, ref.region, ref.id]);
}

interface ItemProps {
  item: ActivityItem;
  onPutBack(record: ChangeRecord, opener: HTMLElement): void;
}

function Item({ item, onPutBack }: ItemProps) {
  if (item.kind === 'entry')
    return (
      <li className={css.item}>
        <Time at={item.at} />
        <span className={css.who}>{item.entry.author || 'unknown'}</span>
        <span className={css.what}>{item.entry.summary || item.entry.title}</span>
        <span className={css.outside}>made outside this panel</span>
      </li>
    );
  const { record } = item;
  return (
    <li className={css.item}>
      <Time at={item.at} />
      <span className={css.who}>{record.user}</span>
      <span className={css.what}>
        <span className={css.operation}>{operationTitle(record.operation)}</span> <BeforeAfter record={record} />
        {record.reason ? <span className={css.reason}>{record.reason}</span> : null}
      </span>
      <Result record={record} details />
      {item.canPutBack ? (
        <Button
          variant="subtle"
          size="small"
          icon={<IconArrowBackUp size={16} stroke={1.75} aria-hidden />}
          onClick={(event) => onPutBack(record, event.currentTarget)}
        >
          Put back
        </Button>
      ) : null}
    </li>
  );
}

const day = 24 * 60 * 60 * 1_000;

const Time = ({ at }: { at: number }) => (
  <span className={css.time}>{Date.now() - at < day ? <RelativeTime time={at} /> : <AbsoluteTime time={at} />}</span>
);
