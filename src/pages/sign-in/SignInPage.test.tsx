import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

let world: Composition;
afterEach(() => world.close());

test('a panel server that does not answer is said, and asked again', async () => {
  world = await compose();
  world.network.use(http.get('*/session', () => HttpResponse.error()));
  const { router } = renderPage('/sign-in?to=%2Fhistory');
  expect(await screen.findByRole('heading', { name: 'The panel could not be reached.' })).toBeDefined();
  world.network.resetHandlers();
  const user = userEvent.setup({ delay: null });
  await user.click(screen.getByRole('button', { name: /again/i }));
  await user.type(await screen.findByLabelText('User name'), 'admin');
  await user.type(screen.getByLabelText('API key'), 'admin-key{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/history'));
});
