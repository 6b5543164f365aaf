import '@mantine/core/styles/Table.layer.css';
import { TableTd } from '@mantine/core';
import { memo, type RefObject, useMemo } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '../../components/controls/Button.tsx';
import { useNow } from '../../components/controls/clock.ts';
import { cx } from '../../components/controls/cx.ts';
import { count } from '../../model/format.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import type { Column, FittedColumns } from './columns.ts';
import type { Density } from './density.ts';
import css from './LoadBalancersTable.module.css';
import type { ColumnId, ListState } from './list-state.ts';
import { Row } from './Row.tsx';
import { RowMenuSlot } from './RowMenuSlot.tsx';
import { asColumnHeader, asRow, asRowGroup, asTable } from './table-roles.ts';
import { type ListActions, useListEvents } from './use-row-events.ts';
import { useRowSlots } from './use-row-slots.ts';
import { useRowValues } from './use-row-values.ts';
import { useRowWindow } from './use-row-window.ts';
import type { Selection } from './use-selection.ts';

interface TableProps extends ListActions {
  rows: readonly LoadBalancer[];
  columns: FittedColumns;
  /** Shows the columns for which there is no room. */
  onWiden(): void;
  sort: ListState['sort'];
  onSort(column: ColumnId): void;
  scroller: RefObject<HTMLElement | null>;
  /** Whether more rows are still to come, so that their number is not known. */
  growing: boolean;
  /** Whether there is no room for a head: screen readers have one all the same. */
  headless: boolean;
  density: Density;
}

export const headHeight = 36;
/** As `--row` says in tokens.css and LoadBalancersPage.module.css. */
const rowHeight = (headless: boolean, density: Density): number =>
  matchMedia('(pointer: coarse)').matches ? 44 : density === 'compact' ? 32 : headless ? 36 : 40;

/** The rows as a table of which only the part in sight is rendered. */
export const LoadBalancersTable = memo(function LoadBalancersTable(props: TableProps) {
  const { rows, columns, onWiden, sort, onSort, scroller, growing, headless, density, ...actions } = props;
  const size = rowHeight(headless, density);
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
    head: headless ? 0 : headHeight,
    keep: found,
  });
  const slots = useRowSlots(
    items.map(({ key }) => key),
    active,
  );
  const values = useRowValues(items.map(({ row }) => row));
  const current = Math.max(found, 0);
  const now = useNow(15_000);
  const { keys } = actions.selection;
  const { classes } = TableTd;
  return (
    <>
      {headless ? null : <MoreColumns columns={columns.left} onWiden={onWiden} />}
      <table
        {...asTable}
        className={cx(classes.table, css.table)}
        aria-label="Load balancers"
        aria-rowcount={growing ? -1 : rows.length + 1}
        style={
          { '--columns': columns.tracks, '--end': `${columns.end}px`, minWidth: columns.least } as React.CSSProperties
        }
      >
        {headless ? (
          <HiddenHead columns={columns.shown} />
        ) : (
          <Head rows={rows} columns={columns.shown} sort={sort} onSort={onSort} selection={actions.selection} />
        )}
        <tbody
          translate="no"
          {...asRowGroup}
          {...handlers}
          ref={(body) => {
            holder.current = body;
          }}
          className={cx(classes.tbody, css.body)}
          style={{ height: total, paddingTop: lead }}
        >
          {items.map(({ index, key, row }, at) => (
            <Row
              key={slots[at]}
              row={row}
              {...values[at]!}
              index={index}
              top={index === apart?.index ? index * size : null}
              current={index === current}
              selected={keys.has(key)}
              open={menu?.key === key}
              columns={columns.shown}
              now={now}
            />
          ))}
        </tbody>
      </table>
      <RowMenuSlot rows={rows} menu={menu} close={closeMenu} />
    </>
  );
});

/** That there is no room for some columns, and what brings them. */
function MoreColumns({ columns, onWiden }: { columns: readonly Column[]; onWiden(): void }) {
  const [first] = columns;
  if (!first) return null;
  const names = columns.map(({ header }) => header).join(', ');
  return (
    <div className={css.more}>
      <Button
        size="small"
        variant="subtle"
        aria-label={`Show ${count(columns.length, 'more column')}: ${names}`}
        title={`No room for ${names}`}
        onClick={() => {
          flushSync(onWiden);
          // The button has gone with its reason.
          document.getElementById(sortButton(first.id))?.focus();
        }}
      >
        {`+${columns.length}`}
      </Button>
    </div>
  );
}

const HiddenHead = ({ columns }: { columns: readonly Column[] }) => (
  <thead {...asRowGroup} className="visually-hidden">
    <tr {...asRow} aria-rowindex={1}>
      <th {...asColumnHeader}>Select</th>
      {columns.map(({ id, header }) => (
        <th key={id} {...asColumnHeader} scope="col">
          {header}
        </th>
      ))}
    </tr>
  </thead>
);

interface HeadProps {
  rows: readonly LoadBalancer[];
  columns: readonly Column[];
  sort: ListState['sort'];
  onSort(column: ColumnId): void;
  selection: Selection;
}

const sortButton = (column: ColumnId) => `sort-${column}`;

function Head({ rows, columns, sort, onSort, selection }: HeadProps) {
  const { classes } = TableTd;
  return (
    <thead {...asRowGroup} className={cx(classes.thead, css.heads)}>
      <tr {...asRow} aria-rowindex={1} className={cx(classes.tr, css.headRow)}>
        <th {...asColumnHeader} className={cx(classes.th, css.select)}>
          <SelectShown rows={rows} selection={selection} />
        </th>
        {columns.map(({ id, header }) => (
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

/** That the head sorts, and how it does now. */
const arrows = { none: 'M5 0 8 4H2zM5 10 2 6h6z', ascending: 'M1 7h8L5 2z', descending: 'M1 3h8L5 8z' } as const;

const HeaderCell = memo(function HeaderCell({ id, header, sorted, onSort }: HeaderCellProps) {
  return (
    <th {...asColumnHeader} scope="col" aria-sort={sorted} className={cx(TableTd.classes.th, css.head, css[id])}>
      <button
        id={sortButton(id)}
        type="button"
        className={css.sort}
        title={`Sort by ${header}`}
        onClick={() => onSort(id)}
      >
        {header}
        <svg width="10" height="10" viewBox="0 0 10 10" fill="currentColor" aria-hidden="true" data-sorted={sorted}>
          <path d={arrows[sorted ?? 'none']} />
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
