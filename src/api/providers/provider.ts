import type { StatusRule } from '../../../contract/shared/status-rule.ts';
import type {
  Endpoint,
  LoadBalancer,
  LoadBalancerDetails,
  LoadBalancerRef,
  PersistenceSubject,
  Subject,
} from '../../model/load-balancer.ts';
import type { LoadBalancerParts } from '../../model/parts.ts';
import type { Persistence, PersistenceFields } from '../../model/persistence.ts';
import type { EventPage } from '../../model/region-event.ts';
import type { Statistics, UsagePeriod } from '../../model/statistics.ts';
import type { ApiError, ApiRequest } from '../http/client.ts';
import type { FaultReader } from '../http/fault-reader.ts';
import type { Priority } from '../http/queue.ts';
import type { Session } from '../http/session.ts';
import type { Creation } from './creation.ts';
import type { Edits } from './edit.ts';
import type { Right, Standing, WriteRequest } from './write-request.ts';

export type { Right, Standing, WriteRequest };

/** What the lists of a region's parts say of a load balancer. */
export interface ListedParts extends Pick<LoadBalancer, 'region' | 'id' | 'status' | 'updated'> {
  readonly subjects: readonly PersistenceSubject[];
  readonly nodeCount: number;
  readonly endpoints: readonly Endpoint[];
}

/** One page of rows. `next`: the cursor of the page after it, which only its provider can read; null on the last. */
export interface RowPage {
  readonly rows: readonly LoadBalancer[];
  readonly next: string | null;
  /** Of rows of this page or of those before it, as soon as everything of one is known. */
  readonly parts?: readonly ListedParts[];
}

/** A field of a session persistence value beside its type. */
export interface PersistenceField {
  readonly name: keyof PersistenceFields;
  readonly label: string;
  readonly help: string;
  /** Whether it may be left empty. */
  readonly optional: boolean;
  readonly isNumber: boolean;
  /** What is wrong with what was typed, as a sentence; null when nothing is. */
  problem(text: string): string | null;
}

/** The page that clients get when no node answers. `isDefault`: whether its text is known to be the service's own. */
export interface ErrorPage {
  readonly content: string;
  readonly isDefault: boolean;
}

