import type { FieldsSchema } from '../../model/fields-schema.ts';
import type { LoadBalancerDetails } from '../../model/load-balancer.ts';
import type { Persistence } from '../../model/persistence.ts';
import type { ChangeKind } from './change-kind.ts';

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
  /** The session persistence that comes nearest to what this change drops, to be set right after it; null where it drops none. */
  thenPersistence?(before: Value, after: Value, details: LoadBalancerDetails): Persistence | null;
  /** The button that sends: `Enable connection throttling`. */
  submitName(before: Value, after: Value | null): string;
}

/** The edits of an API. */
export interface Edits {
  /** Why the edit of that name cannot be used on a load balancer as it is, as a sentence; null when it can. */
  misfit(name: string, details: LoadBalancerDetails): string | null;
  /** The edit of that name, as its address and a queued change have it; null where there is none. Its code comes with the first. */
  find(name: string): Promise<Edit | null>;
}
