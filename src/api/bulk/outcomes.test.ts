import { expect, it } from 'vitest';
import { countOutcomes, outcomeOf } from './outcomes.ts';
import type { PlanGroup } from './plan.ts';
import type { BulkItem, ItemState } from './types.ts';

type Item = Pick<BulkItem, 'state' | 'planned'>;

const item = (state: ItemState, group: PlanGroup = 'will-change'): Item => ({
  state,
  planned: { group, cause: 'fits', reason: '' },
});
const failed = (why: 'refused' | 'unconfirmed'): ItemState => ({ at: 'failed', why, message: '', ended: 0 });
const done = (already: boolean): ItemState => ({ at: 'done', already, took: 0, ended: 0 });

it.each([
  ['in-progress', item({ at: 'under-way', step: 'sending', since: 0 })],
  ['verified', item(done(false))],
  ['failed', item(failed('refused'))],
  ['unknown', item(failed('unconfirmed'))],
  ['unknown', item({ at: 'in-doubt' })],
  ['waiting', item({ at: 'waiting' })],
  ['already-set', item({ at: 'skipped' }, 'already')],
  ['already-set', item(done(true))],
  ['skipped', item({ at: 'skipped' }, 'locked')],
  ['skipped', item({ at: 'skipped' }, 'not-possible')],
] as const)('calls an item %s', (outcome, each) => {
  expect(outcomeOf(each)).toBe(outcome);
});

it('counts every item once, so that the counts add up to what was chosen', () => {
  const items = [
    item(done(false)),
    item(done(true)),
    item({ at: 'skipped' }, 'already'),
    item({ at: 'skipped' }, 'locked'),
    item(failed('refused')),
    item(failed('unconfirmed')),
  ];
  const counts = countOutcomes(items);
  expect(counts).toMatchObject({ verified: 1, 'already-set': 2, skipped: 1, failed: 1, unknown: 1, waiting: 0 });
  expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBe(items.length);
});
