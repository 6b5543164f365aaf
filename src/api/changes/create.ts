import type { LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import { writeToRegion } from '../history/announced.ts';
import { tellVerdict } from '../history/verdicts.ts';
import { ApiError } from '../http/client.ts';
import type { Creation } from '../providers/creation.ts';
import { providerOf } from '../providers/providers.ts';
import { changePorts } from './real-ports.ts';

export interface CreateRequest<Asked> {
  readonly creation: Creation<never, Asked>;
  readonly region: string;
  readonly asked: Asked;
  readonly reason: string;
}

/** How far the creation of a load balancer is. Times in milliseconds since the Unix epoch. */
export type CreateState =
  | { readonly at: 'sending' }
  | { readonly at: 'building'; readonly ref: LoadBalancerRef; readonly since: number }
  | { readonly at: 'done'; readonly ref: LoadBalancerRef; readonly details: LoadBalancerDetails; readonly took: number }
  /** Nothing was made. */
  | { readonly at: 'refused'; readonly error: ApiError }
  /** It was made, and is not as it was asked for, or ended in ERROR. */
  | { readonly at: 'flawed'; readonly ref: LoadBalancerRef; readonly message: string }
  /** It was made; nobody can say yet how it ended. */
  | { readonly at: 'unread'; readonly ref: LoadBalancerRef; readonly message: string }
  /** No answer says whether it was made. */
  | { readonly at: 'unknown'; readonly message: string };

/**
 * Makes a load balancer: sends it once, waits until it is no longer being built, and reads whether it is as it was asked for. `report` is
 * told each step. Resolves with the end; never rejects, and never sends twice.
 */
export async function create<Asked>(
  request: CreateRequest<Asked>,
  report: (state: CreateState) => void,
): Promise<CreateState> {
  const { creation, region, asked, reason } = request;
  const { clock } = changePorts;
  const since = clock.now();
  const end = (state: CreateState): CreateState => {
    report(state);
    return state;
  };
  report({ at: 'sending' });
  const { operation, params: _params, success: _success, ...sent } = creation.request(region, asked);
  let id: string | null;
  let record: string | null;
  try {
    const answer = await writeToRegion(sent, {
      region,
      operation,
      subject: { loadBalancerId: null, part: null },
      name: creation.nameOf(asked),
      before: null,
      after: creation.recorded(asked),
      reason: reason || null,
      run: null,
    });
    record = answer.headers.get('x-holdfast-change');
    id = creation.idIn(answer);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const meaning = changePorts.meaningOf(error, { region, id: '' });
    return end(meaning === 'unknown' ? { at: 'unknown', message: error.message } : { at: 'refused', error });
  }
  if (id === null) return end({ at: 'unknown', message: 'The answer does not name the load balancer.' });
  const ref = { region, id };
  report({ at: 'building', ref, since });
  const tell = (verdict: 'confirmed' | 'failed' | 'unconfirmed', detail: string) => {
    if (record !== null) void tellVerdict(record, verdict, null, detail);
  };
  try {
    await changePorts.settled(ref);
    const details = await changePorts.details(ref);
    changePorts.onRead(details);
    const { inForce, status } = providerOf(region).standing(details, {});
    const flaw = inForce ? creation.difference(asked, details) : `It ended in status ${status}.`;
    if (flaw !== null) {
      tell('failed', flaw);
      return end({ at: 'flawed', ref, message: flaw });
    }
    tell('confirmed', 'Read as it was asked for.');
    return end({ at: 'done', ref, details, took: clock.now() - since });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    tell('unconfirmed', `It was made, and could not be read: ${message}`);
    return end({ at: 'unread', ref, message });
  }
}
