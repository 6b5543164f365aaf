import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import {
  Link,
  type LoaderFunctionArgs,
  type ShouldRevalidateFunction,
  useLocation,
  useNavigate,
  useNavigationType,
  useParams,
  useSearchParams,
} from 'react-router';
import { apiNamed, loadApi } from '../../api/explorer/apis.ts';
import { callsQuery, favouritesKey, favouritesQuery, setFavourite } from '../../api/explorer/calls.ts';
import {
  type ExploredName,
  explored,
  exploredOf,
  isOperationId,
  type OperationId,
  operationIds,
  operationOf,
} from '../../api/explorer/operations.ts';
import { type CallValues, valuesOfLink } from '../../api/explorer/request.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { type SessionState, sessionQuery } from '../../api/http/session.ts';
import { cx } from '../../components/controls/cx.ts';
import { IconDownload } from '../../components/controls/icons.ts';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { firstData } from '../../components/layout/first-data.ts';
import { toast } from '../../components/notifications/notices.ts';
import { count } from '../../model/format.ts';
import { paths } from '../../model/paths.ts';
import css from './ExplorerPage.module.css';
import { Method } from './Method.tsx';
import { OperationList } from './OperationList.tsx';
import { OperationPage } from './OperationPage.tsx';
import { useExplorerSession } from './use-explorer-session.ts';

const recentShown = 5;

/** The APIs, by the names that an address has for them and those that people read. */
const apiNames: Readonly<Record<ExploredName, string>> = {
  clb: 'Cloud Load Balancers',
  octavia: 'OpenStack Octavia',
};

/** The API that is explored: the session's own; for somebody who is not signed in the one that the address means. */
function exploredBy(state: SessionState, operation: string | undefined, search: URLSearchParams): ExploredName {
  if (state.signedIn) return explored(state.session.provider);
  if (operation !== undefined) return exploredOf(operation);
  const [only, ...others] = new Set(state.clouds.map(({ provider }) => provider));
  return explored(search.get('api') ?? (others.length === 0 ? (only ?? 'clb') : 'clb'));
}

interface ExplorerState {
  /** The page itself wrote the address, for the form of the visit that this names. */
  readonly own?: string;
  /** Values of a call to replay. */
  readonly fill?: CallValues;
}

/** Nobody has to be signed in; who is finds what they marked and sent before. Without it the page is whole, too. */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<null> {
  const state = await queryClient.fetchQuery(sessionQuery);
  await loadApi(exploredBy(state, params.operation, new URL(request.url).searchParams));
  if (!state.signedIn) return null;
  const own = [queryClient.prefetchQuery(favouritesQuery), queryClient.prefetchInfiniteQuery(callsQuery())];
  await firstData(Promise.all(own));
  return null;
}

const apiIn = ({ pathname, searchParams }: URL): string =>
  `${searchParams.get('api')} ${pathname.startsWith('/explorer/octavia.')}`;

