import type { LoadBalancerDetails, Subject } from '../../model/load-balancer.ts';
import type { Session } from '../http/session.ts';
import type { Standing, WriteRequest } from './write-request.ts';

/**
 * A kind of write: the value of a subject that it changes, how it is asked for, read and named. The change machine (src/api/changes) needs
 * no more of any write.
 */
export interface ChangeKind<Value> {
  /** As it is stored. */
  readonly name: string;
  /** What it changes, as it stands in a sentence: `session persistence`. */
  readonly noun: string;
  /** The contract's operations by which it is changed. */
  readonly operations: readonly string[];
  /**
   * The value that was read; undefined when the load balancer has the subject no more. What the details do not say is read here, and the
   * promise rejects with an ApiError when it cannot be.
   */
  valueIn(details: LoadBalancerDetails, subject: Subject): Value | undefined | Promise<Value | undefined>;
  same(a: Value, b: Value): boolean;
  /** The value as far as the change from one to the other touches it, where it may leave parts alone: what others change there is theirs. */
  within?(value: Value, before: Value, after: Value): Value;
  /** The value as it stands in a sentence. */
  words(value: Value): string;
  /** The values on the way where one request is not enough, the last one included; each is a change of its own. */
  steps?(before: Value, after: Value): readonly Value[];
  /** That the change is done, as a sentence without its end, where "NOUN of NAME is now VALUE" does not say it. */
  told?(name: string, before: Value, after: Value): string;
  /** The value as the history keeps it. */
  recorded(value: Value): string;
  /** The value that `recorded` wrote; null for text that is none. */
  fromRecord(text: string): Value | null;
  /** The request that brings the subject from one value to the other. */
  request(subject: Subject, after: Value, before: Value): WriteRequest;
  /** Why the session may not make this change, as a sentence that names what is missing; null when it may. */
  missingRight(session: Pick<Session, 'user' | 'roles'>, after: Value, before: Value): string | null;
  /** The same as a plan of many says it, where it says it otherwise. */
  neededRight?(session: Pick<Session, 'user' | 'roles'>, after: Value): string | null;
  /** Why the value cannot be set on the subject as it is, as a sentence; null when it can. */
  refusal?(details: LoadBalancerDetails, subject: Subject, after: Value): string | null;
  /** The load balancer as it is after the change, as far as that decides what other changes of it may do. */
  applied?(details: LoadBalancerDetails, after: Value): LoadBalancerDetails;
  /** Whether a check of stickiness afterwards may end otherwise than before. */
  readonly touchesStickiness?: boolean;
  /** The kind of change that brings the former value back, where it is not this one. */
  reversal?(before: Value, after: Value): ChangeKind<Value>;
  /** Why the former value cannot be brought back, as a sentence; null when it can. */
  whyFinal?(before: Value, after: Value): string | null;
  /** Where it is allowed in other statuses than other changes are: what a reading means for it. */
  standing?(standing: Standing): Standing;
  /** Whether the value holds what must not be kept, such as a private key: such a change waits in the page alone. */
  isSecret?(value: Value): boolean;
  /** The value as a preview of the request shows it, without what is secret. */
  shown?(value: Value): Value;
  /** What is true of a load balancer that is there no more, where that is what is asked for. */
  readonly whenGone?: Value;
}
