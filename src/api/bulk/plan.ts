import { type LoadBalancerDetails, noSubject, type Subject } from '../../model/load-balancer.ts';
import { persistenceKindName } from '../changes/persistence-kind-name.ts';
import type { ApiError } from '../http/client.ts';
import type { Session } from '../http/session.ts';
import type { ChangeKind } from '../providers/change-kind.ts';
import type { Provider } from '../providers/provider.ts';

export const planGroups = ['will-change', 'already', 'not-possible', 'locked'] as const;
export type PlanGroup = (typeof planGroups)[number];

/** What a plan says of one load balancer. `reason`: a sentence, empty where the group says it all. `cause`: what rows with like reasons share. */
export interface Planned {
  readonly group: PlanGroup;
  readonly cause:
    | 'fits'
    | 'same'
    | 'gone'
    | 'no-subject'
    | 'unread'
    | 'status'
    | 'changed-since'
    | 'protocol'
    | 'rule'
    | 'role'
    | 'pending';
  readonly reason: string;
}

export interface PlanQuestion {
  readonly subject: Subject;
  readonly provider: Provider;
  readonly kind: ChangeKind<unknown>;
  readonly target: unknown;
  /** What must be read for the change to be made, when it takes an earlier change back; null: whatever is read. */
  readonly expected: unknown;
  readonly session: Pick<Session, 'user' | 'roles'>;
}

/** What was read for a plan: the load balancer, with the value that is to be changed (undefined: it has no such thing), or why not. */
export type PlanReading =
  | { readonly details: LoadBalancerDetails; readonly value: unknown }
  | { readonly error: ApiError };

const notPossible = (cause: Planned['cause'], reason: string): Planned => ({ group: 'not-possible', cause, reason });
const gone = 'Does not exist any more.';
const alreadySo: Planned = { group: 'already', cause: 'same', reason: '' };

/** What the plan says of a load balancer whose details were read (or could not be). */
export function planOf(read: PlanReading, question: PlanQuestion): Planned {
  const { subject, provider, kind } = question;
  if ('error' in read) {
    if (provider.meaningOf(read.error) !== 'gone')
      return notPossible('unread', `Could not be read: ${read.error.message}`);
    return kind.whenGone === undefined ? notPossible('gone', gone) : alreadySo;
  }
  const { details, value } = read;
  const { name } = details;
  const isGone = provider.isDeleted(details.status);
  if (isGone && kind.whenGone !== undefined) return alreadySo;
  if (value === undefined)
    return kind.name === persistenceKindName && subject.part === undefined && details.subjects.length === 0 && !isGone
      ? notPossible('no-subject', noSubject)
      : notPossible('gone', gone);
  const standing = provider.standing(details, subject);
  const { takesChange, inForce, status, why } = kind.standing?.(standing) ?? standing;
  if (takesChange === 'never') return notPossible('status', `${name} ${why}`);
  const refused = refusalOf(value, details, inForce, takesChange === 'later', question);
  if (refused) return refused;
  if (takesChange !== 'now')
    return {
      group: 'locked',
      cause: 'pending',
      reason:
        takesChange === 'later'
          ? `Has status ${status} and takes no change until it is ACTIVE.`
          : `Has status ${status}, which this panel does not know; only ACTIVE takes a change.`,
    };
  return { group: 'will-change', cause: 'fits', reason: '' };
}

/** Why the value that was read is not to be changed: it is so already, it is no more what is to be taken back, or it does not fit. */
function refusalOf(
  value: unknown,
  details: LoadBalancerDetails,
  inForce: boolean,
  isPending: boolean,
  { subject, kind, target, expected, session }: PlanQuestion,
): Planned | null {
  const seen = expected === null ? value : (kind.within?.(value, expected, target) ?? value);
  const left = expected === null ? null : (kind.within?.(expected, expected, target) ?? expected);
  if (kind.same(seen, target)) return inForce ? alreadySo : null;
  if (left !== null && !isPending && !kind.same(seen, left))
    return notPossible(
      'changed-since',
      `Changed since by somebody else: it was set to ${kind.words(expected)} and reads ${kind.words(value)} now. Nothing will be sent.`,
    );
  const misfit = kind.refusal?.(details, subject, target) ?? null;
  if (misfit) return notPossible(kind.name === persistenceKindName ? 'protocol' : 'rule', misfit);
  const role = kind.neededRight ? kind.neededRight(session, target) : kind.missingRight(session, target, value);
  return role ? notPossible('role', role) : null;
}
