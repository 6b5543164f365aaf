import type { Failure } from '../../api/changes/change.ts';
import type { Change } from '../../api/changes/change-store.ts';

export interface Step {
  readonly label: string;
  readonly mark: 'done' | 'current' | 'waiting' | 'failed' | 'unknown';
  /** When the step's wait began, milliseconds since the Unix epoch, while it is the current one. */
  readonly since?: number;
}

const marks = {
  sending: ['current', 'waiting', 'waiting'],
  settling: ['done', 'current', 'waiting'],
  reading: ['done', 'done', 'current'],
  done: ['done', 'done', 'done'],
} as const;

/** How far a change had come when it ended otherwise; one that changed nothing has no steps to show. */
const failureMarks: Partial<Record<Failure, readonly [Step['mark'], Step['mark'], Step['mark']]>> = {
  'error-status': ['done', 'failed', 'unknown'],
  mismatch: ['done', 'done', 'failed'],
  unconfirmed: ['unknown', 'unknown', 'unknown'],
};

export type SteppedChange = Pick<Change, 'kind' | 'subject' | 'state' | 'before' | 'after'>;

/** The three steps of a change as far as they have come; none while it waits or when nothing was sent. */
export function stepsOf({ kind, subject, state, before, after }: SteppedChange): readonly Step[] {
  const value = kind.words(after);
  if (state.at === 'queued' || state.at === 'cancelled' || (state.at === 'done' && state.already)) return [];
  const reached = state.at === 'failed' ? failureMarks[state.why] : marks[state.at];
  if (!reached) return [];
  const each: readonly Step['mark'][] =
    'unanswered' in state && state.unanswered ? ['unknown', reached[1], reached[2]] : reached;
  const since = 'since' in state ? state.since : undefined;
  const labels = [
    each[0] === 'current'
      ? 'Sending…'
      : each[0] === 'unknown'
        ? 'no clear answer'
        : `accepted (${kind.request(subject, after, before).success})`,
    each[1] === 'failed'
      ? 'ended in ERROR'
      : each[1] === 'current'
        ? 'Applying…'
        : kind.whenGone === undefined
          ? 'active again'
          : 'gone',
    each[2] === 'failed' ? `does not read ${value}` : `verified as ${value}`,
  ];
  return each.map((mark, index) => ({
    label: labels[index] ?? '',
    mark,
    ...(mark === 'current' && since !== undefined && { since }),
  }));
}
