import { z } from '../../shared/zod.ts';
import {
  cipherList,
  longestDescription,
  longestListenerTimeout,
  longestName,
  longestTag,
  port as portRange,
  retries,
  unsafeInUrl,
  weight as weightRange,
} from '../limits.ts';

/**
 * What Octavia itself finds wrong with a value of the right JSON type, in its own words; null when nothing. Rules that stand in a
 * schema but not here are the panel's own: the service takes what they refuse, and then it does not work.
 */
export type WireCheck = (value: unknown) => string | null;
export const wireChecks = new WeakMap<z.ZodType, WireCheck>();

/** Gives a finished field its wire check; `.optional()` and `.nullable()` may follow, nothing else. */
const wire = <Field extends z.ZodType>(field: Field, check: WireCheck): Field => {
  wireChecks.set(field, check);
  return field;
};

interface Words {
  readonly title: string;
  readonly description?: string;
  readonly default?: unknown;
}

const tooLong = (most: number) => `Value should have a maximum character requirement of ${most}`;

export const text = (most: number, words: Words) =>
  wire(
    z
      .string()
      .max(most, { error: `${words.title} has at most ${most} characters.` })
      .meta({ ...words }),
    (value) => ([...(value as string)].length > most ? tooLong(most) : null),
  );

export const integer = (minimum: number | null, maximum: number | null, words: Words) => {
  const range =
    maximum === null
      ? `of at least ${minimum}`
      : minimum === null
        ? `of at most ${maximum}`
        : `from ${minimum} to ${maximum}`;
  const error = {
    error:
      minimum === null && maximum === null
        ? `${words.title} is a whole number.`
        : `${words.title} is a whole number ${range}.`,
  };
  const least = minimum === null ? z.int(error) : z.int(error).min(minimum, error);
  const field = (maximum === null ? least : least.max(maximum, error)).meta({ ...words });
  return wire(field, (value) => {
    if (minimum !== null && (value as number) < minimum) return `Value should be greater or equal to ${minimum}`;
    return maximum !== null && (value as number) > maximum ? `Value should be lower or equal to ${maximum}` : null;
  });
};

export const choice = <const Value extends string>(values: readonly Value[], words: Words) =>
  wire(z.enum(values, { error: `${words.title} is one of ${values.join(', ')}.` }).meta({ ...words }), (value) =>
    (values as readonly unknown[]).includes(value) ? null : `Value should be one of: ${values.join(', ')}`,
  );

export const flag = (words: Words) => z.boolean({ error: `${words.title} is true or false.` }).meta({ ...words });

const uuidText = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
export const uuid = (words: Words) =>
  wire(
    z
      .string()
      .regex(uuidText, { error: `${words.title} is a UUID.` })
      .meta({ ...words }),
    (value) => (uuidText.test(value as string) ? null : 'Value should be UUID format'),
  );

const ipv4 = z.ipv4();
const ipv6 = z.ipv6();
const networks = z.union([ipv4, ipv6, z.cidrv4(), z.cidrv6()]);
export const isIp = (address: string) => ipv4.safeParse(address).success || ipv6.safeParse(address).success;
export const isNetwork = (address: string) => networks.safeParse(address).success;

export const address = (words: Words) =>
  wire(
    z
      .string()
      .refine(isIp, { error: `${words.title} is an IPv4 or IPv6 address.` })
      .meta({ ...words }),
    (value) => (isIp(value as string) ? null : 'Value should be IPv4 or IPv6 format'),
  );

export const network = (words: Words) =>
  wire(
    z
      .string()
      .refine(isNetwork, { error: `${words.title} is an IPv4 or IPv6 network, such as 203.0.113.0/24.` })
      .meta({ ...words }),
    (value) => (isNetwork(value as string) ? null : 'Value should be IPv4 or IPv6 CIDR format'),
  );

