import type { Announcement } from '../contract/shared/change-record.ts';
import { sortableId } from './ids.ts';
import { describeError } from './log.ts';
import { maskText } from './mask.ts';
import type { Panel } from './panel-context.ts';
import type { ApiCall, Provider } from './providers/provider.ts';
import { PanelError } from './reply.ts';
import type { RequestHead } from './request.ts';
import type { Session } from './sessions/session.ts';
import type { ChangeOutcome } from './store/store.ts';
import { storableCopy } from './text.ts';
import type { UpstreamAnswer } from './upstream.ts';

export interface RecordedChange {
  /** Headers by which the answer names the change. */
  readonly headers: Readonly<Record<string, string>>;
  /** The region answered. `duration`: milliseconds. */
  answered(answer: UpstreamAnswer, duration: number): void;
  /** No usable answer came; `status` where there was one all the same. */
  failed(error: PanelError, duration: number, status?: number): void;
}

/** Longest body that history keeps, in bytes. */
const longestBody = 64 * 1024;

function bodyText(body: Uint8Array | null, contentType: string, session: Session): string | null {
  if (!body || body.byteLength === 0) return null;
  if (/xml/i.test(contentType)) return `(${body.byteLength} bytes of XML, not kept)`;
  if (body.byteLength > longestBody) return `(${body.byteLength} bytes, not kept)`;
  return maskText(new TextDecoder().decode(body), [session.token]);
}

/** OpenStack's own number of a request, for those who run the cloud. */
export const serviceRequestId = (answer: UpstreamAnswer): string | null => {
  const id = answer.header('x-openstack-request-id');
  return id === null ? null : storableCopy(id, 100);
};

const notRecorded = () =>
  new PanelError(
    503,
    'history-unavailable',
    'The change could not be recorded in the history, so it was not sent. Nothing was changed. Try again in a moment; if it lasts, tell whoever runs the panel.',
  );

/** What an intent has from whoever is signed in. */
const ownerOf = ({ user, account, service, provider }: Session) => ({ user, account, service, provider });

/**
 * Stores what a browser tells of a write before it sends it, secrets masked. Resolves with the id by which the write names it, and the
 * key by which the browser may say how it ended. Throws a PanelError when that fails.
 */
export async function announceChange(
  panel: Panel,
  session: Session,
  { subject, name, ...told }: Announcement,
  requestId: string,
): Promise<{ id: string; key: string }> {
  const key = crypto.randomUUID();
  const clean = (text: string | null) => (text === null ? null : maskText(text, [session.token]));
  const intent = {
    ...ownerOf(session),
    ...subject,
    id: panel.newId(),
    at: new Date(panel.clock.now()).toISOString(),
    region: told.region,
    operation: told.operation,
    loadBalancerName: clean(name),
    before: clean(told.before),
    after: clean(told.after),
    reason: clean(told.reason),
    run: clean(told.run),
    method: '',
    path: '',
    body: null,
    requestId,
    verdictKey: await panel.sha256(key),
  };
  try {
    await panel.store.history.announce(intent);
  } catch (error) {
    panel.log.error({ requestId, ...describeError(error) }, 'The history cannot be written');
    throw notRecorded();
  }
  return { id: intent.id, key };
}

/** Why an announced change is not sent as what it is. `id`: what the write names. */
async function whyNotSent(panel: Panel, session: Session, id: string, call: ApiCall): Promise<PanelError> {
  const refuse = (status: number, code: string, why: string) =>
    new PanelError(status, code, `${why} Nothing was sent. Announce the change anew, then send it.`, {
      field: 'X-Holdfast-Change',
    });
  const found = sortableId.test(id) ? await panel.store.history.get(session, id) : null;
  if (!found) return refuse(400, 'unknown-change', 'The history of this account has no change that was announced so.');
  if (found.user !== session.user)
    return refuse(403, 'other-user', 'The change was announced by another user than the one who sends it.');
  if (found.sent) return refuse(409, 'sent-already', 'The change that was announced so has been sent already.');
  const of = [found.part, found.loadBalancerId && `load balancer ${found.loadBalancerId}`].filter(Boolean).join(' of ');
  return refuse(
    409,
    'other-change',
    `What was announced is ${found.operation}${of && ` of ${of}`} in ${found.region}, and this is ${call.operation} at ${call.path} in ${call.region}.`,
  );
}

/**
 * Stores that a write is about to be sent, durably. Throws a PanelError, and nothing may be sent, when that fails, or when the write names
 * an announcement that is not its own.
 */
export async function beginChange(
  panel: Panel,
  session: Session,
  provider: Provider,
  call: ApiCall,
  { method, headers }: RequestHead,
  body: Uint8Array | null,
  requestId: string,
): Promise<RecordedChange> {
  const { history } = panel.store;
  const { loadBalancerId, part, name } = await provider.subjectOf(session, call, body);
  const secrets = [session.token];
  const sent = {
    method,
    path: maskText(call.path, secrets),
    body: bodyText(body, headers.get('content-type') ?? '', session),
    requestId,
  };
  const { region, operation } = call;
  const announced = headers.get('x-holdfast-change');
  const id = announced ?? panel.newId();
  const key = announced === null ? crypto.randomUUID() : null;
  const end = (outcome: ChangeOutcome) => history.end(session.account, id, { ...outcome, requestId });
  const store = async (): Promise<boolean> => {
    const whose = { ...ownerOf(session), id, region, operation, loadBalancerId, part };
    if (key === null) return sortableId.test(id) && history.send({ ...sent, announced: whose });
    await history.begin({
      ...whose,
      ...sent,
      at: new Date(panel.clock.now()).toISOString(),
      loadBalancerName: name === null ? null : maskText(name, secrets),
      before: null,
      after: null,
      reason: null,
      run: null,
      verdictKey: await panel.sha256(key),
    });
    return true;
  };
  let stored: boolean;
  try {
    stored = await store();
  } catch (error) {
    panel.log.error({ requestId, ...describeError(error) }, 'The history cannot be written');
    // A database that was only late may hold it all the same.
    end({
      status: null,
      duration: 0,
      verdict: 'failed',
      detail: 'It could not be recorded in time, so it was not sent.',
    });
    throw notRecorded();
  }
  if (!stored) throw await whyNotSent(panel, session, id, call);
  return {
    headers: { 'X-Holdfast-Change': id, ...(key !== null && { 'X-Holdfast-Change-Key': key }) },
    answered(answer, duration) {
      const refused = provider.refuses(answer);
      const created = provider.createdId(call, answer);
      end({
        status: answer.status,
        duration,
        verdict: refused ? 'failed' : null,
        serviceRequestId: serviceRequestId(answer),
        detail: refused ? storableCopy(maskText(new TextDecoder().decode(answer.body), secrets), 2_000) : null,
        ...(created !== undefined && { loadBalancerId: created }),
      });
    },
    failed(error, duration, status) {
      const sent = error.code !== 'upstream-unreachable' && error.code !== 'upstream-busy';
      end({ status: status ?? null, duration, verdict: sent ? null : 'failed', detail: error.message });
    },
  };
}
