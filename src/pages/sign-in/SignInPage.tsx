import {
  type LoaderFunctionArgs,
  redirect,
  useLoaderData,
  useNavigate,
  useRevalidator,
  useRouteError,
  useSearchParams,
} from 'react-router';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { ErrorPage } from '../../components/layout/ErrorPage.tsx';
import { Logo } from '../../components/layout/Logo.tsx';
import { SignInForm } from '../../components/session/SignInForm.tsx';
import { paths, safeReturn } from '../../model/paths.ts';
import css from './SignInPage.module.css';

/** What somebody may know who is not signed in; whoever is goes on to the page. */
export async function loader({ request }: LoaderFunctionArgs) {
  const state = await queryClient.fetchQuery(sessionQuery);
  if (state.signedIn) throw redirect(safeReturn(new URL(request.url).searchParams.get('to')));
  return state;
}

export default function SignInPage() {
  const signedOut = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const to = search.get('to');
  useTitle('Sign in');
  return (
    <main className={css.page}>
      <div className={css.card}>
        <h1 className={css.heading}>
          <Logo size={26} />
          Sign in to Holdfast
        </h1>
        <p className={css.tagline}>
          {safeReturn(to) !== paths.list()
            ? 'Sign in to continue.'
            : signedOut.clouds.some(({ provider }) => provider !== 'clb')
              ? 'Control panel for load balancers'
              : 'Control panel for Cloud Load Balancers'}
        </p>
        <SignInForm signedOut={signedOut} onSignedIn={() => navigate(safeReturn(to), { replace: true })} />
      </div>
    </main>
  );
}

/** In place of the form when the panel server does not answer. */
export function ErrorBoundary() {
  useTitle('Sign in');
  const { revalidate } = useRevalidator();
  return (
    <ErrorPage error={useRouteError()} title="The panel could not be reached." onRetry={() => void revalidate()} />
  );
}
