import { calledOf } from '../../api/changes/change.ts';
import type { Session } from '../../api/http/session.ts';
import type { PersistenceChoice, PersistencePlace } from '../../api/providers/provider.ts';
import { currentProvider, providerOf } from '../../api/providers/providers.ts';
import {
  type LoadBalancerDetails,
  type PersistenceSubject,
  type Subject,
  subjectIn,
} from '../../model/load-balancer.ts';
import {
  type Persistence,
  persistenceType,
  persistenceWords,
  samePersistence,
  verbOf,
} from '../../model/persistence.ts';

export interface Choice extends Pick<PersistenceChoice, 'value' | 'persistence' | 'label' | 'sentence'> {
  /** Why it does not fit this load balancer, as a sentence; null when it does. */
  readonly misfit: string | null;
  /** What right is missing to choose it, as a sentence; null when none is. */
  readonly role: string | null;
}

export const choiceValue = (persistence: Persistence): string => persistenceType(persistence) ?? 'DISABLED';

/** Why the session may not bring about this value, as a sentence that names what is missing; null when it may. */
export const whyNotAllowed = (session: Session, after: Persistence): string | null =>
  currentProvider().persistence.missingRight(session, after);

/**
 * All choices in their fixed order, each with the reason why not. Whoever may change the value may also choose the one that is set
 * now, so as to go back to it before saving.
 */
export function choices(
  region: string,
  subject: PersistencePlace & Pick<PersistenceSubject, 'persistence'>,
  session: Session,
): Choice[] {
  const { persistence: rules } = providerOf(region);
  const mayWrite = rules.missingRight(session, null) === null;
  return rules.choices.map(({ value, persistence, label, sentence, misfit }) => ({
    value,
    persistence,
    label,
    sentence,
    misfit: misfit(subject),
    role:
      mayWrite && samePersistence(persistence, subject.persistence) ? null : rules.missingRight(session, persistence),
  }));
}

/** The submit button's name. */
export function submitName(before: Persistence, after: Persistence): string {
  const names = {
    enable: 'Enable session persistence',
    change: `Change to ${persistenceWords(after)}`,
    disable: 'Disable session persistence',
  };
  const verb = verbOf(before, after);
  return verb ? names[verb] : 'Save';
}

/** The submit button's name while the load balancer takes no change now and will later. */
export const queueName = (after: Persistence): string => `Queue change to ${persistenceWords(after)}`;

/** Why a subject of a load balancer takes no change now or later, as a sentence; null when it does, or will when it is ACTIVE. */
export function lockedReason(details: LoadBalancerDetails, subject: Pick<Subject, 'part'>): string | null {
  const { takesChange, why } = providerOf(details.region).standing(details, subject);
  if (takesChange !== 'never' && takesChange !== 'unknown') return null;
  const part = subjectIn(details, subject);
  // What the load balancer itself does not take is said of it, not of its part.
  const isFree = providerOf(details.region).rule(details.status).takesChange === 'now';
  const named = part?.part !== undefined && isFree ? { name: details.name, partName: part.name } : details;
  return `${calledOf(named)} ${why}`;
}

/** The submit button's name where the value that is stored was not carried out and can be sent again. */
export const againName = (value: Persistence): string => `Send ${persistenceWords(value)} again`;
