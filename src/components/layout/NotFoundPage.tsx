import { Link, useLocation } from 'react-router';
import { paths } from '../../model/paths.ts';
import { useTitle } from './Announcer.tsx';
import { EmptyPage } from './EmptyPage.tsx';

export default function NotFoundPage() {
  const { pathname } = useLocation();
  useTitle('Not found');
  return (
    <EmptyPage title="Not found" actions={<Link to={paths.list()}>Load Balancers</Link>}>
      There is no page at <code translate="no">{pathname}</code>. Check the address, or start from the list.
    </EmptyPage>
  );
}
