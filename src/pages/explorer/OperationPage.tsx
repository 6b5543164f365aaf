import { useQueryClient } from '@tanstack/react-query';
import { type MouseEvent, useEffect, useId, useRef, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { holdsSecrets, takesBody, valueSchema } from '../../api/explorer/body.ts';
import { type Call, keptCallQuery } from '../../api/explorer/calls.ts';
import { rightFor } from '../../api/explorer/contract.ts';
import type { OperationId } from '../../api/explorer/operations.ts';
import {
  type CallValues,
  type ExplorerRequest,
  explorerRequest,
  isSendable,
  linkValues,
  operationOf,
  valuesOf,
} from '../../api/explorer/request.ts';
import type { Session } from '../../api/http/session.ts';
import { Button } from '../../components/controls/Button.tsx';
import { copyText } from '../../components/controls/Copyable.tsx';
import { IconLink, IconStar, IconStarFilled } from '../../components/controls/icons.ts';
import { confirm } from '../../components/dialogs/confirm.ts';
import { Banner } from '../../components/layout/Banner.tsx';
import { toast } from '../../components/notifications/Toasts.tsx';
import { missingRole } from '../../components/session/use-session.ts';
import { count } from '../../model/format.ts';
import { paths } from '../../model/paths.ts';
import { CallList } from './CallList.tsx';
import { useCallForm } from './call-form.ts';
import { Issues } from './issues.ts';
import { JsonEditor } from './JsonEditor.tsx';
import { Method } from './Method.tsx';
import css from './Operation.module.css';
import { OperationFacts } from './OperationFacts.tsx';
import { OutcomeView } from './OutcomeView.tsx';
import { ParameterFields } from './ParameterFields.tsx';
import { BodyFields } from './SchemaField.tsx';
import { SignInDialog } from './SignInDialog.tsx';
import { useCall } from './use-call.ts';

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const;

/** The first field that is marked, or the first choice of a group that is. */
const firstInvalid =
  ':is(input, select, textarea)[aria-invalid="true"], [role="radiogroup"][aria-invalid="true"] input';

/** A field that is left shows its messages; they would push the button from under the pointer before it is released. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

interface OperationPageProps {
  id: OperationId;
  /** What the addresses that this form writes name it by. */
  visit: string;
  start: CallValues;
  session: Session | null;
  regions: readonly string[];
  favourite: boolean;
  onFavourite(favourite: boolean): void;
}

