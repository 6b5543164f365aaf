import { apiNamed } from '../../api/explorer/apis.ts';
import { type ExploredName, type OperationId, operationIds, operationOf } from '../../api/explorer/operations.ts';
import { hasWords, searchText, searchWords } from '../../model/search.ts';

export interface OperationGroup {
  readonly name: string;
  readonly about: string;
  readonly ids: readonly OperationId[];
}

interface Catalogue {
  /** Every operation by group, in the contract's order. */
  readonly groups: readonly OperationGroup[];
  /** What is searched, by id. */
  readonly texts: ReadonlyMap<OperationId, string>;
}

const made = new Map<ExploredName, Catalogue>();

function catalogueOf(api: ExploredName): Catalogue {
  const there = made.get(api);
  if (there) return there;
  const ids = operationIds(api);
  const { groups } = apiNamed(api);
  const grouped = Object.groupBy(ids, (id) => operationOf(id).group);
  const catalogue = {
    groups: Object.entries(grouped).map(([name, own = []]) => ({ name, about: groups[name] ?? '', ids: own })),
    texts: new Map(
      ids.map((id) => {
        const { title, group, method, path } = operationOf(id);
        return [id, searchText(id, title, group, method, path, id.replace(/([A-Z])/g, ' $1'))] as const;
      }),
    ),
  };
  made.set(api, catalogue);
  return catalogue;
}

/** The groups with the operations in which every word occurs: in id, title, group, method or path. */
export function searchOperations(api: ExploredName, text: string): readonly OperationGroup[] {
  const { groups, texts } = catalogueOf(api);
  const words = searchWords(text);
  if (words.length === 0) return groups;
  return groups.flatMap((group) => {
    const ids = group.ids.filter((id) => hasWords(texts.get(id) ?? '', words));
    return ids.length === 0 ? [] : [{ ...group, ids }];
  });
}