/** The address keeps what is filled in; only another API is another page. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl }) =>
  currentUrl.href === nextUrl.href || apiIn(currentUrl) !== apiIn(nextUrl);

/** `/explorer` and `/explorer/{operation}`: every call of the API by hand. */
export default function ExplorerPage() {
  const { operation: named } = useParams();
  const [search] = useSearchParams();
  const { session, state: signIn } = useExplorerSession();
  const api = exploredBy(signIn, named, search);
  const { document, regions: publicRegions } = apiNamed(api);
  const id = named !== undefined && isOperationId(named) && exploredOf(named) === api ? named : null;
  const regions = session?.regions ?? publicRegions;
  const location = useLocation();
  const navigate = useNavigate();
  const state = location.state as ExplorerState | null;
  const signedIn = session !== null;
  const favourites = useQuery({ ...favouritesQuery, enabled: signedIn }).data ?? [];
  const calls = useInfiniteQuery({ ...callsQuery(), enabled: signedIn }).data;
  const recent = [...new Set(calls?.pages.flatMap((page) => page.calls.map((call) => call.operation)))];
  const favour = useMutation({
    mutationFn: ({ operation, favourite }: { operation: OperationId; favourite: boolean }) =>
      setFavourite(operation, favourite),
    onError: (error) => toast({ tone: 'error', text: error.message }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: favouritesKey }),
  });
  useTitle(id ? `${operationOf(id).title} · API explorer` : 'API explorer');

  // The form stays while the page itself writes the address, and begins anew whenever anything else does.
  const visit = state?.own ?? location.key;

  const main = useRef<HTMLDivElement>(null);
  // Who comes from another page, as by the palette, comes for the operation; a page that is opened by its address moves no focus.
  const former = useRef(useNavigationType() === 'POP' ? id : null);
  useEffect(() => {
    if (former.current === id) return;
    former.current = id;
    window.scrollTo({ top: 0 });
    main.current?.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  }, [id]);

  const linked = id ? valuesOfLink(id, search) : null;
  const filled = state?.fill ?? linked;
  const start = filled && { ...filled, region: filled.region || (regions[0] ?? '') };
  const carried = Object.fromEntries(
    ['region', 'loadBalancerId'].flatMap((name) => {
      const value = search.get(name);
      return value ? [[name, value] as const] : [];
    }),
  );

  return (
    <div className={cx(css.page, id !== null && css.chosen)}>
      <header className={css.head}>
        <h1>API explorer</h1>
        {named === undefined ? null : (
          <Link to={paths.explorer(undefined, carried)} className={css.back}>
            All operations
          </Link>
        )}
        <Button
          component="a"
          size="sm"
          href={document.href}
          download={document.file}
          leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
        >
          OpenAPI 3.1 document
        </Button>
      </header>
      <div className={css.side}>
        {signedIn ? null : (
          <NativeSelect
            label="API"
            className={css.api}
            value={api}
            onChange={(event) => void navigate(`${paths.explorer()}?api=${event.currentTarget.value}`)}
            data={Object.entries(apiNames).map(([value, label]) => ({ value, label }))}
          />
        )}
        <OperationList
          api={api}
          chosen={id}
          favourites={favourites}
          recent={recent.slice(0, recentShown)}
          carried={carried}
        />
      </div>
      <div ref={main} className={css.main}>
        {id && start ? (
          <OperationPage
            key={`${id} ${visit}`}
            id={id}
            visit={visit}
            start={start}
            session={session}
            regions={regions}
            favourite={favourites.includes(id)}
            onFavourite={(favourite) => favour.mutate({ operation: id, favourite })}
          />
        ) : (
          <Overview api={api} unknown={named ?? null} carried={carried} />
        )}
      </div>
    </div>
  );
}

interface OverviewProps {
  api: ExploredName;
  unknown: string | null;
  carried: Readonly<Record<string, string>>;
}

/** What to begin with. */
function Overview({ api, unknown, carried }: OverviewProps) {
  const { title, first } = apiNamed(api);
  return (
    <section className={css.overview} aria-labelledby="overview-heading">
      {unknown === null ? null : (
        <p role="alert">
          The API has no operation <code translate="no">{unknown}</code>. Search for it by name or path.
        </p>
      )}
      <h2 id="overview-heading" tabIndex={-1}>
        {first.heading}
      </h2>
      <ul className={css.cards}>
        {first.ids.map((id) => (
          <li key={id}>
            <Link to={paths.explorer(id, carried)} className={css.card}>
              <strong>{operationOf(id).title}</strong>
              <span>
                <Method method={operationOf(id).method} />
                <code translate="no">{operationOf(id).path}</code>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p>
        The list has {count(operationIds(api).length, 'operation')} of {title}. Mock a call to see its request, copy it
        as curl, HTTPie, JavaScript or Python, or send it and read the answer.
      </p>
    </section>
  );
}
