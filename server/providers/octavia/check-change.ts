import type { ChangeRecord } from '../../../contract/shared/change-record.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import { maskText } from '../../mask.ts';
import { PanelError } from '../../reply.ts';
import type { Session } from '../../sessions/session.ts';
import type { ChangeVerdict } from '../../store/store.ts';
import { storableCopy } from '../../text.ts';
import type { Upstream } from '../../upstream.ts';
import type { Limits } from '../provider.ts';
import { type Fields, isFields, readObject, unwrapped } from './reads.ts';

const longestValue = 64 * 1024;
const longestDetail = 2_000;

interface CheckPorts {
  readonly upstream: Upstream;
  readonly clock: Clock;
  readonly limits: Limits;
}

/** Whether what is there holds what was asked for; of an object the fields that were asked for, null meaning nothing. */
function holds(there: unknown, asked: unknown): boolean {
  if (asked === null || asked === undefined) return there === null || there === undefined;
  if (Array.isArray(asked))
    return Array.isArray(there) && there.length === asked.length && asked.every((each, at) => holds(there[at], each));
  if (isFields(asked))
    return isFields(there) && Object.entries(asked).every(([name, value]) => holds(there[name], value));
  return String(there) === String(asked);
}

const bodyOf = ({ body }: ChangeRecord): Fields | null => {
  try {
    return unwrapped(JSON.parse(body ?? ''));
  } catch {
    return null;
  }
};

const statusOf = (object: Fields | null): string =>
  typeof object?.provisioning_status === 'string' ? object.provisioning_status : 'unknown';

/**
 * Reads what a recorded write is about and judges: `confirmed` when it is there as asked, settled, and nothing of it in ERROR; `failed`
 * when it ended in ERROR, which Octavia says of a pool or a member while the load balancer is ACTIVE; else `unconfirmed` with
 * what was found.
 */
export async function checkChange(
  { upstream, clock, limits }: CheckPorts,
  session: Session,
  record: ChangeRecord,
  laterChange: () => Promise<ChangeRecord | undefined>,
): Promise<ChangeVerdict> {
  const { region, method, loadBalancerId } = record;
  const at = new Date(clock.now()).toISOString();
  const unknown = (found: string): ChangeVerdict => ({
    verdict: 'unconfirmed',
    detail: storableCopy(`Read at ${at}: ${found}`, longestDetail),
  });
  if (!Object.hasOwn(session.endpoints, region))
    throw new PanelError(404, 'unknown-region', `This account has no region ${region} any more.`);
  const read = async (path: string): Promise<Fields | null> => {
    const turn = await limits.take(session, region, 'GET', true);
    if (turn.wait > 0)
      throw new PanelError(
        429,
        'rate-limit',
        `${region} takes no more requests for the moment. Try again in a moment.`,
        {
          headers: { 'Retry-After': String(Math.max(1, Math.ceil(turn.wait / 1000))) },
        },
      );
    try {
      return await readObject(upstream, session, region, path);
    } finally {
      turn.end();
    }
  };
  const path = record.path.split('?')[0] ?? '';
  // What was made has an id that only the answer told; a list of members is changed as a whole.
  const isObject = /^\/v2\/lbaas\/\w+\/[\w-]+(\/(members|rules)\/[\w-]+)?$/.test(path);
  const made = method === 'POST' && /\/loadbalancers$/.test(path) && loadBalancerId !== null;
  const subject = made ? `${path}/${loadBalancerId}` : path;
  if (!made && (!isObject || method === 'POST'))
    return unknown('the API has no read that shows what this request changed.');

  const loadBalancer = loadBalancerId === null ? null : await read(`/v2/lbaas/loadbalancers/${loadBalancerId}`);
  const status = statusOf(loadBalancer);
  if (status.startsWith('PENDING_'))
    return unknown(`the load balancer has status ${status}. Verify again when that is over.`);
  const later = await laterChange();
  if (later)
    return unknown(
      `it was changed again at ${later.at} by ${later.user}, so its value says nothing about this change.`,
    );
  const there = await read(subject);
  const asked = bodyOf(record);
  const value = storableCopy(
    maskText(there === null ? 'none' : JSON.stringify(asked ? picked(there, asked) : there), [session.token]),
    longestValue,
  );
  if (method === 'DELETE') {
    if (there === null || statusOf(there) === 'DELETED')
      return { verdict: 'confirmed', after: 'none', detail: `Read at ${at}.` };
    return statusOf(there) === 'ERROR'
      ? { verdict: 'failed', after: value, detail: `Read at ${at}: it is still there, in ERROR. Delete it again.` }
      : unknown(`it is still there, with status ${statusOf(there)}.`);
  }
  if (there === null) return unknown('it does not exist any more.');
  const own = statusOf(there);
  const isHeld = asked !== null && holds(there, asked);
  // What was announced says the same in the words of whoever made the change, who takes it back by them.
  const after = isHeld && record.after !== null ? undefined : value;
  if (own === 'ERROR' || status === 'ERROR')
    return {
      verdict: 'failed',
      after,
      detail: `Read at ${at}: it is in ERROR, so the value is not in force.`,
    };
  if (own.startsWith('PENDING_')) return unknown(`it has status ${own}. Verify again when that is over.`);
  if (isHeld) return { verdict: 'confirmed', after, detail: `Read at ${at}.` };
  return unknown(`${value}.`);
}

/** The fields of what is there that were asked for. */
const picked = (there: Fields, asked: Fields): Fields =>
  Object.fromEntries(Object.keys(asked).map((name) => [name, there[name]]));
