import { TableTd } from '@mantine/core';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import type { FittedColumns } from './columns.ts';
import cards from './LoadBalancerCards.module.css';
import css from './LoadBalancersTable.module.css';

const widths = [9, 20, 16, 9, 12, 6, 4, 9];
const places = Array.from({ length: 14 }, (_, place) => place);

/** Rows of the real layout while the first region has not answered. `columns`: null for cards. */
export function Loading({ columns }: { columns: FittedColumns | null }) {
  return (
    <div aria-busy="true">
      <span className="visually-hidden">Reading load balancers…</span>
      {columns ? <Rows columns={columns} /> : <Cards />}
    </div>
  );
}

const Cards = () => (
  <div aria-hidden="true" className={cards.loading}>
    {places.slice(0, 6).map((place) => (
      <div key={place} className={cards.card}>
        <div className={cards.line}>
          <Skeleton width={22} />
        </div>
        <div className={cards.line}>
          <Skeleton width={16} />
        </div>
        <div className={cards.facts}>
          <Skeleton width={30} />
        </div>
      </div>
    ))}
  </div>
);

const Rows = ({ columns: { shown, tracks, least, end } }: { columns: FittedColumns }) => (
  <div
    aria-hidden="true"
    className={css.table}
    style={{ '--columns': tracks, '--end': `${end}px`, minWidth: least } as React.CSSProperties}
  >
    <div className={css.heads}>
      <div className={css.headRow}>
        <span className={css.select} />
        {shown.map(({ id, header }) => (
          <span key={id} className={`${css.head} ${css[id]}`}>
            <span className={css.sort}>{header}</span>
          </span>
        ))}
      </div>
    </div>
    <div className={css.loading}>
      {places.map((place) => (
        <div key={place} className={`${TableTd.classes.tr} ${css.row}`} data-with-row-border>
          <span className={css.select} />
          {shown.map(({ id }, at) => (
            <span key={id} className={`${TableTd.classes.td} ${css.cell}`}>
              <Skeleton width={(widths[at] ?? 8) - ((place + at) % 3)} />
            </span>
          ))}
        </div>
      ))}
    </div>
  </div>
);
