import type { z } from '../../shared/zod.ts';
import { refusals } from './fields.ts';

/**
 * Reads a parsed JSON body as the service's own parser does, before any rule is asked: a property that the schema does not know, a
 * wrong type or a word outside an enumeration refuses the body; null counts as left out; "true" and "80" stand for true and 80.
 * Ranges, lengths and required fields are rules, not types: they are checked later, so that all messages come at once.
 * Source: CLB v1.0 developer guide, "Request and response types", and the JSON mapper of the service's published source.
 */
export type Reader = (value: unknown) => unknown;

/** What a reader answers for a value that the schema's types refuse. */
export const refusal = Symbol('refusal');

const integerText = /^\s*[-+]?\d+\s*$/;
const largest = 2 ** 31 - 1;

const readInteger: Reader = (value) => {
  const number = typeof value === 'string' && integerText.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) <= largest ? number : refusal;
};

const readBoolean: Reader = (value) => {
  if (typeof value === 'boolean') return value;
  return value === 'true' ? true : value === 'false' ? false : refusal;
};

const readString: Reader = (value) => (typeof value === 'string' ? value : refusal);

const readEnum = (values: readonly unknown[]): Reader => {
  const known = new Set(values);
  return (value) => (known.has(value) ? value : refusal);
};

const readArray =
  (item: Reader): Reader =>
  (value) => {
    if (!Array.isArray(value)) return refusal;
    const items = value.map((each) => (each === null ? refusal : item(each)));
    return items.includes(refusal) ? refusal : items;
  };

const readObject = (shape: Readonly<Record<string, z.ZodType>>, strict: boolean): Reader => {
  const readers = new Map(Object.entries(shape).map(([name, field]) => [name, readerOf(field)]));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refusal;
    const read: Record<string, unknown> = {};
    for (const [name, raw] of Object.entries(value)) {
      const reader = readers.get(name);
      if (!reader) {
        if (strict) return refusal;
      } else if (raw !== null) {
        const field = reader(raw);
        if (field === refusal) return refusal;
        read[name] = field;
      }
    }
    return read;
  };
};

const readers = new WeakMap<z.ZodType, Reader>();

function build(schema: z.ZodType): Reader {
  const wire = refusals.get(schema);
  if (wire) return readerOf(wire);
  const { def } = schema as z.ZodObject | z.ZodArray<z.ZodType> | z.ZodOptional<z.ZodType> | z.ZodEnum;
  switch (def.type) {
    case 'optional':
      return readerOf(def.innerType);
    case 'object':
      return readObject(def.shape as Record<string, z.ZodType>, def.catchall?._zod.def.type === 'never');
    case 'array':
      return readArray(readerOf(def.element));
    case 'enum':
      return readEnum(Object.values(def.entries));
    default:
      return readScalar(def);
  }
}

const scalars: Readonly<Record<string, Reader>> = {
  number: readInteger,
  boolean: readBoolean,
  string: readString,
  unknown: (value) => value,
};

function readScalar({ type }: { readonly type: string }): Reader {
  const reader = scalars[type];
  if (!reader) throw new Error(`A request schema uses the type ${type}, which bodies are not read for.`);
  return reader;
}

/** The reader of a schema, built once. Throws for a schema type that requests do not use. */
export function readerOf(schema: z.ZodType): Reader {
  const known = readers.get(schema);
  if (known) return known;
  const reader = build(schema);
  readers.set(schema, reader);
  return reader;
}
