import { sessionPersistenceWrites } from '../../../../contract/clb/operations/session-persistence-writes.ts';
import {
  allows,
  disabledPersistence,
  misfit,
  type PersistenceTypeName,
  persistenceTypeNames,
  persistenceTypes,
} from '../../../../contract/clb/persistence.ts';
import { may, type Right, rightFor, roleFor } from '../../../../contract/clb/roles.ts';
import { statuses, statusRules } from '../../../../contract/clb/statuses.ts';
import { ruleIn, type StatusRule } from '../../../../contract/shared/status-rule.ts';
import type { LoadBalancerDetails, Subject } from '../../../model/load-balancer.ts';
import { disabled, enabled, type Persistence, persistenceType } from '../../../model/persistence.ts';
import type { ApiError } from '../../http/client.ts';
import type { Session } from '../../http/session.ts';
import type { ErrorMeaning, PersistenceChoice, PersistenceRules, Standing, WriteRequest } from '../provider.ts';
import { isUnknownOutcome } from '../unknown-outcome.ts';
import { writeRequest } from '../write-request.ts';

const rules: Readonly<Record<string, StatusRule>> = statusRules;

export { statuses };

export const rule = (status: string): StatusRule => ruleIn(rules, status);

/** In force is what was read while ACTIVE. Source: CLB v1.0 developer guide, "API behavior". */
export function standing({ status }: LoadBalancerDetails): Standing {
  const broken = status === 'ERROR';
  return {
    ...rule(status),
    status,
    isDeleted: status === 'DELETED',
    inForce: status === 'ACTIVE',
    broken,
    brokenValue: 'may not be live',
    brokenWords: broken ? 'Traffic still flows; contact support to have the load balancer reset.' : '',
  };
}

/** The three meanings of 422: deleted, already disabled, immutable now. Source: CLB v1.0 API, session persistence faults. */
function meaningOf422(message: string): ErrorMeaning {
  if (/is deleted and considered immutable/i.test(message)) return 'gone';
  if (/persistence is already deleted/i.test(message)) return 'already';
  if (/considered immutable/i.test(message)) return 'locked';
  return 'refused';
}

export function meaningOf(error: ApiError): ErrorMeaning {
  const { status, message } = error;
  if (status === 404 || status === 410) return 'gone';
  if (status === 422) return meaningOf422(message);
  // What a deletion answers in place of 422. Source: CLB v1.0 API, faults of "Delete load balancers".
  if (status === 400 && / are immutable and /.test(message)) return 'locked';
  return isUnknownOutcome(error) ? 'unknown' : 'refused';
}

/** Why the session lacks a right, as a sentence that names the role; null when it has it. */
export const missingRight = (session: Pick<Session, 'user' | 'roles'>, right: Right): string | null =>
  may(session.roles, right)
    ? null
    : `Needs the role ${roleFor[right]}; ${session.user} has ${session.roles.join(', ') || 'none'}.`;

function request(subject: Subject, value: Persistence): WriteRequest {
  const type = persistenceType(value);
  const to = { region: subject.region, params: { loadBalancerId: subject.id } };
  return type === null
    ? writeRequest(sessionPersistenceWrites, 'sessionPersistence.disable', to)
    : writeRequest(sessionPersistenceWrites, 'sessionPersistence.enable', {
        ...to,
        body: { sessionPersistence: { persistenceType: type } },
      });
}

const choices: readonly PersistenceChoice[] = [
  ...persistenceTypeNames.map(
    (type): PersistenceChoice => ({
      value: type,
      persistence: enabled(type),
      label: persistenceTypes[type].label,
      sentence: persistenceTypes[type].sentence,
      needs: `${persistenceTypes[type].label} needs protocol ${persistenceTypes[type].protocols.join(' or ')}`,
      misfit: ({ protocol }) => misfit(type, protocol),
    }),
  ),
  { value: 'DISABLED', persistence: disabled, ...disabledPersistence, needs: '', misfit: () => null },
];

export const persistence: PersistenceRules = {
  choices,
  misfit(value, { protocol }) {
    const type = persistenceType(value);
    if (allows(type, protocol) || type === null) return null;
    return Object.hasOwn(persistenceTypes, type)
      ? misfit(type as PersistenceTypeName, protocol)
      : `${type} is a type that this panel cannot set.`;
  },
  fields: () => [],
  request,
  missingRight: (session, value) => missingRight(session, rightFor(value?.state === 'disabled' ? 'DELETE' : 'PUT')),
  neededRight({ roles }, value) {
    const right = value.state === 'disabled' ? 'delete' : 'write';
    if (may(roles, right)) return null;
    return right === 'delete'
      ? `Disabling needs the role ${roleFor.delete}: the API keeps DELETE for admins.`
      : `Changing session persistence needs the role ${roleFor.write}.`;
  },
  impact: async () => (await import('./impact.ts')).persistenceImpact,
  operations: Object.keys(sessionPersistenceWrites),
  bulkImpact: (disables) =>
    sessionPersistenceWrites[disables ? 'sessionPersistence.disable' : 'sessionPersistence.enable'].warning,
};
