import type { z } from '../../shared/zod.ts';
import { faults } from '../faults.ts';
import { operations } from '../operations/index.ts';
import { wireChecks } from './fields.ts';
import { type RequestOperationId, type RequestValue, requests } from './index.ts';
import type { RequestBody } from './request.ts';

const bodyOf = (id: RequestOperationId): RequestBody => requests[operations[id].request];
const words = faults.INPUT400.words;

export type ParsedBody<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: 'INPUT400' | 'GEN500'; readonly message: string };

class Refused extends Error {
  readonly fault: 'INPUT400' | 'GEN500';
  constructor(message: string, fault: 'INPUT400' | 'GEN500' = 'INPUT400') {
    super(message);
    this.fault = fault;
  }
}

const shown = (value: unknown) =>
  value === null || value === undefined ? 'None' : typeof value === 'string' ? value : JSON.stringify(value);
const wrong = (name: string, value: unknown, problem: string) => new Refused(words.field(name, shown(value), problem));

/** What the service's parser calls a value, in the 500 that it fails with. */
const pythonType = (value: unknown) =>
  ({ string: 'str', number: 'int', boolean: 'bool' })[typeof value as string] ??
  (Array.isArray(value) ? 'list' : 'NoneType');

const truths = new Map<unknown, boolean>([
  ...['true', 't', 'yes', 'y', 'on', '1', 1].map((word) => [word, true] as const),
  ...['false', 'f', 'no', 'n', 'off', '0', 0].map((word) => [word, false] as const),
]);

interface At {
  /** `pool_.pool.session_persistence` */
  readonly path: string;
  /** Last name of the path. */
  readonly field: string;
  /** What the service names when it cannot convert a value at all. */
  readonly argument: string;
  readonly whole: unknown;
}

type Def = z.core.$ZodTypes['_zod']['def'];
const defOf = (schema: z.ZodType) => schema.def as unknown as Def;

/** The schema inside `optional` and `nullable`, and whether it may be left out. */
function bared(schema: z.ZodType): { readonly inner: z.ZodType; readonly required: boolean } {
  let inner = schema;
  let required = true;
  for (let def = defOf(inner); def.type === 'optional' || def.type === 'nullable'; def = defOf(inner)) {
    if (def.type === 'optional') required = false;
    inner = def.innerType as z.ZodType;
  }
  return { inner, required };
}

function readObject(shape: Readonly<Record<string, z.ZodType>>, value: unknown, at: At): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refused(`'${pythonType(value)}' object has no attribute 'keys'`, 'GEN500');
  }
  const given = value as Record<string, unknown>;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(shape, name) && name !== 'tenant_id');
  if (unknown.length === 1) throw new Refused(words.unknown(at.path, unknown[0] as string));
  if (unknown.length > 1) throw new Refused(words.unknowns(at.path, unknown.join(', ')));
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) {
    const { inner, required } = bared(field);
    const raw = given[name] ?? (name === 'project_id' ? given.tenant_id : undefined);
    const missing = raw === undefined || raw === null;
    if (required && missing) throw wrong(name, null, 'Mandatory field missing.');
    if (missing) {
      if (Object.hasOwn(given, name)) read[name] = null;
    } else {
      read[name] = readValue(inner, raw, { ...at, path: `${at.path}.${name}`, field: name });
    }
  }
  return read;
}

const integerText = /^\s*[-+]?\d+\s*$/;

const scalars: Readonly<Record<string, (value: unknown, at: At) => unknown>> = {
  string(value, { field }) {
    if (typeof value !== 'string') throw wrong(field, value, 'Value should be string');
    return value;
  },
  number(value, { argument, whole }) {
    const number = typeof value === 'string' && integerText.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      throw wrong(argument, whole, `invalid literal for int() with base 10: '${shown(value)}'`);
    }
    return Math.trunc(number);
  },
  boolean(value, { argument, whole }) {
    const truth =
      typeof value === 'boolean' ? value : truths.get(typeof value === 'string' ? value.trim().toLowerCase() : value);
    if (truth === undefined) throw wrong(argument, whole, `Value not an unambiguous boolean: ${shown(value)}`);
    return truth;
  },
  enum: (value) => value,
  record: (value) => value,
};

function readUnion(options: readonly z.ZodType[], value: unknown, { field }: At): unknown {
  const values = options.flatMap((option) => {
    const def = defOf(option);
    return def.type === 'literal' ? [...def.values] : [];
  });
  const number = typeof value === 'string' ? Number(value) : value;
  if (!values.includes(number as never)) throw wrong(field, value, `Value should be one of: ${values.join(', ')}`);
  return number;
}

function readValue(schema: z.ZodType, value: unknown, at: At): unknown {
  const def = defOf(schema);
  if (def.type === 'object') return readObject(def.shape as Record<string, z.ZodType>, value, at);
  if (def.type === 'union') return readUnion(def.options as readonly z.ZodType[], value, at);
  if (def.type === 'array') {
    if (!Array.isArray(value)) throw wrong(at.argument, at.whole, `Value not a valid list: ${shown(value)}`);
    return value.map((each) => readValue(def.element as z.ZodType, each, at));
  }
  const read = scalars[def.type]?.(value, at);
  if (read === undefined) throw new Error(`A request schema uses the type ${def.type}, which bodies are not read for.`);
  const problem = wireChecks.get(schema)?.(read) ?? (def.type === 'enum' ? enumProblem(def.entries, read) : null);
  if (problem !== null) throw wrong(at.field, value, problem);
  return read;
}

const enumProblem = (entries: Readonly<Record<string, unknown>>, value: unknown) =>
  Object.values(entries).includes(value) ? null : `Value should be one of: ${Object.values(entries).join(', ')}`;

function readBody({ root, argument, value }: RequestBody, text: string): unknown {
  if (text.trim() === '') throw new Refused(words.missing(argument));
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refused(words.json);
  }
  if (root === undefined) return body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refused(`'${pythonType(body)}' object has no attribute 'keys'`, 'GEN500');
  }
  const others = Object.keys(body).filter((name) => name !== root);
  if (others.length === 1) throw new Refused(words.unknown(argument, others[0] as string));
  if (others.length > 1) throw new Refused(words.unknowns(argument, others.join(', ')));
  const inner = (body as Record<string, unknown>)[root];
  if (inner === undefined || inner === null) {
    throw new Refused(`'${inner === null ? 'NoneType' : 'UnsetType'}' object has no attribute`, 'GEN500');
  }
  return readValue(value, inner, { path: `${argument}.${root}`, field: root, argument, whole: body });
}

/**
 * Reads the text of a request body as Octavia's parser does: unknown fields, wrong types, bounds and missing fields refuse it, in the
 * service's words (a body that is no object makes it fail with 500). "80" and "true" stand for 80 and true, `tenant_id` for
 * `project_id`; null stays null. Rules that the service does not have (contract/octavia/persistence.ts) are not asked here. Bodies of
 * identity operations are only parsed. Never throws.
 */
export function parseBody<Id extends RequestOperationId>(id: Id, text: string): ParsedBody<RequestValue<Id>> {
  try {
    return { ok: true, value: readBody(bodyOf(id), text) as RequestValue<Id> };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { ok: false, fault: error.fault, message: error.message };
  }
}

/**
 * What is wrong with a value, in sentences for the user: the service's rules and those without which it accepts a value that does not
 * work. `value`: what stands inside the root key. All at once, each once; none when it is good.
 */
export function validate(id: RequestOperationId, value: unknown): string[] {
  const result = bodyOf(id).value.safeParse(value);
  return result.success ? [] : [...new Set(result.error.issues.map(({ message }) => message))];
}