/** A text that matches a pattern of the service's; `own` narrows it to what works. */
export const patterned = (
  pattern: RegExp,
  source: string,
  most: number,
  words: Words,
  own?: (value: string) => string | null,
) => {
  const field = z
    .string()
    .max(most, { error: `${words.title} has at most ${most} characters.` })
    .superRefine((value, context) => {
      const problem = own
        ? own(value)
        : pattern.test(value)
          ? null
          : `${words.title} has characters that the service refuses.`;
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    })
    .meta({ ...words });
  return wire(field, (value) => {
    if ((value as string).length > most) return tooLong(most);
    return pattern.test(value as string) ? null : `Value should match the pattern ${source}`;
  });
};

const isUrl = (value: string) => /^https?:\/\//i.test(value) && !unsafeInUrl.test(value) && URL.canParse(value);
export const url = (words: Words) =>
  wire(
    z
      .string()
      .refine(isUrl, { error: `${words.title} is an http or https address without spaces.` })
      .meta({ ...words }),
    (value) =>
      /^https?:\/\//i.test(value as string) && URL.canParse(value as string)
        ? null
        : 'Value must be a valid URL string',
  );

export const urlPath = (words: Words) =>
  wire(
    z
      .string()
      .regex(/^\/\S*$/, { error: `${words.title} begins with / and has no spaces.` })
      .meta({ ...words }),
    (value) => (/^\/\S*$/.test(value as string) ? null : 'Value must be a valid URL Path string'),
  );

export const ciphers = wire(
  z
    .string()
    .max(2048)
    .regex(cipherList, { error: 'TLS ciphers are names joined by colons, as OpenSSL writes them.' })
    .meta({ title: 'TLS ciphers', description: 'OpenSSL cipher list. Since version 2.15.' }),
  (value) => ((value as string).length > 2048 ? tooLong(2048) : null),
);

export const tlsVersions = z
  .array(z.enum(['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']))
  .meta({ title: 'TLS versions', description: 'Since versions 2.17 (listeners) and 2.18 (pools).' });
export const alpnProtocols = z
  .array(z.enum(['h2', 'http/1.1', 'http/1.0']))
  .meta({ title: 'ALPN protocols', description: 'Since versions 2.20 (listeners) and 2.24 (pools).' });

export const name = text(longestName, { title: 'Name', description: 'Need not be unique.' });
export const description = text(longestDescription, { title: 'Description' });
export const adminStateUp = flag({
  title: 'Switched on',
  description: 'false takes it out of service.',
  default: true,
});
export const tags = z
  .array(text(longestTag, { title: 'Tag' }))
  .meta({ title: 'Tags', description: 'Since version 2.5.' });
export const projectId = text(36, {
  title: 'Project id',
  description: 'The token’s own when left out; another one’s needs an operator.',
});
export const port = (title: string, about?: string) =>
  integer(portRange.minimum, portRange.maximum, { title, ...(about && { description: about }) });
export const weight = integer(weightRange.minimum, weightRange.maximum, {
  title: 'Weight',
  description: 'Share of traffic; 0 drains: settled clients stay, new ones go elsewhere.',
  default: weightRange.default,
});
export const retry = (title: string, about: string, preset?: number) =>
  integer(retries.minimum, retries.maximum, {
    title,
    description: about,
    ...(preset !== undefined && { default: preset }),
  });
export const milliseconds = (title: string, preset: number) =>
  integer(0, longestListenerTimeout, { title, description: 'Milliseconds.', default: preset });
export const secret = (title: string) =>
  text(255, { title, description: 'Address of a secret or container in the key manager.' });

type Shape = Readonly<Record<string, z.ZodType>>;
type Optional<Fields extends Shape> = { readonly [Key in keyof Fields]: z.ZodOptional<Fields[Key]> };
type Nullable<Fields extends Shape> = { readonly [Key in keyof Fields]: z.ZodOptional<z.ZodNullable<Fields[Key]>> };

/** Fields that a body may leave out. */
export const optional = <Fields extends Shape>(fields: Fields): Optional<Fields> =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.optional()])) as Optional<Fields>;

/** Fields of a change: left out they stay, null clears them. */
export const changeable = <Fields extends Shape>(fields: Fields): Nullable<Fields> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [key, field.nullable().optional()]),
  ) as Nullable<Fields>;
