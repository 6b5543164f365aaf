import { meaningOf as meaningOfFault } from '../../../../contract/octavia/fault.ts';
import { pools } from '../../../../contract/octavia/operations/pools.ts';
import {
  cookieNameProblem,
  disabledPersistence,
  fieldsOf,
  granularityProblem,
  misfit,
  type PersistenceTypeName,
  persistenceTypeNames,
  persistenceTypes,
  timeoutProblem,
  updateBody,
  type Wire,
} from '../../../../contract/octavia/persistence.ts';
import { providerOf } from '../../../../contract/octavia/providers.ts';
import { usualRoles } from '../../../../contract/octavia/roles.ts';
import { allowanceOf, provisioningStatuses, settled } from '../../../../contract/octavia/statuses.ts';
import { ruleIn, type StatusRule } from '../../../../contract/shared/status-rule.ts';
import { type LoadBalancerDetails, type Subject, subjectIn } from '../../../model/load-balancer.ts';
import { disabled, enabled, type Persistence, persistenceType } from '../../../model/persistence.ts';
import type { ApiError } from '../../http/client.ts';
import type { Session } from '../../http/session.ts';
import type {
  ErrorMeaning,
  PersistenceChoice,
  PersistenceField,
  PersistencePlace,
  PersistenceRules,
  Right,
  Standing,
  WriteRequest,
} from '../provider.ts';
import { isUnknownOutcome } from '../unknown-outcome.ts';
import { writeRequest } from '../write-request.ts';
import { poolFacts } from './facts.ts';
import { isWriteRefused } from './refused-writes.ts';

export const statuses = provisioningStatuses;

const rules: Readonly<Record<string, StatusRule>> = {
  ACTIVE: { takesChange: 'now', isTransient: false, why: '' },
  PENDING_CREATE: { takesChange: 'later', isTransient: true, why: '' },
  PENDING_UPDATE: { takesChange: 'later', isTransient: true, why: '' },
  PENDING_DELETE: { takesChange: 'never', isTransient: true, why: 'is being deleted.' },
  ERROR: {
    takesChange: 'never',
    isTransient: false,
    why: 'is in ERROR: it can only be deleted, or repaired by the cloud’s operator. Traffic may still flow.',
  },
  DELETED: { takesChange: 'never', isTransient: false, why: 'is deleted.' },
};

export const rule = (status: string): StatusRule => ruleIn(rules, status);

const repair =
  'Traffic goes on as before. Until this pool is repaired no other change of its load balancer can succeed: send this value again, or the former one. If a change of another pool has succeeded since, this value is in force by now and only the status is out of date; sending it again clears that, too.';

/**
 * What load balancer and pool say together. A failed change leaves its pool in ERROR and the load balancer ACTIVE, and the value that is
 * read is the wanted one all the same; while one pool is in ERROR, no other change can succeed. Source: contract/octavia/statuses.ts.
 */
export function standing(details: LoadBalancerDetails, { part }: Pick<Subject, 'part'>): Standing {
  const { status, subjects } = details;
  const own = subjectIn(details, { ...(part !== undefined && { part }) })?.status ?? 'ACTIVE';
  const others = subjects.filter((each) => each.part !== part);
  const { state } = allowanceOf({
    target: 'pool',
    loadBalancer: status,
    pool: own,
    otherPools: others.map((each) => each.status ?? ''),
  });
  const broken = status === 'ERROR' || own === 'ERROR';
  const shared = {
    isDeleted: status === 'DELETED',
    inForce: settled(status, own) === 'inForce',
    broken,
    brokenValue: 'is not in force',
    brokenWords: !broken
      ? ''
      : status === 'ERROR'
        ? 'It can only be deleted, or repaired by the cloud’s operator.'
        : repair,
  };
  if (status !== 'ACTIVE') return { ...rule(status), ...shared, status };
  if (state === 'waits') return { ...shared, takesChange: 'later', isTransient: true, why: '', status: own };
  if (state === 'editable') return { ...shared, takesChange: 'now', isTransient: false, why: '', status: own };
  const failed = others.filter((each) => each.status === 'ERROR').map(({ name }) => name);
  return {
    ...shared,
    takesChange: 'never',
    isTransient: false,
    why:
      failed.length > 0 && own !== 'PENDING_DELETE'
        ? `takes no change now: the last change of ${failed.join(', ')} failed, and until that pool is repaired any other change can fail with it.`
        : 'is being deleted.',
    status: own,
  };
}

const meanings: Partial<Record<ReturnType<typeof meaningOfFault>, ErrorMeaning>> = {
  locked: 'locked',
  gone: 'gone',
  unknown: 'unknown',
};

export function meaningOf(error: ApiError): ErrorMeaning {
  const message = error.messages[0] ?? error.message;
  const meaning =
    error.source === 'region' ? meaningOfFault({ status: error.status, shape: 'service', message }) : undefined;
  // A 503 that says so is no gateway's: nothing was done.
  if (meaning !== 'busy' && isUnknownOutcome(error)) return 'unknown';
  return (meaning && meanings[meaning]) ?? 'refused';
}

