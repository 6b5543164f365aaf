import { Link } from 'react-router';
import css from '../../components/layout/ErrorPage.module.css';
import { paths } from '../../model/paths.ts';

/** In place of a load balancer that does not exist: which one, where it was looked for, and where to go. */
export function NotFound({ reason }: { reason: string }) {
  return (
    <section className={css.page}>
      <h1 className={css.title}>Load balancer not found</h1>
      <p className={css.message}>{reason}</p>
      <div className={css.actions}>
        <Link to={paths.list()}>Load Balancers</Link>
      </div>
    </section>
  );
}
