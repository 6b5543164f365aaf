import type { LoadBalancerDetails, LoadBalancerRef } from '../../model/load-balancer.ts';
import { writeToRegion } from '../history/announced.ts';
import { ApiError } from '../http/client.ts';
import type { Creation } from '../providers/creation.ts';
import type { ChangePorts } from './ports.ts';
import { changePorts } from './real-ports.ts';

export interface CreateRequest<Asked> {
  readonly creation: Pick<Creation<unknown, Asked>, 'request' | 'nameOf' | 'recorded' | 'idIn' | 'difference'>;
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

/** What a creation touches outside itself. */
export interface CreatePorts
  extends Pick<ChangePorts, 'clock' | 'settled' | 'details' | 'standing' | 'onRead' | 'meaningOf' | 'verdict'> {
  send: typeof writeToRegion;
}

const createPorts: CreatePorts = { ...changePorts, send: writeToRegion };

/** What there is to do where no answer says whether it was made. */
export const unknownWords = (message: string): string =>
  `Outcome unknown: ${message} It may have been created all the same. Nothing was sent again. Look for it before you create it once more.`;

/**
 * Makes a load balancer: sends it once, waits until it is no longer being built, and reads whether it is as it was asked for. `report` is
 * told each step. Resolves with the end; never rejects, and never sends twice.
 */
export async function create<Asked>(
  request: CreateRequest<Asked>,
  report: (state: CreateState) => void,
  ports: CreatePorts = createPorts,
): Promise<CreateState> {
  const { creation, region, asked, reason } = request;
  const { clock } = ports;
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
    const answer = await ports.send(sent, {
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
    const meaning = ports.meaningOf(error, { region, id: '' });
    return end(meaning === 'unknown' ? { at: 'unknown', message: error.message } : { at: 'refused', error });
  }
  if (id === null) return end({ at: 'unknown', message: 'The answer does not name the load balancer.' });
  const ref = { region, id };
  report({ at: 'building', ref, since });
  const tell = (verdict: 'confirmed' | 'failed' | 'unconfirmed', detail: string) => {
    if (record !== null) ports.verdict(record, verdict, null, detail);
  };
  try {
    await ports.settled(ref);
    const details = await ports.details(ref);
    ports.onRead(details);
    const { inForce, status, brokenWords } = ports.standing(details, ref);
    const next = brokenWords || 'Look at it, and contact support if it stays so.';
    const flaw = inForce ? creation.difference(asked, details) : `It ended in status ${status}. ${next}`;
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
