import { Outlet } from 'react-router';
import { useTitle } from '../../components/Announcer.tsx';

export default function LoadBalancersPage() {
  useTitle('Load Balancers');
  return (
    <>
      <h1>Load Balancers</h1>
      <Outlet />
    </>
  );
}
