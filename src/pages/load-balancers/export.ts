import { persistenceLabel } from '../../../contract/clb/persistence.ts';
import { type LoadBalancer, persistenceType, refKey } from '../../model/load-balancer.ts';
import { detailsIndex } from './details-cache.ts';

const fields = [
  'region',
  'id',
  'name',
  'status',
  'sessionPersistence',
  'protocol',
  'port',
  'virtualIps',
  'nodes',
  'nodesOnline',
  'updated',
  'detailsReadAt',
] as const;

type Line = Record<(typeof fields)[number], string | number | null>;

const iso = (time: number | null | undefined): string | null => (time == null ? null : new Date(time).toISOString());

/** One row as it goes into a file: what was not read stays empty. */
export function lineOf(row: LoadBalancer): Line {
  const known = detailsIndex.get(refKey(row))?.known;
  const type = known ? persistenceType(known.persistence) : undefined;
  return {
    region: row.region,
    id: row.id,
    name: row.name,
    status: row.status,
    sessionPersistence: type === undefined ? null : (type ?? persistenceLabel(null)),
    protocol: row.protocol,
    port: row.port,
    virtualIps: row.virtualIps.map(({ address }) => address).join(' '),
    nodes: known?.total ?? row.nodeCount,
    nodesOnline: known?.online ?? null,
    updated: iso(row.updated),
    detailsReadAt: iso(known?.readAt),
  };
}

/** A spreadsheet takes a cell that begins like this for a formula; a name must never become one. Source: OWASP, "CSV Injection". */
const formula = /^[=+\-@\t\r]/;

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function toCsv(rows: readonly LoadBalancer[]): string {
  const lines = rows.map(lineOf).map((line) => fields.map((field) => cell(line[field])).join(','));
  return `${[fields.join(','), ...lines].join('\r\n')}\r\n`;
}

export const toJson = (rows: readonly LoadBalancer[]): string => `${JSON.stringify(rows.map(lineOf), null, 2)}\n`;

const formats = {
  csv: { type: 'text/csv;charset=utf-8', write: toCsv },
  json: { type: 'application/json', write: toJson },
} as const;

/** Hands the rows to the browser as a file. */
export function saveRows(format: keyof typeof formats, rows: readonly LoadBalancer[]): void {
  const { type, write } = formats[format];
  const url = URL.createObjectURL(new Blob([write(rows)], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `load-balancers-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
