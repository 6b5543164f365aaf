import { encoded } from '../../contract/shared/text.ts';
import { type Persistence, samePersistence } from './persistence.ts';

/**
 * The panel's own model. Pages and components know only this; src/api maps a provider's answers onto it. Ids are opaque
 * strings, statuses and protocols are the API's own words and may be ones that this panel has never seen.
 */

/** Which load balancer: ids are only unique within a region. */
export interface LoadBalancerRef {
  readonly region: string;
  readonly id: string;
}
/** One text for each load balancer: `ORD/71`. The first slash ends the region, whatever stands in region and id. */
export const refKey = ({ region, id }: LoadBalancerRef): string =>
  `${/[/% ]/.test(region) ? encoded(region) : region}/${id}`;

/** What a change is about: a load balancer, or one part of it, such as a pool. */
export interface Subject extends LoadBalancerRef {
  /** Id of the part; absent where the load balancer itself is meant. */
  readonly part?: string;
}
/** One text for each subject: of a part `pool-1 of ORD/71`, which no load balancer has, as no region's key holds a space. */
export const subjectKey = (subject: Subject): string =>
  subject.part === undefined ? refKey(subject) : `${encoded(subject.part)} of ${refKey(subject)}`;
/** The subject, without what else is known of it. */
export const subjectOf = ({ region, id, part }: Subject): Subject =>
  part === undefined ? { region, id } : { region, id, part };

export interface VirtualIp {
  readonly id: string;
  readonly address: string;
  readonly type: string;
  readonly version: string;
}

/** A port that it listens on, with what it speaks there. */
export interface Endpoint {
  readonly protocol: string;
  readonly port: number;
}

/** A row of the list. `created` and `updated`: milliseconds since the Unix epoch, null when the API gave none. */
export interface LoadBalancer extends LoadBalancerRef {
  readonly name: string;
  readonly status: string;
  readonly protocol: string;
  readonly port: number;
  readonly algorithm: string;
  readonly virtualIps: readonly VirtualIp[];
  readonly nodeCount: number | null;
  readonly created: number | null;
  readonly updated: number | null;
  /** What it listens on, the lowest port first, where that may be none or several; `protocol` and `port` are the first one's. */
  readonly endpoints?: readonly Endpoint[];
  /** How it serves, as the API spells it, where that is told apart from `status`. */
  readonly operatingStatus?: string;
  /** Whether the user has switched it off. */
  readonly switchedOff?: boolean;
  /** Id of the flavor that it was made with, where there is one. */
  readonly flavor?: string;
  /** Who else manages it, in words: `Kubernetes Service shop/web of cluster prod`. */
  readonly owners?: readonly string[];
}

/** What it speaks, on any of its ports. */
export const protocolsOf = ({
  endpoints,
  protocol,
}: Pick<LoadBalancer, 'endpoints' | 'protocol'>): readonly string[] =>
  endpoints ? endpoints.map((each) => each.protocol) : [protocol];

/** What it listens on, in words: `HTTP 80`, or `HTTP:80, TERMINATED_HTTPS:443` of several; a dash where there is nothing. */
export function endpointWords(row: Pick<LoadBalancer, 'endpoints' | 'protocol' | 'port'>): string {
  const { endpoints } = row;
  if (!endpoints) return `${row.protocol} ${row.port}`;
  return endpoints.map(({ protocol, port }) => `${protocol}:${port}`).join(', ') || '–';
}

export interface Node {
  readonly id: string;
  readonly address: string;
  readonly port: number;
  readonly condition: string;
  readonly status: string;
  readonly type: string;
  readonly weight: number | null;
}

export interface HealthMonitor {
  readonly type: string;
  readonly delay: number | null;
  readonly timeout: number | null;
  readonly attemptsBeforeDeactivation: number | null;
  readonly path: string | null;
}

export interface SslTermination {
  readonly enabled: boolean;
  readonly securePort: number | null;
  readonly secureTrafficOnly: boolean;
}

/** Why a load balancer cannot have session persistence where only its pools do. */
export const noSubject = 'This load balancer has no pool, so it cannot have session persistence.';

