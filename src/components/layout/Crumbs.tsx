import { Link } from 'react-router';
import { paths } from '../../model/paths.ts';
import css from './Crumbs.module.css';

/** Where every page under the list stands. */
export function Crumbs() {
  return (
    <nav aria-label="Breadcrumb" className={css.crumbs}>
      <span>Networking</span>
      <span aria-hidden="true"> › </span>
      <Link to={paths.list()}>Load Balancers</Link>
    </nav>
  );
}
