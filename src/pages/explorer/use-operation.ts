import { type RefObject, useEffect, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { holdsSecrets, takesBody, valueSchema } from '../../api/explorer/body.ts';
import { type Call, keptCallQuery } from '../../api/explorer/calls.ts';
import { exploredOf, type OperationId, operationOf } from '../../api/explorer/operations.ts';
import {
  type CallValues,
  type ExplorerRequest,
  explorerRequest,
  linkValues,
  valuesOf,
} from '../../api/explorer/request.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { accountWords, type Session } from '../../api/http/session.ts';
import { copyText } from '../../components/controls/Copyable.tsx';
import { confirm } from '../../components/dialogs/confirm.ts';
import { toast } from '../../components/notifications/notices.ts';
import { missingRole } from '../../components/session/use-session.ts';
import { paths } from '../../model/paths.ts';
import { type CallForm, useCallForm } from './call-form.ts';
import { type Outcome, useCall } from './use-call.ts';

/** The first field that is marked, or the first choice of a group that is. */
const firstInvalid = ':is(input, select, textarea)[aria-invalid="true"], [data-error] input[type="radio"]';

export interface OperationOptions {
  readonly id: OperationId;
  /** What the addresses that the form writes name it by. */
  readonly visit: string;
  readonly start: CallValues;
  readonly session: Session | null;
  readonly regions: readonly string[];
}

/** What stands in the form of one operation and what can be done with it. */
export interface OperationCall {
  readonly call: CallForm;
  readonly outcome: Outcome | null;
  /** Whether every field says what is wrong with it, not only those that were left. */
  readonly all: boolean;
  /** Whether what the panel would refuse is sent all the same. */
  readonly anyway: boolean;
  setAnyway(anyway: boolean): void;
  /** What keeps the call from being made, as sentences; each stands at its field, too. */
  readonly messages: readonly string[];
  /** Whether the path is not whole, without which there is no request. */
  readonly lacksPath: boolean;
  /** What right is missing, as a sentence; null when none is. */
  readonly missing: string | null;
  /** Writes the form into the address. */
  remember(): void;
  send(): Promise<void>;
  mock(): void;
  replay(made: Call): Promise<void>;
  copyLink(): Promise<void>;
  cancel(): void;
}

/** Whoever signs in here gets a region of their account, unless one is named: the same id is another load balancer elsewhere. */
function useOwnRegion({ form, values }: CallForm, { session, regions }: OperationOptions): void {
  const { search } = useLocation();
  const { region, params } = values;
  const named = new URLSearchParams(search).get('region') === region || Object.values(params).some(Boolean);
  useEffect(() => {
    if (session && regions[0] !== undefined && !named && !regions.includes(region))
      form.setFieldValue('region', regions[0]);
  }, [session, regions, named, region, form]);
}

/** Writes into the address what the form holds: never a body, which may hold secrets and is long. */
function useRemember(id: OperationId, visit: string, values: CallValues): () => void {
  const { search } = useLocation();
  const [, setSearch] = useSearchParams();
  return () => {
    const next = linkValues(id, { ...values, body: null });
    if (new URLSearchParams(search).toString() === new URLSearchParams(next).toString()) return;
    setSearch(next, { replace: true, preventScrollReset: true, state: { own: visit } });
  };
}

/** Asks before a write leaves this machine. */
function isMeant({ method, path, region }: ExplorerRequest, id: OperationId, session: Session): Promise<boolean> {
  const { title, warning } = operationOf(id);
  return confirm({
    title: `Send this to ${region}?`,
    body: `${title}: ${method} ${path}. ${warning ?? ''} This reaches ${accountWords(session)}.`,
    action: `Send ${method}`,
    danger: method === 'DELETE',
  });
}

/** The link to the call as it is filled in; with its body, where that holds no secrets. */
async function copyLinkTo(id: OperationId, { values, problem }: CallForm): Promise<void> {
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

/** What was filled in for a call that was made before; null when its body cannot be read, which is then told. */
async function valuesOfCall({ id, operation, region, path }: Call): Promise<CallValues | null> {
  try {
    const body = takesBody(operation) ? (await queryClient.fetchQuery(keptCallQuery(id))).requestBody : null;
    return valuesOf(operation, { region, path, body });
  } catch (error) {
    toast({ tone: 'error', text: `That call could not be read: ${(error as Error).message}` });
    return null;
  }
}

/** `page`: what holds form and answer. */
export function useOperation(options: OperationOptions, page: RefObject<HTMLElement | null>): OperationCall {
  const { id, visit, start, session } = options;
  const call = useCallForm(id, start);
  const { values, bodyIssues, parameterIssues } = call;
  const { outcome, mock, send, cancel, clear } = useCall();
  const [all, setAll] = useState(false);
  const [anyway, setAnyway] = useState(false);
  const navigate = useNavigate();
  const remember = useRemember(id, visit, values);
  useOwnRegion(call, options);

  const { method } = operationOf(id);
  const lacksPath = parameterIssues.some(({ part }) => part === 'params');
  const messages = [...new Set([...parameterIssues, ...bodyIssues].map(({ message }) => message))];

  /** The request that is filled in; null, and the fields tell why, when it is not to be made. */
  function build(): ExplorerRequest | null {
    setAll(true);
    remember();
    if (lacksPath || (messages.length > 0 && !anyway)) {
      requestAnimationFrame(() => page.current?.querySelector<HTMLElement>(firstInvalid)?.focus());
      return null;
    }
    return explorerRequest(id, values, session?.endpoints[values.region] ?? null);
  }

  const showAnswer = () =>
    requestAnimationFrame(() => page.current?.querySelector('#answer-heading')?.scrollIntoView({ block: 'nearest' }));

  return {
    call,
    outcome,
    all,
    anyway,
    setAnyway,
    messages,
    lacksPath,
    missing:
      session && exploredOf(id) === 'clb'
        ? missingRole(session, method === 'GET' ? 'read' : method === 'DELETE' ? 'delete' : 'write')
        : null,
    remember,
    cancel,
    async send() {
      const request = build();
      if (!request || !session) return;
      if (method !== 'GET' && !session.local && !(await isMeant(request, id, session))) return;
      showAnswer();
      await send(request);
    },
    mock() {
      const request = build();
      if (!request) return;
      mock(request);
      showAnswer();
    },
    async replay(made) {
      const next = await valuesOfCall(made);
      if (!next) return;
      if (made.operation !== id) {
        const address = paths.explorer(made.operation, linkValues(made.operation, { ...next, body: null }));
        await navigate(address, { state: { fill: next } });
        return;
      }
      call.fill(next);
      clear();
      page.current?.querySelector<HTMLElement>('h2')?.focus();
      toast({ tone: 'info', text: 'Filled in from that call. Change what you like, then send it.' });
    },
    copyLink: () => copyLinkTo(id, call),
  };
}
