import { type LoadBalancerDetails, noSubject, type Subject, subjectIn } from '../../model/load-balancer.ts';
import { type Persistence, persistenceWords, samePersistence } from '../../model/persistence.ts';
import type { ApiError } from '../http/client.ts';
import type { Session } from '../http/session.ts';
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
    | 'role'
    | 'pending';
  readonly reason: string;
}

export interface PlanQuestion {
  readonly subject: Subject;
  readonly provider: Provider;
  readonly target: Persistence;
  /** What must be read for the change to be made, when it takes an earlier change back; null: whatever is read. */
  readonly expected: Persistence | null;
  readonly session: Pick<Session, 'user' | 'roles'>;
}

/** What the plan says of a load balancer whose details were read (or could not be). */
export function planOf(
  read: { readonly details: LoadBalancerDetails } | { readonly error: ApiError },
  { subject, provider, target, expected, session }: PlanQuestion,
): Planned {
  if ('error' in read) {
    const gone = provider.meaningOf(read.error) === 'gone';
    return {
      group: 'not-possible',
      cause: gone ? 'gone' : 'unread',
      reason: gone ? 'Does not exist any more.' : `Could not be read: ${read.error.message}`,
    };
  }
  const { details } = read;
  const { name } = details;
  const found = subjectIn(details, subject);
  if (!found && subject.part === undefined && details.subjects.length === 0 && !provider.isDeleted(details.status))
    return {
      group: 'not-possible',
      cause: 'no-subject',
      reason: noSubject,
    };
  if (!found) return { group: 'not-possible', cause: 'gone', reason: 'Does not exist any more.' };
  const { takesChange, inForce, status, why } = provider.standing(details, subject);
  if (takesChange === 'never') return { group: 'not-possible', cause: 'status', reason: `${name} ${why}` };
  const pending = takesChange === 'later';
  const same = samePersistence(found.persistence, target);
  if (same && inForce) return { group: 'already', cause: 'same', reason: '' };
  if (!same) {
    if (expected && !pending && !samePersistence(found.persistence, expected))
      return {
        group: 'not-possible',
        cause: 'changed-since',
        reason: `Changed since by somebody else: it was set to ${persistenceWords(expected)} and reads ${persistenceWords(found.persistence)} now. Nothing will be sent.`,
      };
    const protocolReason = provider.persistence.misfit(target, found);
    if (protocolReason) return { group: 'not-possible', cause: 'protocol', reason: protocolReason };
    const roleReason = provider.persistence.neededRight(session, target);
    if (roleReason) return { group: 'not-possible', cause: 'role', reason: roleReason };
  }
  if (takesChange !== 'now')
    return {
      group: 'locked',
      cause: 'pending',
      reason: pending
        ? `Has status ${status} and takes no change until it is ACTIVE.`
        : `Has status ${status}, which this panel does not know; only ACTIVE takes a change.`,
    };
  return { group: 'will-change', cause: 'fits', reason: '' };
}
