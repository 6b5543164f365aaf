import { QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { writeToRegion } from '../../api/history/announced.ts';
import { readHistory } from '../../api/history/history.ts';
import { tellVerdict } from '../../api/history/verdicts.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { announced } from '../../test/announced.ts';
import { type Composition, compose, settle } from '../../test/composition.ts';
import { render } from '../../test/render.tsx';
import { Result } from './Change.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(() => world.close());

const write = { method: 'PUT', body: { sessionPersistence: { persistenceType: 'SOURCE_IP' } } } as const;
const newest = async () => (await readHistory({})).changes[0]!;

/** A change of a page that was left before it was settled. */
async function changeOfAnother(): Promise<void> {
  const id = await world.idOf('ORD', 'web-frontend');
  await world.signIn('admin');
  const answer = await fetch(`/api/ORD/loadbalancers/${id}/sessionpersistence`, {
    method: write.method,
    headers: await announced(id, { after: 'SOURCE_IP' }),
    body: JSON.stringify(write.body),
  });
  expect(answer.status).toBe(202);
}

test('an unknown outcome says so, and whoever sees it may have the server verify it', async () => {
  await changeOfAnother();
  await world.signIn('observer');
  const show = async () => (
    <QueryClientProvider client={queryClient}>
      <Result record={await newest()} />
    </QueryClientProvider>
  );
  const { rerender } = render(await show());
  expect(screen.getByText('Outcome unknown')).toBeDefined();
  const button = screen.getByRole('button', { name: 'Verify now: web-frontend' });
  expect(button.textContent).toBe('Verify now');
  await userEvent.click(button);
  // Still being applied: that says nothing yet.
  await waitFor(async () => expect(await newest()).toMatchObject({ verdict: 'unconfirmed' }));
  world.clock.advance(settle);
  await userEvent.click(button);
  await waitFor(async () => expect(await newest()).toMatchObject({ verdict: 'confirmed', after: 'SOURCE_IP' }));
  rerender(await show());
  expect(screen.queryByRole('button')).toBeNull();
});

test('a page tells how its own change ended, and of a change that it has no key of the server judges', async () => {
  await changeOfAnother();
  const { id } = await newest();
  await tellVerdict(id, 'failed', 'HTTP_COOKIE', 'made up');
  await waitFor(async () => expect(await newest()).toMatchObject({ verdict: 'unconfirmed', after: 'SOURCE_IP' }));
  world.clock.advance(settle);

  const lb = await world.idOf('ORD', 'web-frontend');
  const answer = await writeToRegion(
    { ...write, path: `/api/ORD/loadbalancers/${lb}/sessionpersistence` },
    {
      region: 'ORD',
      operation: 'sessionPersistence.enable',
      subject: { loadBalancerId: String(lb), part: null },
      name: null,
      before: null,
      after: null,
      reason: null,
      run: null,
    },
  );
  const own = answer.headers.get('x-holdfast-change')!;
  await tellVerdict(own, 'confirmed', 'SOURCE_IP', 'Seen.');
  await waitFor(async () => expect(await newest()).toMatchObject({ id: own, verdict: 'confirmed', detail: 'Seen.' }));
});
