import { useState } from 'react';
import { useNavigate } from 'react-router';
import { isOver } from '../../../api/changes/change.ts';
import { whyNotChecked } from '../../../api/checks/checks.ts';
import type { ChangeRecord } from '../../../api/history/history.ts';
import { providerOf } from '../../../api/providers/providers.ts';
import { useChange } from '../../../components/changes/use-changes.ts';
import { Button } from '../../../components/controls/Button.tsx';
import { Skeleton } from '../../../components/controls/Skeleton.tsx';
import { openers } from '../../../components/dialogs/dialog-focus.ts';
import { Banner } from '../../../components/layout/Banner.tsx';
import { runHere } from '../../../components/load-balancer/run-here.ts';
import { Section } from '../../../components/load-balancer/Section.tsx';
import { choiceValue } from '../../../components/persistence/choices.ts';
import { PersistenceOf, PersistenceValue } from '../../../components/persistence/PersistenceValue.tsx';
import { missingRole, useSession } from '../../../components/session/use-session.ts';
import {
  type LoadBalancerDetails,
  type LoadBalancerRef,
  persistenceSummary,
  type Subject,
} from '../../../model/load-balancer.ts';
import { paths } from '../../../model/paths.ts';
import { persistenceWords } from '../../../model/persistence.ts';
import { newestPersistence } from '../activity-items.ts';
import { LastCheck } from '../stickiness/LastCheck.tsx';
import type { Activity } from '../use-activity.ts';
import { LastChange } from './LastChange.tsx';
import css from './PersistenceCard.module.css';
import { brokenWords } from './standing.ts';

interface PersistenceCardProps {
  target: LoadBalancerRef;
  details: LoadBalancerDetails | undefined;
  activity: Activity;
}

/** What the page is opened for: session persistence as read, its last change and its last check. */
export function PersistenceCard({ target, details, activity }: PersistenceCardProps) {
  const navigate = useNavigate();
  const reason = missingRole(useSession(), 'write');
  const [picked, setPicked] = useState<string | undefined>(undefined);
  const checked = toCheck(target, details, picked);
  const check = (part: string | undefined) => {
    setPicked(part);
    void navigate(...runHere);
  };
  return (
    <Section
      title="Session persistence"
      actions={
        <Button
          data-opener={openers.change}
          reason={reason}
          disabled={!details}
          onClick={() => navigate(paths.persistence(target), { state: { opener: openers.change } })}
        >
          Change…
        </Button>
      }
    >
      <div className={css.card}>
        <div aria-live="polite">{details ? <Value details={details} onCheck={check} /> : <ValueSkeleton />}</div>
        {details ? <Broken details={details} activity={activity} /> : null}
        <LastChange target={target} details={details} activity={activity} />
        <LastCheck key={checked.part ?? ''} target={checked} details={details} />
      </div>
    </Section>
  );
}

/** What a check is about: the part that was picked, else the first one; the load balancer itself where it has no parts. */
function toCheck(
  target: LoadBalancerRef,
  details: LoadBalancerDetails | undefined,
  picked: string | undefined,
): Subject {
  const part = details?.subjects.find((each) => each.part === picked)?.part ?? details?.subjects[0]?.part;
  return part === undefined ? target : { ...target, part };
}

function ValueSkeleton() {
  return (
    <>
      <p className={css.value}>
        <Skeleton width={20} />
      </p>
      <p className={css.sentence}>
        <Skeleton width={64} />
      </p>
    </>
  );
}

/** The value that was read and what it does; while a change is under way, what it is becoming beside it. */
function Value({ details, onCheck }: { details: LoadBalancerDetails; onCheck(part: string | undefined): void }) {
  const change = useChange(details);
  const { subjects, region } = details;
  const summary = persistenceSummary(subjects);
  const { choices } = providerOf(region).persistence;
  const sentence =
    summary.at === 'same' ? choices.find(({ value }) => value === choiceValue(summary.persistence))?.sentence : null;
  return (
    <>
      <p className={css.value}>
        <PersistenceOf subjects={subjects} />
        {change && !isOver(change.state) ? (
          <span className={css.becoming} translate="no">
            {change.state.at === 'queued' ? 'queued' : 'applying'} → {persistenceWords(change.after)}
          </span>
        ) : null}
      </p>
      {sentence ? <p className={css.sentence}>{sentence}</p> : null}
      {subjects.length > 1 ? (
        <ul className={css.parts}>
          {subjects.map((subject) => {
            const { part, name, persistence } = subject;
            return (
              <li key={part ?? name} translate="no">
                <bdi translate="no">{name}</bdi> <PersistenceValue value={persistence} />
                <Button
                  variant="link"
                  aria-label={`Check stickiness of ${name}`}
                  reason={whyNotChecked(details, subject)}
                  onClick={() => onCheck(part)}
                >
                  Check stickiness
                </Button>
              </li>
            );
          })}
        </ul>
      ) : null}
    </>
  );
}

/** Whether the region took the change and did not carry it out. */
const isAcceptedFailure = ({ verdict, status }: ChangeRecord): boolean =>
  verdict === 'failed' && status !== null && status < 400;

/** Says that the value is only what is stored, and which change left it so where that is known. */
function Broken({ details, activity }: { details: LoadBalancerDetails; activity: Activity }) {
  const change = useChange(details);
  const words = brokenWords(details);
  const last = newestPersistence(activity.items);
  const endedInError =
    (change?.state.at === 'failed' && change.state.why === 'error-status') ||
    (last?.kind === 'record' && isAcceptedFailure(last.record));
  if (words === null) return null;
  return (
    <Banner tone="error">
      {endedInError ? 'The last change ended in ERROR. ' : null}
      {words}
    </Banner>
  );
}
