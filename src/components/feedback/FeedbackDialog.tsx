import { type FormEvent, useId, useState } from 'react';
import { matchPath, useLocation } from 'react-router';
import { trimmed } from '../../../contract/shared/text.ts';
import { isOperationId, type OperationId, operations } from '../../api/explorer/operations.ts';
import { sendFeedback } from '../../api/feedback/feedback.ts';
import { ApiError } from '../../api/http/client.ts';
import { Button } from '../controls/Button.tsx';
import { confirm } from '../dialogs/confirm.ts';
import { Dialog } from '../dialogs/Dialog.tsx';
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

/** What was typed and not sent, kept while the page is open. */
let draft = { text: '', contact: '' };

/** Tells those who run the panel what the user thinks of it. What was typed stays until it is sent. */
export default function FeedbackDialog() {
  const { pathname, search } = useLocation();
  const address = `${pathname}${search}`.slice(0, longestAddress);
  const operation = operationAt(pathname);
  const id = useId();
  const [text, setText] = useState(draft.text);
  const [contact, setContact] = useState(draft.contact);
  const [failed] = useState(() => requestLog.get().find(({ status }) => status === 0 || status >= 400) ?? null);
  const [withRequest, setWithRequest] = useState(true);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  draft = { text, contact };

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (!trimmed(text)) {
      setError('Write something first.');
      document.getElementById(`${id}-text`)?.focus();
      return;
    }
    setBusy(true);
    setError(null);
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

  async function close() {
    if (
      trimmed(text) &&
      !(await confirm({
        title: 'Close without sending?',
        body: 'What you typed stays here until the page is left.',
        action: 'Close',
        cancel: 'Go on writing',
      }))
    )
      return;
    closeOverlay();
  }

  return (
    <Dialog
      title="Feedback"
      size={480}
      onClose={() => void close()}
      footer={
        <>
          <Button onClick={() => void close()}>Cancel</Button>
          <Button variant="primary" type="submit" form={`${id}-form`} busy={busy}>
            Send feedback
          </Button>
        </>
      }
    >
      <form id={`${id}-form`} className={css.form} onSubmit={submit}>
        <label className={css.label} htmlFor={`${id}-text`}>
          {operation ? `What should we know about “${operations[operation].title}”?` : 'What should we know?'}
        </label>
        <textarea
          id={`${id}-text`}
          data-autofocus
          rows={6}
          maxLength={8_000}
          value={text}
          aria-describedby={`${id}-error`}
          onChange={(event) => setText(event.target.value)}
        />
        <label className={css.label} htmlFor={`${id}-contact`}>
          How to reach you <span className={css.optional}>(optional)</span>
        </label>
        <input
          id={`${id}-contact`}
          maxLength={200}
          value={contact}
          onChange={(event) => setContact(event.target.value)}
        />
        <p className={css.sent}>
          Sent with it: the address of this page, <code translate="no">{address}</code>.
        </p>
        {failed?.requestId ? (
          <label className={css.check}>
            <input type="checkbox" checked={withRequest} onChange={(event) => setWithRequest(event.target.checked)} />
            <span>
              The id of the last request that failed, <code translate="no">{failed.requestId}</code>
            </span>
          </label>
        ) : null}
        <p id={`${id}-error`} role="alert" className={css.error}>
          {error}
        </p>
      </form>
    </Dialog>
  );
}
