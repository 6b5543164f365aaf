import { z } from '../../shared/zod.ts';

/** A request body: its schema as documented, and what stands inside its root key. */
export interface RequestBody<Value extends z.ZodType = z.ZodType> {
  readonly schema: z.ZodType;
  /** The service takes the body with or without this key around it; without a root the body is the value itself. */
  readonly root?: string;
  /** Another key that holds one item of the list. */
  readonly single?: string;
  readonly value: Value;
}

/** A body `{root: value}` whose root key may be left out. `example`: a value that the region accepts. */
export const wrapped = <Value extends z.ZodType>(
  root: string,
  value: Value,
  example: z.input<Value>,
): RequestBody<Value> => ({
  root,
  value,
  schema: z.strictObject({ [root]: value }).meta({ examples: [{ [root]: example }] }),
});

/** A body that is documented without a root key; the service takes it with one too, where it has a `root`. */
export const bare = <Value extends z.ZodType>(
  value: Value,
  example: z.input<Value>,
  root?: string,
): RequestBody<Value> => ({ ...(root && { root }), value, schema: value.meta({ examples: [example] }) });
