import { type Group, groups } from '../../api/explorer/contract.ts';
import { type OperationId, operationIds } from '../../api/explorer/operations.ts';
import { operationOf } from '../../api/explorer/request.ts';
import { hasWords, searchText, searchWords } from '../../model/search.ts';

export interface OperationGroup {
  readonly name: Group;
  readonly about: string;
  readonly ids: readonly OperationId[];
}

const grouped = Object.groupBy(operationIds, (id) => operationOf(id).group);

/** Every operation by group, in the contract's order. */
export const catalogue: readonly OperationGroup[] = Object.entries(grouped).map(([name, ids = []]) => ({
  name: name as Group,
  about: groups[name as Group],
  ids,
}));

const texts = new Map(
  operationIds.map((id) => {
    const { title, group, method, path } = operationOf(id);
    return [id, searchText(id, title, group, method, path, id.replace(/([A-Z])/g, ' $1'))] as const;
  }),
);

/** The groups with the operations in which every word occurs: in id, title, group, method or path. */
export function searchOperations(text: string): readonly OperationGroup[] {
  const words = searchWords(text);
  if (words.length === 0) return catalogue;
  return catalogue.flatMap((group) => {
    const ids = group.ids.filter((id) => hasWords(texts.get(id) ?? '', words));
    return ids.length === 0 ? [] : [{ ...group, ids }];
  });
}
