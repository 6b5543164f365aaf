import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { providerOf } from '../../../api/providers/providers.ts';
import { statisticsQuery, usageQuery } from '../../../api/statistics/statistics.ts';
import { Button } from '../../../components/controls/Button.tsx';
import { lazyPart } from '../../../components/layout/lazy-part.ts';
import { NotReadAgain } from '../../../components/load-balancer/NotReadAgain.tsx';
import { Section } from '../../../components/load-balancer/Section.tsx';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../../model/load-balancer.ts';
import type { Statistics } from '../../../model/statistics.ts';
import { bytes } from './amounts.ts';
import css from './StatsSection.module.css';
import { useRates } from './use-rates.ts';

const UsageChart = lazyPart(() => import('./UsageChart.tsx'));

/** Milliseconds between two readings: counters of an API that keeps a history are minutes old, others a few seconds. */
const interval = { withUsage: 60_000, alone: 10_000 };

/** What stands there until the counters come. */
const awaited: Statistics = [{ label: 'Connections now', value: null }];

const timeOf = (time: number): string =>
  new Date(time).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

interface StatsSectionProps {
  target: LoadBalancerRef;
  details: LoadBalancerDetails;
}

/** Connections and transfer, now and over the last day. */
export function StatsSection({ target, details }: StatsSectionProps) {
  const active = details.status === 'ACTIVE';
  const hasUsage = providerOf(target.region).reads.usage !== null;
  const refetchInterval = hasUsage ? interval.withUsage : interval.alone;
  const statistics = useQuery({ ...statisticsQuery(target), enabled: active, refetchInterval });
  const usage = useQuery({ ...usageQuery(target), enabled: hasUsage, refetchInterval });
  const now = statistics.data;
  const rates = useRates(now, statistics.dataUpdatedAt);
  const periods = usage.data;

  return (
    <Section title="Stats" aside={periods && periods.length > 0 ? 'last 24 hours' : null}>
      {!active ? (
        <p className={css.words}>Counters are available while the load balancer is ACTIVE; it is {details.status}.</p>
      ) : statistics.error && !now ? (
        <p className={css.words}>
          The counters could not be read: {statistics.error.message}{' '}
          <Button variant="link" onClick={() => void statistics.refetch()}>
            Try again
          </Button>
        </p>
      ) : (
        <dl className={css.counters} aria-busy={!now}>
          {(now ?? awaited).map((counter) => (
            <div key={counter.label}>
              <dt>{counter.label}</dt>
              <dd translate="no">
                {counter.value === null ? '–' : counter.isBytes ? bytes(counter.value) : counter.value}
                {rates.get(counter.label) ?? null}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {active && statistics.error && now ? (
        <NotReadAgain
          what="The counters"
          error={statistics.error}
          readAt={statistics.dataUpdatedAt}
          className={css.words}
        />
      ) : null}
      {usage.error && !periods ? (
        <p className={css.words}>
          The usage could not be read: {usage.error.message}{' '}
          <Button variant="link" onClick={() => void usage.refetch()}>
            Try again
          </Button>
        </p>
      ) : usage.error ? (
        <NotReadAgain what="The usage" error={usage.error} readAt={usage.dataUpdatedAt} className={css.words} />
      ) : null}
      {periods?.length === 0 ? (
        <p className={css.words}>No traffic was recorded in the last 24 hours.</p>
      ) : periods ? (
        <>
          <div className={css.chart}>
            <Suspense>
              <UsageChart periods={periods} />
            </Suspense>
          </div>
          <details className={css.numbers}>
            <summary>Numbers as a table</summary>
            <div className={css.scroll}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th scope="col">From</Table.Th>
                    <Table.Th scope="col">To</Table.Th>
                    <Table.Th scope="col">In</Table.Th>
                    <Table.Th scope="col">Out</Table.Th>
                    <Table.Th scope="col">Connections</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody translate="no">
                  {periods.map(({ start, end, incoming, outgoing, connections }) => (
                    <Table.Tr key={start}>
                      <Table.Td>{timeOf(start)}</Table.Td>
                      <Table.Td>{timeOf(end)}</Table.Td>
                      <Table.Td>{bytes(incoming)}</Table.Td>
                      <Table.Td>{bytes(outgoing)}</Table.Td>
                      <Table.Td>{connections.toFixed(1)}</Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          </details>
        </>
      ) : null}
    </Section>
  );
}
