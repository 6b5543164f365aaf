import { apiOf } from './apis.ts';
import type { RequestBody } from './explored-api.ts';
import { type OperationId, operationOf } from './operations.ts';

/** The parts of JSON Schema that bodies use. */
export interface FieldSchema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly items?: FieldSchema;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
}

const schemaOf = (id: OperationId): FieldSchema =>
  (apiOf(id).schemas()[operationOf(id).request ?? ''] ?? {}) as FieldSchema;

export const takesBody = (id: OperationId): boolean => operationOf(id).request !== undefined;

function requestOf(id: OperationId): RequestBody {
  const request = apiOf(id).requests[operationOf(id).request ?? ''];
  if (!request) throw new Error(`${id} takes no body.`);
  return request;
}

/** The schema of what stands inside the body's root key: the form is made from it. */
export function valueSchema(id: OperationId): FieldSchema {
  const { root } = requestOf(id);
  const whole = schemaOf(id);
  // Of a body that has a root key and is documented without one, the schema is the value's own.
  return (root !== undefined && whole.properties?.[root]) || whole;
}

/** The key that stands around the value in a body written here; null where it is documented without one. */
function rootOf(id: OperationId): string | null {
  const { root } = requestOf(id);
  return root !== undefined && schemaOf(id).properties?.[root] ? root : null;
}

/** A body as it is sent, from what the form holds. */
export function bodyText(id: OperationId, value: unknown): string {
  const root = rootOf(id);
  const inside = value ?? (valueSchema(id).type === 'array' ? [] : {});
  return JSON.stringify(root === null ? inside : { [root]: inside }, null, 2);
}

/** What the form holds, from the text of a body: the service takes it with and without its root key. Throws when it is no JSON. */
export function valueOfText(id: OperationId, text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return parsed;
  const [key, ...others] = Object.keys(parsed);
  const { root, single } = requestOf(id);
  if (key === undefined || others.length > 0) return parsed;
  const inner = (parsed as Record<string, unknown>)[key];
  if (key === root) return inner;
  return key === single ? [inner] : parsed;
}

/** An example that the region accepts. */
export const exampleText = (id: OperationId): string => JSON.stringify(schemaOf(id).examples?.[0], null, 2);

/** What a new value of a schema begins with: what is required and has a default, and the items that a list cannot be without. */
export function initialValue(schema: FieldSchema): unknown {
  if (schema.type === 'object') {
    const required = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name));
    return Object.fromEntries(
      required.flatMap(([name, field]) => {
        const value = initialValue(field);
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  }
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => initialValue(schema.items ?? {}));
  return schema.default;
}

/** Something that the contract refuses. `path`: where in the value; empty for the whole of it. */
export interface BodyIssue {
  readonly path: string;
  readonly message: string;
}

const pathOf = (keys: readonly PropertyKey[]): string =>
  keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');

/** Every message of the contract about a body, in the service's words; none when it is good. */
export function bodyIssues(id: OperationId, text: string): BodyIssue[] {
  const parsed = apiOf(id).parse(id, text);
  const { value } = requestOf(id);
  if (parsed.ok) {
    const { error } = value.safeParse(parsed.value);
    return (error?.issues ?? []).map(({ path, message }) => ({ path: pathOf(path), message }));
  }
  const whole = { path: '', message: parsed.message };
  try {
    // The service says no more than that; what the schema says of each field tells where to look.
    const { error } = value.safeParse(valueOfText(id, text));
    const known = (error?.issues ?? []).filter(({ code }) => code !== 'unrecognized_keys');
    return [whole, ...known.map(({ path, message }) => ({ path: pathOf(path), message }))];
  } catch {
    return [whole];
  }
}

/** Where a text stops being JSON, in words; null when it is JSON. */
export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    const position = /position (\d+)/.exec(said)?.[1];
    const named = /line (\d+) column (\d+)/.exec(said);
    if (text.trim() === '') return 'The body is empty.';
    if (named) return `This is not JSON: look at line ${named[1]}, column ${named[2]}.`;
    const at = position === undefined ? text.length : Number(position);
    const before = text.slice(0, at).split('\n');
    return `This is not JSON: look at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}.`;
  }
}

const secretName = /^(privateKey|apiKey|password|passcode|auth)$/;

/** Whether a schema has fields that belong into no address. */
export const holdsSecrets = ({ properties = {}, items }: FieldSchema): boolean =>
  Object.entries(properties).some(([name, field]) => secretName.test(name) || holdsSecrets(field)) ||
  (items !== undefined && holdsSecrets(items));
