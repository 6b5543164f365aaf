import { memo, type ReactNode, type RefObject, Suspense, useRef, useState } from 'react';
import { inventory } from '../../api/inventory/inventory.ts';
import type { RegionState } from '../../api/inventory/region-watch.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { useNow } from '../../components/controls/clock.ts';
import {
  IconBookmark,
  IconColumns3,
  IconDownload,
  IconListCheck,
  IconRefresh,
  IconX,
} from '../../components/controls/icons.ts';
import { keyHandler } from '../../components/controls/keys.ts';
import { MenuButton } from '../../components/controls/Menu.tsx';
import { ago } from '../../components/controls/time.ts';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { statusWord } from '../../components/load-balancer/Status.tsx';
import { count, figure } from '../../model/format.ts';
import { type LoadBalancer, protocolsOf } from '../../model/load-balancer.ts';
import { type Choice, FilterMenu } from './FilterMenu.tsx';
import { type Filters, type ListState, noFilters, type UnknownValue } from './list-state.ts';
import css from './Toolbar.module.css';
import type { ToolbarNotesProps } from './ToolbarNotes.tsx';
import type { ToolMenuProps, Tools } from './ToolMenu.tsx';
import type { Reading } from './use-read-all.ts';

/** What the menus for all of the list hold comes with the first of them. */
const ToolMenu = lazyPart<ToolMenuProps>(() => import('./ToolMenu.tsx'));

const ToolbarNotes = lazyPart<ToolbarNotesProps>(() => import('./ToolbarNotes.tsx'));

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

interface PageToolsProps extends Tools {
  regions: readonly RegionState[];
  onCreate(): void;
}

/** Beside the heading: the age of the rows, Refresh, and the menus for all of the list. */
export const PageTools = memo(function PageTools({ regions, onCreate, ...tools }: PageToolsProps) {
  const menu = (tool: 'columns' | 'bulk' | 'export', sign: ReactNode, label: string) => (
    <MenuButton
      side="below-end"
      preload={ToolMenu.preload}
      menu={(place) => <ToolMenu {...place} {...tools} tool={tool} />}
    >
      {sign}
      <span>{label}</span>
    </MenuButton>
  );
  return (
    <>
      <Age regions={regions} />
      {currentProvider().creation ? (
        <Button variant="primary" reason={tools.reason} onClick={onCreate}>
          Create load balancer
        </Button>
      ) : null}
      {tools.columns ? menu('columns', <IconColumns3 {...icon} />, 'Columns') : null}
      {menu('bulk', <IconListCheck {...icon} />, 'Bulk change')}
      {menu('export', <IconDownload {...icon} />, 'Export')}
    </>
  );
});

function Age({ regions }: { regions: readonly RegionState[] }) {
  const [busy, setBusy] = useState(false);
  const now = useNow();
  const oldest = Math.min(...regions.map(({ readAt }) => readAt ?? Number.POSITIVE_INFINITY));
  return (
    <>
      {Number.isFinite(oldest) ? <span className={css.age}>Updated {ago(oldest, now)}</span> : null}
      <Button
        square
        variant="subtle"
        aria-label="Refresh"
        title={Number.isFinite(oldest) ? `Refresh. Updated ${ago(oldest, now)}` : 'Refresh'}
        busy={busy}
        icon={<IconRefresh size={18} stroke={1.75} aria-hidden />}
        onClick={async () => {
          setBusy(true);
          await inventory.refresh();
          setBusy(false);
        }}
      />
    </>
  );
}

const seen = (
  rows: readonly LoadBalancer[],
  values: (row: LoadBalancer) => readonly string[],
  usual: readonly string[],
): string[] => {
  const found = new Set(rows.flatMap(values));
  return [...usual.filter((each) => found.has(each)), ...[...found].filter((each) => !usual.includes(each)).sort()];
};

const same = (values: readonly string[]): Choice[] => values.map((value) => ({ value, label: value }));

interface ToolbarProps {
  state: ListState;
  change(part: Partial<ListState>): void;
  rows: readonly LoadBalancer[];
  shown: number;
  regions: readonly RegionState[];
  /** Regions of the account. */
  account: readonly string[];
  reading: Reading;
  askingNodes: boolean;
  /** How many rows a region named for the address in the search box. */
  byNode: number;
  /** Regions that could not be asked for it. */
  notAsked: readonly string[];
  /** Chosen values that no filter offers. */
  unknown: readonly UnknownValue[];
  /** Whether the filters are folded away, for windows of little height. */
  folded: boolean;
  /** Moves the focus into the first row. */
  onEnterRows(): void;
}

