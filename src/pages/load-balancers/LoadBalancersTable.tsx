import { memo, type RefObject, useMemo } from 'react';
import { useRowDetails } from '../../api/inventory/hooks.ts';
import { useNow } from '../../components/controls/clock.ts';
import { cx } from '../../components/controls/cx.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import { type Column, columns } from './columns.ts';
import css from './LoadBalancersTable.module.css';
import type { ColumnId, ListState } from './list-state.ts';
import { usePendingChange } from './pending-change.ts';
import { RowMenu } from './RowMenu.tsx';
import { CogSymbol, parts } from './row-parts.tsx';
import { useDeferredRows } from './use-deferred-rows.ts';
import { type ListActions, useListEvents } from './use-row-events.ts';
import { useRowWindow } from './use-row-window.ts';
import type { Selection } from './use-selection.ts';

interface TableProps extends ListActions {
  rows: readonly LoadBalancer[];
  hidden: readonly ColumnId[];
  sort: ListState['sort'];
  onSort(column: ColumnId): void;
  scroller: RefObject<HTMLElement | null>;
  /** Whether more rows are still to come, so that their number is not known. */
  growing: boolean;
}

export const headHeight = 36;
const rowHeight = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 40);

/** Browsers drop the semantics of table elements that are laid out otherwise, so each states its role. */
const is = (role: string) => ({ role });

const noop = () => undefined;

const placeKey = (place: number): string => `place ${place}`;

/** The rows as a table of which only the part in sight is rendered. */
export const LoadBalancersTable = memo(function LoadBalancersTable(props: TableProps) {
  const { rows, hidden, sort, onSort, scroller, growing, ...actions } = props;
  const size = rowHeight();
  const shown = useMemo(() => columns.filter(({ id }) => !hidden.includes(id)), [hidden]);
  const { holder, handlers, active, menu, closeMenu } = useListEvents({
    ...actions,
    rows,
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / size) - 2),
    reveal: (index) => reveal(index),
  });
  const found = useMemo(() => (active === null ? -1 : rows.findIndex((row) => refKey(row) === active)), [rows, active]);
  const { items, apart, lead, total, reveal } = useRowWindow({
    holder,
    rows,
    scroller,
    size,
    head: headHeight,
    keep: found,
  });
  const filled = useDeferredRows(
    items.map(({ key }) => key),
    active,
  );
  const current = Math.max(found, 0);
  const now = useNow(15_000);
  const ids = shown.map(({ id }) => id).join(' ');
  const { keys } = actions.selection;
  return (
    <>
      <CogSymbol />
      <table
        {...is('table')}
        className={css.table}
        aria-label="Load balancers"
        aria-rowcount={growing ? -1 : rows.length + 1}
        style={
          {
            '--columns': shown.map(({ width }) => width).join(' '),
            '--name-at': [
              '0px',
              ...shown
                .slice(
                  0,
                  shown.findIndex(({ id }) => id === 'name'),
                )
                .map(({ width }) => width),
            ].join(' + '),
          } as React.CSSProperties
        }
      >
        <Head rows={rows} columns={shown} sort={sort} onSort={onSort} selection={actions.selection} />
        <tbody
          translate="no"
          {...is('rowgroup')}
          {...handlers}
          ref={(body) => {
            holder.current = body;
          }}
          className={css.body}
          style={{ height: total, paddingTop: lead }}
        >
          {items.map(({ index, key, row }, at) =>
            filled.has(key) ? (
              <Row
                key={key}
                row={row}
                index={index}
                top={index === apart?.index ? index * size : null}
                current={index === current}
                selected={keys.has(key)}
                open={menu?.key === key}
                columns={ids}
                now={now}
              />
            ) : (
              // The same elements for whatever flies past: they get another name instead of being made anew.
              <BriefRow key={placeKey(at)} row={row} index={index} selected={keys.has(key)} />
            ),
          )}
        </tbody>
      </table>
      <RowMenu rows={rows} menu={menu} close={closeMenu} />
    </>
  );
});

interface HeadProps {
  rows: readonly LoadBalancer[];
  columns: readonly Column[];
  sort: ListState['sort'];
  onSort(column: ColumnId): void;
  selection: Selection;
}

