import { faults } from '../../../contract/clb/faults.ts';
import type { RequestValue } from '../../../contract/clb/schemas/index.ts';
import type { Meta } from '../../data-plane.ts';
import { Refusal } from '../answer.ts';
import type { Store } from '../store.ts';
import { idsOf } from './paging.ts';

type Draft = RequestValue<'loadBalancerMetadata.add'>[number];

export const madeMeta = ({ key, value }: Draft, store: Store): Meta => ({ id: store.nextId('meta'), key, value });

/** Checks new items against stored ones. `limit`: how many may be stored. Throws META400 and DUPM422. */
export function checkNewMeta(stored: readonly Meta[], drafts: readonly Draft[], limit: number): void {
  if (stored.length + drafts.length > limit) throw new Refusal('META400', faults.META400.words.default(limit));
  const keys = new Set(stored.map(({ key }) => key));
  if (drafts.some(({ key }) => keys.has(key))) throw new Refusal('DUPM422', faults.DUPM422.words.default);
}

/** What is left after a bulk deletion. Throws NOID400 and METAIDS400. */
export function withoutMeta(stored: readonly Meta[], query: URLSearchParams): Meta[] {
  const ids = idsOf(query);
  if (ids.length === 0) throw new Refusal('NOID400', faults.NOID400.words.default);
  const foreign = ids.filter((id) => !stored.some((meta) => meta.id === id));
  if (foreign.length > 0) throw new Refusal('METAIDS400', [faults.METAIDS400.words.default(foreign)]);
  return stored.filter(({ id }) => !ids.includes(id));
}

/** The item of this id. Throws META404. */
export function metaOf(stored: readonly Meta[], id: number, message: string = faults.META404.words.default): Meta {
  const found = stored.find((meta) => meta.id === id);
  if (!found) throw new Refusal('META404', message);
  return found;
}
