import { useQuery } from '@tanstack/react-query';
import {
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { Outlet } from 'react-router';
import { canonicalAddress } from '../../../contract/shared/address.ts';
import { trimmed } from '../../../contract/shared/text.ts';
import { useDetailsVersion, useRegions } from '../../api/inventory/hooks.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { useRows } from '../../api/inventory/rows.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { IconAdjustmentsHorizontal } from '../../components/controls/icons.ts';
import { useStore } from '../../components/controls/use-store.ts';
import { useTitle } from '../../components/layout/Announcer.tsx';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { onIdle } from '../../components/layout/on-idle.ts';
import { listInView } from '../../components/load-balancer/list-in-view.ts';
import { missingRole, useSession } from '../../components/session/use-session.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { needsDetails, nextSort, sortRows } from './columns.ts';
import { density } from './density.ts';
import { editFromList } from './edit-from-list.ts';
import { offeredValues, valuesOf } from './filter-values.ts';
import css from './LoadBalancersPage.module.css';
import { LoadBalancersTable } from './LoadBalancersTable.tsx';
import { Loading } from './Loading.tsx';
import {
  type ColumnId,
  isFiltered,
  type ListState,
  matcher,
  narrows,
  noFilters,
  unknownSentence,
  unknownValues,
  writeListState,
} from './list-state.ts';
import { RowPageContext } from './row-page.ts';
import { PageTools, Toolbar } from './Toolbar.tsx';
import { useFittedColumns } from './use-fitted-columns.ts';
import { useListState } from './use-list-state.ts';
import { usePreparedSearch } from './use-prepared-search.ts';
import { useReadAll } from './use-read-all.ts';
import { useSelection } from './use-selection.ts';

const LoadBalancerCards = lazyPart(() => import('./LoadBalancerCards.tsx'));
const Empty = lazyPart(() => import('./Empty.tsx'));
const SelectionBar = lazyPart(() => import('./SelectionBar.tsx'));

const none: readonly string[] = [];

/** Rows on one line each, with all above them folded away, where a window is wide enough for that and low: at 200 % zoom. */
const low = matchMedia('(min-width: 480px) and (max-height: 480px)');
const narrow = matchMedia('(max-width: 720px)');
const onWindow = (listener: () => void) => {
  for (const each of [low, narrow]) each.addEventListener('change', listener);
  return () => {
    for (const each of [low, narrow]) each.removeEventListener('change', listener);
  };
};
const windowShape = (): 'low' | 'narrow' | 'usual' => (low.matches ? 'low' : narrow.matches ? 'narrow' : 'usual');

/** The page is as high as the window and its rows scroll inside. A class on the root: `:has()` would be asked at every scroll. */
function useFixedPage() {
  useLayoutEffect(() => {
    document.documentElement.classList.add('fixed-page');
    return () => document.documentElement.classList.remove('fixed-page');
  }, []);
}

/** What was looked for last, in which rows, by which version of their details, and what was found. */
interface Matching extends Pick<ListState, 'search' | 'filters'> {
  readonly sorted: readonly LoadBalancer[];
  readonly version: number;
  readonly shown: readonly LoadBalancer[];
}

/** The load balancers of every region of the account. */
export default function LoadBalancersPage() {
  useTitle('Load Balancers');
  const session = useSession();
  const rows = useRows();
  const regions = useRegions();
  const [state, change, leave] = useListState();
  const shape = useSyncExternalStore(onWindow, windowShape);
  const cards = shape === 'narrow';
  const [unfolded, setUnfolded] = useState(false);
  const folded = shape === 'low' && !unfolded;
  const rowDensity = useStore(density);
  useFixedPage();
  const page = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const enter = useRef<() => void>(null);
  const columns = useFittedColumns(state, below);

  useEffect(() => onIdle(SelectionBar.preload), []);
  useEffect(() => inventory.open(session.account, session.regions), [session.account, session.regions]);

  const some = rows.length > 0;
  useEffect(() => {
    if (some) inventory.drawn();
  }, [some]);

  usePreparedSearch(rows);

  const wanted = state.filters.persistence.length > 0 || needsDetails(state.sort?.column);
  const version = useDetailsVersion(wanted);
  const reading = useReadAll(rows, wanted);

  const sorted = useMemo(() => sortRows(rows, state.sort, version), [rows, state.sort, version]);

  const text = trimmed(state.search);
  const asked = canonicalAddress(text);
  const byNode = useQuery({
    queryKey: ['node-address', asked, text, session.regions],
    // A region may know the address as it was once written.
    queryFn: async ({ signal }) =>
      (await import('../../api/inventory/by-node.ts')).listByNodeAddress(
        session.regions,
        [...new Set([asked ?? '', text])],
        signal,
      ),
    enabled: asked !== null && currentProvider().reads.withNode !== null,
    staleTime: 30_000,
  });
  const nodeKeys = useMemo(() => new Set(asked ? byNode.data?.rows.map(refKey) : []), [asked, byNode.data]);

  const { search, filters } = state;
  const matching = useRef<Matching>(undefined);
  const shown = useMemo(() => {
    const byNode = nodeKeys.size > 0 ? (row: LoadBalancer) => nodeKeys.has(refKey(row)) : null;
    const matches = matcher({ search, filters }, (row) => inventory.details.summaries.of(row)?.known ?? null, byNode);
    const { current: former } = matching;
    // One more letter is looked for in what the letters before it have found.
    const among =
      former?.sorted === sorted && former.version === version && byNode === null && narrows(former, { search, filters })
        ? former.shown
        : sorted;
    const found = among.filter(matches);
    const same = found.length === among.length ? among : found;
    // What regions named for an address may lie outside of what the next letter looks in.
    matching.current = byNode ? undefined : { search, filters, sorted, version, shown: same };
    return same;
  }, [sorted, version, search, filters, nodeKeys]);

  const context = useRef({ session, leave, shown, columns, ...state });
  context.current = { session, leave, shown, columns, ...state };
  const shownNow = useCallback(() => context.current.shown, []);
  useEffect(() => {
    listInView.set({
      rows: shownNow,
      query: () => String(writeListState({ ...context.current, everyColumn: true })),
      show: (query) => void context.current.leave(paths.list(query && `?${query}`)),
    });
    return () => listInView.set(null);
  }, [shownNow]);
  const onSort = useCallback((column: ColumnId) => change({ sort: nextSort(context.current.sort, column) }), [change]);
  const onWiden = useCallback(() => {
    const { kept = [], columns: fitted } = context.current;
    change({ kept: [...kept, ...fitted.left.map(({ id }) => id)] });
  }, [change]);
  const edit = useCallback((row: LoadBalancer) => {
    if (!missingRole(context.current.session, 'write')) editFromList(row, context.current.leave);
  }, []);
  const open = useCallback((row: LoadBalancer) => void context.current.leave(paths.loadBalancer(row)), []);

  const create = useCallback(() => void context.current.leave(paths.newLoadBalancer), []);

  const selection = useSelection(shown);
  const bulk = useCallback(async (refs: readonly LoadBalancer[]) => {
    // Bulk changes come with their first use: the list must not wait for them.
    const { startBulk } = await import('../../api/bulk/runs.ts');
    await context.current.leave(startBulk(refs.map(({ region, id }) => ({ region, id }))));
  }, []);

  // Before the first region is opened nothing is known either: an account without rows is said to be empty only by its regions.
  const growing = regions.length === 0 || regions.some((region) => region.phase === 'loading');
  const unknown = unknownValues(
    filters,
    (filter, value) =>
      offeredValues(filter, session.regions).includes(value) ||
      (filter === 'protocol' && growing) ||
      rows.some((row) => valuesOf(row, filter).includes(value)),
  );
  const scroller = cards ? page : below;
  return (
    <div
      className={css.page}
      ref={page}
      data-shape={shape}
      data-density={rowDensity}
      data-folded={folded || undefined}
      data-cards={cards || undefined}
    >
      <div className={css.top}>
        <div className={css.head}>
          <h1>Load Balancers</h1>
          {shape === 'low' ? (
            <Button
              square
              variant="subtle"
              aria-label="Filters and tools"
              title="Filters and tools"
              aria-expanded={unfolded}
              icon={<IconAdjustmentsHorizontal size={18} stroke={1.75} aria-hidden />}
              onClick={() => setUnfolded(!unfolded)}
            />
          ) : null}
          {folded ? null : (
            <PageTools
              regions={regions}
              hidden={state.hidden}
              kept={state.kept}
              columns={cards ? null : columns}
              change={change}
              shown={shownNow}
              reason={missingRole(session, 'write')}
              onBulk={bulk}
              onCreate={create}
            />
          )}
        </div>
        <Toolbar
          state={state}
          change={change}
          rows={rows}
          shown={shown.length}
          regions={regions}
          account={session.regions}
          reading={reading}
          askingNodes={byNode.isFetching}
          byNode={nodeKeys.size}
          notAsked={(asked && byNode.data?.failed) || none}
          unknown={unknown}
          folded={folded}
          onEnterRows={() => enter.current?.()}
        />
      </div>
      <div className={css.below} ref={below}>
        <RowPageContext value={context}>
          {rows.length === 0 && growing ? (
            <Loading columns={cards ? null : columns} />
          ) : shown.length === 0 ? (
            <Suspense>
              <Empty
                filtered={isFiltered(state)}
                search={text}
                growing={growing || byNode.isFetching || reading.running}
                regions={regions}
                problems={unknown.map(unknownSentence)}
                onClear={() => change({ search: '', filters: noFilters })}
              />
            </Suspense>
          ) : cards ? (
            <Suspense fallback={<Loading columns={null} />}>
              <LoadBalancerCards
                rows={shown}
                scroller={scroller}
                selection={selection}
                onOpen={open}
                onEdit={edit}
                enter={enter}
              />
            </Suspense>
          ) : (
            <LoadBalancersTable
              rows={shown}
              columns={columns}
              onWiden={onWiden}
              sort={state.sort}
              onSort={onSort}
              scroller={scroller}
              growing={growing}
              selection={selection}
              onOpen={open}
              onEdit={edit}
              enter={enter}
              headless={folded}
              density={rowDensity}
            />
          )}
        </RowPageContext>
      </div>
      {selection.keys.size > 0 ? (
        <Suspense>
          <SelectionBar
            selection={selection}
            rows={rows}
            shown={shown}
            filtered={isFiltered(state)}
            reason={missingRole(session, 'write')}
            onEdit={bulk}
          />
        </Suspense>
      ) : null}
      <Outlet />
    </div>
  );
}
