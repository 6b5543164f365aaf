import { z } from '../../shared/zod.ts';
import { schemas } from './index.ts';

export type JsonSchema = Record<string, unknown>;

const uri = (name: string) => `#/components/schemas/${name}`;

/** `null` beside one other schema becomes part of its type, so that titles and bounds stand where readers look for them. */
function flatten(schema: JsonSchema): void {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return;
  const nothing = anyOf.findIndex((each: JsonSchema) => each.type === 'null');
  const some = anyOf[1 - nothing] as JsonSchema | undefined;
  if (nothing < 0 || typeof some?.type !== 'string') return;
  const { enum: values } = some;
  delete schema.anyOf;
  Object.assign(
    schema,
    some,
    rest,
    { type: [some.type, 'null'] },
    Array.isArray(values) && { enum: [...values, null] },
  );
}

/** Leaves out bounds and patterns that say no more than the type. */
function tidy({ jsonSchema }: { jsonSchema: JsonSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  flatten(jsonSchema);
}

/**
 * JSON Schemas (2020-12) of all schemas of the contract, by name: titles, descriptions, defaults, ranges, enumerations, examples.
 * References have the form `#/components/schemas/NAME`. Forms and the OpenAPI document are made from these.
 */
export function jsonSchemas(): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const built = z.toJSONSchema(registry, { io: 'input', unrepresentable: 'any', uri, override: tidy });
  return Object.fromEntries(
    Object.entries(built.schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema as JsonSchema]),
  );
}
