import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { eventsQuery } from '../../api/history/events.ts';
import { type ChangeRecord, historyQuery } from '../../api/history/history.ts';
import { useFreshHistory } from '../../components/records/use-fresh-history.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import type { RegionEvent } from '../../model/region-event.ts';
import { type ActivityItem, mergeActivity, type Source } from './activity-items.ts';

/** A source that could not be read. */
export interface FailedSource {
  /** As a sentence begins: "The panel’s history". */
  readonly what: string;
  readonly error: Error;
  /** Whether what it said before is still shown. */
  readonly kept: boolean;
  again(): void;
}

export interface Activity {
  /** Newest first. */
  readonly items: readonly ActivityItem[];
  /** Whether the items go back to the beginning. */
  readonly whole: boolean;
  readonly pending: boolean;
  readonly failed: readonly FailedSource[];
  readonly readingOlder: boolean;
  readOlder(): void;
}

/** Who changed what and when: the panel's history of the load balancer and the region's own feeds. Read once its details are there. */
export function useActivity({ region, id }: LoadBalancerRef, details: LoadBalancerDetails | undefined): Activity {
  const ref = { region, id };
  const enabled = details !== undefined && details.status !== 'DELETED';
  useFreshHistory();
  useFreshFeeds(ref, details);
  const history = useInfiniteQuery({ ...historyQuery({ region, loadBalancerId: id }), enabled });
  const whole = useInfiniteQuery({ ...eventsQuery(ref, 'loadBalancer'), enabled });
  const persistence = useInfiniteQuery({ ...eventsQuery(ref, 'persistence'), enabled });

  const queries = [history, whole, persistence];
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
  const failed = [
    { query: history, what: 'The panel’s history' },
    { query: whole.isError ? whole : persistence, what: `The feed of ${region}` },
  ].flatMap(({ query, what }): FailedSource[] =>
    query.error
      ? [{ what, error: query.error, kept: query.data !== undefined, again: () => void query.refetch() }]
      : [],
  );
  return {
    ...mergeActivity(records, feeds),
    pending: queries.some(({ isPending }) => isPending),
    failed,
    readingOlder: queries.some(({ isFetchingNextPage }) => isFetchingNextPage),
    readOlder() {
      for (const query of queries) if (query.hasNextPage) void query.fetchNextPage();
    },
  };
}

/** Reads feeds and history again when the load balancer is seen changed. */
function useFreshFeeds({ region, id }: LoadBalancerRef, details: LoadBalancerDetails | undefined): void {
  const queries = useQueryClient();
  const version = details ? `${details.updated} ${details.status}` : null;
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current !== null && version !== null && seen.current !== version) {
      void queries.invalidateQueries({ queryKey: ['events', region, id] });
      void queries.invalidateQueries({ queryKey: ['history'] });
    }
    seen.current = version;
  }, [queries, version, region, id]);
}
