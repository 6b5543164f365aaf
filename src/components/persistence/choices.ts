import {
  disabledPersistence,
  misfit,
  persistenceLabel,
  persistenceTypeNames,
  persistenceTypes,
} from '../../../contract/clb/persistence.ts';
import { rightFor } from '../../../contract/clb/roles.ts';
import { canQueue, whyNotEditable } from '../../api/changes/persistence-change.ts';
import type { Session } from '../../api/http/session.ts';
import {
  disabled,
  enabled,
  type LoadBalancerDetails,
  type Persistence,
  persistenceType,
  samePersistence,
} from '../../model/load-balancer.ts';
import { missingRole } from '../session/use-session.ts';

export interface Choice {
  /** The radio's value: the API's type, or `DISABLED`. */
  readonly value: string;
  readonly persistence: Persistence;
  readonly label: string;
  readonly sentence: string;
  /** Why it does not fit this load balancer, as a sentence; null when it does. */
  readonly misfit: string | null;
  /** Which role is missing to choose it, as a sentence; null when none is. */
  readonly role: string | null;
}

export const choiceValue = (persistence: Persistence): string => persistenceType(persistence) ?? 'DISABLED';

/** Why the session may not bring about this value, as a sentence that names the missing role; null when it may. */
export const whyNotAllowed = (session: Session, after: Persistence): string | null =>
  missingRole(session, rightFor(after.state === 'disabled' ? 'DELETE' : 'PUT'));

/**
 * All choices in their fixed order, each with the reason why not. Whoever may change the value may also choose the one that is set
 * now, so as to go back to it before saving.
 */
export function choices(
  { protocol, persistence: current }: Pick<LoadBalancerDetails, 'protocol' | 'persistence'>,
  session: Session,
): Choice[] {
  const mayWrite = missingRole(session, 'write') === null;
  const role = (persistence: Persistence): string | null =>
    mayWrite && samePersistence(persistence, current) ? null : whyNotAllowed(session, persistence);
  return [
    ...persistenceTypeNames.map((type) => ({
      value: type,
      persistence: enabled(type),
      label: persistenceTypes[type].label,
      sentence: persistenceTypes[type].sentence,
      misfit: misfit(type, protocol),
      role: role(enabled(type)),
    })),
    {
      value: choiceValue(disabled),
      persistence: disabled,
      label: disabledPersistence.label,
      sentence: disabledPersistence.sentence,
      misfit: null,
      role: role(disabled),
    },
  ];
}

export type Verb = 'enable' | 'change' | 'disable';

/** What going from one value to another is called; null when they are the same. */
export function verbOf(before: Persistence, after: Persistence): Verb | null {
  if (samePersistence(before, after)) return null;
  if (after.state === 'disabled') return 'disable';
  return before.state === 'disabled' ? 'enable' : 'change';
}

/** The submit button's name. */
export function submitName(before: Persistence, after: Persistence): string {
  const names = {
    enable: 'Enable session persistence',
    change: `Change to ${persistenceLabel(persistenceType(after))}`,
    disable: 'Disable session persistence',
  };
  const verb = verbOf(before, after);
  return verb ? names[verb] : 'Save';
}

/** Why a load balancer takes no change now or later, as a sentence; null when it does, or will when it is ACTIVE. */
export function lockedReason({ name, status }: { readonly name: string; readonly status: string }): string | null {
  if (status === 'ACTIVE' || canQueue(status)) return null;
  return `${name} ${whyNotEditable(status) ?? `has status ${status}, which this panel does not know. Only an ACTIVE load balancer takes a change.`}`;
}
