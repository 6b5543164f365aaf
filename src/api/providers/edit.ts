import type { FieldsSchema } from '../../model/fields-schema.ts';
import type { LoadBalancerDetails, LoadBalancerRef, Subject } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import type { ChangeKind } from './change-kind.ts';
import type { Right } from './write-request.ts';

/** What the fields of a form hold, by name: what is typed or chosen, or whether a box is ticked. */
export type FormValues = Readonly<Record<string, string | boolean>>;

export interface FieldChoice {
  readonly value: string;
  readonly label: string;
  /** Why it cannot be chosen, as a sentence; null when it can. */
  readonly misfit?: string | null;
}

/** A field of an edit's form. */
export interface EditField {
  /** Its key in the values, by which the schema names it, too. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  readonly control: 'text' | 'number' | 'checkbox' | 'select' | 'area' | 'secret';
  /** Of a select. */
  readonly choices?: readonly FieldChoice[];
  /** Lines of an area. */
  readonly rows?: number;
  /** Why it cannot be changed, as a sentence; null when it can. */
  readonly off?: string | null;
}

/** What a change does, before it is sent. */
export interface EditImpact {
  readonly sentences: readonly string[];
  /** Whether clients are worse off for it, or something is lost. */
  readonly isGrave: boolean;
}

/** Why something cannot be used on a load balancer as it is, as a sentence; null when it can. */
export type Misfit = (details: LoadBalancerDetails) => string | null;

/** An edit of a load balancer or of something that it has: a kind of change with a form. */
export interface Edit<Value = unknown> extends ChangeKind<Value> {
  /** Name of its dialog, its pencil and its menu item. */
  readonly title: string;
  misfit: Misfit;
  /** The fields that the form shows with these values. */
  fields(values: FormValues, details: LoadBalancerDetails): readonly EditField[];
  toForm(value: Value, details: LoadBalancerDetails): FormValues;
  /** Judges what the form holds and makes the new value of it. `before`: the value that was read. */
  schema(before: Value, details: LoadBalancerDetails): FieldsSchema<Value>;
  impact(before: Value, after: Value, details: LoadBalancerDetails): EditImpact;
  /** The same of many load balancers, where what it says of each names what is its own. */
  readonly impactOfMany?: EditImpact;
  /** The session persistence that comes nearest to what this change drops, to be set right after it; null where it drops none. */
  thenPersistence?(before: Value, after: Value, details: LoadBalancerDetails): Persistence | null;
  /** The certificate that is set, and the one that the form holds in its place, as PEM; empty where there is none. */
  certificates?(values: FormValues, value: Value): { readonly set: string; readonly pasted: string };
  /** The page that the values hold, as HTML, to be looked at before it is sent; null where there is none. */
  preview?(values: FormValues): string | null;
  /** The button that sends: `Enable connection throttling`. */
  submitName(before: Value, after: Value | null): string;
}

/** A node of a load balancer, as it is found among many. */
export interface FoundNode {
  readonly id: string;
  readonly subject: Subject;
  /** The load balancer's name and status. */
  readonly loadBalancer: string;
  readonly loadBalancerStatus: string;
  readonly address: string;
  readonly port: number;
  /** As the API spells it. */
  readonly condition: string;
  readonly status: string;
  /** What else is set of it, in words. */
  readonly settings: string;
  /** Of the clients that it serves; null where there is nothing that could have any. */
  readonly persistence: Persistence | null;
}

/** What can become of nodes. */
export interface NodeTask {
  /** The verb, by which a run is called, too: `Drain`. */
  readonly name: string;
  readonly sentence: string;
  /** What the session needs for it. */
  readonly right: Right;
  /** Name of the edit that does it. */
  edit(node: FoundNode): string;
  /** What of the edit's value changes. */
  readonly target: object;
}

/** Nodes of many load balancers at once. */
export interface NodesInBulk {
  readonly tasks: readonly NodeTask[];
  /** The nodes at an address of all load balancers of a region; `port`: only those on it. Throws an ApiError when it cannot be asked. */
  find(region: string, address: string, port: number | null, signal?: AbortSignal): Promise<readonly FoundNode[]>;
}

/** What the history keeps of a write by which its edit is found. */
export interface RecordedEdit {
  /** Id of the contract's operation. */
  readonly operation: string;
  /** Path and query below the region's endpoint. */
  readonly path: string;
  /** Both values as the edit recorded them, where it was made by one. */
  readonly before: string | null;
  readonly after: string | null;
}

/** A certificate for a host name. */
export interface NamedCertificate {
  readonly id: string;
  readonly hostName: string;
}

/** The edits of an API. */
export interface Edits {
  /** Certificates for host names of a load balancer; null where the API has none. Throws an ApiError. */
  readonly certificates: ((ref: LoadBalancerRef) => Promise<readonly NamedCertificate[]>) | null;
  /** Null where the API cannot find nodes. */
  readonly nodes: (() => Promise<NodesInBulk>) | null;
  /** Why the edit of that name cannot be used on a load balancer as it is, as a sentence; null when it can. */
  misfit(name: string, details: LoadBalancerDetails): string | null;
  /** The edit of that name, as its address and a queued change have it; null where there is none. Its code comes with the first. */
  find(name: string): Promise<Edit | null>;
  /** The edit that reads the values of a recorded write, such as to bring the former one back; null where there is none. */
  ofRecord(record: RecordedEdit): Promise<Edit | null>;
}
