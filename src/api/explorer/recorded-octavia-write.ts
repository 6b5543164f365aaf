import { matchOperation } from '../../../contract/octavia/match.ts';
import { operations } from '../../../contract/octavia/operations/index.ts';
import type { Operation } from '../../../contract/octavia/operations/operation.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import { tellVerdict } from '../history/verdicts.ts';
import { backgroundClock } from '../http/background-clock.ts';
import { ApiError } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { readFromRegion } from '../http/region-requests.ts';
import type { RecordedWrite, WriteAnswer } from './recorded-write.ts';
import type { ExplorerRequest } from './request.ts';

/** Milliseconds that a write waits for the values before it, and for which it is watched until it is in force. */
const patience = 5_000;
const longestWatch = 10 * 60_000;

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** What stands below the one name around it, as in `{"pool": {…}}`. */
function unwrapped(value: unknown): unknown {
  if (!isFields(value)) return value;
  const [only, ...others] = Object.entries(value).filter(([name]) => !name.endsWith('_links'));
  return only && others.length === 0 ? only[1] : value;
}

/** An object as the region tells it; undefined: it is not there. */
async function read(region: string, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    return unwrapped(await readFromRegion<unknown>(region, path, priority.write, signal));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

const secretField = /password|passcode|secret|private.?key|^token$/i;
const text = (value: unknown): string =>
  JSON.stringify(value, (name, each) => (typeof each === 'string' && secretField.test(name) ? '•••' : each));

/** The fields that a write asks for, of what is there. */
const picked = (there: unknown, asked: unknown): unknown =>
  isFields(there) && isFields(asked)
    ? Object.fromEntries(Object.keys(asked).map((name) => [name, there[name] ?? null]))
    : there;

/** Whether what is there holds what was asked for; null means nothing. */
function holds(there: unknown, asked: unknown): boolean {
  if (asked === null || asked === undefined) return there === null || there === undefined;
  if (Array.isArray(asked))
    return Array.isArray(there) && there.length === asked.length && asked.every((each, at) => holds(there[at], each));
  if (isFields(asked))
    return isFields(there) && Object.entries(asked).every(([name, value]) => holds(there[name], value));
  return String(there) === String(asked);
}

const idIn = (value: unknown): string | null => {
  const [first] = Array.isArray(value) ? value : [];
  return isFields(first) && typeof first.id === 'string' ? first.id : null;
};

/** What is there of a write: the object that it is about, and its load balancer. */
interface Shown {
  readonly object: unknown;
  readonly loadBalancer: Fields | null;
}

/** The path whose read shows what a write is about. `created`: the object that it made. Null: no read shows it. */
function pathOf({ operation, path }: ExplorerRequest, created: string | null): string | null {
  const bare = path.split('?')[0] ?? '';
  const { method, shows } = operations[operation as keyof typeof operations] as Operation;
  if (method === 'POST') return created === null ? null : `${bare}/${created}`;
  const shown = shows === undefined ? undefined : (operations[shows as keyof typeof operations] as Operation).path;
  // What a deletion is shown by is a list, in which it is missing: the object itself says the same in one read.
  if (method === 'DELETE' || shown === undefined) return bare;
  return bare.split('/').slice(0, shown.split('/').length).join('/');
}

async function show(request: ExplorerRequest, created: string | null, signal: AbortSignal): Promise<Shown> {
  const { region } = request;
  const path = pathOf(request, created);
  const object = path === null ? undefined : await read(region, path, signal);
  const params = matchOperation(request.method, request.path.split('?')[0] ?? '')?.params ?? {};
  const asked = unwrapped(parsed(request.body));
  const own = isFields(object) ? object : {};
  const body = isFields(asked) ? asked : {};
  const through = async (collection: string, id: unknown): Promise<string | null> => {
    const parent = typeof id === 'string' ? await read(region, `/v2/lbaas/${collection}/${id}`, signal) : undefined;
    if (!isFields(parent)) return null;
    return idIn(parent.loadbalancers) ?? (await through('listeners', parent.listener_id));
  };
  const isLoadBalancer = path?.startsWith('/v2/lbaas/loadbalancers/') ?? false;
  const id =
    params.loadBalancerId ??
    (isLoadBalancer && typeof own.id === 'string' ? own.id : null) ??
    idIn(own.loadbalancers) ??
    (typeof body.loadbalancer_id === 'string' ? body.loadbalancer_id : null) ??
    (await through('pools', params.poolId ?? idIn(own.pools) ?? body.pool_id)) ??
    (await through('l7policies', params.l7policyId)) ??
    (await through('listeners', params.listenerId ?? own.listener_id ?? body.listener_id));
  if (id === null) return { object, loadBalancer: null };
  const loadBalancer =
    isLoadBalancer && own.id === id ? own : await read(region, `/v2/lbaas/loadbalancers/${id}`, signal);
  return { object, loadBalancer: isFields(loadBalancer) ? loadBalancer : null };
}

/** The object that the path names beside the load balancer: a pool, a listener, a health monitor, an L7 policy. */
const partOf = ({ path }: ExplorerRequest): string | null =>
  /^\/v2\/lbaas\/(?:pools|listeners|healthmonitors|l7policies)\/([\w-]+)/.exec(path)?.[1] ?? null;

const statusOf = (object: unknown): string =>
  isFields(object) && typeof object.provisioning_status === 'string' ? object.provisioning_status : '';
const mayPass = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500 || error.status === 429);

