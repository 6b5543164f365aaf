import '@mantine/core/styles/EmptyState.layer.css';
import { EmptyState } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, type LoaderFunctionArgs, useRevalidator, useRouteError, useSearchParams } from 'react-router';
import { historyQuery } from '../../api/history/history.ts';
import { ApiError } from '../../api/http/client.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { Button } from '../../components/controls/Button.tsx';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { ErrorPage } from '../../components/layout/ErrorPage.tsx';
import { firstData, onlyWhenOpened } from '../../components/layout/first-data.ts';
import { RouteError } from '../../components/layout/RouteError.tsx';
import { HistoryTable } from '../../components/records/HistoryTable.tsx';
import css from '../../components/records/history.module.css';
import { PutBackRun } from '../../components/records/PutBackRun.tsx';
import { useFreshHistory } from '../../components/records/use-fresh-history.ts';
import { count } from '../../model/format.ts';
import { paths } from '../../model/paths.ts';
import { filterOf, unknownFilters } from './filters.ts';
import { HistoryFilters } from './HistoryFilters.tsx';

export async function loader({ request }: LoaderFunctionArgs): Promise<null> {
  const { signedIn } = await queryClient.fetchQuery(sessionQuery);
  const filter = filterOf(new URL(request.url).searchParams);
  if (signedIn) await firstData(queryClient.fetchInfiniteQuery(historyQuery(filter)));
  return null;
}

export const shouldRevalidate = onlyWhenOpened;

/** `/history`: every change that went through the panel. */
export default function HistoryPage() {
  useTitle('History');
  useFreshHistory();
  const [search, setSearch] = useSearchParams();
  const filter = filterOf(search);
  const query = useInfiniteQuery({
    ...historyQuery(filter),
    // While a filter is typed, what was there stays until the next answer.
    placeholderData: keepPreviousData,
    throwOnError: (_, { state }) => state.data === undefined,
  });
  const records = query.data?.pages.flatMap(({ changes }) => changes) ?? [];
  const filtered = Object.keys(filter).length > 0;

  return (
    <article className={css.page}>
      <header className={css.head}>
        <h1>History</h1>
        {filter.run ? <PutBackRun run={filter.run} /> : null}
        <Button busy={query.isFetching && !query.isFetchingNextPage} onClick={() => void query.refetch()}>
          Refresh
        </Button>
      </header>
      <HistoryFilters search={search} onChange={(next) => setSearch(next, { replace: true })} />
      <Unknown search={search} onRemove={(next) => setSearch(next, { replace: true })} />
      {query.isPending ? <Loading /> : null}
      {query.isError ? (
        <Banner
          tone="error"
          live
          actions={
            <Button
              variant="link"
              onClick={() => void (query.isFetchNextPageError ? query.fetchNextPage() : query.refetch())}
            >
              Try again
            </Button>
          }
        >
          This could not be read: {query.error.message}
        </Banner>
      ) : null}
      {query.isSuccess && records.length === 0 ? (
        <EmptyState>
          <EmptyState.Title order={2}>
            {filtered ? 'No change fits these filters.' : 'Nothing was changed yet.'}
          </EmptyState.Title>
          <EmptyState.Description>
            {filtered
              ? 'Change or clear the filters above.'
              : 'Every change that goes through this panel is recorded here. Start from the list.'}
          </EmptyState.Description>
          {filtered ? null : (
            <EmptyState.Actions>
              <Link to={paths.list()}>Load Balancers</Link>
            </EmptyState.Actions>
          )}
        </EmptyState>
      ) : null}
      {records.length > 0 ? (
        <>
          <p className={css.quiet} role="status">
            {count(records.length, 'change')} shown{query.hasNextPage ? ', there are older ones' : ''}
          </p>
          <HistoryTable records={records} />
          {query.hasNextPage ? (
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show older
            </Button>
          ) : null}
        </>
      ) : null}
    </article>
  );
}

/** Says which filters of the address were not followed, so that nobody takes the rows for what they asked. */
function Unknown({ search, onRemove }: { search: URLSearchParams; onRemove(next: URLSearchParams): void }) {
  const unknown = unknownFilters(search);
  if (unknown.length === 0) return null;
  const remove = () => {
    const next = new URLSearchParams(search);
    for (const { name } of unknown) next.delete(name);
    onRemove(next);
  };
  return (
    <Banner
      tone="warning"
      live
      actions={
        <Button variant="link" onClick={remove}>
          Remove from the filter
        </Button>
      }
    >
      {unknown.map(({ sentence }) => sentence).join(' ')}
    </Banner>
  );
}

/** In place of a history that was never read. */
export function ErrorBoundary() {
  useTitle('History');
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  const [search, setSearch] = useSearchParams();
  if (!(error instanceof ApiError)) return <RouteError />;
  return (
    <article className={css.page}>
      <header className={css.head}>
        <h1>History</h1>
      </header>
      {/* Filters may be why. */}
      <HistoryFilters search={search} onChange={(next) => setSearch(next, { replace: true })} />
      <ErrorPage title="The history could not be read." error={error} onRetry={() => void revalidate()} />
    </article>
  );
}

/** The room that rows take while they are being read. */
function Loading() {
  return (
    <div className={css.loading} role="status">
      <span className="visually-hidden">Reading the history…</span>
      {[0, 1, 2, 3, 4, 5, 6, 7].map((row) => (
        <div key={row} className={css.loadingRow} aria-hidden="true">
          <Skeleton width={9} />
          <Skeleton width={8} />
          <Skeleton width={5} />
          <Skeleton width={18} />
          <Skeleton width={26} />
          <Skeleton width={10} />
        </div>
      ))}
    </div>
  );
}
