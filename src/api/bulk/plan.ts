import {
  allows,
  misfit,
  type PersistenceTypeName,
  persistenceLabel,
  persistenceTypes,
} from '../../../contract/clb/persistence.ts';
import { may, roleFor } from '../../../contract/clb/roles.ts';
import {
  type LoadBalancerDetails,
  type Persistence,
  persistenceType,
  samePersistence,
} from '../../model/load-balancer.ts';
import { canQueue, whyNotEditable } from '../changes/persistence-change.ts';
import type { ApiError } from '../http/client.ts';

export const planGroups = ['will-change', 'already', 'not-possible', 'locked'] as const;
export type PlanGroup = (typeof planGroups)[number];

/** What a plan says of one load balancer. `reason`: a sentence, empty where the group says it all. `cause`: what rows with like reasons share. */
export interface Planned {
  readonly group: PlanGroup;
  readonly cause: 'fits' | 'same' | 'gone' | 'unread' | 'status' | 'changed-since' | 'protocol' | 'role' | 'pending';
  readonly reason: string;
}

export interface PlanQuestion {
  readonly target: Persistence;
  /** What must be read for the change to be made, when it takes an earlier change back; null: whatever is read. */
  readonly expected: Persistence | null;
  readonly roles: readonly string[];
}

export const wordsOf = (persistence: Persistence): string => persistenceLabel(persistenceType(persistence));

const sentence = (name: string, rest: string): string => `${name} ${rest}`;

/** Why these roles cannot bring session persistence to the value; null when they can. Disabling is a DELETE, which the API keeps for admins. */
export function whyRoleCannot(target: Persistence, roles: readonly string[]): string | null {
  const right = persistenceType(target) === null ? 'delete' : 'write';
  if (may(roles, right)) return null;
  return right === 'delete'
    ? `Disabling needs the role ${roleFor.delete}: the API keeps DELETE for admins.`
    : `Changing session persistence needs the role ${roleFor.write}.`;
}

/** Why the value does not fit the protocol; null when it does. */
export function whyProtocolCannot(target: Persistence, protocol: string): string | null {
  const type = persistenceType(target);
  if (allows(type, protocol) || type === null) return null;
  return type in persistenceTypes
    ? misfit(type as PersistenceTypeName, protocol)
    : `${type} is a type that this panel cannot set.`;
}

/** What the plan says of a load balancer whose details were read (or could not be). */
export function planOf(
  read: { readonly details: LoadBalancerDetails } | { readonly error: ApiError },
  { target, expected, roles }: PlanQuestion,
): Planned {
  if ('error' in read) {
    const gone = read.error.status === 404 || read.error.status === 410;
    return {
      group: 'not-possible',
      cause: gone ? 'gone' : 'unread',
      reason: gone ? 'Does not exist any more.' : `Could not be read: ${read.error.message}`,
    };
  }
  const { name, status, protocol, persistence } = read.details;
  const notEditable = whyNotEditable(status);
  if (notEditable) return { group: 'not-possible', cause: 'status', reason: sentence(name, notEditable) };
  const pending = canQueue(status);
  const same = samePersistence(persistence, target);
  if (same && !pending) return { group: 'already', cause: 'same', reason: '' };
  if (!same) {
    if (expected && !pending && !samePersistence(persistence, expected))
      return {
        group: 'not-possible',
        cause: 'changed-since',
        reason: `Changed since by somebody else: it was set to ${wordsOf(expected)} and reads ${wordsOf(persistence)} now. Nothing will be sent.`,
      };
    const protocolReason = whyProtocolCannot(target, protocol);
    if (protocolReason) return { group: 'not-possible', cause: 'protocol', reason: protocolReason };
    const roleReason = whyRoleCannot(target, roles);
    if (roleReason) return { group: 'not-possible', cause: 'role', reason: roleReason };
  }
  if (status !== 'ACTIVE')
    return {
      group: 'locked',
      cause: 'pending',
      reason: pending
        ? `Has status ${status} and takes no change until it is ACTIVE.`
        : `Has status ${status}, which this panel does not know; only ACTIVE takes a change.`,
    };
  return { group: 'will-change', cause: 'fits', reason: '' };
}
