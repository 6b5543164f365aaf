import type { Persistence } from '../../model/load-balancer.ts';
import { recordedValue } from '../history/history.ts';
import { type BulkItem, type RunSnapshot, targetOf } from './types.ts';

/** What became of one load balancer of a run, as the downloaded record says it. */
export interface RecordRow {
  readonly run: string;
  readonly region: string;
  readonly id: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly result: string;
  readonly detail: string;
  /** Seconds from sending to the read-back. */
  readonly seconds: number | null;
  /** ISO 8601. */
  readonly ended: string | null;
  readonly user: string;
  readonly reason: string;
  /** Id of the record in the panel's history. */
  readonly change: string | null;
}

const value = (persistence: Persistence | null): string | null => persistence && recordedValue(persistence);

/** The result in a word, and what there is to say of it. */
export function resultOf({ state, planned }: BulkItem): { readonly result: string; readonly detail: string } {
  switch (state.at) {
    case 'done':
      return { result: state.already ? 'already so' : 'done', detail: '' };
    case 'failed':
      return { result: `failed: ${state.why}`, detail: state.message };
    case 'skipped':
      return {
        result:
          planned?.group === 'already'
            ? 'already so'
            : planned?.group === 'locked'
              ? 'left out: locked'
              : 'left out: not possible',
        detail: planned?.reason ?? '',
      };
    case 'in-doubt':
      return { result: 'not confirmed', detail: 'It may have been sent; it was not read back.' };
    case 'under-way':
      return { result: 'under way', detail: '' };
    default:
      return { result: 'not run', detail: '' };
  }
}

export const recordOf = ({ run, items }: RunSnapshot): RecordRow[] =>
  items.map((item) => {
    const { state } = item;
    const ended = state.at === 'done' || state.at === 'failed' ? state.ended : null;
    return {
      run: run.id,
      region: item.region,
      id: item.id,
      name: item.name,
      before: value(item.before),
      after: value(targetOf(item, run)),
      ...resultOf(item),
      seconds: state.at === 'done' ? Math.round(state.took / 100) / 10 : null,
      ended: ended === null ? null : new Date(ended).toISOString(),
      user: run.user,
      reason: run.reason,
      change: item.record,
    };
  });

/** A spreadsheet runs a cell that begins so as a formula; an apostrophe in front makes it text. Source: OWASP, "CSV Injection". */
const formula = /^(\s*[=+\-@＝＋－＠]|[\t\r])/;

const cell = (content: string | number | null): string => {
  if (content === null) return '';
  if (typeof content === 'number') return String(content);
  const safe = formula.test(content) ? `'${content}` : content;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const columns = [
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
] as const satisfies readonly (keyof RecordRow)[];

/** The record as CSV by RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8. */
export const toCsv = (rows: readonly RecordRow[]): string =>
  `\ufeff${[columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))].join('\r\n')}\r\n`;

export const toJson = ({ run }: RunSnapshot, rows: readonly RecordRow[]): string =>
  `${JSON.stringify(
    {
      run: run.id,
      account: run.account,
      user: run.user,
      reason: run.reason,
      takesBack: run.takesBack,
      started: run.started === null ? null : new Date(run.started).toISOString(),
      ended: run.ended === null ? null : new Date(run.ended).toISOString(),
      endedBecause: run.endedBecause,
      loadBalancers: rows,
    },
    null,
    2,
  )}\n`;
