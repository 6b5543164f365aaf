import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { trimmed } from '../../../contract/shared/text.ts';
import { type CreateState, create } from '../../api/changes/create.ts';
import type { Creation } from '../../api/providers/creation.ts';
import type { EditField, FormValues } from '../../api/providers/edit.ts';
import { RequestPreview } from '../../components/changes/RequestPreview.tsx';
import { Button } from '../../components/controls/Button.tsx';
import { useUnsavedQuestion } from '../../components/dialogs/Dialog.tsx';
import { EditFields } from '../../components/edit-form/EditFields.tsx';
import { fieldIn, judged, keptIn } from '../../components/edit-form/form-values.ts';
import { useKeptValues } from '../../components/edit-form/use-kept-values.ts';
import { Form } from '../../components/forms/Form.tsx';
import { useFields } from '../../components/forms/use-fields.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { runAt } from '../../components/load-balancer/run-here.ts';
import { toast } from '../../components/notifications/notices.ts';
import { useSession } from '../../components/session/use-session.ts';
import { paths } from '../../model/paths.ts';
import { CreateOutcome } from './CreateOutcome.tsx';
import css from './NewLoadBalancerPage.module.css';

/** The longest reason that the history keeps, in characters. */
const longestReason = 200;

/** Beside those of the API's own. */
const regionField: EditField = { name: 'region', label: 'Region', control: 'select' };

interface CreateFormProps {
  creation: Creation;
  /** The one that was chosen; null: the first that what is kept, or the session, names. */
  region: string | null;
  onRegion(region: string): void;
}

/** The form, what will exist beside it, and how far the creation is. What is typed stays over refusal, sign-in and reload. */
export function CreateForm({ creation, region: chosen, onRegion }: CreateFormProps) {
  const session = useSession();
  const navigate = useNavigate();
  const { regions } = session;
  const { kept, keep, forget } = useKeptValues('new load balancer');
  const region = [chosen, kept.values.region].find((each) => regions.includes(String(each))) ?? regions[0] ?? '';
  const [reason, setReason] = useState(kept.reason);
  const [state, setState] = useState<CreateState | null>(null);
  const offered = useQuery({
    queryKey: ['creation-offered', region],
    queryFn: ({ signal }) => creation.offered(String(region), signal),
  });
  const known = offered.data ?? null;
  const schema = creation.schema(known);
  const fieldsOf = (values: FormValues) => creation.sections(values, known).flatMap(({ fields }) => fields);
  const keepAll = (values: FormValues, why: string, where = String(region)) =>
    keep({ ...values, region: where }, why, [...fieldsOf(values), regionField]);
  const { form, at, shell } = useFields({
    initialValues: { ...creation.initial, ...keptIn(kept.values, creation.initial) },
    schema,
    fieldOf: (words, values: FormValues) => fieldIn(words, fieldsOf(values)),
    submit: (asked) => send(asked),
    onValuesChange: (values) => keepAll(values, reason),
  });
  const sending = state?.at === 'sending' || state?.at === 'building';
  const isMade = state !== null && 'ref' in state && !sending;

  // What the region had before the new one was sent tells it apart from others of its name.
  const before = useRef(known);
  const here = useRef(true);
  const send = async (asked: unknown) => {
    before.current = known;
    const end = await create({ creation, region: String(region), asked, reason: trimmed(reason) }, setState);
    if (end.at === 'refused') {
      setState(null);
      throw end.error;
    }
    if (end.at !== 'unknown') forget();
    if (end.at !== 'done') return;
    const { ref, details } = end;
    const page = paths.loadBalancer(ref);
    toast({
      tone: 'success',
      text: `${details.name} was created in ${ref.region} and is ACTIVE.`,
      actions: [
        // Whoever has gone on to another page stays there.
        ...(here.current ? [] : [{ label: 'Open it', run: () => void navigate(page) }]),
        ...(creation.hasPersistence(asked)
          ? [{ label: 'Check stickiness', run: () => void navigate(...runAt(page)) }]
          : []),
      ],
    });
    if (here.current) await navigate(page, { replace: true });
  };

  // The port goes with the protocol as long as it is the usual one.
  const former = useRef(form.values);
  useEffect(() => {
    const next = creation.following(former.current, form.values);
    former.current = next;
    if (next !== form.values) form.setValues(next);
  });

  const isTyped =
    reason !== '' || Object.entries(creation.initial).some(([name, value]) => form.values[name] !== value);
  useUnsavedQuestion(
    isTyped && !sending && !isMade,
    "This load balancer hasn't been created, and what you typed will be lost.",
  );
  const left = useRef(forget);
  left.current = forget;
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
      left.current();
    };
  }, []);

  const missing = creation.missingRight(session);
  const wanted = judged(schema, form.values);
  const off = sending || isMade;
  return (
    <Form
      className={css.columns}
      loading={sending}
      submitError={shell.submitError}
      onSubmit={shell.onSubmit}
      actions={
        <div className={css.bar}>
          <Button type="submit" variant="primary" busy={sending} reason={missing ?? (isMade ? 'It was made.' : null)}>
            Create load balancer
          </Button>
          <span className={css.quiet}>
            {offered.isError
              ? `Which addresses can be shared in ${region} is not known: ${offered.error.message}`
              : 'It is proven by a fresh read, and recorded in the history.'}
          </span>
        </div>
      }
    >
      <div className={css.sections}>
        {creation.sections(form.values, known).map(({ title, fields }, index) => (
          <fieldset key={title} className={css.section}>
            <legend className={css.legend}>{title}</legend>
            <EditFields fields={fields} at={at} off={off} />
            {index === 0 ? (
              <NativeSelect
                label="Region"
                className={css.region ?? ''}
                data={[...regions]}
                value={String(region)}
                disabled={off}
                onChange={(event) => {
                  onRegion(event.currentTarget.value);
                  keepAll(form.values, reason, event.currentTarget.value);
                }}
              />
            ) : null}
          </fieldset>
        ))}
        <TextInput
          label="Reason or change number"
          description="Optional, kept in the history"
          value={reason}
          maxLength={longestReason}
          autoComplete="off"
          disabled={off}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            keepAll(form.values, event.currentTarget.value);
          }}
        />
      </div>
      <aside className={css.summary} aria-label="Summary">
        <h2>What will exist</h2>
        {wanted ? (
          <>
            <dl className={css.facts}>
              <dt>Region</dt>
              <dd translate="no">{region}</dd>
              {creation.summary(wanted.after, known).map(([what, value]) => (
                <div key={what} className={css.fact}>
                  <dt>{what}</dt>
                  <dd translate="no">{value}</dd>
                </div>
              ))}
            </dl>
            <Banner tone="info">
              {creation.impact(wanted.after).map((sentence) => (
                <p key={sentence}>{sentence}</p>
              ))}
            </Banner>
            <RequestPreview region={String(region)} write={creation.request(String(region), wanted.after)} />
          </>
        ) : (
          <p className={css.quiet}>Shown when the fields are filled in.</p>
        )}
        <CreateOutcome
          state={state}
          onLook={() => creation.newOnes(String(region), wanted ? creation.nameOf(wanted.after) : '', before.current)}
        />
      </aside>
    </Form>
  );
}
