import { Fragment, memo, type RefObject } from 'react';
import type { LoadBalancer } from '../../api/model.ts';
import { AddressCell, NameCell, NodesCell, PersistenceCell, ProtocolCell, StatusCell } from './cells.tsx';
import css from './LoadBalancerCards.module.css';
import { useRowWindow } from './use-row-window.ts';

const height = 108;

/** The rows as cards, for screens too narrow for a table. */
export function LoadBalancerCards({
  rows,
  scroller,
}: {
  rows: readonly LoadBalancer[];
  scroller: RefObject<HTMLElement | null>;
}) {
  const { virtualizer, items } = useRowWindow({ rows, scroller, size: height, head: 0, keep: -1 });
  return (
    <ul className={css.list} aria-label="Load balancers">
      <Space height={items[0]?.start ?? 0} />
      {items.map((item) => {
        const row = rows[item.index];
        return row ? (
          <Fragment key={item.key}>
            <Card row={row} position={item.index + 1} of={rows.length} />
          </Fragment>
        ) : null;
      })}
      <Space height={virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0)} />
    </ul>
  );
}

const Space = ({ height }: { height: number }) => (height > 0 ? <li aria-hidden="true" style={{ height }} /> : null);

const Card = memo(function Card({ row, position, of }: { row: LoadBalancer; position: number; of: number }) {
  return (
    <li className={css.card} aria-posinset={position} aria-setsize={of} style={{ height }}>
      <div className={css.top}>
        <NameCell row={row} />
        <StatusCell row={row} />
      </div>
      <div className={css.line}>
        <PersistenceCell row={row} />
      </div>
      <div className={css.facts}>
        <span>
          <ProtocolCell row={row} />
        </span>
        <AddressCell row={row} />
        <NodesCell row={row} />
        <span>{row.region}</span>
      </div>
    </li>
  );
});
