import { usePrefetchQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useNavigate } from 'react-router';
import { changes } from '../../api/changes/changes.ts';
import { useDetails } from '../../api/inventory/hooks.ts';
import { impactQuery } from '../../api/inventory/queries.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { Failure } from '../../components/changes/Failure.tsx';
import { Outcome } from '../../components/changes/Outcome.tsx';
import { useClosing, useClosingWhenDone } from '../../components/changes/use-closing.ts';
import { Button } from '../../components/controls/Button.tsx';
import { FormDialog } from '../../components/forms/FormDialog.tsx';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import {
  againName,
  choices,
  lockedReason,
  queueName,
  submitName,
  whyNotAllowed,
} from '../../components/persistence/choices.ts';
import { PersistenceChoices, PersistenceChoicesSkeleton } from '../../components/persistence/PersistenceChoices.tsx';
import { ValueFields } from '../../components/persistence/ValueFields.tsx';
import { missingRole, useSession } from '../../components/session/use-session.ts';
import {
  type LoadBalancerDetails,
  noSubject,
  type Subject,
  subjectIn,
  subjectKey,
  subjectOf,
} from '../../model/load-balancer.ts';
import { type Persistence, verbOf } from '../../model/persistence.ts';
import { BeforeSending } from './BeforeSending.tsx';
import css from './EditSessionPersistence.module.css';
import { Notices } from './Notices.tsx';
import type { PoolChoiceProps } from './PoolChoice.tsx';
import { SubjectSummary } from './SubjectSummary.tsx';
import { isBroken, useEdit } from './use-edit.ts';
import { useFocusOnChoices } from './use-focus-on-choices.ts';
import { useValueFields } from './use-value-fields.ts';

// Only of APIs whose load balancers have pools; there it comes while the load balancer is read.
const PoolChoice = lazyPart<PoolChoiceProps>(() => import('./PoolChoice.tsx'));

export const dialogTitle = 'Edit Session Persistence';

const unsent = "Your change hasn't been sent and will be lost.";

interface EditSessionPersistenceProps {
  target: Subject;
  onClose(): void;
}

/** What is edited: the part that was asked for, or the first where none was. */
const partOf = (target: Subject, details: LoadBalancerDetails | undefined): Subject =>
  details && !subjectIn(details, target) && target.part === undefined && details.subjects[0]
    ? subjectOf({ ...target, ...details.subjects[0] })
    : target;

/** The one dialog behind the three ways to session persistence. */
export function EditSessionPersistence({ target: asked, onClose }: EditSessionPersistenceProps) {
  const session = useSession();
  usePrefetchQuery(impactQuery(asked.region));
  const hasPools = providerOf(asked.region).reads.parts !== null;
  useEffect(() => {
    if (hasPools) PoolChoice.preload();
  }, [hasPools]);
  const { details, error } = useDetails(asked);
  if (!details && error) throw error;
  const [picked, setPicked] = useState(asked);
  const target = partOf(picked, details);
  const subject = details && subjectIn(details, target);
  const edit = useEdit(target, details);
  const fields = useValueFields(target, subject, edit);
  const isDone = edit.change?.state.at === 'done';
  const body = useRef<HTMLFormElement>(null);

  useFocusOnChoices(body, details !== undefined);
  useClosingWhenDone(isDone, onClose);
  const close = useClosing(subjectKey(target), onClose);
  const navigate = useNavigate();
  const [takenAlong, setTakenAlong] = useState(false);
  /** A bulk change of every pool, with a row each: the lock of the load balancer forces one after another. */
  const planAll = async (begun: { choice: Persistence | null; reason: string }) => {
    const { startBulk } = await import('../../api/bulk/runs.ts');
    // What was put in goes along: nothing is lost by leaving.
    flushSync(() => setTakenAlong(true));
    await navigate(startBulk([{ region: asked.region, id: asked.id }], begun));
  };

  if (!details)
    return (
      // The same shell as below, so that it stays when the choices come.
      <FormDialog
        ref={body}
        title={dialogTitle}
        loading={false}
        submitError={null}
        dirty={false}
        unsaved={unsent}
        submit={null}
        more={<span className={css.reading}>Reading…</span>}
        onClose={close}
        onSubmit={() => undefined}
      >
        <SubjectSummary details={undefined} subject={undefined} region={target.region} change={null} />
        <PersistenceChoicesSkeleton />
      </FormDialog>
    );

  const chosen = edit.chosen ?? subject?.persistence;
  const locked = lockedReason(details, target) ?? missingRole(session, 'write');
  const again = subject !== undefined && !edit.differs && isBroken(details, target);
  const notAllowed = edit.differs && chosen ? (whyNotAllowed(session, chosen) ?? fields.problem) : null;
  const isOpen = !edit.running && !isDone && locked === null;

  const isSent = edit.running || isDone;
  const isLater = locked === null && providerOf(target.region).standing(details, target).takesChange === 'later';
  const name =
    !subject || !chosen
      ? 'Save'
      : again
        ? againName(chosen)
        : isLater && edit.differs
          ? queueName(chosen)
          : submitName(subject.persistence, chosen);
  const verb = subject && chosen ? verbOf(subject.persistence, chosen) : null;
  const state = edit.change?.state;

  return (
    <FormDialog
      ref={body}
      title={dialogTitle}
      loading={isSent}
      submitError={state?.at === 'failed' ? <Failure state={state} /> : null}
      dirty={edit.dirty && !takenAlong}
      unsaved={unsent}
      submit={
        isSent
          ? null
          : {
              name,
              variant: verb === 'disable' ? 'danger' : 'primary',
              disabled: !edit.differs && !again,
              reason: edit.differs || again ? (locked ?? notAllowed) : null,
            }
      }
      cancel={isSent ? 'Close' : 'Cancel'}
      more={
        state?.at === 'queued' ? (
          <Button key="take-back" onClick={() => changes.cancel(subjectKey(target))}>
            Cancel this change
          </Button>
        ) : null
      }
      onClose={close}
      onSubmit={edit.save}
    >
      {details.subjects.length > 1 ? (
        <Suspense>
          <PoolChoice
            details={details}
            chosen={target}
            onChoose={setPicked}
            onAll={() => void planAll({ choice: edit.differs ? edit.chosen : null, reason: edit.reason })}
            off={edit.running}
          />
        </Suspense>
      ) : null}
      <SubjectSummary
        details={details}
        subject={subject}
        region={target.region}
        change={edit.running ? edit.change : null}
      />
      <Notices
        target={target}
        details={details}
        locked={edit.running ? null : locked}
        isLater={isLater && isOpen}
        error={error}
        edit={edit}
      />
      {subject && chosen ? (
        <>
          <PersistenceChoices
            choices={choices(target.region, subject, session)}
            chosen={chosen}
            onChoose={fields.chooseType}
            off={!isOpen}
            roleTold={locked !== null}
          />
          <ValueFields fields={fields.shown} off={!isOpen} />
          {isOpen ? <BeforeSending details={details} target={target} subject={subject} edit={edit} /> : null}
        </>
      ) : (
        <p className={css.help}>
          {target.part === undefined
            ? noSubject
            : `This load balancer has no ${target.part}. It may have been deleted.`}
        </p>
      )}
      <Outcome change={edit.change} running={edit.running} />
    </FormDialog>
  );
}
