import { comparable, trimmed } from '../../../contract/shared/text.ts';
import { csvCells, csvLines, fileColumns, unguarded } from '../../model/csv.ts';
import type { LoadBalancer } from '../../model/load-balancer.ts';

export interface PastedEntry {
  /** As it was pasted, or `REGION/id` of a line of a table. */
  readonly text: string;
  /** Load balancers that it may mean: one is clear, none is unknown, several are ambiguous. */
  readonly matches: readonly LoadBalancer[];
}

const separators = ['\t', ',', ';'] as const;

/** Without the quotes that spreadsheets and people put around a cell. */
function unquoted(text: string): string {
  const [, quote, inner] = /^(["'])(.*)\1$/s.exec(trimmed(text)) ?? [];
  if (inner === undefined) return trimmed(text);
  return trimmed(quote === '"' ? inner.replaceAll('""', '"') : inner);
}

/** How the API spells statuses, protocols and persistence types: a line with such a word says something about a load balancer. */
const isApiWord = (cell: string): boolean => /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/.test(cell);
const isId = (cell: string): boolean => /^\d+$|^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(cell);

/** Where a table has what names a load balancer; -1 where it has no such column. */
interface Columns {
  readonly region: number;
  readonly id: number;
  readonly name: number;
  readonly count: number;
}

function columnsOf(head: readonly string[]): Columns | null {
  const names = head.map(comparable);
  const [region = -1, id = -1, name = -1] = ['region', 'id', 'name'].map((each) => names.indexOf(each));
  return id >= 0 && (region >= 0 || name >= 0) ? { region, id, name, count: head.length } : null;
}

/** The columns of a line of one of the panel's files, known by its length and by the words that stand in it. */
const shapes = Object.values(fileColumns).map((columns) => ({
  columns: columnsOf(columns)!,
  telling: columns.flatMap((column, at) => (['status', 'protocol', 'before', 'after'].includes(column) ? [at] : [])),
}));
const shapeOf = (cells: readonly string[]): Columns | null =>
  shapes.find(
    ({ columns, telling }) => columns.count === cells.length && telling.some((at) => isApiWord(cells[at] ?? '')),
  )?.columns ?? null;

/** No comparable text holds a line end. */
const pairKey = (region: string, id: string): string => `${comparable(region)}\n${comparable(id)}`;

/** Load balancers by what a pasted text may name them. */
class Names {
  readonly #byId = new Map<string, LoadBalancer[]>();
  /** By `REGION/id`, which may mean several where regions or ids hold slashes. */
  readonly #byRef = new Map<string, LoadBalancer[]>();
  readonly #byRegionAndId = new Map<string, LoadBalancer>();
  readonly #byName = new Map<string, LoadBalancer[]>();
  readonly #byLooseName = new Map<string, LoadBalancer[]>();
  readonly #regions = new Set<string>();

  constructor(rows: Iterable<LoadBalancer>) {
    const add = (index: Map<string, LoadBalancer[]>, key: string, row: LoadBalancer) => {
      const rows = index.get(key);
      if (rows) rows.push(row);
      else index.set(key, [row]);
    };
    for (const row of rows) {
      add(this.#byId, comparable(row.id), row);
      add(this.#byRef, comparable(`${row.region}/${row.id}`), row);
      this.#byRegionAndId.set(pairKey(row.region, row.id), row);
      add(this.#byName, trimmed(row.name).normalize('NFC'), row);
      add(this.#byLooseName, comparable(row.name), row);
      this.#regions.add(comparable(row.region));
    }
  }

  /** An exact name or id is meant before one that differs in case; a name that is also an id may mean either. */
  find(entry: string): readonly LoadBalancer[] {
    const refs = this.#byRef.get(comparable(entry)) ?? [];
    const ids = this.#byId.get(comparable(entry)) ?? [];
    const names = this.#byName.get(trimmed(entry).normalize('NFC')) ?? [];
    const exact = new Set([...names, ...ids, ...refs]);
    if (exact.size > 0) return [...exact];
    const loose = this.#byLooseName.get(comparable(entry));
    if (loose) return loose;
    const bare = unguarded(entry);
    return bare === entry ? [] : this.find(bare);
  }

  isRegion = (cell: string): boolean => this.#regions.has(comparable(cell));

  in(region: string, id: string): LoadBalancer | undefined {
    return this.#byRegionAndId.get(pairKey(region, id));
  }

  /** What a line of a table is about. An id counts; the name decides only between several regions. */
  atColumns(cells: readonly string[], { region, id, name }: Columns): PastedEntry | null {
    const [inRegion = '', ownId = '', ownName = ''] = [cells[region], cells[id], cells[name]];
    if (ownId === '') return ownName === '' ? null : { text: ownName, matches: this.find(ownName) };
    if (inRegion !== '') {
      const row = this.in(inRegion, ownId);
      return { text: `${inRegion}/${ownId}`, matches: row ? [row] : [] };
    }
    const all = this.#byId.get(comparable(ownId)) ?? [];
    const named = all.filter((row) => this.#isNamed(row, ownName));
    return { text: ownId, matches: named.length > 0 ? named : all };
  }

  /** What two cells beside each other say together: region and id, or id and name. */
  atPair(one: string, other: string): PastedEntry | null {
    const row = this.in(one, other);
    if (row) return { text: `${row.region}/${row.id}`, matches: [row] };
    for (const [id, name] of [
      [one, other],
      [other, one],
    ] as const) {
      const matches = (this.#byId.get(comparable(id)) ?? []).filter((each) => this.#isNamed(each, name));
      if (matches.length > 0) return { text: id, matches };
    }
    return null;
  }

  #isNamed = (row: LoadBalancer, name: string): boolean =>
    comparable(row.name) === comparable(name) || comparable(row.name) === comparable(unguarded(name));
}

/** The one load balancer that a line is about which also tells its status, protocol or the like; null when it is no such line. */
function described(cells: readonly string[], names: Names): PastedEntry | null {
  const tells = cells.some((cell) => isApiWord(cell) && !names.isRegion(cell) && names.find(cell).length === 0);
  if (!tells) return null;
  for (const [at, cell] of cells.entries()) {
    const next = cells[at + 1] ?? '';
    const pair = names.atPair(cell, next);
    if (pair) return pair;
    if (names.isRegion(cell) && isId(next)) return { text: `${cell}/${next}`, matches: [] };
  }
  return null;
}

/** The entries of a line that is a plain list; a region and the id after it are one, and so are an id and its name. */
function listed(cells: readonly string[], names: Names): PastedEntry[] {
  const entries: PastedEntry[] = [];
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? '';
    const pair = names.atPair(cell, cells[at + 1] ?? '');
    if (pair) at += 1;
    if (pair) entries.push(pair);
    else if (cell !== '') entries.push({ text: cell, matches: names.find(cell) });
  }
  return entries;
}

/**
 * Finds the load balancers that a pasted text means: ids, `REGION/id` or names, one on a line or parted by commas, semicolons and tabs;
 * or lines of one of the panel's files or of a spreadsheet, with their head or without, each of which is one load balancer whatever
 * numbers stand in it. A line that is one name whole is that name, even with commas in it.
 */
export function readPasted(text: string, rows: Iterable<LoadBalancer>): PastedEntry[] {
  const names = new Names(rows);
  let table: { readonly separator: string; readonly columns: Columns } | null = null;

  /** What the line of a table is about; none for its head. Null when the line, so parted, is none. */
  const tableLine = (cells: readonly string[], separator: string): readonly PastedEntry[] | null => {
    const head = columnsOf(cells);
    if (head) {
      table = { separator, columns: head };
      return [];
    }
    const sameTable = table?.separator === separator && table.columns.count === cells.length ? table.columns : null;
    const columns = sameTable ?? shapeOf(cells);
    const entry = columns ? names.atColumns(cells, columns) : described(cells, names);
    return entry ? [entry] : null;
  };

  const entriesOf = (line: string): readonly PastedEntry[] => {
    const whole = unquoted(line);
    const matches = names.find(whole);
    if (whole === '') return [];
    if (matches.length > 0) return [{ text: whole, matches }];
    if (/[\r\n]/.test(line) && !separators.some((separator) => line.includes(separator)))
      return line.split(/\r\n?|\n/).flatMap(entriesOf);
    for (const separator of separators) {
      const cells = csvCells(line, separator).map(unquoted);
      const found = cells.length > 1 ? tableLine(cells, separator) : null;
      if (found) return found;
    }
    const parts = separators.reduce((all, separator) => all.flatMap((part) => csvCells(part, separator)), [line]);
    return listed(parts.map(unquoted), names);
  };

  const entries = new Map<string, PastedEntry>();
  for (const entry of csvLines(text.replace(/^\ufeff/, '')).flatMap(entriesOf))
    if (!entries.has(entry.text)) entries.set(entry.text, entry);
  return [...entries.values()];
}
