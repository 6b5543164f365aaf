import { Suspense } from 'react';
import { Link, Outlet, useParams } from 'react-router';
import { Button } from '../../components/controls/Button.tsx';
import { RelativeTime } from '../../components/controls/RelativeTime.tsx';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { Crumbs } from '../../components/layout/Crumbs.tsx';
import { ErrorPage } from '../../components/layout/ErrorPage.tsx';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { useLiveDetails } from '../../components/load-balancer/live-details.ts';
import { whyMissing } from '../../components/load-balancer/not-found-reason.ts';
import { useSession } from '../../components/session/use-session.ts';
import { paths } from '../../model/paths.ts';
import { DetailsSection } from './DetailsSection.tsx';
import { Heading } from './Heading.tsx';
import css from './LoadBalancerPage.module.css';
import { NodesSection } from './NodesSection.tsx';
import { NotFound } from './NotFound.tsx';
import { OptionalFeatures } from './OptionalFeatures.tsx';
import { SessionTableSection } from './session-table/SessionTableSection.tsx';
import { StatsSection } from './stats/StatsSection.tsx';
import { StickinessSection } from './stickiness/StickinessSection.tsx';

// Below the fold: its code and its reads come after what the page is opened for.
const Activity = lazyPart(async () => ({ default: (await import('./Activity.tsx')).Activity }));

/** `/load-balancers/{region}/{id}`: everything about one load balancer; the dialog is a page over it. */
export default function LoadBalancerPage() {
  const { region = '', id = '' } = useParams();
  const target = { region, id };
  const { regions, local } = useSession();
  const query = useLiveDetails(target);
  const { data: details, error } = query;
  const missing = whyMissing(target, error, regions);

  useTitle(details?.name ?? (missing ? 'Not found' : `Load balancer ${id}`));

  if (missing)
    return (
      <>
        <NotFound reason={missing} />
        {/* Deleted while the dialog was open: it keeps what was put in and says so itself. */}
        {details ? <Outlet /> : null}
      </>
    );
  if (!details && error)
    return (
      <ErrorPage
        title={`Load balancer ${id} in ${region} could not be read.`}
        error={error}
        onRetry={() => void query.refetch()}
      >
        <Link to={paths.list()}>Load Balancers</Link>
      </ErrorPage>
    );

  return (
    <article className={css.page} aria-busy={!details}>
      <div className={css.head}>
        <Crumbs />
        <Heading target={target} details={details} />
      </div>
      {details && error ? (
        <Banner
          tone="warning"
          live
          actions={
            <Button variant="link" onClick={() => void query.refetch()}>
              Try again
            </Button>
          }
        >
          This could not be read again: {error.message} What you see was read <RelativeTime time={details.readAt} />.
        </Banner>
      ) : null}
      {details?.status === 'DELETED' ? (
        <Banner tone="warning">This load balancer is deleted. The API keeps only its name and its times.</Banner>
      ) : (
        <div className={css.sections}>
          <DetailsSection details={details} />
          <NodesSection details={details} />
          <OptionalFeatures target={target} details={details} />
          <StickinessSection key={`stickiness ${region}/${id}`} target={target} details={details} />
          {details && local ? <SessionTableSection target={target} details={details} /> : null}
          {details ? <StatsSection target={target} details={details} /> : null}
          {details ? (
            <Suspense>
              <Activity key={`${region}/${id}`} region={region} id={id} />
            </Suspense>
          ) : null}
        </div>
      )}
      <Outlet />
    </article>
  );
}
