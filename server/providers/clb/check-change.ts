import { transientStatuses } from '../../../contract/clb/statuses.ts';
import { isInForce, loadBalancersOf, readOf, valueShown } from '../../../contract/clb/write-effect.ts';
import type { ChangeRecord } from '../../../contract/shared/change-record.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import { maskText } from '../../mask.ts';
import { PanelError } from '../../reply.ts';
import type { Session } from '../../sessions/session.ts';
import type { ChangeVerdict } from '../../store/store.ts';
import { storableCopy } from '../../text.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from '../../upstream.ts';
import { failedExchange, unfitAnswer } from '../../upstream-errors.ts';
import type { Limits } from '../provider.ts';

/** Largest answer that is judged, in bytes. */
const answerLimit = 2 * 1024 * 1024;
const timeout = 20_000;
/** The API deletes at most so many at once. Source: CLB v1.0 developer guide, "Delete load balancers". */
const mostLoadBalancers = 10;
/** Longest value and sentence that are kept, in UTF-16 units. */
const longestValue = 64 * 1024;
const longest = 2_000;

interface CheckPorts {
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly limits: Limits;
}

/** What a read of the region showed; `null`: nothing is there. */
type Shown = { readonly body: unknown } | null;

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** Reads with the session's token, within the account's limits. Throws a PanelError when the region tells nothing. */
async function read({ upstream, limits }: CheckPorts, session: Session, region: string, path: string): Promise<Shown> {
  const turn = await limits.take(session, region, 'GET', true);
  if (turn.wait > 0) throw later(region, turn.wait);
  let answer: UpstreamAnswer;
  let limited: number | null;
  try {
    answer = await upstream({
      method: 'GET',
      url: `${session.endpoints[region]}${path}`,
      headers: { Accept: 'application/json', 'X-Auth-Token': session.token, 'User-Agent': 'Holdfast' },
      body: null,
      limit: answerLimit,
      timeout,
      account: session.account,
    });
    limited = turn.heard(answer);
  } catch (error) {
    if (error instanceof UpstreamError) throw failedExchange(error, region, 'GET');
    throw error;
  } finally {
    turn.end();
  }
  const { status } = answer;
  if (status === 404 || status === 410) return null;
  if (status === 401)
    throw new PanelError(401, 'signed-out', `${region} does not take this sign-in any more. Sign in again.`);
  if (limited !== null) throw later(region, limited);
  const unfit = unfitAnswer(answer, region, 'GET', true);
  if (unfit) throw unfit;
  const body = parse(answer.body);
  if (status !== 200 || body === undefined)
    throw new PanelError(
      502,
      'not-read',
      `${region} answered ${status}, which does not show the value. Try again in a moment.`,
    );
  return { body };
}

function later(region: string, milliseconds: number): PanelError {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new PanelError(429, 'rate-limit', `${region}’s rate limit is used up. Try again in ${seconds} s.`, {
    headers: { 'Retry-After': String(seconds) },
  });
}

const statusOf = (shown: Shown): string => {
  const body = shown?.body as { loadBalancer?: { status?: unknown } } | undefined;
  return shown === null ? 'DELETED' : String(body?.loadBalancer?.status ?? 'unknown');
};

/**
 * Reads what a recorded write is about, with the session's own rights, and judges by what is there: `confirmed` when it is what was
 * asked for and in force, `failed` when the load balancer is in ERROR, else `unconfirmed` with what was found, since nobody can say.
 * Throws a PanelError when nothing could be read. `laterChange`: a later change of the same thing, after which its value says nothing about this one.
 */
export async function checkChange(
  ports: CheckPorts,
  session: Session,
  record: ChangeRecord,
  laterChange: () => Promise<ChangeRecord | undefined>,
): Promise<ChangeVerdict> {
  const { region } = record;
  const at = new Date(ports.clock.now()).toISOString();
  const unknown = (found: string): ChangeVerdict => ({
    verdict: 'unconfirmed',
    detail: storableCopy(`Read at ${at}: ${found}`, longest),
  });
  if (!Object.hasOwn(session.endpoints, region))
    throw new PanelError(404, 'unknown-region', `This account has no region ${region} any more.`);
  const wholes = loadBalancersOf(record, record.loadBalancerId).map((id) => `/loadbalancers/${id}`);
  const many = record.operation === 'loadBalancers.deleteMany';
  const path = many ? null : readOf(record, record.loadBalancerId);
  if (wholes.length === 0 || wholes.length > mostLoadBalancers || (path === null && !many))
    return unknown('the API has no read that shows what this request changed.');

  const loadBalancers = await Promise.all(wholes.map((whole) => read(ports, session, region, whole)));
  const statuses = loadBalancers.map(statusOf);
  const [status = 'unknown'] = statuses;
  if (!many && status === 'DELETED' && record.operation !== 'loadBalancers.delete')
    return unknown('the load balancer does not exist any more.');
  const pending = statuses.find((each) => transientStatuses.includes(each) || each === 'PENDING_DELETE');
  if (pending) return unknown(`the load balancer has status ${pending}. Verify again when that is over.`);
  const later = await laterChange();
  if (later)
    return unknown(
      `it was changed again at ${later.at} by ${later.user}, so its value says nothing about this change.`,
    );

  const shown =
    path === null
      ? { body: { loadBalancers: loadBalancers.flatMap((each) => each?.body ?? []) } }
      : path === wholes[0]
        ? loadBalancers[0]
        : await read(ports, session, region, path);
  const value = storableCopy(maskText(valueShown(record, shown?.body), [session.token]), longestValue);
  if (status === 'ERROR')
    return { verdict: 'failed', after: value, detail: `Read at ${at}: the load balancer is in ERROR.` };
  const inForce = many || status === 'ACTIVE' || status === 'DELETED' ? isInForce(record, shown?.body) : null;
  // What was announced says the same in the words of whoever made the change, who takes it back by them.
  if (inForce)
    return { verdict: 'confirmed', after: record.after === null ? value : undefined, detail: `Read at ${at}.` };
  return unknown(
    inForce === null ? `${value}, with status ${status}, which does not tell how this change ended.` : `${value}.`,
  );
}
