import type { BulkItem } from './types.ts';

/** What became of one item of a run, in the words that the page, its filters, its counts and the record share. */
export const outcomes = ['in-progress', 'verified', 'failed', 'unknown', 'waiting', 'already-set', 'skipped'] as const;
export type Outcome = (typeof outcomes)[number];

export function outcomeOf({ state, planned }: Pick<BulkItem, 'state' | 'planned'>): Outcome {
  switch (state.at) {
    case 'under-way':
      return 'in-progress';
    case 'done':
      return state.already ? 'already-set' : 'verified';
    case 'failed':
      return state.why === 'unconfirmed' ? 'unknown' : 'failed';
    case 'in-doubt':
      return 'unknown';
    case 'skipped':
      return planned?.group === 'already' ? 'already-set' : 'skipped';
    default:
      return 'waiting';
  }
}

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** How many items of a run came to what; together they are all that was chosen. */
export function countOutcomes(items: readonly Pick<BulkItem, 'state' | 'planned'>[]): OutcomeCounts {
  const counts = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const item of items) counts[outcomeOf(item)] += 1;
  return counts;
}
