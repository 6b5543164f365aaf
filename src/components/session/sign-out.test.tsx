import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { activeRuns } from '../../api/bulk/active-runs.ts';
import { openQuestion } from '../dialogs/confirm.ts';
import { leave } from './sign-out.ts';

let signedOut = 0;
const network = setupServer(
  http.delete('*/session', () => {
    signedOut += 1;
    // Refused, so that the page stays to be looked at.
    return HttpResponse.json({ error: { code: 'internal', message: 'Not now.', requestId: '1' } }, { status: 500 });
  }),
);
beforeAll(() => network.listen());
afterEach(() => {
  signedOut = 0;
  activeRuns.set([], new Map());
});
afterAll(() => network.close());

test('a run that is under way or paused is asked about before the sign-in ends', async () => {
  const run = { id: '1', finished: 1, total: 3, failed: 0, problem: null };
  for (const phase of ['running', 'paused'] as const) {
    activeRuns.set([{ ...run, phase }], new Map());
    const stayed = leave();
    expect(openQuestion.get()?.title).toBe('Sign out while changes are under way?');
    openQuestion.get()?.answer(false);
    await stayed;
    expect(signedOut).toBe(0);
  }
  const left = leave();
  openQuestion.get()?.answer(true);
  await left;
  expect(signedOut).toBe(1);
});

test('nothing is asked when nothing is under way', async () => {
  activeRuns.set([{ id: '1', phase: 'ended', finished: 3, total: 3, failed: 0, problem: null }], new Map());
  await leave();
  expect(openQuestion.get()).toBeNull();
  expect(signedOut).toBe(1);
});
