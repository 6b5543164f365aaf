import { memo, type RefObject } from 'react';
import { useNow } from '../../components/controls/clock.ts';
import { cx } from '../../components/controls/cx.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import css from './LoadBalancerCards.module.css';
import { RowMenuSlot } from './RowMenuSlot.tsx';
import { type Part, parts, type RowContext } from './row-parts.tsx';
import { type ListActions, useListEvents } from './use-row-events.ts';
import { useRowSlots } from './use-row-slots.ts';
import { useRowValues } from './use-row-values.ts';
import { useRowWindow } from './use-row-window.ts';

/** As in LoadBalancerCards.module.css. */
const height = 108;

interface CardsProps extends ListActions {
  rows: readonly LoadBalancer[];
  scroller: RefObject<HTMLElement | null>;
}

/** The rows as cards, for screens too narrow for a table. */
export default function LoadBalancerCards({ rows, scroller, ...actions }: CardsProps) {
  const { holder, handlers, active, menu, closeMenu } = useListEvents({
    ...actions,
    rows,
    page: () => 4,
    reveal: (index) => reveal(index),
  });
  const { items, lead, total, reveal } = useRowWindow({ rows, scroller, holder, size: height, head: 0, keep: -1 });
  const slots = useRowSlots(
    items.map(({ key }) => key),
    active,
  );
  const values = useRowValues(items.map(({ row }) => row));
  const now = useNow(15_000);
  return (
    <>
      <ul
        {...handlers}
        ref={(list) => {
          holder.current = list;
        }}
        className={css.list}
        aria-label="Load balancers"
        style={{ height: total, paddingTop: lead }}
      >
        {items.map(({ index, key, row }, at) => (
          <Card
            key={slots[at]}
            row={row}
            {...values[at]!}
            current
            position={index + 1}
            of={rows.length}
            open={menu?.key === key}
            selected={actions.selection.keys.has(key)}
            now={now}
          />
        ))}
      </ul>
      <RowMenuSlot rows={rows} menu={menu} close={closeMenu} />
    </>
  );
}

interface CardProps extends RowContext {
  position: number;
  of: number;
  selected: boolean;
}

const noop = () => undefined;

const piece = ({ className, title, children }: Part) => (
  <span className={className} title={title}>
    {children}
  </span>
);

const Card = memo(function Card({ position, of, selected, ...context }: CardProps) {
  const { row } = context;
  return (
    <li
      translate="no"
      data-key={refKey(row)}
      tabIndex={-1}
      className={cx(css.card, selected && css.selected)}
      aria-posinset={position}
      aria-setsize={of}
    >
      <div className={css.top}>
        {piece(parts.name(context))}
        {piece(parts.status(context))}
      </div>
      <div className={css.line}>
        <span className={css.label}>Session persistence: </span>
        {piece(parts.persistence(context))}
      </div>
      <div className={css.facts}>
        {piece(parts.protocol(context))}
        {piece(parts.address(context))}
        {piece(parts.nodes(context))}
        {piece(parts.region(context))}
      </div>
      <label className={css.select}>
        <input type="checkbox" aria-label={`Select ${row.name}`} checked={selected} onChange={noop} data-select />
      </label>
    </li>
  );
});
