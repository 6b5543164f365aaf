import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { readRunHistory } from '../../api/history/history.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { Crumbs } from '../../components/layout/Crumbs.tsx';
import { EmptyPage } from '../../components/layout/EmptyPage.tsx';
import { ErrorPage } from '../../components/layout/ErrorPage.tsx';
import { HistoryTable } from '../../components/records/HistoryTable.tsx';
import { PutBackRun } from '../../components/records/PutBackRun.tsx';
import { count } from '../../model/format.ts';
import { paths } from '../../model/paths.ts';
import css from './bulk.module.css';

/** A run that this browser does not hold: what the history recorded of it. */
export default function RunFromHistory({ run }: { run: string }) {
  useTitle('Bulk change');
  const query = useQuery({ queryKey: ['history', 'run', run], queryFn: ({ signal }) => readRunHistory(run, signal) });
  if (query.isError && !query.data)
    return (
      <ErrorPage
        title={`Run ${run} could not be read from the history.`}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  if (query.data?.length === 0)
    return (
      <EmptyPage title="No such run" actions={<Link to={paths.list()}>Load Balancers</Link>}>
        Neither this browser nor the history of this account knows a run <code translate="no">{run}</code>. A run that
        sent nothing is known only to the browser that planned it.
      </EmptyPage>
    );
  return (
    <article className={css.page} aria-busy={query.isPending}>
      <header className={css.head}>
        <Crumbs />
        <h1>Bulk change</h1>
      </header>
      <Banner>
        This browser does not hold run {run}, so the page shows what the history recorded of it. Load balancers to which
        nothing was sent are not in it.
      </Banner>
      {query.data ? (
        <>
          <div className={css.actions}>
            <span className={css.quiet}>{count(query.data.length, 'change')}</span>
            <PutBackRun run={run} />
          </div>
          <HistoryTable records={query.data} />
        </>
      ) : (
        <Skeleton width={60} />
      )}
    </article>
  );
}
