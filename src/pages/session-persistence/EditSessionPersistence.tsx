import { useEffect, useId, useRef } from 'react';
import { changes } from '../../api/changes/changes.ts';
import { providerOf } from '../../api/providers/providers.ts';
import { Button } from '../../components/controls/Button.tsx';
import { useStore } from '../../components/controls/use-store.ts';
import { openQuestion } from '../../components/dialogs/confirm.ts';
import { Dialog, useUnsavedQuestion } from '../../components/dialogs/Dialog.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { useLiveDetails } from '../../components/load-balancer/live-details.ts';
import { whyMissing } from '../../components/load-balancer/not-found-reason.ts';
import { ChangeProgress } from '../../components/persistence/ChangeProgress.tsx';
import { choices, lockedReason, submitName, whyNotAllowed } from '../../components/persistence/choices.ts';
import { PersistenceChoices, PersistenceChoicesSkeleton } from '../../components/persistence/PersistenceChoices.tsx';
import { RequestPreview } from '../../components/persistence/RequestPreview.tsx';
import { missingRole, useSession } from '../../components/session/use-session.ts';
import { type LoadBalancerRef, type Subject, subjectIn } from '../../model/load-balancer.ts';
import { verbOf } from '../../model/persistence.ts';
import css from './EditSessionPersistence.module.css';
import { SubjectSummary } from './SubjectSummary.tsx';
import { TrafficNote } from './TrafficNote.tsx';
import { type Edit, useEdit } from './use-edit.ts';

/** How long the third tick stays in sight before the dialog closes by itself. */
const lastTick = 700;

/** The longest reason that the history keeps, in characters. */
const longestReason = 200;

interface EditSessionPersistenceProps {
  target: Subject;
  onClose(): void;
}

/** The one dialog behind the three ways to session persistence. */
export function EditSessionPersistence({ target, onClose }: EditSessionPersistenceProps) {
  const session = useSession();
  const form = useId();
  const query = useLiveDetails(target);
  const details = query.data;
  const subject = details && subjectIn(details, target);
  const edit = useEdit(target, details);
  const question = useStore(openQuestion);
  const body = useRef<HTMLFormElement>(null);

  useUnsavedQuestion(edit.dirty, 'What you chose has not been sent and would be lost.');

  const done = edit.change?.state.at === 'done';
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(onClose, lastTick);
    return () => clearTimeout(timer);
  }, [done, onClose]);

  // The choices may come after the dialog: focus then moves from its close button to what the user came for.
  const ready = details !== undefined;
  useEffect(() => {
    const dialog = body.current?.closest('[role=dialog]');
    if (!ready || document.activeElement instanceof HTMLInputElement) return;
    if (document.activeElement !== document.body && !dialog?.contains(document.activeElement)) return;
    body.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, [ready]);

  // What failed was seen here. It stays until the dialog has gone: the user may be asked whether to leave, and stay.
  const closing = useRef(false);
  const { region, id } = target;
  useEffect(
    () => () => {
      const ref = { region, id };
      if (closing.current && changes.of(ref)?.state.at === 'failed') changes.dismiss(ref);
    },
    [region, id],
  );
  const close = () => {
    // Escape on the question whether to leave is the question's own.
    if (question) return;
    closing.current = true;
    onClose();
  };

  if (!details || !subject)
    return (
      <Dialog
        title="Edit Session Persistence"
        onClose={close}
        footer={
          <>
            {query.error ? null : <span className={css.reading}>Reading…</span>}
            <Button key="close" onClick={close}>
              {query.error ? 'Close' : 'Cancel'}
            </Button>
          </>
        }
      >
        {query.error ? (
          <ReadFailed target={target} error={query.error} regions={session.regions} onRetry={() => query.refetch()} />
        ) : (
          <>
            <SubjectSummary details={undefined} subject={undefined} region={target.region} change={null} />
            <PersistenceChoicesSkeleton />
          </>
        )}
      </Dialog>
    );

  const { running } = edit;
  const chosen = edit.chosen ?? subject.persistence;
  const noRole = missingRole(session, 'write');
  const locked = lockedReason(details) ?? noRole;
  const notAllowed = edit.differs ? whyNotAllowed(session, chosen) : null;
  const name = submitName(subject.persistence, chosen);
  const verb = verbOf(subject.persistence, chosen);
  const queued = edit.change?.state.at === 'queued';

  return (
    <Dialog
      title="Edit Session Persistence"
      onClose={close}
      footer={
        running || done ? (
          <>
            {queued ? (
              <Button key="take-back" onClick={() => changes.cancel(target)}>
                Cancel this change
              </Button>
            ) : null}
            <Button key="close" onClick={close}>
              Close
            </Button>
          </>
        ) : (
          <>
            <Button key="close" onClick={close}>
              Cancel
            </Button>
            <Button
              key="submit"
              type="submit"
              form={form}
              variant={verb === 'disable' ? 'danger' : 'primary'}
              disabled={!edit.differs}
              reason={edit.differs ? (locked ?? notAllowed) : null}
            >
              {name}
            </Button>
          </>
        )
      }
    >
      <form
        id={form}
        ref={body}
        onSubmit={(event) => {
          event.preventDefault();
          // Enter after Escape answers the question whether to leave, even where that is still on its way to the screen.
          if (openQuestion.get()) return;
          if (edit.differs && !locked && !notAllowed && !running) edit.save();
        }}
      >
        <SubjectSummary
          details={details}
          subject={subject}
          region={target.region}
          change={running ? edit.change : null}
        />
        {locked && !running ? (
          <Banner tone={details.status === 'ERROR' ? 'error' : 'warning'} className={css.notice ?? ''}>
            {locked}
          </Banner>
        ) : null}
        {query.error ? (
          <div className={css.notice}>
            <ReadFailed target={target} error={query.error} regions={session.regions} onRetry={() => query.refetch()} />
          </div>
        ) : null}
        {edit.changedMeanwhile ? (
          <Banner tone="warning" live className={css.notice ?? ''}>
            {edit.changedMeanwhile}
          </Banner>
        ) : null}
        <PersistenceChoices
          choices={choices(target.region, subject, session)}
          chosen={chosen}
          onChoose={edit.choose}
          off={running || done || locked !== null}
          roleTold={locked !== null}
        />
        {running || done || locked ? null : (
          <>
            {providerOf(target.region).rule(details.status).takesChange === 'later' && edit.differs ? (
              <Banner tone="warning" className={css.after ?? ''}>
                Now it takes no change. Yours will be sent when the load balancer is ACTIVE; until then you can cancel
                it.
              </Banner>
            ) : null}
            <TrafficNote details={details} subject={subject} chosen={chosen} />
            {edit.differs ? <RequestPreview target={target} after={chosen} /> : null}
            <ReasonField edit={edit} />
          </>
        )}
        <Outcome edit={edit} />
      </form>
    </Dialog>
  );
}

