import { Link, Outlet, useParams, useRevalidator, useRouteError } from 'react-router';
import { ApiError } from '../../api/http/client.ts';
import { useDetails } from '../../api/inventory/hooks.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { Button } from '../../components/controls/Button.tsx';
import { RelativeTime } from '../../components/controls/RelativeTime.tsx';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { Crumbs } from '../../components/layout/Crumbs.tsx';
import { ErrorPage } from '../../components/layout/ErrorPage.tsx';
import { RouteError } from '../../components/layout/RouteError.tsx';
import { detailsLoader } from '../../components/load-balancer/details-loader.ts';
import { LongLock } from '../../components/load-balancer/LongLock.tsx';
import { whyMissing } from '../../components/load-balancer/not-found-reason.ts';
import { useSession } from '../../components/session/use-session.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { Heading } from './Heading.tsx';
import css from './LoadBalancerPage.module.css';
import { NotFound } from './NotFound.tsx';
import { Sections } from './Sections.tsx';
import './styles.ts';

export const loader = detailsLoader;

function useTarget(): LoadBalancerRef {
  const { region = '', id = '' } = useParams();
  return { region, id };
}

/** `/load-balancers/{region}/{id}`: everything about one load balancer; the dialog is a page over it. */
export default function LoadBalancerPage() {
  const target = useTarget();
  const { region, id } = target;
  const { regions } = useSession();
  const { details, error } = useDetails(target);
  if (!details && error) throw error;
  const missing = whyMissing(target, error, regions);

  useTitle(details?.name ?? `Load balancer ${id}`);

  if (missing)
    return (
      <>
        <NotFound reason={missing} />
        {/* Deleted while the dialog was open: it keeps what was put in and says so itself. */}
        <Outlet />
      </>
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
            <Button variant="link" onClick={() => void inventory.details.refresh(target)}>
              Try again
            </Button>
          }
        >
          This could not be refreshed: {error.message} What you see is from <RelativeTime time={details.readAt} />.
        </Banner>
      ) : null}
      {details ? <LongLock details={details} /> : null}
      {details?.status === 'DELETED' ? (
        <Banner tone="warning">This load balancer is deleted. The API keeps only its name and its times.</Banner>
      ) : (
        <Sections key={`${region}/${id}`} target={target} details={details} />
      )}
      <Outlet />
    </article>
  );
}

/** In place of a load balancer that was never read. */
export function ErrorBoundary() {
  const target = useTarget();
  const { regions } = useSession();
  const { revalidate } = useRevalidator();
  const error = useRouteError();
  const missing = whyMissing(target, error, regions);
  useTitle(missing ? 'Not found' : `Load balancer ${target.id}`);
  if (missing) return <NotFound reason={missing} />;
  if (!(error instanceof ApiError)) return <RouteError />;
  return (
    <ErrorPage
      title={`Load balancer ${target.id} in ${target.region} could not be read.`}
      error={error}
      onRetry={() => void revalidate()}
    >
      <Link to={paths.list()}>Load Balancers</Link>
    </ErrorPage>
  );
}
