import { decoded, trimmed } from '../../../contract/shared/text.ts';
import type { Summary } from '../../api/inventory/summaries.ts';
import { type LoadBalancer, protocolsOf } from '../../model/load-balancer.ts';
import { persistenceType } from '../../model/persistence.ts';
import { hasWords, rowText, searchWords } from '../../model/search.ts';

export const columnIds = [
  'status',
  'name',
  'persistence',
  'protocol',
  'address',
  'nodes',
  'region',
  'updated',
] as const;
export type ColumnId = (typeof columnIds)[number];

export const filterIds = ['status', 'protocol', 'region', 'persistence', 'owner'] as const;
export type FilterId = (typeof filterIds)[number];
export type Filters = Readonly<Record<FilterId, readonly string[]>>;

const filtersOf = (values: (id: FilterId) => readonly string[]): Filters =>
  Object.fromEntries(filterIds.map((id) => [id, values(id)])) as Filters;
export const noFilters = filtersOf(() => []);

/** How a filter spells whether a controller, such as Kubernetes, manages a load balancer. */
export const ownerOf = ({ owners }: Pick<LoadBalancer, 'owners'>): 'managed' | 'unmanaged' =>
  owners ? 'managed' : 'unmanaged';

/** How a filter on session persistence spells "off"; every type is spelled as the API does. */
export const off = 'DISABLED';

/** What the list shows, all of it in the address. */
export interface ListState {
  readonly search: string;
  readonly filters: Filters;
  readonly sort: { readonly column: ColumnId; readonly descending: boolean } | null;
  readonly hidden: readonly ColumnId[];
  /** Columns that stay where there is no room for all. */
  readonly kept?: readonly ColumnId[];
  /** That no column is hidden was chosen: said in the address, where the columns that were chosen last would else stand. */
  readonly everyColumn?: boolean;
}

const isColumn = (value: string): value is ColumnId => (columnIds as readonly string[]).includes(value);
const list = (value: string | null): string[] => [...new Set((value ?? '').split(',').filter(Boolean).map(decoded))];
/** Values with commas between them; one of a region's name is no end of it. */
const joined = (values: readonly string[]): string =>
  values.map((value) => value.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');

/** Reads the list's state from the address; what it does not understand it leaves out. */
export function readListState(query: URLSearchParams): ListState {
  const sort = query.get('sort') ?? '';
  const column = sort.replace(/^-/, '');
  const kept = list(query.get('show')).filter(isColumn);
  return {
    search: query.get('q') ?? '',
    filters: filtersOf((id) => list(query.get(id))),
    sort: isColumn(column) ? { column, descending: sort.startsWith('-') } : null,
    hidden: list(query.get('hide')).filter((value): value is ColumnId => isColumn(value) && value !== 'name'),
    ...(kept.length > 0 ? { kept } : {}),
    ...(query.get('hide') === '' ? { everyColumn: true } : {}),
  };
}

/** Writes it back; nothing that has its usual value appears. */
export function writeListState({ search, filters, sort, hidden, kept = [], everyColumn }: ListState): URLSearchParams {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  for (const id of filterIds) if (filters[id].length > 0) query.set(id, joined(filters[id]));
  if (sort) query.set('sort', `${sort.descending ? '-' : ''}${sort.column}`);
  if (hidden.length > 0 || everyColumn) query.set('hide', hidden.join(','));
  if (kept.length > 0) query.set('show', kept.join(','));
  return query;
}

export const isFiltered = ({ search, filters }: ListState): boolean =>
  trimmed(search) !== '' || filterIds.some((id) => filters[id].length > 0);

/**
 * Whether a row is shown. `known`: what its details said, null when they were not read — such a row fits no choice of session
 * persistence. `byNode`: whether a region named it for the address in the search box; null when none was named.
 */
export function matcher(
  { search, filters }: Pick<ListState, 'search' | 'filters'>,
  known: (row: LoadBalancer) => Summary | null,
  byNode: ((row: LoadBalancer) => boolean) | null,
): (row: LoadBalancer) => boolean {
  const words = searchWords(search);
  const { status, protocol, region, persistence, owner } = filters;
  return (row) => {
    if (status.length > 0 && !status.includes(row.status)) return false;
    if (protocol.length > 0 && !protocolsOf(row).some((each) => protocol.includes(each))) return false;
    if (region.length > 0 && !region.includes(row.region)) return false;
    if (owner.length > 0 && !owner.includes(ownerOf(row))) return false;
    if (persistence.length > 0) {
      const subjects = known(row)?.subjects ?? [];
      if (!subjects.some((each) => persistence.includes(persistenceType(each.persistence) ?? off))) return false;
    }
    if (words.length === 0) return true;
    return hasWords(rowText(row), words) || byNode?.(row) === true;
  };
}

/** Whether every row that `next` shows, `former` showed too: its filters are the same and its words go on where the former ones ended. */
export function narrows(
  former: Pick<ListState, 'search' | 'filters'>,
  next: Pick<ListState, 'search' | 'filters'>,
): boolean {
  if (former.filters !== next.filters) return false;
  const words = searchWords(next.search);
  return searchWords(former.search).every((begun) => words.some((word) => word.includes(begun)));
}

/** A chosen value that no filter offers, as a mistyped address has it. */
export interface UnknownValue {
  readonly filter: FilterId;
  readonly value: string;
}

/** The chosen values that `knows` does not know. */
export const unknownValues = (
  filters: Filters,
  knows: (filter: FilterId, value: string) => boolean,
): readonly UnknownValue[] =>
  filterIds.flatMap((filter) =>
    filters[filter].filter((value) => !knows(filter, value)).map((value) => ({ filter, value })),
  );

const filterNames: Readonly<Record<FilterId, string>> = {
  status: 'status',
  protocol: 'protocol',
  region: 'region',
  persistence: 'session persistence',
  owner: 'owner',
};

/** What is wrong with it, as a sentence. Protocols are known only from the rows, so those may well exist elsewhere. */
export const unknownSentence = ({ filter, value }: UnknownValue): string =>
  filter === 'protocol'
    ? `No load balancer here has protocol “${value}”.`
    : `Unknown ${filterNames[filter]} in the filter: “${value}”.`;

/** The filters without these values. */
export const withoutValues = (filters: Filters, values: readonly UnknownValue[]): Filters =>
  filtersOf((id) => filters[id].filter((value) => !values.some((each) => each.filter === id && each.value === value)));
