import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import type { Creation } from '../../api/providers/creation.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { Crumbs } from '../../components/layout/Crumbs.tsx';
import { ErrorPage } from '../../components/layout/ErrorPage.tsx';
import { paths } from '../../model/paths.ts';
import { CreateForm } from './CreateForm.tsx';
import css from './NewLoadBalancerPage.module.css';

export async function loader(): Promise<null> {
  await queryClient.fetchQuery(sessionQuery);
  return null;
}

/** A new load balancer, on one page. */
export default function NewLoadBalancerPage() {
  useTitle('Create load balancer');
  const [region, setRegion] = useState<string | null>(null);
  const provider = currentProvider();
  const creation = useQuery({
    queryKey: ['creation', provider.name],
    queryFn: async () => (await provider.creation?.()) ?? null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (creation.isError)
    return (
      <ErrorPage
        title="The form for a new load balancer could not be loaded."
        error={creation.error}
        onRetry={() => void creation.refetch()}
      />
    );
  return (
    <article className={css.page}>
      <header className={css.head}>
        <Crumbs />
        <h1>Create load balancer</h1>
      </header>
      {creation.isPending ? <Skeleton width={60} /> : null}
      {creation.data === null ? (
        <Banner tone="info">
          This panel makes no load balancers of {provider.capabilities.apiName} yet.{' '}
          <Link to={paths.explorer()}>The API explorer</Link> can.
        </Banner>
      ) : null}
      {creation.data ? <CreateForm creation={creation.data as Creation} region={region} onRegion={setRegion} /> : null}
    </article>
  );
}
