import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { partsQuery } from '../../../api/inventory/queries.ts';
import { providerOf } from '../../../api/providers/providers.ts';
import { Button } from '../../../components/controls/Button.tsx';
import { IconPencil } from '../../../components/controls/icons.ts';
import { Skeleton } from '../../../components/controls/Skeleton.tsx';
import { openers } from '../../../components/dialogs/dialog-focus.ts';
import { Section } from '../../../components/load-balancer/Section.tsx';
import { PersistenceValue } from '../../../components/persistence/PersistenceValue.tsx';
import { missingRole, useSession } from '../../../components/session/use-session.ts';
import { count } from '../../../model/format.ts';
import { type LoadBalancerDetails, noSubject, type PersistenceSubject } from '../../../model/load-balancer.ts';
import type { LoadBalancerParts } from '../../../model/parts.ts';
import { paths } from '../../../model/paths.ts';
import { type Fact, Facts } from '../Facts.tsx';
import { healthMonitoring } from '../feature-lines.ts';
import css from './pools.module.css';

/** The original's list of settings where pools and listeners have them: a line for each of these, and what the cloud does not offer. */
export function PoolFeatures({ details }: { details: LoadBalancerDetails }) {
  const { data: parts } = useQuery(partsQuery(details));
  const { lacks } = providerOf(details.region).capabilities;
  const absent = (label: string): Fact => ({ label, value: lacks[label] ?? '–' });
  return (
    <Section title="Optional Features">
      <Facts
        facts={[
          {
            label: 'Health Monitoring',
            value: ofParts(parts, (known) => <Monitors details={details} parts={known} />),
          },
          { label: 'Connection Throttling', value: ofParts(parts, throttling) },
          ...persistenceLines(details),
          absent('Content Caching'),
          { label: 'Secure Traffic (SSL)', value: secureTraffic(details) },
          { label: 'HTTPS Redirect', value: ofParts(parts, redirect) },
          absent('Logging'),
          absent('Error Page'),
          { label: 'Access Control', value: ofParts(parts, access) },
        ]}
      />
    </Section>
  );
}

const ofParts = (parts: LoadBalancerParts | null | undefined, value: (parts: LoadBalancerParts) => ReactNode) =>
  parts ? value(parts) : <Skeleton width={14} />;

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={css.plain}>
      {lines.map((line) => (
        <li key={line}>
          <bdi translate="no">{line}</bdi>
        </li>
      ))}
    </ul>
  );
}

function Monitors({ details, parts }: { details: LoadBalancerDetails; parts: LoadBalancerParts }) {
  if (parts.pools.length === 0) return '–';
  const lines = parts.pools.map(({ pool, monitor }) => {
    const { value, note } = healthMonitoring({ healthMonitor: monitor });
    const name = details.subjects.find(({ part }) => part === pool)?.name ?? pool;
    return [`${name}: ${value}`, note].filter(Boolean).join(', ');
  });
  return <Lines lines={lines} />;
}

function throttling({ listeners }: LoadBalancerParts): ReactNode {
  const limited = listeners.filter(({ connectionLimit }) => connectionLimit !== null);
  if (limited.length === 0) return 'Disabled';
  return (
    <Lines
      lines={limited.map(
        ({ protocol, port, connectionLimit }) =>
          `${protocol}:${port}: at most ${count(connectionLimit ?? 0, 'connection')} at once`,
      )}
    />
  );
}

function secureTraffic({ endpoints = [] }: LoadBalancerDetails): ReactNode {
  const secure = endpoints.filter(({ protocol }) => protocol === 'TERMINATED_HTTPS');
  return secure.length === 0 ? 'Not Configured' : `Enabled, port ${secure.map(({ port }) => port).join(', ')}`;
}

function redirect({ listeners }: LoadBalancerParts): ReactNode {
  const all = listeners.flatMap(({ protocol, port, policies }) =>
    policies
      .filter(({ action, to }) => action === 'REDIRECT_PREFIX' && to?.startsWith('https:'))
      .map(({ to }) => `${protocol}:${port} to ${to}`),
  );
  return all.length === 0 ? 'Disabled' : <Lines lines={all} />;
}

function access({ listeners }: LoadBalancerParts): ReactNode {
  const limited = listeners.filter(({ allowedNetworks }) => allowedNetworks.length > 0);
  if (limited.length === 0) return 'Everybody may connect';
  return (
    <Lines
      lines={limited.map(
        ({ protocol, port, allowedNetworks }) => `${protocol}:${port}: only ${allowedNetworks.join(', ')}`,
      )}
    />
  );
}

/** One line with a pencil for each pool. */
function persistenceLines(details: LoadBalancerDetails): readonly Fact[] {
  const { region, id, subjects } = details;
  if (subjects.length === 0) return [{ label: 'Session Persistence', value: noSubject }];
  return subjects.map((subject) => ({
    label: subjects.length === 1 ? 'Session Persistence' : `Session Persistence of ${subject.name}`,
    value: <Value subject={subject} />,
    action: <Pencil target={{ region, id }} subject={subject} isOnly={subjects.length === 1} />,
  }));
}

function Value({ subject: { persistence, use, noEffect, status } }: { subject: PersistenceSubject }) {
  return (
    <span className={css.value}>
      <PersistenceValue value={persistence} />
      <span className={css.quiet}>{use}</span>
      {status === 'ERROR' ? <span>Its last change failed: this value is not in force.</span> : null}
      {noEffect ? <span>{noEffect}</span> : null}
    </span>
  );
}

interface PencilProps {
  target: { readonly region: string; readonly id: string };
  subject: PersistenceSubject;
  isOnly: boolean;
}

function Pencil({ target, subject: { part, name }, isOnly }: PencilProps) {
  const navigate = useNavigate();
  const reason = missingRole(useSession(), 'write');
  const label = isOnly ? 'Edit Session Persistence' : `Edit Session Persistence of ${name}`;
  const opener = isOnly || part === undefined ? openers.pencil : openers.pencilOf(part);
  return (
    <Button
      variant="subtle"
      square
      aria-label={label}
      title={reason ? undefined : label}
      data-opener={opener}
      icon={<IconPencil size={18} stroke={1.75} aria-hidden />}
      reason={reason}
      onClick={() =>
        navigate(paths.persistence(part === undefined || isOnly ? target : { ...target, part }), { state: { opener } })
      }
    />
  );
}