/** Search, filters and how much of the list is here. */
export function Toolbar({
  state,
  change,
  rows,
  shown,
  regions,
  account,
  reading,
  askingNodes,
  byNode,
  notAsked,
  unknown,
  folded,
  onEnterRows,
}: ToolbarProps) {
  const { search, filters } = state;
  const box = useRef<HTMLInputElement>(null);
  const loading = regions.filter((region) => region.phase === 'loading');
  return (
    <search className={css.toolbar}>
      <div className={css.search}>
        <input
          ref={box}
          type="search"
          aria-label="Search load balancers"
          aria-keyshortcuts="/"
          placeholder="Search name, id, address…"
          data-search
          value={search}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ search: event.target.value })}
          onKeyDown={keyHandler((event) => {
            if (event.key === 'Escape' && search) change({ search: '' });
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
            event.preventDefault();
            onEnterRows();
          })}
        />
        <span className={css.key} aria-hidden="true">
          /
        </span>
      </div>
      {folded ? null : <FilterTools filters={filters} rows={rows} account={account} change={change} search={box} />}
      <p className={css.count} role="status">
        {loading.length > 0 ? (
          loading.map(({ region, rows: read }) => (
            <span key={region}>
              {region} {read.size > 0 ? `${figure(read.size)} loaded…` : 'loading…'}
            </span>
          ))
        ) : regions.length > 0 && !regions.some(({ complete }) => complete) && rows.length === 0 ? (
          <span>No region could be read</span>
        ) : shown === rows.length ? (
          <span>{count(rows.length, 'load balancer')}</span>
        ) : (
          <span>
            {figure(shown)} of {count(rows.length, 'load balancer')}
          </span>
        )}
        {askingNodes ? <span>asking for nodes with this address…</span> : null}
        {!askingNodes && byNode > 0 ? <span>{byNode} by node address</span> : null}
        {!askingNodes && notAsked.length > 0 ? (
          <span>{notAsked.join(' and ')} could not be asked for nodes with this address</span>
        ) : null}
      </p>
      {unknown.length > 0 || reading.unread > 0 || reading.failed ? (
        <Suspense>
          <ToolbarNotes
            total={rows.length}
            shown={shown}
            filters={filters}
            unknown={unknown}
            reading={reading}
            change={change}
          />
        </Suspense>
      ) : null}
      <div className={css.progress} data-on={loading.length > 0 || undefined} aria-hidden="true" />
    </search>
  );
}

interface FilterToolsProps {
  filters: Filters;
  rows: readonly LoadBalancer[];
  account: readonly string[];
  change(part: Partial<ListState>): void;
  /** Where the focus goes when the button that had it is no longer there. */
  search: RefObject<HTMLInputElement | null>;
}

const FilterTools = memo(function FilterTools({ filters, rows, account, change, search }: FilterToolsProps) {
  const set = (part: Partial<Filters>) => change({ filters: { ...filters, ...part } });
  const chosen = Object.values(filters).some((values) => values.length > 0);
  return (
    <div className={css.filters}>
      <FilterMenu
        label="Status"
        choices={() =>
          seen(rows, (row) => [row.status], currentProvider().statuses).map((value) => ({
            value,
            label: statusWord(value),
          }))
        }
        chosen={filters.status}
        onChange={(status) => set({ status })}
      />
      <FilterMenu
        label="Protocol"
        choices={() => same(seen(rows, protocolsOf, ['HTTP', 'HTTPS', 'TCP', 'UDP']))}
        chosen={filters.protocol}
        onChange={(protocol) => set({ protocol })}
      />
      <FilterMenu
        label="Region"
        choices={() => same(account)}
        chosen={filters.region}
        onChange={(region) => set({ region })}
      />
      <FilterMenu
        label="Persistence"
        choices={() => currentProvider().persistence.choices.map(({ value, label }) => ({ value, label }))}
        chosen={filters.persistence}
        onChange={(persistence) => set({ persistence })}
      />
      {filters.owner.length > 0 || rows.some(({ owners }) => owners) ? (
        <FilterMenu
          label="Owner"
          choices={() => [
            { value: 'managed', label: 'Managed by a controller' },
            { value: 'unmanaged', label: 'Not managed' },
          ]}
          chosen={filters.owner}
          onChange={(owner) => set({ owner })}
        />
      ) : null}
      <MenuButton preload={ToolMenu.preload} menu={(place) => <ToolMenu {...place} tool="views" />}>
        <IconBookmark {...icon} />
        Views
      </MenuButton>
      {chosen ? (
        <Button
          variant="subtle"
          icon={<IconX size={16} stroke={1.75} aria-hidden />}
          onClick={() => {
            set(noFilters);
            search.current?.focus();
          }}
        >
          Clear filters
        </Button>
      ) : null}
    </div>
  );
});