export interface PageRequest {
  /** As the page before gave it; null for the first. */
  readonly cursor: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** What the cloud wrote of the flavor that a load balancer was made with. */
export interface Flavor {
  readonly name: string;
  readonly description: string;
}

/** What an API says of its load balancers. Every function throws an ApiError when it cannot. */
export interface ProviderReads {
  /** Every load balancer of a region, in the API's order. */
  list(region: string, page: PageRequest): Promise<RowPage>;
  /** Whether the pages of the list bring session persistence, too: a row is then read by itself only after it has changed. */
  readonly listsParts: boolean;
  /** The ids of every load balancer of a region, for finding those that were deleted; null where `deletedSince` tells. */
  ids: ((region: string, signal?: AbortSignal) => Promise<ReadonlySet<string>>) | null;
  /** Those that changed at `since` (milliseconds since the Unix epoch, by the region's clock) or later. */
  changedSince(region: string, since: number, page: PageRequest): Promise<RowPage>;
  /** Those that were deleted since then, as rows; null where the API cannot list them. */
  deletedSince: ((region: string, since: number, page: PageRequest) => Promise<RowPage>) | null;
  /** Those that have a node at the address; null where the API cannot tell. */
  withNode: ((region: string, address: string, page: PageRequest) => Promise<RowPage>) | null;
  details(ref: LoadBalancerRef, rank: Priority, signal?: AbortSignal): Promise<LoadBalancerDetails>;
  /** Connections open now; null while the API gives none. */
  connections(ref: LoadBalancerRef, signal?: AbortSignal): Promise<number | null>;
  statistics(ref: LoadBalancerRef, signal?: AbortSignal): Promise<Statistics>;
  /** The last 24 hours, oldest first; null where the API keeps none. */
  usage: ((ref: LoadBalancerRef, signal?: AbortSignal) => Promise<readonly UsagePeriod[]>) | null;
  /** What the region itself says happened, newest first; null where it keeps no account of it. */
  events:
    | ((ref: LoadBalancerRef, about: 'loadBalancer' | 'persistence', page: PageRequest) => Promise<EventPage>)
    | null;
  /** Listeners, and what each pool holds; null where a load balancer has one port and its nodes come with the details. */
  parts: ((details: LoadBalancerDetails, signal?: AbortSignal) => Promise<LoadBalancerParts>) | null;
  /** Null of a load balancer without one, or where the cloud does not tell; null where the API has no flavors. */
  flavor: ((row: LoadBalancer, signal?: AbortSignal) => Promise<Flavor | null>) | null;
  /** The page that clients get when no node answers; null where the API has none. */
  errorPage: ((ref: LoadBalancerRef, signal?: AbortSignal) => Promise<ErrorPage>) | null;
}

/** What an answer that is no success means for the write that it answers. */
export type ErrorMeaning =
  /** It takes no change now; nothing was changed. */
  | 'locked'
  /** It does not exist any more. */
  | 'gone'
  /** It was so already. */
  | 'already'
  /** Nothing was changed, and sending it again would change nothing either. */
  | 'refused'
  /** Nobody can say whether it was carried out. */
  | 'unknown';

export interface PersistenceChoice {
  /** The API's type, or `DISABLED`. */
  readonly value: string;
  readonly persistence: Persistence;
  readonly label: string;
  readonly sentence: string;
  /** What it needs, as the beginning of a sentence: `HTTP cookie needs protocol HTTP`. */
  readonly needs: string;
  /** Why it cannot be chosen for the subject, as a sentence; null when it can. */
  misfit(subject: PersistencePlace): string | null;
}

/** What decides which values a subject takes; of a row whose parts are not known, its protocol alone. */
export type PersistencePlace = Pick<PersistenceSubject, 'protocol' | 'listeners' | 'driver' | 'ipv6'>;

export interface Impact {
  /** What happens to live traffic, as sentences. */
  readonly effect: string;
  /** Who is affected, in numbers; empty when nobody is. */
  readonly affected: string;
}

/** What a change of session persistence does, in words. */
export interface PersistenceImpact {
  /** What the change does to live traffic; null when nothing changes. `connections`: null while the API gives none. */
  of(
    details: LoadBalancerDetails,
    subject: PersistenceSubject,
    after: Persistence,
    connections: number | null,
  ): Impact | null;
  /** What else the user must know of the setting, as sentences; empty where there is nothing. */
  notes(details: LoadBalancerDetails): readonly string[];
}

/** Session persistence in one API. */
export interface PersistenceRules {
  /** Every choice, always all of them and in this order. */
  readonly choices: readonly PersistenceChoice[];
  /** Why the value cannot be set on the subject, as a sentence; null when it can. */
  misfit(value: Persistence, subject: PersistencePlace): string | null;
  /** What a value of this type has beside the type, in the order of the form. */
  fields(type: string, subject: PersistencePlace): readonly PersistenceField[];
  /** The request that brings the subject to the value: what is shown is what is sent. */
  request(subject: Subject, value: Persistence): WriteRequest;
  /** Why the session may not bring a value about (`null`: any value at all), as a sentence that names what is missing; null when it may. */
  missingRight(session: Pick<Session, 'user' | 'roles'>, value: Persistence | null): string | null;
  /** The same as a plan of many says it: which right the value needs; null when the session has it. */
  neededRight(session: Pick<Session, 'roles'>, value: Persistence): string | null;
  /** What a change does, in words, whose code comes when somebody is about to make one. */
  impact(): Promise<PersistenceImpact>;
  /** The contract's operations that change it. */
  readonly operations: readonly string[];
  /** Who is affected by a bulk change, as a sentence. */
  bulkImpact(disables: boolean): string;
}

/** What an API has no word for is shown as not offered, with why. */
export interface Capabilities {
  /** Name of the API, as in "not offered by Cloud Load Balancers". */
  readonly apiName: string;
  /** Requests a second that an account may count on in a region, for saying how long something will take. */
  readonly requestsPerSecond: Readonly<Record<ApiRequest['method'], number>>;
  /** The contract's operation that shows one load balancer; its path takes `loadBalancerId`. */
  readonly showOperation: string;
  /** Features that it lacks, each with a sentence that says so. */
  readonly lacks: Readonly<Record<string, string>>;
  /** Milliseconds from one look at load balancers that are being changed to the next, at the least. `waited`: since the last of them began, in milliseconds. */
  pollAfter(waited: number): number;
}

/** A load balancer API, as everything above src/api/providers knows it. */
export interface Provider {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly reads: ProviderReads;
  readonly persistence: PersistenceRules;
  /** Edits of everything else, whose code comes when the first is asked for; null where there are none. */
  edits: (() => Promise<Edits>) | null;
  /** How a load balancer is made, whose code comes when somebody is about to; null where the panel makes none. */
  creation: (() => Promise<Creation>) | null;
  /** Every status of the API's documents, the settled ones first. */
  readonly statuses: readonly string[];
  /** What a load balancer's status means. Source: the API's documents, by way of the contract. */
  rule(status: string): StatusRule;
  /** Whether the status says that the load balancer is there no more. */
  isDeleted(status: string): boolean;
  /** Whether it is on its way there: it leaves the list without a word. */
  isBeingDeleted(status: string): boolean;
  /** What a reading means for a change of one of its subjects. */
  standing(details: LoadBalancerDetails, subject: Pick<Subject, 'part'>): Standing;
  meaningOf(error: ApiError): ErrorMeaning;
  /** What an answer of the API that is no success says. */
  readonly readFault: FaultReader;
  /** Why the session may not make such requests, as a sentence that names what is missing; null when it may. */
  missingRight(session: Pick<Session, 'user' | 'roles'>, right: Right): string | null;
}
