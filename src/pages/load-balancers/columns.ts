import { inventory } from '../../api/inventory/inventory.ts';
import { currentProvider } from '../../api/providers/providers.ts';
import { type LoadBalancer, persistenceSummary } from '../../model/load-balancer.ts';
import { persistenceWords } from '../../model/persistence.ts';
import type { ColumnId, ListState } from './list-state.ts';

type Compare = (a: LoadBalancer, b: LoadBalancer) => number;

const text = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const known = (row: LoadBalancer) => inventory.details.summaries.of(row)?.known ?? null;
const persistenceWord = (row: LoadBalancer) => {
  const summary = persistenceSummary(known(row)?.subjects ?? []);
  return summary.at === 'same' ? persistenceWords(summary.persistence) : '';
};
const statusOrder = (row: LoadBalancer): number => currentProvider().statuses.indexOf(row.status);

export interface Column {
  readonly id: ColumnId;
  readonly header: string;
  /** Width as a CSS grid track. */
  readonly width: string;
  readonly compare: Compare;
}

/** The list's columns. Rows whose details were not read sort after the others by what only the details hold. */
export const columns: readonly Column[] = [
  {
    id: 'status',
    header: 'Status',
    width: '168px',
    compare: (a, b) => statusOrder(a) - statusOrder(b),
  },
  {
    id: 'name',
    header: 'Name',
    width: 'minmax(200px, 1fr)',
    compare: (a, b) => text.compare(a.name, b.name),
  },
  {
    id: 'persistence',
    header: 'Session Persistence',
    width: '216px',
    compare: (a, b) => (known(b) ? 1 : 0) - (known(a) ? 1 : 0) || text.compare(persistenceWord(a), persistenceWord(b)),
  },
  {
    id: 'protocol',
    header: 'Protocol',
    width: '136px',
    compare: (a, b) => text.compare(a.protocol, b.protocol) || a.port - b.port,
  },
  {
    id: 'address',
    header: 'Virtual IP',
    width: '168px',
    compare: (a, b) => text.compare(a.virtualIps[0]?.address ?? '', b.virtualIps[0]?.address ?? ''),
  },
  {
    id: 'nodes',
    header: 'Nodes',
    width: '96px',
    compare: (a, b) => (a.nodeCount ?? 0) - (b.nodeCount ?? 0) || (known(a)?.online ?? 0) - (known(b)?.online ?? 0),
  },
  { id: 'region', header: 'Region', width: '76px', compare: (a, b) => text.compare(a.region, b.region) },
  { id: 'updated', header: 'Updated', width: '128px', compare: (a, b) => (a.updated ?? 0) - (b.updated ?? 0) },
];

/** Columns whose order depends on what only the details hold. */
export const needsDetails = (column: ColumnId | undefined): boolean => column === 'persistence' || column === 'nodes';

/**
 * The rows in the chosen order; without one, in the order of arrival. Equal rows keep theirs. `_version`: of the details index, by
 * which a caller that remembers the result knows when to ask anew.
 */
export function sortRows(
  rows: readonly LoadBalancer[],
  sort: ListState['sort'],
  _version: number,
): readonly LoadBalancer[] {
  const column = sort && columns.find(({ id }) => id === sort.column);
  if (!column) return rows;
  const { compare } = column;
  return [...rows].sort(sort.descending ? (a, b) => compare(b, a) : compare);
}

/** The next order when a header is pressed: ascending, descending, none. */
export const nextSort = (sort: ListState['sort'], column: ColumnId): ListState['sort'] =>
  sort?.column !== column ? { column, descending: false } : sort.descending ? null : { column, descending: true };
