import '@mantine/core/styles/Code.layer.css';
import { Code as MantineCode, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { partsQuery } from '../../../api/inventory/queries.ts';
import { CopyButton } from '../../../components/controls/Copyable.tsx';
import { Skeleton } from '../../../components/controls/Skeleton.tsx';
import { Section } from '../../../components/load-balancer/Section.tsx';
import { Status } from '../../../components/load-balancer/Status.tsx';
import { PersistenceValue } from '../../../components/persistence/PersistenceValue.tsx';
import { count, enumWords } from '../../../model/format.ts';
import { hostAndPort } from '../../../model/host-and-port.ts';
import { inCode } from '../../../model/in-code.ts';
import { type LoadBalancerDetails, noSubject, type PersistenceSubject } from '../../../model/load-balancer.ts';
import type { Member } from '../../../model/parts.ts';
import { Counts } from '../NodesSection.tsx';
import css from './pools.module.css';

/** The pools, each with its members: the unit of a change is the pool. */
export function PoolsSection({ details }: { details: LoadBalancerDetails }) {
  const { data: parts } = useQuery(partsQuery(details));
  const { subjects } = details;
  return (
    <Section title="Pools" aside={count(subjects.length, 'pool')}>
      {subjects.length === 0 ? <p className={css.quiet}>{noSubject}</p> : null}
      <div className={css.pools}>
        {subjects.map((subject) => (
          <Pool
            key={subject.part ?? ''}
            subject={subject}
            members={parts?.pools.find(({ pool }) => pool === subject.part)?.members}
          />
        ))}
      </div>
    </Section>
  );
}

function Pool({ subject, members }: { subject: PersistenceSubject; members: readonly Member[] | undefined }) {
  const { name, protocol, use, status, operatingStatus, isUp, algorithm = '', persistence } = subject;
  return (
    <article className={css.pool} aria-label={`Pool ${name}`}>
      <h3 className={css.name}>
        <bdi translate="no">{name}</bdi>
      </h3>
      <p className={css.facts}>
        <Status status={status ?? ''} />
        <span>serves: {isUp === false ? 'switched off' : <Status status={operatingStatus ?? ''} />}</span>
        <span translate="no">{protocol}</span>
        <span translate="no">{use}</span>
        <span translate="no">{algorithm}</span>
        <PersistenceValue value={persistence} />
      </p>
      {members?.length === 0 ? (
        <p className={css.quiet}>There are no members, so every request is answered with an error.</p>
      ) : members ? (
        <>
          <p className={css.counts}>
            {members.every(({ status }) => status === 'NO_MONITOR') ? (
              `${count(members.length, 'member')}, not monitored`
            ) : (
              <Counts nodes={members} />
            )}
          </p>
          <MemberTable members={members} label={`Members of ${name}`} />
        </>
      ) : (
        <Skeleton width={24} />
      )}
      <Code subject={subject} />
    </article>
  );
}

/** The value for tools that keep it in code: Terraform and Heat leave no mark by which the panel could know them. */
function Code({ subject: { part = '', name, persistence } }: { subject: PersistenceSubject }) {
  const { openstack, terraform } = inCode(part, persistence);
  return (
    <details className={css.code}>
      <summary>In code</summary>
      <p className={css.quiet}>
        If Terraform or Heat manages this pool, set this value there, too: else the next apply sets its own.
      </p>
      <MantineCode block translate="no">
        {openstack}
      </MantineCode>
      <CopyButton text={openstack} what={`the openstack command for ${name}`} label="openstack" />
      <MantineCode block translate="no">
        {terraform}
      </MantineCode>
      <CopyButton text={terraform} what={`the Terraform lines for ${name}`} label="Terraform" />
    </details>
  );
}

function MemberTable({ members, label }: { members: readonly Member[]; label: string }) {
  return (
    <div className={css.scroll}>
      <Table aria-label={label} className={css.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Address</Table.Th>
            <Table.Th scope="col">Serves</Table.Th>
            <Table.Th scope="col">Condition</Table.Th>
            <Table.Th scope="col">Type</Table.Th>
            <Table.Th scope="col">Weight</Table.Th>
            <Table.Th scope="col">Last change</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody translate="no">
          {members.map(({ id, address, port, status, condition, type, weight, change }) => (
            <Table.Tr key={id}>
              <Table.Th scope="row" className="mono">
                {hostAndPort(address, port)}
              </Table.Th>
              <Table.Td>
                <Status status={status} />
              </Table.Td>
              <Table.Td>
                <Status status={condition} />
              </Table.Td>
              <Table.Td>{enumWords(type)}</Table.Td>
              <Table.Td>{weight ?? '—'}</Table.Td>
              <Table.Td>
                <Status status={change} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
