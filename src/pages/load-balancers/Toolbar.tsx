import { memo, type RefObject, useRef, useState } from 'react';
import { inventory } from '../../api/inventory/inventory.ts';
import type { RegionState } from '../../api/inventory/region-watch.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { useNow } from '../../components/controls/clock.ts';
import { IconColumns3, IconDownload, IconListCheck, IconRefresh, IconX } from '../../components/controls/icons.ts';
import { keyHandler } from '../../components/controls/keys.ts';
import { Menu } from '../../components/controls/Menu.tsx';
import { ago, duration } from '../../components/controls/time.ts';
import { statusWord } from '../../components/load-balancer/Status.tsx';
import { count, figure } from '../../model/format.ts';
import { type LoadBalancer, protocolsOf } from '../../model/load-balancer.ts';
import { columns as allColumns, type FittedColumns } from './columns.ts';
import { type Choice, FilterMenu } from './FilterMenu.tsx';
import {
  type ColumnId,
  type Filters,
  type ListState,
  type UnknownValue,
  unknownSentence,
  withoutValues,
} from './list-state.ts';
import css from './Toolbar.module.css';
import type { Reading } from './use-read-all.ts';

/** Files are seldom made: what makes them comes when it is asked for. */
const save = async (format: 'csv' | 'json', rows: readonly LoadBalancer[]) =>
  (await import('./export.ts')).saveRows(format, rows);

interface PageToolsProps {
  regions: readonly RegionState[];
  hidden: readonly ColumnId[];
  kept: readonly ColumnId[] | undefined;
  /** Null for cards, which have none. */
  columns: FittedColumns | null;
  change(part: Partial<ListState>): void;
  /** The rows that are shown now, asked for only when something is done with them: typing need not draw this anew. */
  shown(): readonly LoadBalancer[];
  /** Why no change can be made; null when it can. */
  reason: string | null;
  /** Begins a bulk change of these rows; none: of a pasted list. */
  onBulk(rows: readonly LoadBalancer[]): void;
}

/** Beside the heading: the age of the rows, Refresh, Columns and Export. */
export const PageTools = memo(function PageTools(props: PageToolsProps) {
  const { regions, hidden, kept = [], columns, change, shown, reason, onBulk } = props;
  return (
    <>
      <Age regions={regions} />
      {columns ? (
        <Menu
          side="below-end"
          items={() =>
            allColumns
              .filter(({ id }) => id !== 'name')
              .map(({ id, header }) => {
                const visible = columns.shown.some((each) => each.id === id);
                const others = {
                  hidden: hidden.filter((each) => each !== id),
                  kept: kept.filter((each) => each !== id),
                };
                return {
                  label: header,
                  kind: 'checkbox',
                  checked: visible,
                  stays: true,
                  onSelect: () =>
                    change(
                      visible
                        ? { ...others, hidden: [...others.hidden, id] }
                        : { ...others, kept: hidden.includes(id) ? others.kept : [...others.kept, id] },
                    ),
                };
              })
          }
        >
          <IconColumns3 size={16} stroke={1.75} aria-hidden />
          Columns
        </Menu>
      ) : null}
      <Menu
        side="below-end"
        items={() => [
          {
            label: `Edit Session Persistence of the ${figure(shown().length)} shown…`,
            reason: reason ?? (shown().length === 0 ? 'No load balancer is shown.' : null),
            onSelect: () => onBulk(shown()),
          },
          { label: 'Paste a list of ids or names…', reason, onSelect: () => onBulk([]) },
        ]}
      >
        <IconListCheck size={16} stroke={1.75} aria-hidden />
        <span>Bulk change</span>
      </Menu>
      <Menu
        side="below-end"
        items={() => [
          { heading: `${count(shown().length, 'row')} shown` },
          {
            label: 'Download as CSV',
            onSelect: () => void save('csv', shown()),
          },
          {
            label: 'Download as JSON',
            onSelect: () => void save('json', shown()),
          },
        ]}
      >
        <IconDownload size={16} stroke={1.75} aria-hidden />
        <span>Export</span>
      </Menu>
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
      {unknown.length > 0 && shown > 0 ? (
        <div className={css.reading}>
          <span>{unknown.map(unknownSentence).join(' ')}</span>
          <Button variant="link" onClick={() => change({ filters: withoutValues(filters, unknown) })}>
            Remove from the filter
          </Button>
        </div>
      ) : null}
      {reading.unread > 0 ? <ReadingNote reading={reading} total={rows.length} /> : null}
      {reading.failed && !reading.running ? (
        <div className={css.reading}>
          <span>
            {count(reading.failed.count, 'load balancer')} could not be read and{' '}
            {reading.failed.count === 1 ? 'is' : 'are'} not in this result: {reading.failed.why}
          </span>
          <Button variant="link" onClick={reading.retry}>
            Try again
          </Button>
        </div>
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
      {chosen ? (
        <Button
          variant="subtle"
          icon={<IconX size={16} stroke={1.75} aria-hidden />}
          onClick={() => {
            set({ status: [], protocol: [], region: [], persistence: [] });
            search.current?.focus();
          }}
        >
          Clear filters
        </Button>
      ) : null}
    </div>
  );
});

function ReadingNote({ reading, total }: { reading: Reading; total: number }) {
  const { unread, running, left } = reading;
  const read = total - unread;
  return (
    <div className={css.reading}>
      <progress max={total} value={read} aria-label="Session persistence read" />
      <span>
        Session persistence read of {figure(read)} of {figure(total)}
        {running && left !== null ? `, about ${duration(left)} left` : ''}
        {running ? '' : ' — stopped; the others are not in this result'}
      </span>
      <Button variant="link" onClick={running ? reading.stop : reading.resume}>
        {running ? 'Stop' : 'Continue'}
      </Button>
    </div>
  );
}
