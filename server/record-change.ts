import { longestNote } from '../contract/shared/change-record.ts';
import { textOfHeader } from '../contract/shared/header-text.ts';
import { describeError } from './log.ts';
import { maskText } from './mask.ts';
import type { Panel } from './panel-context.ts';
import type { ApiCall, Provider } from './providers/provider.ts';
import { PanelError } from './reply.ts';
import type { HeaderReader, RequestHead } from './request.ts';
import type { Session } from './sessions/session.ts';
import { sha256 } from './sha256.ts';
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

/** A header of the browser about the write. Throws a PanelError when it is not URI-encoded, or too long. */
function note(headers: HeaderReader, name: keyof typeof longestNote): string | null {
  const header = `X-Holdfast-${name[0]!.toUpperCase()}${name.slice(1)}`;
  const value = headers.get(header);
  if (value === null || value === '') return null;
  const text = textOfHeader(value);
  if (text === null)
    throw new PanelError(400, 'invalid', `The header ${header} is not URI-encoded.`, { field: header });
  if (text.length > longestNote[name])
    throw new PanelError(400, 'invalid', `The header ${header} is longer than ${longestNote[name]} characters.`, {
      field: header,
    });
  return text;
}

function bodyText(body: Uint8Array | null, contentType: string, session: Session): string | null {
  if (!body || body.byteLength === 0) return null;
  if (/xml/i.test(contentType)) return `(${body.byteLength} bytes of XML, not kept)`;
  if (body.byteLength > longestBody) return `(${body.byteLength} bytes, not kept)`;
  return maskText(new TextDecoder().decode(body), [session.token]);
}

/**
 * Stores that a write is about to be sent, durably. Throws a PanelError, and nothing may be sent, when that fails.
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
  const { loadBalancerId, name } = await provider.subjectOf(session, call);
  const id = panel.newId();
  const key = crypto.randomUUID();
  const secrets = [session.token];
  const clean = (text: string | null) => (text === null ? null : maskText(text, secrets));
  const intent = {
    id,
    at: new Date(panel.clock.now()).toISOString(),
    user: session.user,
    account: session.account,
    region: call.region,
    loadBalancerId,
    loadBalancerName: clean(note(headers, 'name') ?? name),
    operation: call.operation,
    method,
    path: maskText(call.path, secrets),
    body: bodyText(body, headers.get('content-type') ?? '', session),
    before: clean(note(headers, 'before')),
    after: clean(note(headers, 'after')),
    reason: clean(note(headers, 'reason')),
    run: clean(note(headers, 'run')),
    requestId,
    verdictKey: await sha256(key),
  };
  const end = (outcome: ChangeOutcome) => panel.store.history.end(session.account, id, outcome);
  try {
    await panel.store.history.begin(intent);
  } catch (error) {
    panel.log.error({ requestId, ...describeError(error) }, 'The history cannot be written');
    // A database that was only late may hold it all the same.
    end({
      status: null,
      duration: 0,
      verdict: 'failed',
      detail: 'It could not be recorded in time, so it was not sent.',
    });
    throw new PanelError(
      503,
      'history-unavailable',
      'The change could not be recorded in the history, so it was not sent. Nothing was changed. Try again in a moment; if it lasts, tell whoever runs the panel.',
    );
  }
  return {
    headers: { 'X-Holdfast-Change': id, 'X-Holdfast-Change-Key': key },
    answered(answer, duration) {
      const refused = answer.status >= 400 && answer.status < 500;
      const created = provider.createdId(call, answer);
      end({
        status: answer.status,
        duration,
        verdict: refused ? 'failed' : null,
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
