import '@mantine/core/styles/Checkbox.layer.css';
import { Checkbox } from '@mantine/core';
import { type MouseEvent, Suspense, useState } from 'react';
import { takesBody, valueSchema } from '../../api/explorer/body.ts';
import { type OperationId, operationOf } from '../../api/explorer/operations.ts';
import { isSendable } from '../../api/explorer/request.ts';
import type { Session } from '../../api/http/session.ts';
import { Button } from '../../components/controls/Button.tsx';
import { Banner } from '../../components/layout/Banner.tsx';
import { lazyPart } from '../../components/layout/lazy-part.ts';
import { count } from '../../model/format.ts';
import { JsonEditor } from './JsonEditor.tsx';
import css from './Operation.module.css';
import { ParameterFields } from './ParameterFields.tsx';
import { BodyFields } from './SchemaField.tsx';
import type { OperationCall } from './use-operation.ts';

const SignInDialog = lazyPart(() => import('./SignInDialog.tsx'));

/** A field that is left shows its messages; they would push the button from under the pointer before it is released. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

interface OperationFormProps {
  id: OperationId;
  operation: OperationCall;
  session: Session | null;
  regions: readonly string[];
}

/** What one call is made of, and the buttons that make it. */
export function OperationForm({ id, operation, session, regions }: OperationFormProps) {
  const { call, all, anyway, messages, lacksPath, missing, outcome } = operation;
  const { warning } = operationOf(id);
  const sending = outcome?.state === 'sending';
  const [signingIn, setSigningIn] = useState(false);
  return (
    <>
      <form
        className={css.form}
        noValidate
        aria-label="Call"
        onBlur={operation.remember}
        onSubmit={(event) => {
          event.preventDefault();
          if (sending) return;
          if (session && isSendable(id) && (!missing || anyway)) void operation.send();
          else operation.mock();
        }}
      >
        <ParameterFields id={id} call={call} regions={regions} session={session} all={all} />
        {takesBody(id) ? (
          <div className={css.body}>
            <fieldset className={css.bodyFields} disabled={call.problem !== null}>
              <legend className={css.bodyLegend}>Body</legend>
              <BodyFields form={call.form} schema={valueSchema(id)} />
            </fieldset>
            <JsonEditor
              text={call.values.body ?? ''}
              problem={call.problem}
              onChange={call.setText}
              onExample={call.fillExample}
            />
          </div>
        ) : null}
        {all && messages.length > 0 ? (
          <Banner tone="error" live>
            {refusal(messages.length, lacksPath, anyway)}
          </Banner>
        ) : null}
        {warning ? <Banner tone="warning">{warning}</Banner> : null}
        <Buttons id={id} operation={operation} session={session} onSignIn={() => setSigningIn(true)} />
        {missing ? <p className={css.note}>{missing}</p> : null}
        {isSendable(id) ? null : (
          <p className={css.note}>
            The panel signs in by itself and shows no token, so calls to the identity service are not sent from here.
            Mock it and copy the request.
          </p>
        )}
      </form>
      {/* Not inside: what is submitted in the dialog would be taken for the call. */}
      <Suspense fallback={null}>{signingIn ? <SignInDialog onClose={() => setSigningIn(false)} /> : null}</Suspense>
    </>
  );
}

interface ButtonsProps extends Omit<OperationFormProps, 'regions'> {
  onSignIn(): void;
}

function Buttons({ id, operation, session, onSignIn }: ButtonsProps) {
  const { anyway, missing, outcome } = operation;
  const sending = outcome?.state === 'sending';
  return (
    <div className={css.actions}>
      {!isSendable(id) ? null : session ? (
        <Button
          variant={operationOf(id).method === 'DELETE' ? 'danger' : 'primary'}
          busy={sending}
          reason={anyway ? null : missing}
          onMouseDown={keepFocus}
          onClick={() => void operation.send()}
        >
          Send API call
        </Button>
      ) : (
        <Button variant="primary" onClick={onSignIn}>
          Sign in to send
        </Button>
      )}
      <Button disabled={sending} onMouseDown={keepFocus} onClick={operation.mock}>
        Mock API call
      </Button>
      <Checkbox
        label="Skip validation"
        checked={anyway}
        onChange={(event) => operation.setAnyway(event.currentTarget.checked)}
      />
    </div>
  );
}

/** What keeps the call from being made; each reason stands at its field. */
function refusal(number: number, needed: boolean, anyway: boolean): string {
  const marked = `${count(number, 'thing')} marked above ${number === 1 ? 'has' : 'have'} to be put right.`;
  if (needed) return `${marked} Without its path there is no request.`;
  return anyway ? 'It is sent all the same, for the service to refuse.' : marked;
}
