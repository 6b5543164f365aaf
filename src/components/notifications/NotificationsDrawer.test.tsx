import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Composition, compose } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';
import { closeOverlay } from '../layout/overlays.ts';
import { notices, toast } from './notices.ts';

const user = userEvent.setup({ delay: null });

let world: Composition;
beforeEach(async () => {
  notices.set([]);
  world = await compose();
  await world.signIn('admin');
});
afterEach(() => {
  closeOverlay();
  return world.close();
});

test('what was told stays to be read behind the bell, newest first, and is not new a second time', async () => {
  renderPage('/history');
  const bell = () => screen.getByRole('button', { name: /^Notifications/ });
  await waitFor(() => expect(bell().getAttribute('aria-label')).toBe('Notifications'));
  const run = vi.fn();
  act(() => {
    toast({ tone: 'error', text: 'It failed.' });
    toast({ text: 'It is stored.', actions: [{ label: 'Revert to Disabled', run }] });
  });
  await waitFor(() => expect(bell().getAttribute('aria-label')).toBe('Notifications, 2 not seen'));
  await user.click(bell());
  const drawer = await screen.findByRole('dialog', { name: 'Notifications' });
  const items = within(drawer).getAllByRole('listitem');
  expect(items.map(({ textContent }) => textContent)).toEqual([
    expect.stringContaining('It is stored.'),
    expect.stringMatching(/Failed.*It failed\./),
  ]);
  expect(within(drawer).getAllByText('Not seen before')).toHaveLength(2);
  await user.click(within(drawer).getByRole('button', { name: 'Revert to Disabled' }));
  expect(run).toHaveBeenCalledOnce();
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Notifications' })).toBeNull());
  expect(bell().getAttribute('aria-label')).toBe('Notifications');
  await user.click(bell());
  expect(
    within(await screen.findByRole('dialog', { name: 'Notifications' })).queryByText('Not seen before'),
  ).toBeNull();
  await user.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(bell()));
});
