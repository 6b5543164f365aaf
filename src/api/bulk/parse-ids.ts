import type { LoadBalancer } from '../../model/load-balancer.ts';

export interface PastedEntry {
  /** As it was pasted. */
  readonly text: string;
  /** Load balancers that it may mean: one is clear, none is unknown, several are ambiguous. */
  readonly matches: readonly LoadBalancer[];
}

const separators = /[,;\t]+/;

/** Quotes as spreadsheets put them around a cell. */
const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2');

/**
 * Finds the load balancers that a pasted list of ids, `REGION/id` or names means. A line that is one name whole is that name, even
 * with commas in it; otherwise commas, semicolons and tabs part it.
 */
export function readPasted(text: string, rows: Iterable<LoadBalancer>): PastedEntry[] {
  const byId = new Map<string, LoadBalancer[]>();
  const byName = new Map<string, LoadBalancer[]>();
  const byLooseName = new Map<string, LoadBalancer[]>();
  const add = (index: Map<string, LoadBalancer[]>, key: string, row: LoadBalancer) => {
    const rows = index.get(key);
    if (rows) rows.push(row);
    else index.set(key, [row]);
  };
  for (const row of rows) {
    add(byId, row.id, row);
    add(byId, `${row.region}/${row.id}`.toLowerCase(), row);
    add(byName, row.name, row);
    add(byLooseName, row.name.trim().toLowerCase(), row);
  }
  // An exact name or id is meant before one that differs in case; a name that is also an id may mean either.
  const find = (entry: string): LoadBalancer[] => {
    const exact = new Set([...(byName.get(entry) ?? []), ...(byId.get(entry.toLowerCase()) ?? [])]);
    return exact.size > 0 ? [...exact] : (byLooseName.get(entry.toLowerCase()) ?? []);
  };
  const entries = new Map<string, PastedEntry>();
  const take = (entry: string) => {
    if (entry && !entries.has(entry)) entries.set(entry, { text: entry, matches: find(entry) });
  };
  for (const raw of text.split(/\r?\n/)) {
    const line = unquoted(raw);
    if (find(line).length > 0) take(line);
    else for (const part of line.split(separators)) take(unquoted(part));
  }
  return [...entries.values()];
}
