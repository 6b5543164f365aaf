import { toCsv as csv, fileColumns } from '../../model/csv.ts';
import { calledOf } from '../changes/change.ts';
import { type Outcome, outcomeOf } from './outcomes.ts';
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
  /** Seconds from sending to the read that verified it. */
  readonly seconds: number | null;
  /** ISO 8601. */
  readonly ended: string | null;
  readonly user: string;
  readonly reason: string;
  /** Id of the record in the panel's history. */
  readonly change: string | null;
}

const words: Record<Outcome, string> = {
  verified: 'verified',
  'already-set': 'already set',
  failed: 'failed',
  unknown: 'outcome unknown',
  skipped: 'skipped',
  'in-progress': 'in progress',
  waiting: 'not run',
};

/** The result in a word, and what there is to say of it. */
export function resultOf(item: BulkItem): { readonly result: string; readonly detail: string } {
  const { state, planned } = item;
  const outcome = outcomeOf(item);
  const result = words[outcome];
  switch (state.at) {
    case 'failed':
      return { result: outcome === 'failed' ? `${result}: ${state.why}` : result, detail: state.message };
    case 'skipped':
      return outcome === 'skipped'
        ? {
            result: `${result}: ${planned?.group === 'locked' ? 'locked' : 'not possible'}`,
            detail: planned?.reason ?? '',
          }
        : { result, detail: '' };
    case 'in-doubt':
      return { result, detail: 'It may have been sent; it has not been verified.' };
    default:
      return { result, detail: '' };
  }
}

const recorded = ({ kind }: BulkItem, value: unknown): string | null => (value === null ? null : kind.recorded(value));

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
      before: recorded(item, item.before),
      after: recorded(item, targetOf(item, run)),
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
