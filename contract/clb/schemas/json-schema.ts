import { z } from '../../shared/zod.ts';
import { refusals } from './fields.ts';
import { schemas } from './index.ts';

export type JsonSchema = Record<string, unknown>;

const uri = (name: string) => `#/components/schemas/${name}`;

/** Leaves out what the service refuses, and bounds and patterns that say no more than the type. */
function tidy({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: JsonSchema }): void {
  const { def } = zodSchema._zod;
  if (def.type === 'object') {
    const properties = jsonSchema.properties as JsonSchema | undefined;
    for (const [name, field] of Object.entries(def.shape)) {
      if (refusals.has(field as z.ZodType)) delete properties?.[name];
    }
  }
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
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
