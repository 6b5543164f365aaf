import { Code } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { historyQuery, mayHaveHappened } from '../../api/history/history.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import { lasted, localTime } from '../controls/time.ts';
import { Banner } from '../layout/Banner.tsx';

/** The panel's clock and the region's may differ by so much, in milliseconds. */
const clocksApart = 60_000;

interface LockNoteProps {
  details: LoadBalancerDetails;
  /** When it was locked, milliseconds since the Unix epoch. */
  since: number;
  /** How long ago that is, in milliseconds. */
  age: number;
  className: string;
}

/** How long a load balancer has been locked, and what whoever runs it needs to look into it. */
export default function LockNote({ details: { region, id, status }, since, age, className }: LockNoteProps) {
  const { data } = useInfiniteQuery(historyQuery({ region, loadBalancerId: id }));
  const newest = data?.pages[0]?.changes.find(mayHaveHappened);
  const own = newest && Date.parse(newest.at) >= since - clocksApart ? newest : undefined;
  return (
    <Banner tone="warning" className={className}>
      Locked in {status} for {lasted(age)}: no change usually takes this long. Ask the operator of{' '}
      <bdi translate="no">{region}</bdi> to look into load balancer <Code translate="no">{id}</Code>
      {own?.serviceRequestId ? (
        <>
          {' '}
          and request <Code translate="no">{own.serviceRequestId}</Code>, the last change made here ({own.user},{' '}
          {localTime(Date.parse(own.at))})
        </>
      ) : own ? (
        <>
          ; the last change made here was by {own.user}, {localTime(Date.parse(own.at))}
        </>
      ) : data ? (
        <>; it was not locked by a change made in this panel</>
      ) : null}
      .
    </Banner>
  );
}
