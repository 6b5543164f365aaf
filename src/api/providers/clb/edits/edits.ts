import type { Edits } from '../../edit.ts';
import { misfitOf } from './misfits.ts';

/** The edits of Cloud Load Balancers. */
export const edits: Edits = {
  misfit: misfitOf,
  certificates: async (ref) => (await import('./list-mappings.ts')).listMappings(ref),
  nodes: async () => (await import('./nodes-in-bulk.ts')).nodesInBulk,
  find: async (name) => (await import('./find-edit.ts')).findEdit(name),
  ofRecord: async (record) => (await import('./find-edit.ts')).editOfRecord(record),
};
