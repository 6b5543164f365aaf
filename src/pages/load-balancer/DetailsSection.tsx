import type { ReactNode } from 'react';
import { AbsoluteTime, RelativeTime } from '../../components/controls/RelativeTime.tsx';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { Section } from '../../components/load-balancer/Section.tsx';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import css from './DetailsSection.module.css';
import { Facts } from './Facts.tsx';

/** "ROUND_ROBIN" → "Round robin". */
const sentenceCase = (word: string): string =>
  word.charAt(0).toUpperCase() + word.slice(1).toLowerCase().replaceAll('_', ' ');

const rows: readonly (readonly [label: string, width: number, value: (details: LoadBalancerDetails) => ReactNode])[] = [
  ['Protocol', 14, ({ protocol, port }) => `${protocol}, port ${port}`],
  [
    'Algorithm',
    26,
    ({ algorithm }) => (
      <>
        {sentenceCase(algorithm)}{' '}
        <code translate="no" className={css.enum}>
          {algorithm}
        </code>
      </>
    ),
  ],
  [
    'Virtual IPs',
    22,
    ({ virtualIps }) =>
      virtualIps.length === 0 ? (
        'None'
      ) : (
        <ul>
          {virtualIps.map(({ id, address, type, version }) => (
            <li key={id}>
              <span className="mono" translate="no">
                {address}
              </span>{' '}
              <span className={css.enum}>
                {type.toLowerCase()} {version === 'IPV6' ? 'IPv6' : 'IPv4'}
              </span>
            </li>
          ))}
        </ul>
      ),
  ],
  ['Timeout', 6, ({ timeout }) => (timeout === null ? '—' : `${timeout} s`)],
  ['Created', 22, ({ created }) => <AbsoluteTime time={created} />],
  ['Updated', 10, ({ updated }) => <RelativeTime time={updated} />],
  ['Cluster', 24, ({ cluster }) => cluster ?? '—'],
];

export function DetailsSection({ details }: { details: LoadBalancerDetails | undefined }) {
  return (
    <Section title="Details">
      <Facts
        facts={rows.map(([label, width, value]) => ({
          label,
          value: details ? value(details) : <Skeleton width={width} />,
        }))}
      />
    </Section>
  );
}
