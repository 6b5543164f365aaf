import { wellFormed } from '../../contract/shared/text.ts';

/** The columns of the files that the panel makes of load balancers; pasted lines of them are known by these. */
export const fileColumns = {
  list: [
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
  ],
  run: [
    'run',
    'region',
    'id',
    'name',
    'before',
    'after',
    'result',
    'detail',
    'seconds',
    'ended',
    'user',
    'reason',
    'change',
  ],
  runOfParts: [
    'run',
    'region',
    'id',
    'part',
    'name',
    'before',
    'after',
    'result',
    'detail',
    'seconds',
    'ended',
    'user',
    'reason',
    'change',
  ],
} as const;

export type CsvValue = string | number | null;

/** What a spreadsheet skips before it decides that a cell is a formula. */
const skipped = /^[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}]+/u;
/** Excel and its like take the full-width and small forms of `=`, `+`, `-` and `@`, too. */
const beginsFormula = (text: string): boolean =>
  /^[=+\-@]/.test((text.replace(skipped, '').at(0) ?? '').normalize('NFKC'));
const isDangerous = (text: string): boolean => /^[\t\r\n]/.test(text) || beginsFormula(text);

/** A spreadsheet that parts lines at semicolons or tabs, or forgets the quotes, begins a cell after each of these. */
const breaks = /([;\t\r\n])/;

/**
 * The text with an apostrophe before each place where a spreadsheet would begin a formula.
 * Source: OWASP, "CSV Injection".
 */
function guarded(text: string): string {
  if (isDangerous(text)) return `'${text}`;
  return text
    .split(breaks)
    .map((part, index) => (index > 0 && beginsFormula(part) ? `'${part}` : part))
    .join('');
}

/** The text of a cell that went through a file of ours: without the apostrophes before formulas. */
export const unguarded = (text: string): string =>
  text.startsWith("'") && isDangerous(text.slice(1))
    ? text.slice(1)
    : text
        .split(breaks)
        .map((part, index) =>
          index > 0 && part.startsWith("'") && beginsFormula(part.slice(1)) ? part.slice(1) : part,
        )
        .join('');

function cell(value: CsvValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = guarded(wellFormed(value));
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table as CSV by RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8, and no cell that is a formula. */
export function toCsv<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, CsvValue>>[],
): string {
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))];
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** A cell in quotes, up to what ends it; quotes that nothing ends are text. */
const quotedCell = /"(?:[^"]|"")*"(?=[,;\t\r\n]|$)/y;

const endOfQuoted = (text: string, at: number): number => {
  quotedCell.lastIndex = at;
  return quotedCell.test(text) ? quotedCell.lastIndex : at;
};

/** The lines of a CSV or of cells copied from a spreadsheet; a cell in quotes may hold line ends. */
export function csvLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  let cellStart = true;
  for (let at = 0; at < text.length; at += 1) {
    const end = cellStart && text[at] === '"' ? endOfQuoted(text, at) : at;
    if (end > at) at = end;
    if (at >= text.length) break;
    if (text[at] === '\n' || text[at] === '\r') {
      lines.push(text.slice(start, at));
      if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
      start = at + 1;
      cellStart = true;
    } else {
      cellStart = text[at] === ',' || text[at] === ';' || text[at] === '\t';
    }
  }
  return [...lines, text.slice(start)];
}

/** The cells of a line that `csvLines` gave, parted by one character. */
export function csvCells(line: string, separator: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    const end = line[at] === '"' ? endOfQuoted(line, at) : at;
    const next = line.indexOf(separator, end);
    const stop = next < 0 ? line.length : next;
    const isQuoted = end > at && end === stop;
    cells.push(isQuoted ? line.slice(at + 1, end - 1).replaceAll('""', '"') : line.slice(at, stop));
    if (next < 0) return cells;
    at = next + 1;
  }
}
