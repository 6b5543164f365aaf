import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import type { AccessListItem } from '../../data-plane.ts';
import type { Store } from '../store.ts';

type Draft = RequestValue<'accessList.append'>[number];

/** Stored items from checked requests. */
export const madeItems = (drafts: readonly Draft[], store: Store): AccessListItem[] =>
  drafts.map(({ address, type }) => ({ id: store.nextId('accessListItem'), address, type }));
