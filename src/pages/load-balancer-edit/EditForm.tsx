import { Checkbox, TextInput } from '@mantine/core';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { trimmed } from '../../../contract/shared/text.ts';
import { changeKey, isOver } from '../../api/changes/change.ts';
import { changes } from '../../api/changes/changes.ts';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import { requestsOf } from '../../api/changes/requests.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import type { Edit, FormValues } from '../../api/providers/edit.ts';
import { providerOf } from '../../api/providers/providers.ts';
import type { CertificateFactsProps } from '../../components/certificates/CertificateFacts.tsx';
import { ChangeSubject, Label } from '../../components/changes/ChangeSubject.tsx';
import { Failure } from '../../components/changes/Failure.tsx';
import { Outcome } from '../../components/changes/Outcome.tsx';
import { RequestPreview } from '../../components/changes/RequestPreview.tsx';
import { useChangeOf } from '../../components/changes/use-changes.ts';
import { useClosingWhenDone } from '../../components/changes/use-closing.ts';
import { Button } from '../../components/controls/Button.tsx';
import { EditFields } from '../../components/edit-form/EditFields.tsx';
import { fieldIn, judged, keptIn, presetOf } from '../../components/edit-form/form-values.ts';
import { useKeptValues } from '../../components/edit-form/use-kept-values.ts';
import { FormDialog } from '../../components/forms/FormDialog.tsx';
import { useFields } from '../../components/forms/use-fields.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { LongLock } from '../../components/load-balancer/LongLock.tsx';
import { ReadFailed } from '../../components/load-balancer/ReadFailed.tsx';
import { statusWord } from '../../components/load-balancer/Status.tsx';
import { useSession } from '../../components/session/use-session.ts';
import type { LoadBalancerDetails, Subject } from '../../model/load-balancer.ts';
import { disabled, persistenceWords } from '../../model/persistence.ts';
import css from './EditDialog.module.css';

/** Of edits of certificates alone, as what reads them. */
const CertificateFacts = lazyPart<CertificateFactsProps>(
  () => import('../../components/certificates/CertificateFacts.tsx'),
);

/** Of the one edit that is of a page. */
const PagePreview = lazyPart<{ html: string }>(() => import('./PagePreview.tsx'));

/** The longest reason that the history keeps, in characters. */
const longestReason = 200;

interface EditFormProps {
  edit: Edit;
  details: LoadBalancerDetails;
  /** The value that was last read. */
  value: unknown;
  /** Why the newest reading failed. */
  error: Error | null;
  onClose(): void;
  onDone(): void;
}

