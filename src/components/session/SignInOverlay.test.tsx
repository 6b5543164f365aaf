import { QueryClientProvider } from '@tanstack/react-query';
import { screen, waitFor } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { send } from '../../api/http/client.ts';
import { queryClient } from '../../api/http/query-client.ts';
import { sessionQuery } from '../../api/http/session.ts';
import { type Composition, compose } from '../../test/composition.ts';
import { render } from '../../test/render.tsx';
import { signedIn } from '../../test/signed-in.ts';
import SignInOverlay from './SignInOverlay.tsx';
import { signInEnded } from './session-expired.ts';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await world.close();
});

test('a page that somebody else’s sign-in was to replace, and that was kept, is still its own user’s', async () => {
  queryClient.setQueryData(sessionQuery.queryKey, signedIn());
  signInEnded.set(true);
  // As when the browser asks whether to leave a run that is under way, and the user stays.
  const reload = vi.fn();
  vi.stubGlobal('location', { origin: location.origin, href: location.href, reload });
  render(
    <QueryClientProvider client={queryClient}>
      <SignInOverlay />
    </QueryClientProvider>,
  );
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
  await user.click(await screen.findByRole('button', { name: 'Sign in as observer' }));
  await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
  expect(signInEnded.get()).toBe(true);
  await expect(send({ method: 'GET', path: '/api/ORD/loadbalancers' })).rejects.toThrow('Somebody else has signed in.');
  const again = await screen.findByRole('button', { name: 'Sign in as observer' });
  await waitFor(() => expect(again.getAttribute('aria-busy')).toBeNull());
  await user.click(again);
  await waitFor(() => expect(reload).toHaveBeenCalledTimes(2));
  expect(signInEnded.get()).toBe(true);
  await user.click(await screen.findByRole('button', { name: 'Sign in as admin' }));
  await waitFor(() => expect(signInEnded.get()).toBe(false));
  expect(reload).toHaveBeenCalledTimes(2);
  expect((await send({ method: 'GET', path: '/api/ORD/loadbalancers' })).status).toBe(200);
});
