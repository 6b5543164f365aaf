import { type Owner, warningsFor } from '../../../../contract/octavia/owners.ts';
import { persistenceLabel } from '../../../../contract/octavia/persistence.ts';
import { count } from '../../../model/format.ts';
import type { LoadBalancerDetails, PersistenceSubject } from '../../../model/load-balancer.ts';
import { type Persistence, persistenceType, samePersistence, verbOf } from '../../../model/persistence.ts';
import type { Impact, PersistenceImpact } from '../provider.ts';

/** What becomes of clients when a pool goes over to a type. Source: octavia/common/jinja/haproxy/templates/macros.j2; seen on Octavia 11.0.0. */
const effects: Readonly<Record<string, string>> = {
  HTTP_COOKIE:
    'A client is bound by the next answer it gets, through the cookie SRV; clients that keep no cookies are not bound at all.',
  APP_COOKIE:
    'A client is bound only when the application sets the cookie again: those that already hold it are not bound until then.',
  SOURCE_IP: 'The table of addresses starts empty: each client stays where its next connection lands.',
  DISABLED:
    'The next request of each client may go to any member. Connections that are kept open end with the reload’s timeout.',
};

/** Tables of these types live in the load balancer's memory. */
const inTables: readonly (string | null)[] = ['SOURCE_IP', 'APP_COOKIE'];
const byHaproxy = /^(amphora|octavia|amphorav2|)$/;

const holdsTable = ({ persistence, noEffect }: PersistenceSubject): boolean =>
  inTables.includes(persistenceType(persistence)) && noEffect === undefined;

/** What the change does to live traffic; null when nothing changes. `connections`: null while the API gives none. */
export function impact(
  _details: LoadBalancerDetails,
  subject: PersistenceSubject,
  after: Persistence,
  connections: number | null,
): Impact | null {
  const repairs = samePersistence(subject.persistence, after) && subject.status === 'ERROR';
  if (!repairs && verbOf(subject.persistence, after) === null) return null;
  const { nodeCount = 0 } = subject;
  if (nodeCount === 0) return { effect: 'No client is affected now: this pool has no members.', affected: '' };
  const effect = effects[persistenceType(after) ?? 'DISABLED'] ?? '';
  const numbers = [
    count(nodeCount, 'member'),
    ...(connections === null ? [] : [`${count(connections, 'current connection')} of the load balancer`]),
  ].join(', ');
  return repairs
    ? { effect: `The value that is stored is sent again, so that it is carried out. ${effect}`, affected: numbers }
    : { effect, affected: `Affected: ${numbers}.` };
}

/** What any change of the load balancer does to the pools whose clients are kept in tables; null where there are none. */
export function tablesNote({ subjects }: Pick<LoadBalancerDetails, 'subjects'>): string | null {
  const held = subjects.filter((each) => holdsTable(each) && byHaproxy.test(each.driver ?? ''));
  if (held.length === 0) return null;
  const names = held.map(({ name, persistence }) => `${name} (${persistenceLabel(persistenceType(persistence))})`);
  return `With a single amphora, every change of this load balancer empties the tables of ${names.join(', ')}: their clients may move to another member. With an active and a standby one the tables are handed over. The API does not say which it is.`;
}

/** What keeps clients besides session persistence; null where nothing does. */
export function algorithmNote({ subjects }: Pick<LoadBalancerDetails, 'subjects'>): string | null {
  const hashed = subjects.filter(({ algorithm }) => algorithm?.startsWith('SOURCE_IP')).map(({ name }) => name);
  return hashed.length === 0
    ? null
    : `The algorithm of ${hashed.join(', ')} chooses the member by the client’s address, so clients mostly stay there without session persistence, too. It is not session persistence: when members come or go, clients move.`;
}

/** That OVN keeps the setting for all pools of a protocol together; null elsewhere. */
export function sharedNote({ subjects }: Pick<LoadBalancerDetails, 'subjects'>): string | null {
  const ovn = subjects.filter(({ driver }) => driver === 'ovn');
  return ovn.length > 1
    ? 'The provider OVN holds the timeout for all pools of one protocol of the load balancer together.'
    : null;
}

/** What a controller that owns the load balancer makes of a change of persistence. `owners`: of its row, in words. */
const ownerKinds = (owners: readonly string[]): readonly Owner[] =>
  owners.map((words) => ({
    kind: words.startsWith('Cluster API')
      ? 'clusterApi'
      : words.startsWith('Kubernetes Ingress')
        ? 'kubernetesIngress'
        : 'kubernetesService',
    name: null,
    namespace: null,
    cluster: null,
  }));

export const persistenceImpact: PersistenceImpact = {
  of: impact,
  notes: (details) => {
    const owners = details.owners ?? [];
    return [
      tablesNote(details),
      algorithmNote(details),
      sharedNote(details),
      ...(owners.length > 0
        ? [`Managed by ${owners.join(', ')}. ${warningsFor(ownerKinds(owners), 'persistence').join(' ')}`]
        : []),
    ].filter((note) => note !== null);
  },
};
