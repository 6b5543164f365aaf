import { configure, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paths } from '../../model/paths.ts';
import { type Composition, compose, settle } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(() => world.close());

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
/** Half of an emoji, as a program leaves it that cuts text by UTF-16 units. */
const half = '\ud83d';

test('half a character in a name and a reason stops no change', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  await world.ask('ORD', 'PUT', `/loadbalancers/${id}`, { loadBalancer: { name: `web ${half}` } });
  world.clock.advance(settle);
  renderPage(paths.persistence({ region: 'ORD', id: String(id) }));
  await user.click(await screen.findByRole('radio', { name: 'HTTP cookie' }));
  fireEvent.change(await screen.findByRole('textbox', { name: /^Reason/ }), { target: { value: `CHG-1 ${half}` } });
  await user.click(await screen.findByRole('button', { name: 'Enable session persistence' }));
  await screen.findByText('accepted (202)');
  world.clock.advance(settle);
  await waitFor(async () => expect(await world.stored('ORD', id)).toBe('HTTP_COOKIE'));
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Edit Session Persistence' })).toBeNull());
});
