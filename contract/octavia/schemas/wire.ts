import type { Loose } from '../../shared/loose.ts';
import type { z } from '../../shared/zod.ts';
import type { schemas } from './index.ts';

/** An answer as it may really come. Only a type: nothing of the schemas is loaded for it. */
export type Wire<Name extends keyof typeof schemas> = Loose<z.infer<(typeof schemas)[Name]>>;
