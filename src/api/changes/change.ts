import { type LoadBalancerDetails, type Subject, subjectKey } from '../../model/load-balancer.ts';
import type { ApiError } from '../http/client.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import { persistenceKindName } from './persistence-kind-name.ts';

/** What is asked for: bring one subject from the value that was read to another. */
export interface ChangeRequest<Value> {
  readonly kind: ChangeKind<Value>;
  readonly subject: Subject;
  /** The load balancer's name. */
  readonly name: string;
  /** The name of the part, where the subject is one. */
  readonly partName?: string;
  readonly before: Value;
  readonly after: Value;
  /** Of what takes several changes: where the first begins, where the last leads, and whether this is that one. */
  readonly step?: { readonly from: Value; readonly to: Value; readonly isLast: boolean };
  readonly reason: string;
  readonly run: string | null;
  /** When the load balancer takes no change now: wait for it, or stop and say so. */
  readonly whenBusy: 'wait' | 'stop';
  /** Details that are known to be the newest, so that they need no reading before the write. */
  readonly known?: LoadBalancerDetails;
}

/** One text for each thing that one change at a time may touch: the subject itself for its session persistence. */
export const changeKey = ({
  kind,
  subject,
}: {
  readonly kind: { readonly name: string };
  readonly subject: Subject;
}) => (kind.name === persistenceKindName ? subjectKey(subject) : `${kind.name} of ${subjectKey(subject)}`);

/** What the subject is called in a sentence. */
export const calledOf = ({ name, partName }: { readonly name: string; readonly partName?: string }): string =>
  partName === undefined ? name : `${partName} of ${name}`;

/** Why a change ended otherwise than asked. */
export type Failure =
  /** The service or the panel refused it; nothing was changed. */
  | 'refused'
  /** The load balancer takes no change now; nothing was sent, or the service refused it as locked. */
  | 'busy'
  /** Its status never takes a change. */
  | 'not-editable'
  /** The load balancer, or the part that was to be changed, does not exist any more. */
  | 'gone'
  /** Somebody else changed the value between the choice and the sending; nothing was sent. */
  | 'changed-by-others'
  /** Accepted, but it ended in ERROR: the stored value may not be live. */
  | 'error-status'
  /** Accepted and settled, but another value was read back. */
  | 'mismatch'
  /** It is not known whether the change was carried out. */
  | 'unconfirmed';

export type ChangeState =
  | { readonly at: 'queued'; readonly waitingFor: string }
  | { readonly at: 'sending' }
  /** `unanswered`: no answer says whether the write was accepted; only reading tells. */
  | { readonly at: 'settling'; readonly since: number; readonly unanswered?: true }
  | { readonly at: 'reading'; readonly since: number; readonly unanswered?: true }
  /** `already`: the value was there before anything was sent, or the service said so. */
  | {
      readonly at: 'done';
      readonly already: boolean;
      readonly took: number;
      readonly details: LoadBalancerDetails;
      readonly unanswered?: true;
    }
  | { readonly at: 'failed'; readonly why: Failure; readonly message: string; readonly error: ApiError | null }
  | { readonly at: 'cancelled' };

export const isOver = (state: ChangeState): boolean =>
  state.at === 'done' || state.at === 'failed' || state.at === 'cancelled';
