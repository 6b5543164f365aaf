import { inventory } from '../../api/inventory/inventory.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { type LoadBalancer, protocolsOf } from '../../model/load-balancer.ts';
import { persistenceType } from '../../model/persistence.ts';
import { type FilterId, off, ownerOf } from './list-state.ts';

/** The values that a filter offers whatever the rows are. `regions`: those of the account. */
export function offeredValues(filter: FilterId, regions: readonly string[]): readonly string[] {
  const { statuses, persistence } = currentProvider();
  if (filter === 'status') return statuses;
  if (filter === 'region') return regions;
  if (filter === 'owner') return ['managed', 'unmanaged'];
  return filter === 'persistence' ? persistence.choices.map(({ value }) => value) : [];
}

/** What a row has of a filter's values; nothing of session persistence before it was read. */
export function valuesOf(row: LoadBalancer, filter: FilterId): readonly string[] {
  if (filter === 'protocol') return protocolsOf(row);
  if (filter === 'owner') return [ownerOf(row)];
  if (filter !== 'persistence') return [row[filter]];
  const subjects = inventory.details.summaries.of(row)?.known?.subjects ?? [];
  return subjects.map((each) => persistenceType(each.persistence) ?? off);
}
