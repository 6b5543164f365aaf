import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/Code.layer.css';
import { Checkbox, Code, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { matchPath, useLocation } from 'react-router';
import { trimmed } from '../../../contract/shared/text.ts';
import { isOperationId, type OperationId, operationOf } from '../../api/explorer/operations.ts';
import { sendFeedback } from '../../api/feedback/feedback.ts';
import type { FieldsSchema } from '../../model/fields-schema.ts';
import { FormDialog } from '../forms/FormDialog.tsx';
import { useFields } from '../forms/use-fields.ts';
import { closeOverlay } from '../layout/overlays.ts';
import { toast } from '../notifications/notices.ts';
import { requestLog } from '../requests/request-log.ts';
import css from './FeedbackDialog.module.css';

/** The longest address that is taken with a message, in characters. */
const longestAddress = 2_000;

/** The operation that the API explorer shows at an address; null elsewhere. */
function operationAt(pathname: string): OperationId | null {
  const { operation } = matchPath('/explorer/:operation', pathname)?.params ?? {};
  return operation !== undefined && isOperationId(operation) ? operation : null;
}

const unsent = {
  title: 'Close without sending?',
  body: 'What you typed stays here until the page is left.',
  action: 'Close',
  cancel: 'Keep editing',
};

interface Typed {
  text: string;
  contact: string;
  withRequest: boolean;
}

/** By hand: a schema of the contract would bring zod to a dialog of every page. */
const schema: FieldsSchema<Typed> = {
  '~standard': {
    version: 1,
    vendor: 'holdfast',
    validate(value) {
      const typed = value as Typed;
      const text = trimmed(typed.text);
      if (text === '') return { issues: [{ path: ['text'], message: 'Enter your feedback.' }] };
      return { value: { ...typed, text, contact: trimmed(typed.contact) } };
    },
  },
};

const empty: Typed = { text: '', contact: '', withRequest: true };

/** What was typed and not sent, kept while the page is open. */
let draft = empty;

/** Tells those who run the panel what the user thinks of it. What was typed stays until it is sent. */
export default function FeedbackDialog() {
  const { pathname, search } = useLocation();
  const address = `${pathname}${search}`.slice(0, longestAddress);
  const operation = operationAt(pathname);
  const [failed] = useState(() => requestLog.get().find(({ status }) => status === 0 || status >= 400) ?? null);
  const { form, at, shell } = useFields({
    initialValues: { ...draft, withRequest: true },
    schema,
    async submit({ text, contact, withRequest }) {
      await sendFeedback({
        text,
        contact: contact || null,
        page: address,
        operation,
        requestId: withRequest ? (failed?.requestId ?? null) : null,
      });
      draft = empty;
      closeOverlay();
      toast({ text: 'Thank you: your feedback was sent.' });
    },
    onValuesChange(values) {
      draft = values;
    },
  });

  return (
    <FormDialog
      title="Feedback"
      size={480}
      className={css.form}
      {...shell}
      submitError={shell.submitError ? `${shell.submitError} Your text is kept.` : null}
      enterSubmits
      dirty={trimmed(form.values.text) !== ''}
      unsaved={unsent}
      submit={{ name: 'Send feedback' }}
      onClose={closeOverlay}
    >
      <Textarea
        label="Your feedback"
        description={operation ? `About “${operationOf(operation).title}”` : null}
        data-autofocus
        rows={6}
        maxLength={8_000}
        {...at('text')}
      />
      <TextInput label="Contact" description="Optional: how to reach you" maxLength={200} {...at('contact')} />
      <p className={css.sent}>
        Sent with it: the address of this page, <Code translate="no">{address}</Code>.
      </p>
      {failed?.requestId ? (
        <Checkbox
          {...at('withRequest', { type: 'checkbox' })}
          label={
            <>
              The id of the last request that failed, <Code translate="no">{failed.requestId}</Code>
            </>
          }
        />
      ) : null}
    </FormDialog>
  );
}
