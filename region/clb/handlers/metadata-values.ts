import { faults } from '../../../contract/clb/faults.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import type { Meta } from '../../data-plane.ts';
import { Refusal } from '../answer.ts';
import type { Store } from '../store.ts';
import { idsOf } from './paging.ts';

type Draft = RequestValue<'loadBalancerMetadata.add'>[number];

export const madeMeta = ({ key, value }: Draft, store: Store): Meta => ({ id: store.nextId('meta'), key, value });

/** Whether a key of the new items is stored already. */
export const hasStoredKey = (stored: readonly Meta[], drafts: readonly Draft[]): boolean =>
  drafts.some((draft) => stored.some(({ key }) => key === draft.key));

/** Ids of a bulk deletion, and those of them that are not stored. Throws NOID400. */
export function metaIds(stored: readonly Meta[], query: URLSearchParams) {
  const ids = idsOf(query);
  if (ids.length === 0) throw new Refusal('NOID400', faults.NOID400.words.default);
  return { ids, foreign: ids.filter((id) => !stored.some((meta) => meta.id === id)) };
}

/** What is left of the items. */
export const withoutMeta = (stored: readonly Meta[], ids: readonly number[]): Meta[] =>
  stored.filter(({ id }) => !ids.includes(id));

/** The item of this id. Throws META404. */
export function metaOf(stored: readonly Meta[], id: number, message: string = faults.META404.words.default): Meta {
  const found = stored.find((meta) => meta.id === id);
  if (!found) throw new Refusal('META404', message);
  return found;
}