/** The form of an edit, what it will do, and how far it has come. A newer reading moves what is set now, never what was typed. */
export function EditForm({ edit, details, value, error, onClose, onDone }: EditFormProps) {
  const session = useSession();
  const subject: Subject = { region: details.region, id: details.id };
  const key = changeKey({ kind: edit, subject });
  const [atOpen] = useState(() => changes.find(key));
  const latest = useChangeOf(key);
  // A change that ended before the dialog opened is history, but for one that failed: it comes back with its reason.
  const change = latest && !(latest === atOpen && isOver(latest.state) && latest.state.at !== 'failed') ? latest : null;
  const isDone = change?.state.at === 'done' && change.step?.isLast !== false;
  const running = change !== null && !isDone && (!isOver(change.state) || change.state.at === 'done');
  const isSent = running || isDone;

  const { kept, keep, forget } = useKeptValues(`${edit.name} ${subject.region}/${subject.id}`);
  const [seen, setSeen] = useState(value);
  const [noted, setNoted] = useState(change?.state.at);
  if (change?.state.at !== noted) {
    setNoted(change?.state.at);
    if (isDone || change?.state.at === 'failed') setSeen(value);
  }
  const [reason, setReason] = useState(change?.reason ?? kept.reason);

  const [again, setAgain] = useState(true);
  const schema = edit.schema(value, details);
  const initial = edit.toForm(change ? (change.step?.to ?? change.after) : value, details);
  const [query] = useSearchParams();
  const preset = presetOf(query, edit.fields(initial, details));
  const { form, at, shell, refuse } = useFields({
    initialValues: { ...initial, ...(change ? {} : { ...preset, ...keptIn(kept.values, initial) }) },
    schema,
    fieldOf: (words, values: FormValues) => fieldIn(words, edit.fields(values, details)),
    submit: (after) => {
      void send(after).catch(refuse);
    },
    onValuesChange: (values) => keep(values, reason, edit.fields(values, details)),
  });
  const send = async (after: unknown) => {
    const asked = { subject, name: details.name, reason: trimmed(reason), run: null, whenBusy: 'wait' } as const;
    const then = again ? edit.thenPersistence?.(value, after, details) : null;
    const end = await changes.startInSteps({ ...asked, kind: edit, before: value, after });
    if (then && end.at === 'done')
      await changes.start({ ...asked, kind: persistenceKind, before: disabled, after: then });
  };
  const fields = edit.fields(form.values, details);
  const wanted = judged(schema, form.values);
  const differs = wanted !== null && !edit.same(value, wanted.after);
  const typed = Object.entries(edit.toForm(value, details)).some(([name, was]) => form.values[name] !== was);

  // Whoever closes the dialog has sent what was typed, or discarded it; a reload of the page closes nothing.
  const forgetting = useRef(forget);
  forgetting.current = forget;
  useEffect(() => () => forgetting.current(), []);
  useClosingWhenDone(isDone, onDone);
  useRefusal(change?.state, refuse);

  const { takesChange, why } = providerOf(subject.region).standing(details, subject);
  const statusReason = takesChange === 'never' || takesChange === 'unknown' ? `${details.name} ${why}` : null;
  const locked =
    statusReason ?? edit.misfit(details) ?? (wanted ? edit.missingRight(session, wanted.after, value) : null);
  const isLater = takesChange === 'later' && locked === null;
  const isOpen = !isSent && edit.misfit(details) === null && statusReason === null;
  const name = edit.submitName(value, wanted?.after ?? null);
  // What goes with a deletion is known, and said, before its name is typed.
  const aim = differs ? wanted.after : (edit.whenGone ?? null);
  const impact = aim === null ? null : edit.impact(value, aim, details);
  const then = differs ? (edit.thenPersistence?.(value, wanted.after, details) ?? null) : null;
  const final = aim === null ? null : edit.whyFinal?.(value, aim);
  const state = change?.state;
  const certificates = edit.certificates?.(form.values, value);
  const preview = edit.preview?.(form.values) ?? null;
  // A refusal that names a field stands there; what was made before it is told at the end.
  const isAtField =
    state?.at === 'failed' &&
    state.why === 'refused' &&
    (state.error?.messages ?? []).some((words) => fieldIn(words, fields) !== null);
  const isFirstStep = change?.step === undefined || change.step.from === change.before;
  return (
    <FormDialog
      title={edit.title}
      {...shell}
      loading={isSent}
      submitError={
        state?.at === 'failed' && !(isAtField && isFirstStep) ? <Failure state={state} /> : shell.submitError
      }
      dirty={!isSent && (typed || reason !== '')}
      unsaved="Your change hasn't been sent and will be lost."
      submit={
        isSent
          ? null
          : {
              name: isLater && differs ? `Queue change: ${name.charAt(0).toLowerCase()}${name.slice(1)}` : name,
              variant: impact?.isGrave ? 'danger' : 'primary',
              disabled: wanted !== null && !differs,
              reason: wanted !== null && !differs ? null : locked,
            }
      }
      cancel={isSent || statusReason ? 'Close' : 'Cancel'}
      more={
        state?.at === 'queued' ? (
          <Button key="take-back" onClick={() => changes.cancel(key)}>
            Cancel this change
          </Button>
        ) : null
      }
      onClose={onClose}
    >
      <ChangeSubject details={details} region={details.region}>
        <Label>Now:</Label>
        <span translate="no">{edit.words(running && change ? change.before : value)}</span>
      </ChangeSubject>
      {(statusReason ?? edit.misfit(details)) ? (
        <Banner tone={details.status === 'ERROR' ? 'error' : 'warning'} className={css.notice ?? ''}>
          {statusReason ?? edit.misfit(details)}
        </Banner>
      ) : null}
      {isLater && isOpen ? (
        <Banner tone="warning" className={css.notice ?? ''}>
          Locked while {statusWord(details.status).toLowerCase()}. Your change will be sent when it is ACTIVE; you can
          cancel until then.
          {wanted && edit.isSecret?.(wanted.after)
            ? ' It holds a private key, so it waits in this page alone and is lost by a reload.'
            : ''}
        </Banner>
      ) : null}
      <LongLock details={details} className={css.notice ?? ''} />
      {error ? (
        <div className={css.notice}>
          <ReadFailed target={details} error={error} onRetry={() => void inventory.details.refresh(details)} />
        </div>
      ) : null}
      {!isSent && !edit.same(seen, value) ? (
        <Banner tone="warning" live className={css.notice ?? ''}>
          Changed meanwhile: {edit.noun} was {edit.words(seen)} when you opened this dialog and is {edit.words(value)}{' '}
          now.
        </Banner>
      ) : null}
      {certificates?.set ? (
        <Suspense>
          <CertificateFacts what="Set now" pem={certificates.set} />
        </Suspense>
      ) : null}
      <EditFields fields={fields} at={at} off={!isOpen} />
      {certificates?.pasted ? (
        <Suspense>
          <CertificateFacts what="Pasted" pem={certificates.pasted} />
        </Suspense>
      ) : null}
      {preview ? (
        <Suspense>
          <PagePreview html={preview} />
        </Suspense>
      ) : null}
      {isOpen ? (
        <>
          <div className={css.impact} aria-live="polite">
            <Banner tone={impact?.isGrave ? 'warning' : 'info'}>
              {impact ? impact.sentences.map((sentence) => <p key={sentence}>{sentence}</p>) : <p>No changes yet.</p>}
              {final ? <p>It cannot be reverted: {final}</p> : null}
            </Banner>
          </div>
          {then ? (
            <Checkbox
              className={css.reason}
              label={`Then enable session persistence again: ${persistenceWords(then)}`}
              description="A change of its own, which this page sends once this one is in force"
              checked={again}
              onChange={(event) => setAgain(event.currentTarget.checked)}
            />
          ) : null}
          {differs
            ? requestsOf(edit, subject, value, wanted.after).map((write) => (
                <RequestPreview key={`${write.method} ${write.path}`} region={subject.region} write={write} />
              ))
            : null}
          <TextInput
            className={css.reason}
            label="Reason or change number"
            description="Optional, kept in the history"
            value={reason}
            maxLength={longestReason}
            autoComplete="off"
            onChange={(event) => {
              setReason(event.currentTarget.value);
              keep(form.values, event.currentTarget.value, fields);
            }}
          />
        </>
      ) : null}
      <Outcome change={change} running={running} />
    </FormDialog>
  );
}

/** Tells a refusal of the service at the field that it names. */
function useRefusal(
  state: NonNullable<ReturnType<typeof useChangeOf>>['state'] | undefined,
  refuse: (cause: unknown) => void,
) {
  const refused = state?.at === 'failed' && state.why === 'refused' ? state.error : null;
  // Told once for each refusal, by whatever form is drawn then.
  const latest = useRef(refuse);
  latest.current = refuse;
  useEffect(() => {
    if (refused) latest.current(refused);
  }, [refused]);
}
