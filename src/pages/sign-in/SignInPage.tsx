import { useQuery } from '@tanstack/react-query';
import { type LoaderFunctionArgs, redirect, useNavigate, useSearchParams } from 'react-router';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { ErrorPage } from '../../components/layout/ErrorPage.tsx';
import { Logo } from '../../components/layout/Logo.tsx';
import { SignInForm } from '../../components/session/SignInForm.tsx';
import { paths, safeReturn } from '../../model/paths.ts';
import css from './SignInPage.module.css';

export async function loader({ request }: LoaderFunctionArgs) {
  const state = await queryClient.fetchQuery(sessionQuery);
  if (state.signedIn) throw redirect(safeReturn(new URL(request.url).searchParams.get('to')));
  return null;
}

export default function SignInPage() {
  const { data, error, refetch } = useQuery(sessionQuery);
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const to = search.get('to');
  useTitle('Sign in');
  if (error && !data) return <ErrorPage error={error} title="The panel could not be reached." onRetry={refetch} />;
  return (
    <main className={css.page}>
      <div className={css.card}>
        <h1 className={css.heading}>
          <Logo size={26} />
          Sign in to Holdfast
        </h1>
        <p className={css.tagline}>
          {safeReturn(to) !== paths.list()
            ? 'Sign in to go on to the page that you asked for.'
            : 'Control panel for Cloud Load Balancers'}
        </p>
        <SignInForm
          signedOut={data && !data.signedIn ? data : undefined}
          onSignedIn={() => navigate(safeReturn(to), { replace: true })}
        />
      </div>
    </main>
  );
}
