import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { activeRuns } from '../../api/bulk/active-runs.ts';
import { countOutcomes } from '../../api/bulk/outcomes.ts';
import { placeOf } from '../../api/changes/queued-place.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { openQuestion } from '../dialogs/confirm.ts';
import { forgetOwnQueue, leave } from './sign-out.ts';

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
  localStorage.clear();
  queryClient.clear();
});
afterAll(() => network.close());

const run = {
  id: '1',
  finished: 3,
  total: 3,
  chosen: '3 load balancers',
  outcomes: countOutcomes([]),
  problem: null,
  dismiss: () => undefined,
};

test('a run that is under way or paused is asked about before the sign-in ends', async () => {
  for (const phase of ['running', 'paused'] as const) {
    activeRuns.set([{ ...run, finished: 1, phase }], new Map());
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
  activeRuns.set([{ ...run, phase: 'ended' }], new Map());
  await leave();
  expect(openQuestion.get()).toBeNull();
  expect(signedOut).toBe(1);
});

test('what the user has queued goes with the sign-in and stays without, and nobody else’s goes', async () => {
  const own = { service: 'rackspace', account: '1', user: 'admin' };
  const places = [own, { ...own, user: 'creator' }, { ...own, service: 'keystone' }].map((owner) =>
    placeOf({ ...owner, key: 'ORD 71' }),
  );
  for (const place of places) localStorage.setItem(place, '{}');
  queryClient.setQueryData(sessionQuery.queryKey, { signedIn: true, session: own } as never);
  await leave();
  expect(signedOut).toBe(1);
  expect(Object.keys(localStorage).toSorted()).toEqual(places.toSorted());
  forgetOwnQueue();
  expect(Object.keys(localStorage).toSorted()).toEqual(places.slice(1).toSorted());
});
