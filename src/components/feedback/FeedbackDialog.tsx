import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/Code.layer.css';
import { Checkbox, Code, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { matchPath, useLocation } from 'react-router';
import { trimmed } from '../../../contract/shared/text.ts';
import { isOperationId, type OperationId, operations } from '../../api/explorer/operations.ts';
import { sendFeedback } from '../../api/feedback/feedback.ts';
import { ApiError } from '../../api/http/client.ts';
import { FormDialog } from '../forms/FormDialog.tsx';
import { closeOverlay } from '../layout/overlays.ts';
import { toast } from '../notifications/Toasts.tsx';
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

/** What was typed and not sent, kept while the page is open. */
let draft = { text: '', contact: '' };

/** Tells those who run the panel what the user thinks of it. What was typed stays until it is sent. */
export default function FeedbackDialog() {
  const { pathname, search } = useLocation();
  const address = `${pathname}${search}`.slice(0, longestAddress);
  const operation = operationAt(pathname);
  const [text, setText] = useState(draft.text);
  const [contact, setContact] = useState(draft.contact);
  const [failed] = useState(() => requestLog.get().find(({ status }) => status === 0 || status >= 400) ?? null);
  const [withRequest, setWithRequest] = useState(true);
  const [wanting, setWanting] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  draft = { text, contact };

  async function submit() {
    const empty = trimmed(text) === '';
    setWanting(empty ? 'Enter your feedback.' : null);
    setError(null);
    if (empty) return;
    setBusy(true);
    try {
      await sendFeedback({
        text: trimmed(text),
        contact: trimmed(contact) || null,
        page: address,
        operation,
        requestId: withRequest ? (failed?.requestId ?? null) : null,
      });
      draft = { text: '', contact: '' };
      closeOverlay();
      toast({ text: 'Thank you: your feedback was sent.' });
    } catch (cause) {
      setError(`${cause instanceof ApiError ? cause.message : String(cause)} Your text is kept.`);
      setBusy(false);
    }
  }

  return (
    <FormDialog
      title="Feedback"
      size={480}
      className={css.form}
      loading={busy}
      submitError={error}
      enterSubmits
      dirty={trimmed(text) !== ''}
      unsaved={unsent}
      submit={{ name: 'Send feedback' }}
      onClose={closeOverlay}
      onSubmit={() => void submit()}
    >
      <Textarea
        label="Your feedback"
        description={operation ? `About “${operations[operation].title}”` : null}
        data-autofocus
        rows={6}
        maxLength={8_000}
        value={text}
        error={wanting}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <TextInput
        label="Contact"
        description="Optional: how to reach you"
        maxLength={200}
        value={contact}
        onChange={(event) => setContact(event.currentTarget.value)}
      />
      <p className={css.sent}>
        Sent with it: the address of this page, <Code translate="no">{address}</Code>.
      </p>
      {failed?.requestId ? (
        <Checkbox
          checked={withRequest}
          onChange={(event) => setWithRequest(event.currentTarget.checked)}
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
