import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { isOver } from '../../api/changes/change.ts';
import { errorPageQuery } from '../../api/inventory/queries.ts';
import { useChange } from '../../components/changes/use-changes.ts';
import { Button } from '../../components/controls/Button.tsx';
import { IconPencil } from '../../components/controls/icons.ts';
import { Skeleton } from '../../components/controls/Skeleton.tsx';
import { openers } from '../../components/dialogs/dialog-focus.ts';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { Section } from '../../components/load-balancer/Section.tsx';
import { isMoving } from '../../components/load-balancer/Status.tsx';
import { useEditReason } from '../../components/load-balancer/use-edit-reason.ts';
import { PersistenceOf } from '../../components/persistence/PersistenceValue.tsx';
import { missingRole, useSession } from '../../components/session/use-session.ts';
import { editPath } from '../../model/edit-path.ts';
import type { LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import { paths } from '../../model/paths.ts';
import { persistenceWords } from '../../model/persistence.ts';
import { Facts } from './Facts.tsx';
import { errorPage, type FeatureValue, features } from './feature-lines.ts';
import css from './OptionalFeatures.module.css';

/** Only where secure traffic is decrypted. */
const CertificateMappings = lazyPart<{ details: LoadBalancerDetails }>(() => import('./CertificateMappings.tsx'));

interface OptionalFeaturesProps {
  target: LoadBalancerRef;
  details: LoadBalancerDetails | undefined;
}

/** The original's list of one-line settings: label, value and, where it can be edited here, a pencil. */
export function OptionalFeatures({ target, details }: OptionalFeaturesProps) {
  const session = useSession();
  const reasonOf = useEditReason(details, target.region);
  return (
    <Section title="Optional Features">
      <Facts
        facts={features.map(({ label, edit, read }) => ({
          label,
          value: !details ? (
            <Skeleton width={14} />
          ) : read === 'session-persistence' ? (
            <SessionPersistence details={details} />
          ) : read === 'error-page' ? (
            <ErrorPageLine target={target} details={details} />
          ) : (
            <Value {...read(details)} />
          ),
          action:
            edit === 'session-persistence' ? (
              <Pencil
                label="Edit Session Persistence"
                opener={openers.pencil}
                to={paths.persistence(target)}
                reason={missingRole(session, 'write')}
              />
            ) : reasonOf ? (
              <Pencil
                label={`Edit ${label}`}
                opener={openers.edit(edit)}
                to={editPath(target, edit)}
                reason={reasonOf(edit)}
              />
            ) : null,
        }))}
      />
      {details?.sslTermination ? (
        <Suspense>
          <CertificateMappings details={details} />
        </Suspense>
      ) : null}
    </Section>
  );
}

function Value({ value, note }: FeatureValue) {
  return (
    <>
      {value}
      {note ? <span className={css.note}>{note}</span> : null}
    </>
  );
}

/** The value that was read; while a change is under way, what it is becoming beside it. */
function SessionPersistence({ details }: { details: LoadBalancerDetails }) {
  const change = useChange(details);
  return (
    <span>
      <PersistenceOf subjects={details.subjects} className={css.persistence ?? ''} />
      {change && !isOver(change.state) ? (
        <span className={css.note}>
          {change.state.at === 'queued' ? 'queued' : 'applying'} → {persistenceWords(change.after)}
        </span>
      ) : null}
    </span>
  );
}

function ErrorPageLine({ target, details }: { target: LoadBalancerRef; details: LoadBalancerDetails }) {
  const { data, error, refetch } = useQuery(errorPageQuery(target));
  // The details do not hold the page: any change of the load balancer may have been one of it.
  const version = `${details.region}/${details.id} ${details.updated}`;
  const read = useRef(version);
  const settled = !isMoving(details.status);
  useEffect(() => {
    if (!settled || read.current === version) return;
    read.current = version;
    void refetch();
  }, [settled, version, refetch]);
  if (data) return <Value {...errorPage(data)} />;
  if (!error) return <Skeleton width={14} />;
  return (
    <>
      Could not be read: {error.message}{' '}
      <Button variant="link" onClick={() => void refetch()}>
        Try again
      </Button>
    </>
  );
}

interface PencilProps {
  label: string;
  opener: string;
  to: string;
  /** Why it is off; null when it is not. */
  reason: string | null;
}

/** Opens an edit: of session persistence it is the third of the three ways. */
function Pencil({ label, opener, to, reason }: PencilProps) {
  const navigate = useNavigate();
  return (
    <Button
      variant="subtle"
      square
      aria-label={label}
      title={reason ? undefined : label}
      data-opener={opener}
      icon={<IconPencil size={18} stroke={1.75} aria-hidden />}
      reason={reason}
      onClick={() => navigate(to, { state: { opener } })}
    />
  );
}
