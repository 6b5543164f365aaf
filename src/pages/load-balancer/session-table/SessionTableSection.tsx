import { Table, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../../api/http/client.ts';
import { forgetClient, sessionTableQuery } from '../../../api/statistics/session-table.ts';
import { Button } from '../../../components/controls/Button.tsx';
import { NotReadAgain } from '../../../components/load-balancer/NotReadAgain.tsx';
import { Section } from '../../../components/load-balancer/Section.tsx';
import { toast } from '../../../components/notifications/notices.ts';
import { missingRole, useSession } from '../../../components/session/use-session.ts';
import { hostAndPort } from '../../../model/host-and-port.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../../model/load-balancer.ts';
import { hasWords, searchText, searchWords } from '../../../model/search.ts';
import css from './SessionTableSection.module.css';

/** Milliseconds between two readings of the live table. */
const interval = 3_000;
/** Rows shown at once; the filter reaches the others. */
const shownRows = 100;

const timeLeft = (seconds: number): string =>
  seconds >= 90 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${seconds} s`;

interface SessionTableSectionProps {
  target: LoadBalancerRef;
  details: LoadBalancerDetails;
}

/** Which clients the local region's HAProxy holds on which node, now. */
export function SessionTableSection({ target, details }: SessionTableSectionProps) {
  const session = useSession();
  const queryClient = useQueryClient();
  const [filter, setFilter] = useState('');
  const {
    data: table,
    error,
    dataUpdatedAt,
    refetch,
  } = useQuery({ ...sessionTableQuery(target), refetchInterval: interval });
  const role = missingRole(session, 'write');

  const nodeName = (id: number | null): string => {
    const node = details.nodes?.find((each) => each.id === String(id));
    return node ? hostAndPort(node.address, node.port) : id === null ? 'a node that is gone' : `node ${id}`;
  };

  async function forget(client: string, node: string) {
    try {
      await forgetClient(target, details.name, client, node);
      toast({
        tone: 'success',
        text: `${details.name} has forgotten ${client}. Its next request may go to another node.`,
      });
    } catch (problem) {
      toast({
        tone: 'error',
        text: `${client} could not be forgotten: ${problem instanceof ApiError ? problem.message : String(problem)}`,
      });
    }
    await queryClient.invalidateQueries(sessionTableQuery(target));
  }

  const rows = (table?.sessions ?? []).map((entry) => ({ ...entry, node: nodeName(entry.nodeId) }));
  const words = searchWords(filter);
  const matching = rows.filter(({ client, node }) => hasWords(searchText(client, node), words));

  return (
    <Section
      title="Session table"
      aside={
        table?.sessions
          ? `${rows.length} ${rows.length === 1 ? 'client' : 'clients'} · an extension of the local region`
          : 'an extension of the local region'
      }
    >
      {table?.notCarried ? <p className={css.words}>{table.notCarried}</p> : null}
      {error && table ? (
        <NotReadAgain what="The table" error={error} readAt={dataUpdatedAt} className={css.words} />
      ) : null}
      {error && !table ? (
        <p className={css.words}>
          The table could not be read: {error.message}{' '}
          <Button variant="link" onClick={() => void refetch()}>
            Try again
          </Button>
        </p>
      ) : table?.persistenceType === 'HTTP_COOKIE' ? (
        <p className={css.words}>HTTP cookie: kept by the client; nothing is stored here.</p>
      ) : table && table.persistenceType === null ? (
        <p className={css.words}>Session persistence is disabled: nothing is stored.</p>
      ) : table?.sessions === null ? (
        table.notCarried ? null : (
          <p className={css.words}>HAProxy does not run this load balancer now, so there is no table.</p>
        )
      ) : table && rows.length === 0 ? (
        <p className={css.words}>No client is held on a node now. Entries appear with the first requests.</p>
      ) : table ? (
        <>
          {rows.length > 8 || filter !== '' ? (
            <TextInput
              className={css.filter}
              type="search"
              aria-label="Filter by client or node"
              placeholder="Filter by client or node"
              value={filter}
              onChange={({ currentTarget: { value } }) => setFilter(value)}
            />
          ) : null}
          <div className={css.scroll}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">Client</Table.Th>
                  <Table.Th scope="col">Node</Table.Th>
                  <Table.Th scope="col">Time left</Table.Th>
                  <Table.Th scope="col">
                    <span className="visually-hidden">Action</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody translate="no">
                {matching.slice(0, shownRows).map(({ client, node, expires }) => (
                  <Table.Tr key={client}>
                    <Table.Td className={css.address}>{client}</Table.Td>
                    <Table.Td className={css.address}>{node}</Table.Td>
                    <Table.Td className={css.time}>{timeLeft(expires)}</Table.Td>
                    <Table.Td className={css.action}>
                      <Button
                        size="small"
                        aria-label={`Forget ${client}`}
                        reason={role}
                        onClick={() => void forget(client, node)}
                      >
                        Forget
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
          {matching.length > shownRows ? (
            <p className={css.words}>
              {shownRows} of {matching.length} are shown. Filter to reach the others.
            </p>
          ) : null}
          {matching.length === 0 ? <p className={css.words}>No client or node matches “{filter}”.</p> : null}
        </>
      ) : (
        <p className={css.words}>Reading the table…</p>
      )}
    </Section>
  );
}
