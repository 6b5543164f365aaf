import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { partsQuery } from '../../../api/inventory/queries.ts';
import { Skeleton } from '../../../components/controls/Skeleton.tsx';
import { Section } from '../../../components/load-balancer/Section.tsx';
import { Status } from '../../../components/load-balancer/Status.tsx';
import { count } from '../../../model/format.ts';
import type { LoadBalancerDetails } from '../../../model/load-balancer.ts';
import type { Listener } from '../../../model/parts.ts';
import { PartsNotRead } from './PartsNotRead.tsx';
import css from './pools.module.css';

/** What the load balancer listens on, and where each listener sends what it gets. */
export function ListenersSection({ details }: { details: LoadBalancerDetails }) {
  const { data: parts } = useQuery(partsQuery(details));
  const listeners = parts?.listeners;
  return (
    <Section title="Listeners" aside={listeners ? count(listeners.length, 'listener') : <Skeleton width={8} />}>
      <PartsNotRead details={details} />
      {listeners?.length === 0 ? (
        <p className={css.quiet}>There are no listeners, so the load balancer answers on no port.</p>
      ) : listeners ? (
        <div className={css.scroll}>
          <Table aria-label="Listeners" className={css.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">Port</Table.Th>
                <Table.Th scope="col">Name</Table.Th>
                <Table.Th scope="col">Status</Table.Th>
                <Table.Th scope="col">Serves</Table.Th>
                <Table.Th scope="col">Sends to</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody translate="no">
              {listeners.map((listener) => (
                <ListenerRow key={listener.id} listener={listener} details={details} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      ) : (
        <Skeleton width={24} />
      )}
    </Section>
  );
}

function ListenerRow({ listener, details }: { listener: Listener; details: LoadBalancerDetails }) {
  const { name, protocol, port, isUp, status, operatingStatus, defaultPool, policies } = listener;
  const pool = details.subjects.find(({ part }) => part === defaultPool);
  return (
    <Table.Tr>
      <Table.Th scope="row">{`${protocol}:${port}`}</Table.Th>
      <Table.Td>
        <bdi translate="no">{name}</bdi>
      </Table.Td>
      <Table.Td>
        <Status status={status} />
      </Table.Td>
      <Table.Td>{isUp ? <Status status={operatingStatus} /> : 'Switched off'}</Table.Td>
      <Table.Td>
        <ul className={css.plain}>
          {policies.map(({ id, name: policy, action, to }) => (
            <li key={id}>
              {`L7 policy ${policy}: ${action.toLowerCase().replaceAll('_', ' ')}`}
              {to === null ? null : <bdi translate="no"> {to}</bdi>}
            </li>
          ))}
          <li>
            {pool ? (
              <bdi translate="no">{pool.name}</bdi>
            ) : (
              (defaultPool ?? 'no default pool: everything else is answered with 503')
            )}
          </li>
        </ul>
      </Table.Td>
    </Table.Tr>
  );
}
