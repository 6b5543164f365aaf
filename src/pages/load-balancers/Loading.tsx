import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { columns } from './columns.ts';
import cards from './LoadBalancerCards.module.css';
import css from './LoadBalancersTable.module.css';

const widths = [9, 20, 16, 9, 12, 6, 4, 9];
const places = Array.from({ length: 14 }, (_, place) => place);
const tracks = { '--columns': columns.map(({ width }) => width).join(' ') } as React.CSSProperties;

/** Rows of the real layout while the first region has not answered. */
export function Loading({ cards: asCards }: { cards: boolean }) {
  return (
    <div aria-busy="true">
      <span className="visually-hidden">Reading load balancers…</span>
      {asCards ? <Cards /> : <Rows />}
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

const Rows = () => (
  <div aria-hidden="true" className={css.table} style={tracks}>
    <div className={css.heads}>
      <div className={css.headRow}>
        <span className={css.select} />
        {columns.map(({ id, header }) => (
          <span key={id} className={`${css.head} ${css[id]}`}>
            <span className={css.sort}>{header}</span>
          </span>
        ))}
      </div>
    </div>
    <div className={css.loading}>
      {places.map((place) => (
        <div key={place} className={css.row}>
          <span className={css.select} />
          {columns.map(({ id }, at) => (
            <span key={id} className={css.cell}>
              <Skeleton width={(widths[at] ?? 8) - ((place + at) % 3)} />
            </span>
          ))}
        </div>
      ))}
    </div>
  </div>
);
