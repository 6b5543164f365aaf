import '@mantine/core/styles/Breadcrumbs.layer.css';
import { Breadcrumbs } from '@mantine/core';
import { Link } from 'react-router';
import { paths } from '../../model/paths.ts';

/** Where every page under the list stands. */
export const Crumbs = () => (
  <nav aria-label="Breadcrumb">
    <Breadcrumbs separator={<span aria-hidden="true">›</span>}>
      <span>Networking</span>
      <Link to={paths.list()}>Load Balancers</Link>
    </Breadcrumbs>
  </nav>
);