/** Something of a load balancer that has session persistence of its own. */
export interface PersistenceSubject {
  /** Id of the part; absent where it is the load balancer itself. */
  readonly part?: string;
  readonly name: string;
  readonly protocol: string;
  /** The part's own status; null where it has none. */
  readonly status: string | null;
  readonly persistence: Persistence;
  /** What traffic reaches it: `HTTP:80`, `not used by a listener`. Absent where it is the load balancer itself. */
  readonly use?: string;
  /** Protocols of the listeners that use it. */
  readonly listeners?: readonly string[];
  /** What carries the load balancer, as the API names it, where that decides what can be set. */
  readonly driver?: string;
  /** Whether any of the load balancer's addresses is IPv6, where that decides what can be set. */
  readonly ipv6?: boolean;
  /** Whether the part is switched on. */
  readonly isUp?: boolean;
  readonly algorithm?: string;
  readonly operatingStatus?: string;
  readonly nodeCount?: number;
  /** Why the value that is set does nothing here, as a sentence; absent where it works. */
  readonly noEffect?: string;
}

/** Everything that one read of the details gives. `readAt`: when it was read, milliseconds since the Unix epoch. */
export interface LoadBalancerDetails extends LoadBalancer {
  readonly readAt: number;
  /** What the API answered: its provider alone reads it, for what only its edits need. */
  readonly answer?: unknown;
  /** In the API's order; empty where nothing of it can have session persistence. */
  readonly subjects: readonly PersistenceSubject[];
  /** Null where the API lists them with the parts that they belong to. */
  readonly nodes: readonly Node[] | null;
  readonly timeout: number | null;
  readonly halfClosed: boolean;
  readonly httpsRedirect: boolean;
  readonly healthMonitor: HealthMonitor | null;
  readonly maxConnections: number | null;
  readonly contentCaching: boolean;
  readonly connectionLogging: boolean;
  readonly sslTermination: SslTermination | null;
  readonly accessRules: number;
  readonly cluster: string | null;
  readonly sourceAddresses: readonly string[];
}

/** Whether the node takes new clients: health alone does not say so, as a disabled or draining node may answer its checks. */
const isOnline = ({ condition, status }: Node): boolean => condition === 'ENABLED' && status === 'ONLINE';

/** How many nodes are enabled and online. */
export const nodesOnline = ({ nodes }: { readonly nodes: readonly Node[] }): number => nodes.filter(isOnline).length;

/** The nodes that do not count as online, by the word that says why: `3 draining`, `1 offline`. A disabled node is that first. */
export function nodesNotOnline({ nodes }: { readonly nodes: readonly Node[] }): readonly string[] {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    if (isOnline(node)) continue;
    const word = (node.condition === 'ENABLED' ? node.status : node.condition).toLowerCase().replaceAll('_', ' ');
    counts.set(word || 'unknown', (counts.get(word || 'unknown') ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => `${count} ${word}`);
}

/** The part that a subject names, as read; undefined when the load balancer has it no more. */
export const subjectIn = (
  { subjects }: Pick<LoadBalancerDetails, 'subjects'>,
  { part }: Pick<Subject, 'part'>,
): PersistenceSubject | undefined => subjects.find((each) => each.part === part);

/** Its session persistence; undefined when the load balancer has the subject no more. */
export const persistenceIn = (
  details: Pick<LoadBalancerDetails, 'subjects'>,
  subject: Pick<Subject, 'part'>,
): Persistence | undefined => subjectIn(details, subject)?.persistence;

/** Session persistence of a whole load balancer, for one cell: the same everywhere, different, or nothing that could have any. */
export type PersistenceSummary =
  | { readonly at: 'same'; readonly persistence: Persistence; readonly subjects: number }
  | { readonly at: 'mixed'; readonly subjects: number }
  | { readonly at: 'none' };

export function persistenceSummary(subjects: readonly PersistenceSubject[]): PersistenceSummary {
  const [first] = subjects;
  if (!first) return { at: 'none' };
  return subjects.every(({ persistence }) => samePersistence(persistence, first.persistence))
    ? { at: 'same', persistence: first.persistence, subjects: subjects.length }
    : { at: 'mixed', subjects: subjects.length };
}
