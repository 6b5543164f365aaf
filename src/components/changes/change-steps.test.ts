import { expect, test } from 'vitest';
import type { ChangeState } from '../../api/changes/change.ts';
import { persistenceKind } from '../../api/changes/persistence-kind.ts';
import { disabled, enabled } from '../../model/persistence.ts';
import { loadBalancer } from '../../test/load-balancer.ts';
import { stepsOf } from './change-steps.ts';

const marks = (state: ChangeState): string[] =>
  stepsOf({
    kind: persistenceKind,
    subject: loadBalancer(),
    state,
    before: disabled,
    after: enabled('HTTP_COOKIE'),
  }).map(({ mark, label }) => `${mark}: ${label}`);

const failed = (why: Extract<ChangeState, { at: 'failed' }>['why']): ChangeState => ({
  at: 'failed',
  why,
  message: '',
  error: null,
});

const last = 'verified as HTTP cookie';

test.each<[state: ChangeState, steps: string[]]>([
  [{ at: 'queued', waitingFor: 'BUILD' }, []],
  [{ at: 'sending' }, ['current: Sending…', 'waiting: active again', `waiting: ${last}`]],
  [{ at: 'settling', since: 1 }, ['done: accepted (202)', 'current: Applying…', `waiting: ${last}`]],
  [{ at: 'reading', since: 1 }, ['done: accepted (202)', 'done: active again', `current: ${last}`]],
  [
    { at: 'done', already: false, took: 1, details: loadBalancer() },
    ['done: accepted (202)', 'done: active again', `done: ${last}`],
  ],
  [{ at: 'done', already: true, took: 0, details: loadBalancer() }, []],
  [failed('refused'), []],
  [failed('error-status'), ['done: accepted (202)', 'failed: ended in ERROR', `unknown: ${last}`]],
  [failed('mismatch'), ['done: accepted (202)', 'done: active again', 'failed: does not read HTTP cookie']],
  [
    { at: 'settling', since: 1, unanswered: true },
    ['unknown: no clear answer', 'current: Applying…', `waiting: ${last}`],
  ],
  [
    { at: 'done', already: false, took: 1, details: loadBalancer(), unanswered: true },
    ['unknown: no clear answer', 'done: active again', `done: ${last}`],
  ],
  [failed('unconfirmed'), ['unknown: no clear answer', 'unknown: active again', `unknown: ${last}`]],
])('%o', (state, steps) => expect(marks(state)).toEqual(steps));

test('the clock runs beside the step that is under way', () =>
  expect(
    stepsOf({
      kind: persistenceKind,
      subject: loadBalancer(),
      state: { at: 'settling', since: 7 },
      before: disabled,
      after: enabled('HTTP_COOKIE'),
    })[1],
  ).toMatchObject({
    since: 7,
  }));
