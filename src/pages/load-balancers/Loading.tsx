import { Skeleton } from '../../components/Skeleton.tsx';
import { columns } from './columns.tsx';
import cards from './LoadBalancerCards.module.css';
import css from './LoadBalancersTable.module.css';

const widths = [9, 20, 16, 9, 12, 6, 4, 9];

/** Rows of the real layout while the first region has not answered. */
export function Loading({ cards: asCards }: { cards: boolean }) {
  const places = Array.from({ length: 14 }, (_, place) => place);
  return (
    <div aria-busy="true">
      <span className="visually-hidden">Reading load balancers…</span>
      {asCards ? (
        <div aria-hidden="true" className={cards.list}>
          {places.slice(0, 6).map((place) => (
            <div key={place} className={cards.card} style={{ height: 108 }}>
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
      ) : (
        <table aria-hidden="true" className={css.table}>
          <colgroup>
            <col className={css.select} />
            {columns.map(({ id }) => (
              <col key={id} className={css[id]} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th className={`${css.head} ${css.select}`} />
              {columns.map(({ id, header }) => (
                <th key={id} className={`${css.head} ${css[id]}`}>
                  <span className={css.sort}>{header}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((place) => (
              <tr key={place} className={css.row}>
                <td className={`${css.cell} ${css.select}`} />
                {columns.map(({ id }, at) => (
                  <td key={id} className={css.cell}>
                    <Skeleton width={(widths[at] ?? 8) - ((place + at) % 3)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
