import { toCsv as csv, fileColumns } from '../../model/csv.ts';
import { type Persistence, recordedValue } from '../../model/persistence.ts';
import { calledOf } from '../changes/change.ts';
import { type BulkItem, type RunSnapshot, targetOf } from './types.ts';

/** What became of one load balancer of a run, as the downloaded record says it. */
export interface RecordRow {
  readonly run: string;
  readonly region: string;
  readonly id: string;
  /** Id of the part that was changed, where it was not the load balancer itself. */
  readonly part?: string;
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
      return { result: 'outcome unknown', detail: 'It may have been sent; it was not read back.' };
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
      ...(item.part === undefined ? {} : { part: item.part }),
      name: calledOf(item),
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

export const toCsv = (rows: readonly RecordRow[]): string =>
  rows.some(({ part }) => part !== undefined)
    ? csv(
        fileColumns.runOfParts,
        rows.map((row) => ({ part: null, ...row })),
      )
    : csv(fileColumns.run, rows);

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
