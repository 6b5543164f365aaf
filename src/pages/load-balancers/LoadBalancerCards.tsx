import { memo, type RefObject } from 'react';
import { useRowDetails } from '../../api/inventory/hooks.ts';
import { useNow } from '../../components/controls/clock.ts';
import { cx } from '../../components/controls/cx.ts';
import { type LoadBalancer, refKey } from '../../model/load-balancer.ts';
import css from './LoadBalancerCards.module.css';
import { usePendingChange } from './pending-change.ts';
import { RowMenu } from './RowMenu.tsx';
import { CogSymbol, parts } from './row-parts.tsx';
import { type ListActions, useListEvents } from './use-row-events.ts';
import { useRowWindow } from './use-row-window.ts';

/** As in LoadBalancerCards.module.css. */
const height = 108;

interface CardsProps extends ListActions {
  rows: readonly LoadBalancer[];
  scroller: RefObject<HTMLElement | null>;
}

/** The rows as cards, for screens too narrow for a table. */
export default function LoadBalancerCards({ rows, scroller, ...actions }: CardsProps) {
  const { holder, handlers, menu, closeMenu } = useListEvents({
    ...actions,
    rows,
    page: () => 4,
    reveal: (index) => reveal(index),
  });
  const { items, lead, total, reveal } = useRowWindow({ rows, scroller, holder, size: height, head: 0, keep: -1 });
  const now = useNow(15_000);
  return (
    <>
      <CogSymbol />
      <ul
        {...handlers}
        ref={(list) => {
          holder.current = list;
        }}
        className={css.list}
        aria-label="Load balancers"
        style={{ height: total, paddingTop: lead }}
      >
        {items.map(({ index, key, row }) => (
          <Card
            key={key}
            row={row}
            position={index + 1}
            of={rows.length}
            open={menu?.key === key}
            selected={actions.selection.keys.has(key)}
            now={now}
          />
        ))}
      </ul>
      <RowMenu rows={rows} menu={menu} close={closeMenu} />
    </>
  );
}

interface CardProps {
  row: LoadBalancer;
  position: number;
  of: number;
  open: boolean;
  selected: boolean;
  now: number;
}

const noop = () => undefined;

const Card = memo(function Card({ row, position, of, open, selected, now }: CardProps) {
  const entry = useRowDetails(row);
  const change = usePendingChange(row);
  const context = { row, entry, change, now, open, current: true };
  return (
    <li
      translate="no"
      data-key={refKey(row)}
      className={cx(css.card, selected && css.selected)}
      aria-posinset={position}
      aria-setsize={of}
    >
      <div className={css.top}>
        {parts.name(context)}
        {parts.status(context)}
      </div>
      <div className={css.line}>{parts.persistence(context)}</div>
      <div className={css.facts}>
        <span>{parts.protocol(context)}</span>
        {parts.address(context)}
        {parts.nodes(context)}
        <span>{row.region}</span>
      </div>
      <label className={css.select}>
        <input type="checkbox" aria-label={`Select ${row.name}`} checked={selected} onChange={noop} data-select />
      </label>
    </li>
  );
});
