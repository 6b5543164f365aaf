import type { Header } from '@tanstack/react-table';
import type { VirtualItem } from '@tanstack/react-virtual';
import { type FocusEvent, Fragment, type KeyboardEvent, memo, type RefObject, useRef, useState } from 'react';
import { type LoadBalancer, refKey } from '../../api/model.ts';
import { cx } from '../../components/cx.ts';
import { cellOf, type features } from './columns.tsx';
import css from './LoadBalancersTable.module.css';
import type { ColumnId } from './list-state.ts';
import { useRowWindow } from './use-row-window.ts';
import type { Selection } from './use-selection.ts';

export type ListHeader = Header<typeof features, LoadBalancer, unknown>;

interface TableProps {
  rows: readonly LoadBalancer[];
  headers: readonly ListHeader[];
  scroller: RefObject<HTMLElement | null>;
  /** Whether more rows are still to come, so that their number is not known. */
  growing: boolean;
  selection: Selection;
  onOpen(row: LoadBalancer): void;
  onEdit(row: LoadBalancer): void;
}

const headHeight = 36;
export const rowHeight = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 40);

const moves: Readonly<Record<string, (at: number, last: number, page: number) => number>> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  PageDown: (at, last, page) => Math.min(at + page, last),
  PageUp: (at, _, page) => Math.max(at - page, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** The rows as a table of which only the part in sight is rendered. One row at a time is in the tab order; arrows move it. */
export function LoadBalancersTable({ rows, headers, scroller, growing, selection, onOpen, onEdit }: TableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const found = active === null ? -1 : rows.findIndex((row) => refKey(row) === active);
  const size = rowHeight();
  const { virtualizer, items } = useRowWindow({ rows, scroller, size, head: headHeight, keep: found });
  const current = Math.max(found, 0);
  const columns = headers.map(({ column }) => column.id as ColumnId).join(' ');

  function focusRow(index: number) {
    const row = rows[index];
    if (!row) return;
    setActive(refKey(row));
    virtualizer.scrollToIndex(index);
    const key = refKey(row);
    const focus = () =>
      body.current?.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    requestAnimationFrame(() => {
      if (document.activeElement?.getAttribute('data-key') !== key) focus();
    });
  }

  const keyboard = {
    onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const onRow = event.target instanceof HTMLTableRowElement;
      const row = rows[current];
      const move = moves[event.key];
      if (move && (onRow || event.key.startsWith('Arrow'))) {
        event.preventDefault();
        const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / size) - 2);
        focusRow(move(current, rows.length - 1, page));
      } else if (row && onRow && event.key === 'Enter') {
        event.preventDefault();
        onOpen(row);
      } else if (row && onRow && event.key === ' ') {
        event.preventDefault();
        selection.toggle(row, event.shiftKey);
      } else if (row && event.key === 'e') {
        event.preventDefault();
        onEdit(row);
      }
    },
    onFocus(event: FocusEvent) {
      const key = (event.target as HTMLElement).closest('tr')?.dataset.key;
      if (key && key !== active) setActive(key);
    },
  };

  return (
    <table
      className={css.table}
      aria-label="Load balancers"
      aria-rowcount={growing ? -1 : rows.length + 1}
      aria-colcount={headers.length + 1}
    >
      <colgroup>
        <col className={css.select} />
        {headers.map(({ column }) => (
          <col key={column.id} className={css[column.id]} />
        ))}
      </colgroup>
      <thead>
        <tr aria-rowindex={1}>
          <th className={cx(css.head, css.select)}>
            <SelectShown rows={rows} selection={selection} />
          </th>
          {headers.map((header) => (
            <HeaderCell key={header.id} header={header} sorted={header.column.getIsSorted()} />
          ))}
        </tr>
      </thead>
      <tbody ref={body} {...keyboard}>
        {items.map((item, place) => {
          const row = rows[item.index];
          if (!row) return null;
          return (
            <Fragment key={item.key}>
              <Gap from={items[place - 1]?.end ?? 0} item={item} />
              <Row
                row={row}
                index={item.index}
                current={item.index === current}
                columns={columns}
                selected={selection.keys.has(String(item.key))}
                onSelect={selection.toggle}
              />
            </Fragment>
          );
        })}
        <Spacer height={virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)} />
      </tbody>
    </table>
  );
}

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

const Gap = ({ from, item }: { from: number; item: VirtualItem }) => <Spacer height={item.start - from} />;

const unspoken = { 'aria-hidden': true } as const;

/** Stands for the rows that are not rendered. */
const Spacer = ({ height }: { height: number }) =>
  height > 0 ? (
    <tr {...unspoken} className={css.spacer}>
      <td style={{ height }} />
    </tr>
  ) : null;

function HeaderCell({ header, sorted }: { header: ListHeader; sorted: false | 'asc' | 'desc' }) {
  const { column } = header;
  return (
    <th
      scope="col"
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
      className={cx(css.head, css[column.id])}
    >
      <button type="button" className={css.sort} onClick={() => column.toggleSorting()}>
        {String(column.columnDef.header)}
        <svg
          width="10"
          height="10"
          viewBox="0 0 10 10"
          fill="currentColor"
          aria-hidden="true"
          data-sorted={sorted || undefined}
        >
          <path d={sorted === 'desc' ? 'M1 3h8L5 8z' : 'M1 7h8L5 2z'} />
        </svg>
      </button>
    </th>
  );
}

interface RowProps {
  row: LoadBalancer;
  index: number;
  /** Whether it is the one row in the tab order. */
  current: boolean;
  /** Ids of the columns, joined, so that equal lists compare equal. */
  columns: string;
  selected: boolean;
  onSelect(row: LoadBalancer, range: boolean): void;
}

const Row = memo(function Row({ row, index, current, columns, selected, onSelect }: RowProps) {
  const ids = columns.split(' ') as ColumnId[];
  return (
    <tr
      data-key={refKey(row)}
      aria-rowindex={index + 2}
      tabIndex={current ? 0 : -1}
      className={cx(css.row, selected && css.selected)}
    >
      <td className={cx(css.cell, css.select)}>
        <input
          type="checkbox"
          aria-label={`Select ${row.name}`}
          checked={selected}
          tabIndex={current ? 0 : -1}
          onChange={({ nativeEvent }) => onSelect(row, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        />
      </td>
      {ids.map((id) => {
        const Cell = cellOf[id];
        return id === 'name' ? (
          <th key={id} scope="row" className={cx(css.cell, css[id])}>
            <Cell row={row} />
          </th>
        ) : (
          <td key={id} className={cx(css.cell, css[id])}>
            <Cell row={row} />
          </td>
        );
      })}
    </tr>
  );
});
