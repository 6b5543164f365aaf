import { Link } from 'react-router';
import { EmptyPage } from '../../components/layout/EmptyPage.tsx';
import { paths } from '../../model/paths.ts';

/** In place of a load balancer that does not exist: which one, where it was looked for, and where to go. */
export const NotFound = ({ reason }: { reason: string }) => (
  <EmptyPage title="Load balancer not found" actions={<Link to={paths.list()}>Load Balancers</Link>}>
    {reason}
  </EmptyPage>
);