/** One operation: what it does, its form, its calls. */
export function OperationPage({ id, visit, start, session, regions, favourite, onFavourite }: OperationPageProps) {
  const operation = operationOf(id);
  const { title, method, path, warning } = operation;
  const call = useCallForm(id, start);
  const { values, problem, bodyIssues, parameterIssues } = call;
  const { outcome, mock, send, cancel, clear } = useCall();
  const [all, setAll] = useState(false);
  const [anyway, setAnyway] = useState(false);
  const [signingIn, setSigningIn] = useState(false);
  const [, setSearch] = useSearchParams();
  const location = useLocation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const page = useRef<HTMLElement>(null);
  const headingId = useId();
  const write = method !== 'GET';

  // Whoever signs in here gets a region of their account, unless one is named: the same id is another load balancer elsewhere.
  const named =
    new URLSearchParams(location.search).get('region') === values.region || Object.values(values.params).some(Boolean);
  useEffect(() => {
    if (session && regions[0] !== undefined && !named && !regions.includes(values.region))
      call.form.setFieldValue('region', regions[0]);
  }, [session, regions, named, values.region, call.form]);

  /** What the address carries: never a body, which may hold secrets and is long. */
  const remember = () => {
    const next = linkValues(id, { ...values, body: null });
    if (new URLSearchParams(location.search).toString() === new URLSearchParams(next).toString()) return;
    setSearch(next, { replace: true, preventScrollReset: true, state: { own: visit } });
  };

  const pathIssues = parameterIssues.filter(({ part }) => part === 'params');
  const messages = [...new Set([...parameterIssues, ...bodyIssues].map(({ message }) => message))];
  const refused = messages.length > 0;
  const missing = session ? missingRole(session, rightFor(method)) : null;
  const sending = outcome?.state === 'sending';

  /** The request that is filled in; null, and the fields tell why, when it is not to be made. */
  function build(): ExplorerRequest | null {
    setAll(true);
    remember();
    if (pathIssues.length > 0 || (refused && !anyway)) {
      requestAnimationFrame(() => page.current?.querySelector<HTMLElement>(firstInvalid)?.focus());
      return null;
    }
    return explorerRequest(id, values, session?.endpoints[values.region] ?? null);
  }

  const showAnswer = () =>
    requestAnimationFrame(() => page.current?.querySelector('#answer-heading')?.scrollIntoView({ block: 'nearest' }));

  async function onSend() {
    const request = build();
    if (!request || !session) return;
    if (write && !session.local) {
      const yes = await confirm({
        title: `Send this to ${request.region}?`,
        body: `${title}: ${method} ${request.path}. ${warning ?? ''} This reaches account ${session.account}.`,
        action: `Send ${method}`,
        danger: method === 'DELETE',
      });
      if (!yes) return;
    }
    showAnswer();
    await send(request);
  }

  function onMock() {
    const request = build();
    if (!request) return;
    mock(request);
    showAnswer();
  }

  async function copyLink() {
    const withBody = takesBody(id) && !holdsSecrets(valueSchema(id)) && problem === null;
    const body = withBody && values.body !== null ? JSON.stringify(JSON.parse(values.body)) : null;
    const link = new URL(paths.explorer(id, linkValues(id, { ...values, body })), window.location.origin).href;
    const done = await copyText(link);
    toast(
      done
        ? { text: 'Copied the link to this call.' }
        : { tone: 'error', text: `Copying is not allowed here. The link is ${link}` },
    );
  }

  async function onReplay(made: Call) {
    let body: string | null = null;
    try {
      if (takesBody(made.operation)) body = (await queryClient.fetchQuery(keptCallQuery(made.id))).requestBody;
    } catch (error) {
      toast({ tone: 'error', text: `That call could not be read: ${(error as Error).message}` });
      return;
    }
    const next = valuesOf(made.operation, { region: made.region, path: made.path, body });
    if (made.operation !== id) {
      navigate(paths.explorer(made.operation, linkValues(made.operation, { ...next, body: null })), {
        state: { fill: next },
      });
      return;
    }
    call.fill(next);
    clear();
    page.current?.querySelector<HTMLElement>('h2')?.focus();
    toast({ tone: 'info', text: 'Filled in from that call. Change what you like, then send it.' });
  }

  return (
    <Issues value={{ issues: bodyIssues, all }}>
      <article ref={page} className={css.operation} aria-labelledby={headingId}>
        <header className={css.head}>
          <h2 id={headingId} tabIndex={-1}>
            {title}
          </h2>
          <span className={css.headTools}>
            {session ? (
              <Button
                size="small"
                variant="subtle"
                aria-pressed={favourite}
                icon={favourite ? <IconStarFilled {...icon} /> : <IconStar {...icon} />}
                onClick={() => onFavourite(!favourite)}
              >
                Favourite
              </Button>
            ) : null}
            <Button size="small" variant="subtle" icon={<IconLink {...icon} />} onClick={copyLink}>
              Copy link
            </Button>
          </span>
          <p className={css.line}>
            <Method method={method} /> <code translate="no">{path}</code>
          </p>
          <OperationFacts id={id} />
        </header>

        <form
          className={css.form}
          noValidate
          aria-label="Call"
          onBlur={remember}
          onSubmit={(event) => {
            event.preventDefault();
            if (sending) return;
            if (session && isSendable(id) && (!missing || anyway)) void onSend();
            else onMock();
          }}
        >
          <ParameterFields id={id} call={call} regions={regions} session={session} all={all} />
          {takesBody(id) ? (
            <div className={css.body}>
              <fieldset className={css.bodyFields} disabled={problem !== null}>
                <legend className={css.bodyLegend}>Body</legend>
                <BodyFields form={call.form} schema={valueSchema(id)} />
              </fieldset>
              <JsonEditor
                text={values.body ?? ''}
                problem={problem}
                onChange={call.setText}
                onExample={call.fillExample}
              />
            </div>
          ) : null}
          {all && refused ? (
            <Banner tone="error" live>
              {refusal(messages.length, pathIssues.length > 0, anyway)}
            </Banner>
          ) : null}
          {warning ? <Banner tone="warning">{warning}</Banner> : null}
          <div className={css.actions}>
            {!isSendable(id) ? null : session ? (
              <Button
                variant={method === 'DELETE' ? 'danger' : 'primary'}
                busy={sending}
                reason={anyway ? null : missing}
                onMouseDown={keepFocus}
                onClick={onSend}
              >
                Send API call
              </Button>
            ) : (
              <Button variant="primary" onClick={() => setSigningIn(true)}>
                Sign in to send
              </Button>
            )}
            <Button disabled={sending} onMouseDown={keepFocus} onClick={onMock}>
              Mock API call
            </Button>
            <label className={css.anyway}>
              <input type="checkbox" checked={anyway} onChange={(event) => setAnyway(event.target.checked)} />
              Send even what will be refused, to see the service’s own answer
            </label>
          </div>
          {missing ? <p className={css.note}>{missing}</p> : null}
          {isSendable(id) ? null : (
            <p className={css.note}>
              The panel signs in by itself and shows no token, so calls to the identity service are not sent from here.
              Mock it and copy the request.
            </p>
          )}
        </form>

        {outcome ? <OutcomeView outcome={outcome} onCancel={cancel} /> : null}
        {session ? <CallList operation={id} onReplay={(made) => void onReplay(made)} /> : null}
      </article>
      {signingIn ? <SignInDialog onClose={() => setSigningIn(false)} /> : null}
    </Issues>
  );
}

/** What keeps the call from being made; each reason stands at its field. */
function refusal(number: number, needed: boolean, anyway: boolean): string {
  const marked = `${count(number, 'thing')} marked above ${number === 1 ? 'has' : 'have'} to be put right.`;
  if (needed) return `${marked} Without its path there is no request.`;
  return anyway ? 'It is sent all the same, for the service to refuse.' : marked;
}