function createdId(request: ExplorerRequest, answer: WriteAnswer): string | null {
  const made = request.method === 'POST' && answer.status < 300 ? unwrapped(parsed(answer.text)) : null;
  return isFields(made) && typeof made.id === 'string' ? made.id : null;
}

/**
 * Makes a write of the explorer one that the history can tell of: reads the load balancer's name and the object before it, which keep it
 * waiting for five seconds at most, and afterwards, once the load balancer takes changes again, what came of it. A change of a pool that
 * failed leaves the pool in ERROR and its load balancer ACTIVE. Throws only the signal's reason.
 */
export async function recordWrite(
  request: ExplorerRequest,
  signal: AbortSignal,
  clock: Clock = backgroundClock,
): Promise<RecordedWrite> {
  const { region, method } = request;
  const late = new AbortController();
  const cancel = clock.after(patience, () => late.abort());
  const before = await show(request, null, AbortSignal.any([signal, late.signal])).catch(() => null);
  cancel();
  signal.throwIfAborted();
  const asked = unwrapped(parsed(request.body));
  const isDelete = method === 'DELETE';
  const wanted = isDelete ? undefined : asked;
  const shownText = (object: unknown): string =>
    object === undefined || object === null ? 'none' : text(wanted === undefined ? object : picked(object, wanted));
  const nameOf = (value: unknown) => (isFields(value) && typeof value.name === 'string' ? value.name : '');
  const isNew = request.operation === 'octavia.loadBalancers.create';
  const name = isNew ? nameOf(asked) : nameOf(before?.loadBalancer);
  const valueBefore = method === 'POST' ? 'none' : before && shownText(before.object);

  async function settled(created: string | null): Promise<Shown | null> {
    const until = clock.now() + longestWatch;
    const never = new AbortController().signal;
    for (let wait = 300; clock.now() < until; wait = Math.min(5_000, wait * 1.5)) {
      await new Promise<void>((resolve) => clock.after(wait, resolve));
      try {
        const shown = await show(request, created, never);
        if (![shown.loadBalancer, shown.object].some((each) => statusOf(each).startsWith('PENDING_'))) return shown;
      } catch (error) {
        if (!mayPass(error)) return null;
      }
    }
    return null;
  }

  return {
    // The panel server compares: it sends nothing in the name of another object than the one that it finds.
    about: before && {
      region,
      operation: request.operation,
      subject: {
        loadBalancerId: typeof before.loadBalancer?.id === 'string' ? before.loadBalancer.id : null,
        part: partOf(request),
      },
      name: name || null,
      before: valueBefore,
      after: isDelete ? 'none' : asked === undefined ? null : text(asked),
      reason: null,
      run: null,
    },
    async settle(answer) {
      const { change, status } = answer;
      if (change === null || (status >= 400 && status < 500)) return;
      const shown = await settled(createdId(request, answer));
      if (shown === null) return;
      const { object, loadBalancer } = shown;
      const isGone = object === undefined || statusOf(object) === 'DELETED';
      const after = isGone ? 'none' : shownText(object);
      const broken = [object, loadBalancer].find((each) => statusOf(each) === 'ERROR');
      if (broken !== undefined)
        return tellVerdict(
          change,
          'failed',
          after,
          'It ended in ERROR: it is not in force. Traffic goes on as before.',
        );
      if (isDelete ? isGone : !isGone && isFields(asked) && holds(object, asked))
        return tellVerdict(change, 'confirmed', after, '');
      await tellVerdict(
        change,
        'unconfirmed',
        null,
        `${status < 300 ? 'It was accepted' : 'The answer does not say whether it was carried out'}. It reads ${after}.`,
      );
    },
  };
}
