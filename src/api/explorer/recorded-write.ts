import { matchOperation } from '../../../contract/clb/match.ts';
import { transientStatuses } from '../../../contract/clb/statuses.ts';
import { isInForce, loadBalancersOf, readOf, valueAsked, valueShown } from '../../../contract/clb/write-effect.ts';
import type { Announcement, Verdict } from '../../../contract/shared/change-record.ts';
import type { Clock } from '../../../contract/shared/clock.ts';
import { trimmed } from '../../../contract/shared/text.ts';
import { tellVerdict } from '../history/verdicts.ts';
import { backgroundClock } from '../http/background-clock.ts';
import { ApiError } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { readFromRegion } from '../http/region-requests.ts';
import type { ExplorerRequest } from './request.ts';

/** Milliseconds that a write waits for the values before it, and for which it is watched until it is in force. */
const patience = 5_000;
const longestWatch = 10 * 60_000;
/** The API deletes at most so many at once. Source: CLB v1.0 developer guide, "Delete load balancers". */
const mostLoadBalancers = 10;

interface WireLoadBalancer {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly status?: unknown;
}

/** What is there of a write's load balancers and of the thing that it changes; `undefined`: nothing. */
interface Shown {
  readonly loadBalancers: readonly WireLoadBalancer[];
  readonly value: unknown;
}

/** The answer's part that says how a write went so far. */
export interface WriteAnswer {
  readonly status: number;
  readonly text: string;
  /** Id of its record in the history; null when it has none. */
  readonly change: string | null;
}

export interface RecordedWrite {
  /** What the history is told before the request: name and both values. Null: it could not be read; the panel server records what it knows. */
  readonly about: Announcement | null;
  /** Watches an answered write to its end and tells the history how it ended. Never throws. */
  settle(answer: WriteAnswer): Promise<void>;
}

const isGone = (error: unknown): boolean => error instanceof ApiError && (error.status === 404 || error.status === 410);
const mayPass = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 0 || error.status >= 500 || error.status === 413 || error.status === 429);

/** The body of a read; undefined when it answers that nothing is there. */
async function bodyOf(region: string, path: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await readFromRegion<unknown>(region, path, priority.write, signal);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

async function show(request: ExplorerRequest, created: string | null, signal: AbortSignal): Promise<Shown> {
  const { region } = request;
  const ids = loadBalancersOf(request, created).slice(0, mostLoadBalancers);
  const bodies = await Promise.all(ids.map((id) => bodyOf(region, `/loadbalancers/${id}`, signal)));
  const loadBalancers = bodies.flatMap((body) => {
    const { loadBalancer } = (body ?? {}) as { loadBalancer?: WireLoadBalancer };
    return loadBalancer ? [loadBalancer] : [];
  });
  if (request.operation === 'loadBalancers.deleteMany') return { loadBalancers, value: { loadBalancers } };
  const path = readOf(request, created);
  const value =
    path === null ? undefined : path === `/loadbalancers/${ids[0]}` ? bodies[0] : await bodyOf(region, path, signal);
  return { loadBalancers, value };
}

function jsonOf(text: string | null): { loadBalancer?: WireLoadBalancer } {
  try {
    return Object(JSON.parse(text ?? ''));
  } catch {
    return {};
  }
}

const createdId = ({ operation }: ExplorerRequest, { text }: WriteAnswer): string | null => {
  const id = operation === 'loadBalancers.create' ? jsonOf(text).loadBalancer?.id : undefined;
  return id === undefined || id === null ? null : String(id);
};

function nameOf(request: ExplorerRequest, before: Shown | null): string {
  const names =
    request.operation === 'loadBalancers.create'
      ? [jsonOf(request.body).loadBalancer?.name]
      : (before?.loadBalancers ?? []).map(({ name }) => name);
  return trimmed(names.filter((name) => typeof name === 'string').join(', '));
}

/** How a write ended, by what is there now. `after` null: the value that was asked for stands. */
function judge(
  request: ExplorerRequest,
  before: string | null,
  { loadBalancers, value }: Shown,
  accepted: boolean,
): { verdict: Verdict; after: string | null; detail: string } {
  const after = valueShown(request, value);
  if (loadBalancers.some(({ status }) => status === 'ERROR'))
    return { verdict: 'failed', after, detail: 'The load balancer ended in ERROR.' };
  // What cannot be compared has changed all the same: the write was accepted, and the value is another one.
  const inForce = isInForce(request, value) ?? (accepted && before !== null && before !== after ? true : null);
  if (inForce) return { verdict: 'confirmed', after, detail: '' };
  // Of other values the service may spell the same in another way.
  if (inForce === false && accepted && request.operation.startsWith('sessionPersistence.'))
    return { verdict: 'failed', after, detail: `It reads ${after}.` };
  return {
    verdict: 'unconfirmed',
    after: null,
    detail:
      inForce === null
        ? 'The API does not show whether it is in force.'
        : `${accepted ? 'It was accepted' : 'The answer does not say whether it was carried out'}. It reads ${after}.`,
  };
}

/**
 * Makes a write of the explorer one that the history can tell of: reads the name and the value before it, which keep it waiting for five
 * seconds at most, and afterwards the value that came of it. Throws only the signal's reason.
 */
export async function recordWrite(
  request: ExplorerRequest,
  signal: AbortSignal,
  clock: Clock = backgroundClock,
): Promise<RecordedWrite> {
  const late = new AbortController();
  const cancel = clock.after(patience, () => late.abort());
  const before = await show(request, null, AbortSignal.any([signal, late.signal])).catch(() => null);
  cancel();
  signal.throwIfAborted();
  const name = nameOf(request, before);
  const valueBefore = before && valueShown(request, before.value);
  const asked = valueAsked(request);
  const match = matchOperation(request.method, request.path.split('?')[0] ?? '');

  /** What is there once no load balancer is on its way to another status. */
  async function settled(created: string | null): Promise<Shown | null> {
    const until = clock.now() + longestWatch;
    const never = new AbortController().signal;
    for (let wait = 300; clock.now() < until; wait = Math.min(5_000, wait * 1.5)) {
      await new Promise<void>((resolve) => clock.after(wait, resolve));
      try {
        const shown = await show(request, created, never);
        const pending = ({ status }: WireLoadBalancer) =>
          status === 'PENDING_DELETE' || transientStatuses.includes(String(status));
        if (!shown.loadBalancers.some(pending)) return shown;
      } catch (error) {
        if (!mayPass(error)) return null;
      }
    }
    return null;
  }

  return {
    about: {
      region: request.region,
      operation: request.operation,
      subject: { loadBalancerId: match?.params.loadBalancerId ?? null, part: null },
      name: name || null,
      before: valueBefore,
      after: asked,
      reason: null,
      run: null,
    },
    async settle(answer) {
      const { change, status } = answer;
      if (change === null || (status >= 400 && status < 500)) return;
      const created = createdId(request, answer);
      const shown = await settled(created);
      if (shown === null || (shown.loadBalancers.length === 0 && request.method !== 'DELETE')) return;
      const { verdict, after, detail } = judge(request, valueBefore, shown, status < 300);
      await tellVerdict(change, verdict, after, detail);
    },
  };
}
