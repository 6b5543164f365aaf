import type { z } from '../../shared/zod.ts';
import type { schemas } from './index.ts';

/**
 * An answer as it may really come: the schema's fields, any of them missing, so that whoever reads one says what stands in for it.
 * Only a type: nothing of the schemas is loaded for it.
 */
export type Wire<Name extends keyof typeof schemas> = Loose<z.infer<(typeof schemas)[Name]>>;

type Loose<T> = T extends readonly (infer Item)[]
  ? Loose<Item>[]
  : T extends object
    ? { [Key in keyof T]?: Loose<T[Key]> | null }
    : T extends string
      ? string
      : T;
