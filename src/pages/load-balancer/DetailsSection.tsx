import type { ReactNode } from 'react';
import { AbsoluteTime, RelativeTime } from '../../components/controls/RelativeTime.tsx';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Section } from '../../components/load-balancer/Section.tsx';
import { enumWords } from '../../model/format.ts';
import { endpointWords, type LoadBalancerDetails } from '../../model/load-balancer.ts';
import css from './DetailsSection.module.css';
import { Facts } from './Facts.tsx';
import { VirtualIps } from './VirtualIps.tsx';

type Row = readonly [label: string, width: number, value: (details: LoadBalancerDetails) => ReactNode];

const ofOnePort: readonly Row[] = [
  ['Protocol', 14, ({ protocol, port }) => `${protocol}, port ${port}`],
  [
    'Algorithm',
    26,
    ({ algorithm }) => (
      <>
        {enumWords(algorithm)}{' '}
        <code translate="no" className={css.enum}>
          {algorithm}
        </code>
      </>
    ),
  ],
];

const ofBoth: readonly Row[] = [
  ['Virtual IPs', 22, (details) => <VirtualIps details={details} />],
  ['Created', 22, ({ created }) => <AbsoluteTime time={created} />],
  ['Updated', 10, ({ updated }) => <RelativeTime time={updated} />],
];

const timeout: Row = ['Timeout', 6, ({ timeout: seconds }) => (seconds === null ? '—' : `${seconds} s`)];
const cluster: Row = ['Cluster', 24, (details) => details.cluster ?? '—'];

/** Of an API with listeners, whose other settings stand with these and with the pools. */
const ofListeners: readonly Row[] = [
  ['Listens on', 14, endpointWords],
  ['Provider', 10, ({ subjects }) => subjects[0]?.driver || '—'],
  [
    'Managed by',
    20,
    ({ owners = [] }) => owners.join(', ') || 'no controller that the panel knows; Terraform and Heat leave no mark',
  ],
];

const rowsOf = (details: LoadBalancerDetails | undefined): readonly Row[] =>
  details?.endpoints ? [...ofListeners, ...ofBoth] : [...ofOnePort, ofBoth[0]!, timeout, ...ofBoth.slice(1), cluster];

export function DetailsSection({ details }: { details: LoadBalancerDetails | undefined }) {
  return (
    <Section title="Details">
      <Facts
        facts={rowsOf(details).map(([label, width, value]) => ({
          label,
          value: details ? value(details) : <Skeleton width={width} />,
        }))}
      />
    </Section>
  );
}
