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
  /** Least and usual width, in pixels; the name takes what is left. */
  readonly width: readonly [least: number, usual: number];
  readonly compare: Compare;
}

/** The list's columns. Rows whose details were not read sort after the others by what only the details hold. */
export const columns: readonly Column[] = [
  {
    id: 'status',
    header: 'Status',
    width: [128, 160],
    compare: (a, b) => statusOrder(a) - statusOrder(b),
  },
  {
    id: 'name',
    header: 'Name',
    width: [150, 150],
    compare: (a, b) => text.compare(a.name, b.name),
  },
  {
    id: 'persistence',
    header: 'Session Persistence',
    width: [192, 216],
    compare: (a, b) => (known(b) ? 1 : 0) - (known(a) ? 1 : 0) || text.compare(persistenceWord(a), persistenceWord(b)),
  },
  {
    id: 'protocol',
    header: 'Protocol',
    width: [116, 136],
    compare: (a, b) => text.compare(a.protocol, b.protocol) || a.port - b.port,
  },
  {
    id: 'address',
    header: 'Virtual IP',
    width: [152, 168],
    compare: (a, b) => text.compare(a.virtualIps[0]?.address ?? '', b.virtualIps[0]?.address ?? ''),
  },
  {
    id: 'nodes',
    header: 'Nodes',
    width: [84, 96],
    compare: (a, b) => (a.nodeCount ?? 0) - (b.nodeCount ?? 0) || (known(a)?.online ?? 0) - (known(b)?.online ?? 0),
  },
  { id: 'region', header: 'Region', width: [84, 84], compare: (a, b) => text.compare(a.region, b.region) },
  { id: 'updated', header: 'Updated', width: [112, 128], compare: (a, b) => (a.updated ?? 0) - (b.updated ?? 0) },
];

/** In which order columns give way where there is no room for all. The others never do. */
const giveWay: readonly ColumnId[] = ['updated', 'region', 'address', 'nodes', 'protocol'];

/** Width of what stands before the first column and after the last, in pixels: checkbox, and the cue that there are more. */
const edges = { before: 52, after: 12, cue: 44 };

export interface FittedColumns {
  readonly shown: readonly Column[];
  /** What would be shown if there were room. */
  readonly left: readonly Column[];
  /** As CSS grid tracks, and how wide the table is at least, in pixels. */
  readonly tracks: string;
  readonly least: number;
  /** Width of what stands after the last column, in pixels. */
  readonly end: number;
}

/** The columns that fit into `room` (pixels), and those in `kept` beside them: the table is then scrolled sideways. */
export function fitColumns({ hidden, kept = [] }: Pick<ListState, 'hidden' | 'kept'>, room: number): FittedColumns {
  const wanted = columns.filter(({ id }) => !hidden.includes(id));
  const needs = (some: readonly Column[], at: 0 | 1) => {
    const { before, after, cue } = edges;
    return some.reduce((sum, { width }) => sum + width[at], before + (some.length < wanted.length ? cue : after));
  };
  let fitting = wanted;
  for (const id of giveWay) {
    if (needs(fitting, 0) <= room) break;
    fitting = fitting.filter((column) => column.id !== id);
  }
  const shown = wanted.filter((column) => fitting.includes(column) || kept.includes(column.id));
  const at = needs(shown, 1) <= room ? 1 : 0;
  return {
    shown,
    left: wanted.filter((column) => !shown.includes(column)),
    tracks: shown.map(({ id, width }) => (id === 'name' ? `minmax(${width[0]}px, 1fr)` : `${width[at]}px`)).join(' '),
    least: needs(shown, 0),
    end: shown.length < wanted.length ? edges.cue : edges.after,
  };
}

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
