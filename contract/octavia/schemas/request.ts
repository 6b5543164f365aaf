import { z } from '../../shared/zod.ts';

/** A request body: its schema as documented, and what stands inside its root key. */
export interface RequestBody<Value extends z.ZodType = z.ZodType> {
  readonly schema: z.ZodType;
  /** Octavia insists on this key; without a root the body is the value itself. */
  readonly root?: string;
  /** What Octavia calls the body in its messages. */
  readonly argument: string;
  readonly value: Value;
}

/** A body `{root: value}`. `example`: a value that the service accepts. */
export const wrapped = <Value extends z.ZodType>(
  root: string,
  argument: string,
  value: Value,
  example: z.input<Value>,
): RequestBody<Value> => ({
  root,
  argument,
  value,
  schema: z.strictObject({ [root]: value }).meta({ examples: [{ [root]: example }] }),
});

/** A body without a root key around it. */
export const bare = <Value extends z.ZodType>(value: Value, example: z.input<Value>): RequestBody<Value> => ({
  argument: 'auth',
  value,
  schema: value.meta({ examples: [example] }),
});
