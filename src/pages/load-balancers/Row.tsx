import { TableTd } from '@mantine/core';
import { memo } from 'react';
import { cx } from '../../components/controls/cx.ts';
import { refKey } from '../../model/load-balancer.ts';
import type { Column } from './columns.ts';
import css from './LoadBalancersTable.module.css';
import { parts, type RowContext } from './row-parts.tsx';
import { asCell, asRow, asRowHeader } from './table-roles.ts';

const noop = () => undefined;

interface RowProps extends RowContext {
  index: number;
  /** Distance from the first row, in pixels, for a row that stands apart from the others. */
  top: number | null;
  selected: boolean;
  columns: readonly Column[];
}

/** One row: plain elements with the library's class names, as components for each cell would take four times as long. */
export const Row = memo(function Row({ index, top, selected, columns, ...context }: RowProps) {
  const { row, current } = context;
  const { classes } = TableTd;
  return (
    <tr
      {...asRow}
      data-key={refKey(row)}
      aria-rowindex={index + 2}
      tabIndex={current ? 0 : -1}
      className={cx(classes.tr, css.row, selected && css.selected, top !== null && css.apart)}
      data-with-row-border
      data-hover
      style={top === null ? undefined : { top }}
    >
      <td {...asCell} className={cx(classes.td, css.select)}>
        <input
          type="checkbox"
          aria-label={`Select ${row.name}`}
          checked={selected}
          tabIndex={current ? 0 : -1}
          onChange={noop}
          data-select
        />
      </td>
      {columns.map(({ id }) => {
        const { className, title, children } = parts[id](context);
        return id === 'name' ? (
          <th key={id} {...asRowHeader} className={cx(classes.th, css.nameCell, className)}>
            {children}
          </th>
        ) : (
          <td key={id} {...asCell} title={title} className={cx(classes.td, css.cell, className)}>
            {children}
          </td>
        );
      })}
    </tr>
  );
});
