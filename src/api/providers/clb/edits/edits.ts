import type { Edits } from '../../edit.ts';
import { misfitOf } from './misfits.ts';

/** The edits of Cloud Load Balancers. */
export const edits: Edits = {
  misfit: misfitOf,
  find: async (name) => (await import('./find-edit.ts')).findEdit(name),
};