function ReasonField({ edit }: { edit: Edit }) {
  const id = useId();
  return (
    <div className={css.reason}>
      <label htmlFor={id}>
        Reason or change number <span className={css.help}>(optional, kept in the history)</span>
      </label>
      <input
        id={id}
        value={edit.reason}
        maxLength={longestReason}
        autoComplete="off"
        onChange={(event) => edit.setReason(event.currentTarget.value)}
      />
    </div>
  );
}

/** What became of the change, while it is under way and when it ended otherwise than asked. */
function Outcome({ edit: { change, running } }: { edit: Edit }) {
  const outcome = useRef<HTMLDivElement>(null);
  const at = change?.state.at;
  // What had the focus, a button of the foot or a choice, is gone or off by now; and the words stand below all that was there before.
  useEffect(() => {
    if (!running && at !== 'failed' && at !== 'cancelled') return;
    outcome.current?.scrollIntoView?.({ block: 'nearest' });
    // A question over this dialog, such as to sign in again, keeps the focus.
    const dialog = outcome.current?.closest('[role=dialog]');
    if (document.activeElement !== document.body && !dialog?.contains(document.activeElement)) return;
    outcome.current?.focus({ preventScroll: true });
  }, [running, at]);
  if (!change) return null;
  const { state } = change;
  return (
    <div ref={outcome} tabIndex={-1} className={css.outcome}>
      <ChangeProgress change={change} />
      {state.at === 'failed' ? (
        <Banner tone="error" live className={css.after ?? ''}>
          <p>{state.message}</p>
          {state.error?.requestId ? (
            <p className={css.help}>
              Request id <code translate="no">{state.error.requestId}</code>
            </p>
          ) : null}
        </Banner>
      ) : null}
      {state.at === 'cancelled' ? (
        <Banner live className={css.after ?? ''}>
          Cancelled. Nothing was sent.
        </Banner>
      ) : null}
    </div>
  );
}

interface ReadFailedProps {
  target: LoadBalancerRef;
  error: Error;
  regions: readonly string[];
  onRetry(): void;
}

function ReadFailed({ target, error, regions, onRetry }: ReadFailedProps) {
  const missing = whyMissing(target, error, regions);
  return (
    <Banner
      tone="error"
      live
      actions={
        missing ? null : (
          <Button variant="link" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <p>{missing ?? error.message}</p>
    </Banner>
  );
}
