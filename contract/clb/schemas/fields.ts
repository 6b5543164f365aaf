import { z } from '../../shared/zod.ts';

/** The error of a field: one sentence when it is missing, one when its value does not fit. */
export const says = (missing: string, invalid = missing) => ({
  error: (issue: { readonly input?: unknown }) => (issue.input === undefined ? missing : invalid),
});

/** An integer in a range, with the service's sentences. */
export const integer = (minimum: number, maximum: number, missing: string, invalid = missing) => {
  const error = says(missing, invalid);
  return z.int(error).min(minimum, error).max(maximum, error);
};

/** A required text of 1 to `maximum` characters. */
export const text = (maximum: number, missing: string, tooLong: string, empty = missing) =>
  z.string(says(missing)).min(1, { error: empty }).max(maximum, { error: tooLong });

/** Properties that a body may spell but not set: the JSON type that is read from the body, by schema. */
export const refusals = new WeakMap<z.ZodType, z.ZodType>();

/** A property that the service knows and refuses with `message`; `wire` is its type in a body. It is left out of forms and documents. */
export const refused = (message: string, wire: z.ZodType = z.unknown()) => {
  const field = z.custom<undefined>((value) => value === undefined, { error: message, abort: false }).optional();
  refusals.set(field, wire);
  return field;
};

/**
 * A rule over a whole object, which speaks together with the rules of its fields. `holds` may meet fields that do not fit. `field`: the one
 * that it is about, where it is one.
 */
export const rule = <Value>(holds: (value: Value) => boolean, message: string, field?: string) =>
  z.refine<Value>((value) => typeof value !== 'object' || value === null || holds(value), {
    error: message,
    when: () => true,
    ...(field !== undefined && { path: [field] }),
  });

/** Whether two or more items share a key. Items without a key do not count. */
export const hasTwins = <Item>(items: unknown, key: (item: Item) => string | undefined): boolean => {
  if (!Array.isArray(items)) return false;
  const keys = items.map((item) => (item ? key(item) : undefined)).filter((each) => each !== undefined);
  return new Set(keys).size < keys.length;
};

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();
const network = z.union([ipv4, ipv6, z.cidrv4(), z.cidrv6()]);

/** Host names are letters, digits and hyphens in dotted labels, and no bare number in the last label. */
const hostName = /^(?=.{1,128}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)*(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i;

export const isIp = (address: string) => ipv4.safeParse(address).success || ipv6.safeParse(address).success;
export const isNetwork = (address: string) => network.safeParse(address).success;
export const isHostName = (name: string) => hostName.test(name);
/** A host name whose first label may be `*`. */
export const isHostPattern = (name: string) => isHostName(name.replace(/^\*\./, ''));
