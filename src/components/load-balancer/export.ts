import { inventory } from '../../api/inventory/inventory.ts';
import { type CsvValue, toCsv as csv, fileColumns } from '../../model/csv.ts';
import { endpointWords, type LoadBalancer, type PersistenceSubject } from '../../model/load-balancer.ts';
import { persistenceType, persistenceWords } from '../../model/persistence.ts';
import { download } from '../records/download.ts';

type Line = Record<(typeof fileColumns.list)[number], CsvValue>;

const iso = (time: number | null | undefined): string | null => (time == null ? null : new Date(time).toISOString());

/** Each value that the load balancer has, as the API spells it. */
const persistenceCell = (subjects: readonly PersistenceSubject[]): string =>
  [...new Set(subjects.map(({ persistence }) => persistenceType(persistence) ?? persistenceWords(persistence)))].join(
    ' ',
  );

/** One row as it goes into a file: what was not read stays empty. */
export function lineOf(row: LoadBalancer): Line {
  const known = inventory.details.summaries.of(row)?.known;
  return {
    region: row.region,
    id: row.id,
    name: row.name,
    status: row.status,
    sessionPersistence: known ? persistenceCell(known.subjects) : null,
    protocol: row.endpoints ? endpointWords(row) : row.protocol,
    port: row.port,
    virtualIps: row.virtualIps.map(({ address }) => address).join(' '),
    nodes: known?.total ?? row.nodeCount,
    nodesOnline: known?.online ?? null,
    updated: iso(row.updated),
    detailsReadAt: iso(known?.readAt),
  };
}

export const toCsv = (rows: readonly LoadBalancer[]): string => csv(fileColumns.list, rows.map(lineOf));

export const toJson = (rows: readonly LoadBalancer[]): string => `${JSON.stringify(rows.map(lineOf), null, 2)}\n`;

const formats = {
  csv: { type: 'text/csv', write: toCsv },
  json: { type: 'application/json', write: toJson },
} as const;

export type ExportFormat = keyof typeof formats;

/** Hands the rows to the browser as a file. */
export function saveRows(format: ExportFormat, rows: readonly LoadBalancer[]): void {
  const { type, write } = formats[format];
  const name = `load-balancers-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')}.${format}`;
  download(name, type, write(rows));
}
