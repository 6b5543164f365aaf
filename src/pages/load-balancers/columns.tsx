import {
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table';
import type { ComponentType } from 'react';
import { persistenceLabel } from '../../../contract/persistence.ts';
import { statuses } from '../../../contract/statuses.ts';
import { type LoadBalancer, persistenceType, refKey } from '../../api/model.ts';
import { AddressCell, NameCell, NodesCell, PersistenceCell, ProtocolCell, StatusCell, UpdatedCell } from './cells.tsx';
import { detailsIndex } from './details-index.ts';
import type { ColumnId } from './list-state.ts';

export const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
});

const text = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
type Compare = (a: LoadBalancer, b: LoadBalancer) => number;

const known = (row: LoadBalancer) => detailsIndex.get(refKey(row))?.known ?? null;
const persistenceWord = (row: LoadBalancer) => {
  const value = known(row)?.persistence;
  return value ? persistenceLabel(persistenceType(value)) : '';
};
const order = statuses as readonly string[];

interface Column {
  readonly id: ColumnId;
  readonly header: string;
  readonly Cell: ComponentType<{ row: LoadBalancer }>;
  readonly compare: Compare;
}

/** The list's columns. Rows whose details were not read sort after the others by what only the details hold. */
export const columns: readonly Column[] = [
  {
    id: 'status',
    header: 'Status',
    Cell: StatusCell,
    compare: (a, b) => order.indexOf(a.status) - order.indexOf(b.status),
  },
  { id: 'name', header: 'Name', Cell: NameCell, compare: (a, b) => text.compare(a.name, b.name) },
  {
    id: 'persistence',
    header: 'Session Persistence',
    Cell: PersistenceCell,
    compare: (a, b) => (known(b) ? 1 : 0) - (known(a) ? 1 : 0) || text.compare(persistenceWord(a), persistenceWord(b)),
  },
  {
    id: 'protocol',
    header: 'Protocol',
    Cell: ProtocolCell,
    compare: (a, b) => text.compare(a.protocol, b.protocol) || a.port - b.port,
  },
  {
    id: 'address',
    header: 'Virtual IP',
    Cell: AddressCell,
    compare: (a, b) => text.compare(a.virtualIps[0]?.address ?? '', b.virtualIps[0]?.address ?? ''),
  },
  {
    id: 'nodes',
    header: 'Nodes',
    Cell: NodesCell,
    compare: (a, b) => (a.nodeCount ?? 0) - (b.nodeCount ?? 0) || (known(a)?.online ?? 0) - (known(b)?.online ?? 0),
  },
  {
    id: 'region',
    header: 'Region',
    Cell: ({ row }) => row.region,
    compare: (a, b) => text.compare(a.region, b.region),
  },
  { id: 'updated', header: 'Updated', Cell: UpdatedCell, compare: (a, b) => (a.updated ?? 0) - (b.updated ?? 0) },
];

const helper = createColumnHelper<typeof features, LoadBalancer>();

export const tableColumns = helper.columns(
  columns.map(({ id, header, compare }) =>
    helper.accessor((row) => row, {
      id,
      header,
      enableHiding: id !== 'name',
      sortFn: (a, b) => compare(a.original, b.original),
      sortDescFirst: false,
    }),
  ),
);

export const cellOf = Object.fromEntries(columns.map(({ id, Cell }) => [id, Cell])) as Readonly<
  Record<ColumnId, ComponentType<{ row: LoadBalancer }>>
>;
