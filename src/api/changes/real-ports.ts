import type { Clock } from '../../../contract/shared/clock.ts';
import type { LoadBalancerRef } from '../../model/load-balancer.ts';
import { notAnnounced, writeToRegion } from '../history/announced.ts';
import { tellVerdict } from '../history/verdicts.ts';
import { backgroundClock } from '../http/background-clock.ts';
import { ApiError } from '../http/client.ts';
import { priority } from '../http/queue.ts';
import { inventory } from '../inventory/inventory.ts';
import { providerOf } from '../providers/providers.ts';
import type { ChangeRequest } from './change.ts';
import type { ChangePorts } from './ports.ts';

/** Sends the change. Gives the id of its record in the history. */
async function write<Value>(request: ChangeRequest<Value>): Promise<string | null> {
  const { kind, subject, name, before, after, reason, run } = request;
  const { operation, params: _params, success: _success, ...sent } = kind.request(subject, after, before);
  const answer = await writeToRegion(sent, {
    region: subject.region,
    operation,
    subject: { loadBalancerId: subject.id, part: subject.part ?? null },
    name,
    before: kind.recorded(before),
    after: kind.recorded(after),
    reason: reason || null,
    run,
  });
  return answer.headers.get('x-holdfast-change');
}

/** Waits by reading the details, quickly first, then every five seconds as the API's documents advise. */
async function settledByDetails(ref: LoadBalancerRef, clock: Clock, signal?: AbortSignal): Promise<void> {
  const { reads, rule, meaningOf } = providerOf(ref.region);
  for (let wait = 300; ; wait = Math.min(5_000, wait * 1.5)) {
    await new Promise<void>((resolve, reject) => {
      const leave = () => {
        stop();
        reject(signal?.reason);
      };
      const stop = clock.after(wait, () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      });
      signal?.addEventListener('abort', leave, { once: true });
    });
    try {
      const { status } = await reads.details(ref, priority.onScreen, signal);
      if (!rule(status).isTransient) return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (meaningOf(error) === 'gone') return;
      if (error.status !== 0 && error.status < 500 && !error.limited) throw error;
    }
  }
}

export const changePorts: ChangePorts = {
  clock: backgroundClock,
  write,
  details: (ref) => providerOf(ref.region).reads.details(ref, priority.onScreen),
  settled(ref, signal) {
    // What was just accepted has moved the status: whoever looks at it sees that now and not at the next turn.
    void inventory.details.refresh(ref);
    return inventory.isComplete(ref.region)
      ? inventory.settled(ref, signal)
      : settledByDetails(ref, backgroundClock, signal);
  },
  standing: (details, subject) => providerOf(details.region).standing(details, subject),
  meaningOf: (error, { region }) => (error.code === notAnnounced ? 'refused' : providerOf(region).meaningOf(error)),
  verdict: tellVerdict,
  onRead: (details) => inventory.details.take(details),
};
