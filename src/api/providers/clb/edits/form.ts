import { rightFor } from '../../../../../contract/clb/roles.ts';
import type { Wire } from '../../../../../contract/clb/schemas/wire.ts';
import { trimmed } from '../../../../../contract/shared/text.ts';
import type { z } from '../../../../../contract/shared/zod.ts';
import type { FieldsSchema, Issue } from '../../../../model/fields-schema.ts';
import type { LoadBalancerDetails } from '../../../../model/load-balancer.ts';
import type { Edit, FormValues } from '../../edit.ts';
import { missingRight } from '../rules.ts';
import { misfitOf } from './misfits.ts';

/** The details as the API answered them. */
export const wireOf = ({ answer }: LoadBalancerDetails): Partial<Wire<'LoadBalancer'>> =>
  (answer ?? {}) as Partial<Wire<'LoadBalancer'>>;

/** A whole number as it was typed; NaN for what is none. */
export const numberIn = (values: FormValues, name: string): number => {
  const text = textIn(values, name);
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
};

/** The text as it was typed, without what nobody sees at its ends. `stored`: kept as it is while nobody changed it. */
export function textIn(values: FormValues, name: string, stored?: string): string {
  const typed = String(values[name] ?? '');
  return typed === stored ? stored : trimmed(typed);
}

/** The text, or undefined for nothing. */
export const wordsIn = (values: FormValues, name: string, stored?: string): string | undefined =>
  textIn(values, name, stored) || undefined;

/** The lines of a pasted list, without empty ones and what nobody sees at their ends. */
export const linesIn = (values: FormValues, name: string): readonly string[] =>
  String(values[name] ?? '')
    .split(/\r\n|[\r\n]/)
    .map(trimmed)
    .filter(Boolean);

/** What was typed and no request can carry: half of a character, as a text that was cut leaves one. */
export const brokenIn = (values: FormValues): readonly Issue[] =>
  Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' && !value.isWellFormed()
      ? [{ path: [name], message: 'It holds half of a character, shown as �: delete it.' }]
      : [],
  );

/** Lines of a PEM text without the white space that the service trims. */
export const pem = (text: string | null | undefined): string | undefined =>
  text
    ?.split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n') || undefined;

/** The certificate that is set, and the one that is being pasted in its place. */
export const certificatesOf = (values: FormValues, set = '') => ({ set, pasted: String(values.certificate ?? '') });

/** The object without what is missing or null, as a body leaves it out. */
export const given = <Part extends object>(
  part: Part,
): { [Name in keyof Part]?: Exclude<Part[Name], null | undefined> } =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value != null)) as never;

/**
 * A schema over what a form holds: the contract's judges the body that is made of it, and what it says of a property stands at the field of
 * that name. `more`: what else is wrong, which the contract cannot see.
 */
export const formSchema = <Value>(
  contract: z.ZodType,
  make: (values: FormValues) => Value,
  bodyOf: (value: Value) => unknown = (value) => value,
  more: (value: Value) => readonly Issue[] = () => [],
): FieldsSchema<Value> => ({
  '~standard': {
    version: 1,
    vendor: 'holdfast',
    validate(values) {
      const value = make(values as FormValues);
      const body = bodyOf(value);
      const judged = body === null ? null : contract.safeParse(body);
      const issues = [
        ...brokenIn(values as FormValues),
        ...(judged?.success === false ? judged.error.issues.map(({ message, path }) => ({ message, path })) : []),
        ...more(value),
      ];
      return issues.length > 0 ? { issues } : { value };
    },
  },
});

const fromJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** The same as JSON, whatever the order of properties. */
export const sameJson = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

/** A reading of recorded JSON that the schema judges; what it does not name is left out. */
export const readAs =
  <Value>(schema: z.ZodType) =>
  (json: unknown): Value | null =>
    (schema.safeParse(json).data as Value | undefined) ?? null;

/** Whether a feature is set: an empty object is the API's word for one that is not. */
export const isSet = (value: object): boolean => Object.keys(value).length > 0;

type Described<Value> = Omit<
  Edit<Value>,
  'same' | 'recorded' | 'fromRecord' | 'missingRight' | 'submitName' | 'misfit'
> &
  Partial<Pick<Edit<Value>, 'same' | 'submitName' | 'recorded'>> & {
    /** Whether the feature is on. Absent where it is not one of on and off. */
    isOn?(value: Value): boolean;
    /** Makes of JSON that was recorded a value; null where it is none. */
    read(json: unknown): Value | null;
  };

/** An edit whose values are the API's own JSON: compared and recorded as such, and allowed by the request's verb. */
export function editOf<Value extends object>({ isOn, read, ...described }: Described<Value>): Edit<Value> {
  const { noun, request } = described;
  return {
    same: sameJson,
    misfit: (details) => misfitOf(described.name, details),
    refusal: (details) => misfitOf(described.name, details),
    recorded: (value) => JSON.stringify(value),
    fromRecord: (text) => read(fromJson(text)),
    // Of several requests the session has to be allowed each: a half of them would be worse than none.
    missingRight(session, after, before) {
      const steps = described.steps?.(before, after) ?? [after];
      const methods = steps.map(
        (step, at) => request({ region: '', id: '' }, step, at === 0 ? before : steps[at - 1]!).method,
      );
      return methods.map((method) => missingRight(session, rightFor(method))).find((why) => why !== null) ?? null;
    },
    submitName(before, after) {
      if (!isOn || isOn(before) === (after === null || isOn(after))) return `Change ${noun}`;
      return isOn(before) ? `Disable ${noun}` : `Enable ${noun}`;
    },
    ...described,
  };
}
