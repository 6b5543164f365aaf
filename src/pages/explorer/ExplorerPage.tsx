import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link, useLocation, useParams, useSearchParams } from 'react-router';
import { callsQuery, favouritesKey, favouritesQuery, setFavourite } from '../../api/explorer/calls.ts';
import { sessionPersistence } from '../../api/explorer/contract.ts';
import { isOperationId, type OperationId, operations } from '../../api/explorer/operations.ts';
import { type CallValues, valuesOfLink } from '../../api/explorer/request.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { cx } from '../../components/controls/cx.ts';
import { IconDownload } from '../../components/controls/icons.ts';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { firstData, onlyWhenOpened } from '../../components/layout/first-data.ts';
import { toast } from '../../components/notifications/Toasts.tsx';
import { count } from '../../model/format.ts';
import { paths } from '../../model/paths.ts';
import css from './ExplorerPage.module.css';
import { Method } from './Method.tsx';
import { OperationList } from './OperationList.tsx';
import { OperationPage } from './OperationPage.tsx';
import { useExplorerSession } from './use-explorer-session.ts';

/** Regions of the public cloud, for somebody who is not signed in. */
const publicRegions = ['ORD', 'DFW', 'IAD', 'LON', 'SYD', 'HKG'];
const recentShown = 5;
const easiest = Object.keys(sessionPersistence) as OperationId[];

interface ExplorerState {
  /** The page itself wrote the address, for the form of the visit that this names. */
  readonly own?: string;
  /** Values of a call to replay. */
  readonly fill?: CallValues;
}

/** Nobody has to be signed in; who is finds what they marked and sent before. Without it the page is whole, too. */
export async function loader(): Promise<null> {
  const { signedIn } = await queryClient.fetchQuery(sessionQuery);
  if (!signedIn) return null;
  const own = [queryClient.prefetchQuery(favouritesQuery), queryClient.prefetchInfiniteQuery(callsQuery())];
  await firstData(Promise.all(own));
  return null;
}

export const shouldRevalidate = onlyWhenOpened;

/** `/explorer` and `/explorer/{operation}`: every call of the API by hand. */
export default function ExplorerPage() {
  const { operation: named } = useParams();
  const id = named !== undefined && isOperationId(named) ? named : null;
  const session = useExplorerSession();
  const regions = session?.regions ?? publicRegions;
  const [search] = useSearchParams();
  const location = useLocation();
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
  useTitle(id ? `${operations[id].title} · API explorer` : 'API explorer');

  // The form stays while the page itself writes the address, and begins anew whenever anything else does.
  const visit = state?.own ?? location.key;

  const main = useRef<HTMLDivElement>(null);
  const former = useRef(id);
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
          href="/openapi.json"
          download="cloud-load-balancers.openapi.json"
          leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
        >
          OpenAPI 3.1 document
        </Button>
      </header>
      <div className={css.side}>
        <OperationList chosen={id} favourites={favourites} recent={recent.slice(0, recentShown)} carried={carried} />
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
          <Overview unknown={named ?? null} carried={carried} />
        )}
      </div>
    </div>
  );
}

/** What to begin with. */
function Overview({ unknown, carried }: { unknown: string | null; carried: Readonly<Record<string, string>> }) {
  return (
    <section className={css.overview} aria-labelledby="overview-heading">
      {unknown === null ? null : (
        <p role="alert">
          The API has no operation <code translate="no">{unknown}</code>. Search for it by name or path.
        </p>
      )}
      <h2 id="overview-heading" tabIndex={-1}>
        Session persistence by hand
      </h2>
      <ul className={css.cards}>
        {easiest.map((id) => (
          <li key={id}>
            <Link to={paths.explorer(id, carried)} className={css.card}>
              <strong>{operations[id].title}</strong>
              <span>
                <Method method={operations[id].method} />
                <code translate="no">{operations[id].path}</code>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p>
        The list has {count(Object.keys(operations).length, 'operation')} of Cloud Load Balancers v1.0 and Identity
        v2.0. Mock a call to see its request, copy it as curl, HTTPie, JavaScript or Python, or send it and read the
        answer.
      </p>
    </section>
  );
}
