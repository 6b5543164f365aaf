import { Link, useLocation } from 'react-router';
import { paths } from '../../model/paths.ts';
import { useTitle } from './Announcer.tsx';
import css from './ErrorPage.module.css';

export default function NotFoundPage() {
  const { pathname } = useLocation();
  useTitle('Not found');
  return (
    <section className={css.page}>
      <h1 className={css.title}>Not found</h1>
      <p className={css.message}>
        There is no page at <code translate="no">{pathname}</code>. Check the address, or start from the list.
      </p>
      <div className={css.actions}>
        <Link to={paths.list()}>Load Balancers</Link>
      </div>
    </section>
  );
}
