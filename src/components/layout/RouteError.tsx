import { Suspense } from 'react';
import { isRouteErrorResponse, Link, useRevalidator, useRouteError } from 'react-router';
import { paths } from '../../model/paths.ts';
import { ErrorPage } from './ErrorPage.tsx';
import { lazyPart } from './lazy-part.ts';

const NotFoundPage = lazyPart(() => import('./NotFoundPage.tsx'));

/** The page in place of one that failed. A part of the panel that could not be loaded asks for a reload. */
export function RouteError() {
  const error = useRouteError();
  const { revalidate } = useRevalidator();
  if (isRouteErrorResponse(error) && error.status === 404) {
    return (
      <Suspense>
        <NotFoundPage />
      </Suspense>
    );
  }
  const missingPart = error instanceof TypeError && /module|import/i.test(error.message);
  return (
    <ErrorPage
      error={
        missingPart
          ? new Error('A part of the panel could not be loaded: the server does not answer, or the panel was updated.')
          : error
      }
      onRetry={missingPart ? () => location.reload() : () => void revalidate()}
    >
      <Link to={paths.list()}>Load Balancers</Link>
    </ErrorPage>
  );
}