function Head({ rows, columns: shown, sort, onSort, selection }: HeadProps) {
  return (
    <thead {...is('rowgroup')} className={css.heads}>
      <tr {...is('row')} aria-rowindex={1} className={css.headRow}>
        <th {...is('columnheader')} className={css.select}>
          <SelectShown rows={rows} selection={selection} />
        </th>
        {shown.map(({ id, header }) => (
          <HeaderCell
            key={id}
            id={id}
            header={header}
            sorted={sort?.column === id ? (sort.descending ? 'descending' : 'ascending') : undefined}
            onSort={onSort}
          />
        ))}
      </tr>
    </thead>
  );
}

interface HeaderCellProps {
  id: ColumnId;
  header: string;
  sorted: 'ascending' | 'descending' | undefined;
  onSort(column: ColumnId): void;
}

const HeaderCell = memo(function HeaderCell({ id, header, sorted, onSort }: HeaderCellProps) {
  return (
    <th {...is('columnheader')} scope="col" aria-sort={sorted} className={cx(css.head, css[id])}>
      <button type="button" className={css.sort} onClick={() => onSort(id)}>
        {header}
        <svg width="10" height="10" viewBox="0 0 10 10" fill="currentColor" aria-hidden="true" data-sorted={sorted}>
          <path d={sorted === 'descending' ? 'M1 3h8L5 8z' : 'M1 7h8L5 2z'} />
        </svg>
      </button>
    </th>
  );
});

function SelectShown({ rows, selection }: { rows: readonly LoadBalancer[]; selection: Selection }) {
  const { keys } = selection;
  const some = keys.size > 0 && rows.some((row) => keys.has(refKey(row)));
  const all = some && rows.every((row) => keys.has(refKey(row)));
  return (
    <input
      type="checkbox"
      aria-label="Select all that are shown"
      ref={(box) => {
        if (box) box.indeterminate = some && !all;
      }}
      checked={all}
      onChange={selection.toggleShown}
    />
  );
}

interface CellsProps {
  row: LoadBalancer;
  /** Whether it is the one row in the tab order. */
  current: boolean;
  selected: boolean;
  open: boolean;
  /** Ids of the columns, joined, so that equal lists compare equal. */
  columns: string;
  now: number;
}

interface RowProps extends CellsProps {
  index: number;
  /** Distance from the first row, in pixels, for a row that stands apart from the others. */
  top: number | null;
}

/** A row's place, which changes with every letter in the search box; its cells do not. */
const Row = memo(function Row({ index, top, ...cells }: RowProps) {
  return (
    <tr
      {...is('row')}
      data-key={refKey(cells.row)}
      aria-rowindex={index + 2}
      tabIndex={cells.current ? 0 : -1}
      className={cx(css.row, cells.selected && css.selected, top !== null && css.apart)}
      style={top === null ? undefined : { top }}
    >
      <Cells {...cells} />
    </tr>
  );
});

/** A row that flies past is its name alone: it listens to nothing. */
const BriefRow = memo(function BriefRow({ row, index, selected }: Pick<RowProps, 'row' | 'index' | 'selected'>) {
  return (
    <tr
      {...is('row')}
      data-key={refKey(row)}
      aria-rowindex={index + 2}
      tabIndex={-1}
      className={cx(css.brief, selected && css.selected)}
    >
      <th {...is('rowheader')}>{row.name}</th>
    </tr>
  );
});

const Cells = memo(function Cells({ row, current, selected, open, columns: ids, now }: CellsProps) {
  const entry = useRowDetails(row);
  const change = usePendingChange(row);
  const context = { row, entry, change, now, open, current };
  return (
    <>
      <td {...is('cell')} className={css.select}>
        <input
          type="checkbox"
          aria-label={`Select ${row.name}`}
          checked={selected}
          tabIndex={current ? 0 : -1}
          onChange={noop}
          data-select
        />
      </td>
      {(ids.split(' ') as ColumnId[]).map((id) =>
        id === 'name' ? (
          <th key={id} {...is('rowheader')} className={css.cell}>
            {parts[id](context)}
          </th>
        ) : (
          <td key={id} {...is('cell')} className={css.cell}>
            {parts[id](context)}
          </td>
        ),
      )}
    </>
  );
});