/** No role's name proves anything, as every cloud has its own policy; without any role there is no access. */
export function missingRight(
  { user, roles, account }: Pick<Session, 'user' | 'roles'> & { readonly account?: string },
  right: Right,
): string | null {
  const kind = right === 'read' ? 'read' : 'write';
  if (roles.length === 0) return `${user} has no role in this project. It takes ${usualRoles[kind]}.`;
  if (kind === 'read' || !isWriteRefused(user, account)) return null;
  return `The cloud refused a change by ${user}, who has ${roles.join(', ')}. It usually takes the role ${usualRoles.write}.`;
}

const poolIn = (place: PersistencePlace) => ({
  protocol: place.protocol,
  listeners: place.listeners ?? [],
  provider: place.driver ?? '',
});

const disabledMisfit = ({ driver = '' }: PersistencePlace): string | null =>
  providerOf(driver).clearsPersistence
    ? null
    : `The provider ${providerOf(driver).label} does not end session persistence; only a new pool is without it.`;

const needs: Readonly<Record<PersistenceTypeName, string>> = {
  HTTP_COOKIE: 'HTTP cookie needs a pool that is served as HTTP',
  APP_COOKIE: 'Application cookie needs a pool that is served as HTTP',
  SOURCE_IP: 'Source IP needs a provider that offers it',
};

const choices: readonly PersistenceChoice[] = [
  ...persistenceTypeNames.map(
    (type): PersistenceChoice => ({
      value: type,
      persistence: enabled(type),
      label: persistenceTypes[type].label,
      sentence: persistenceTypes[type].sentence,
      needs: needs[type],
      misfit: (place) => misfit(type, poolIn(place)),
    }),
  ),
  { value: 'DISABLED', persistence: disabled, ...disabledPersistence, needs: '', misfit: disabledMisfit },
];

/** Fields beside the type. Source: Load-balancer API v2 reference, "Pool Session Persistence". */
function fields(type: string, place: PersistencePlace): readonly PersistenceField[] {
  const addresses = place.ipv6 ? ['::1'] : [];
  const pool = poolIn(place);
  const has = fieldsOf(type, pool, addresses);
  const needsTimeout = providerOf(pool.provider).persistenceNeedsTimeout;
  const found: PersistenceField[] = [];
  if (has.cookieName)
    found.push({
      name: 'cookieName',
      label: 'Cookie name',
      help: 'The cookie that the application sets, such as JSESSIONID.',
      optional: false,
      isNumber: false,
      problem: cookieNameProblem,
    });
  if (has.timeout)
    found.push({
      name: 'timeout',
      label: 'Timeout',
      help: needsTimeout
        ? 'Seconds without traffic after which a client is forgotten. Without one this provider keeps nobody.'
        : 'Seconds without traffic after which a client is forgotten; empty for the provider’s own.',
      optional: !needsTimeout,
      isNumber: true,
      problem: (text) => timeoutProblem(/^\d+$/.test(text) ? Number(text) : Number.NaN, pool.provider),
    });
  if (has.granularity)
    found.push({
      name: 'granularity',
      label: 'Mask',
      help: 'Clients of one network share a member, such as 255.255.255.0; empty for each address by itself.',
      optional: true,
      isNumber: false,
      problem: (text) => granularityProblem(text, addresses),
    });
  return found;
}

function misfitOf(value: Persistence, place: PersistencePlace): string | null {
  const type = persistenceType(value);
  if (type === null) return disabledMisfit(place);
  if (!Object.hasOwn(persistenceTypes, type)) return `${type} is a type that this panel cannot set.`;
  const reason = misfit(type as PersistenceTypeName, poolIn(place));
  if (reason !== null || value.state === 'disabled') return reason;
  for (const field of fields(type, place)) {
    const text = String(value[field.name] ?? '');
    const problem = text === '' && field.optional ? null : field.problem(text);
    if (problem) return `${field.label}: ${problem}`;
  }
  return null;
}

const toWire = (value: Persistence): Partial<Wire> | null =>
  value.state === 'disabled'
    ? null
    : {
        type: value.type,
        cookie_name: value.cookieName ?? null,
        persistence_timeout: value.timeout ?? null,
        persistence_granularity: value.granularity ?? null,
      };

const operation = 'octavia.pools.update';

function request({ region, part = '' }: Subject, value: Persistence): WriteRequest {
  const { driver, isUp } = poolFacts.get(part) ?? { driver: '', isUp: true };
  return writeRequest(pools, operation, {
    region,
    params: { poolId: part },
    body: updateBody(toWire(value), driver, isUp),
  });
}

export const persistence: PersistenceRules = {
  choices,
  misfit: misfitOf,
  fields,
  request,
  missingRight: (session) => missingRight(session, 'write'),
  neededRight: ({ roles }) =>
    roles.length === 0
      ? `Changing session persistence needs a role in the project, such as ${usualRoles.write}.`
      : null,
  impact: async () => (await import('./impact.ts')).persistenceImpact,
  operations: [operation],
  bulkImpact: (disables) =>
    disables
      ? 'The next request of each client may go to any member. With a single amphora every change also empties the Source IP and Application cookie tables of all pools of its load balancer.'
      : 'Clients may move to another member once. With a single amphora every change also empties the Source IP and Application cookie tables of all pools of its load balancer.',
};
