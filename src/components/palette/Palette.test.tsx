import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paths } from '../../model/paths.ts';
import { type Composition, compose } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';
import { closeOverlay } from '../layout/overlays.ts';
// Loaded beforehand: how long its code takes to come is not what is tested.
import './Palette.tsx';
import '../views/ViewsOverlay.tsx';

// A whole panel answers every request here; what is under the dialog is hidden by checks that cost more than the dialog itself.
configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(() => {
  closeOverlay();
  return world.close();
});

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
const combobox = () => screen.findByRole<HTMLInputElement>('combobox', { name: /^Search pages/ });
const current = () => {
  const id = document.activeElement?.getAttribute('aria-activedescendant');
  return id ? (document.getElementById(id)?.textContent ?? '') : '';
};

async function open(role: 'admin' | 'observer') {
  await world.signIn(role);
  const id = await world.idOf('ORD', 'checkout');
  const page = renderPage(`/load-balancers/ORD/${id}`);
  const opener = await screen.findByRole('button', { name: 'Actions' });
  opener.focus();
  await user.keyboard('{Control>}k{/Control}');
  await waitFor(async () => expect(document.activeElement).toBe(await combobox()));
  return { id, opener, ...page };
}

test.each([{ isComposing: true }, { keyCode: 229 }])(
  'Enter that ends a composition (%o) opens nothing',
  async (sign) => {
    const { router } = await open('admin');
    const before = router.state.location;
    await user.type(await combobox(), 'check');
    fireEvent.keyDown(await combobox(), { key: 'Enter', ...sign });
    expect(router.state.location).toBe(before);
    expect((await combobox()).isConnected).toBe(true);
  },
);

test('Ctrl K opens it, arrows move through it without leaving the field, and Escape gives the focus back', async () => {
  const { opener } = await open('admin');
  const field = await combobox();
  expect(field.getAttribute('aria-controls')).toBe(screen.getByRole('listbox', { name: 'Results' }).id);
  const first = current();
  await user.keyboard('{ArrowDown}');
  expect(current()).not.toBe(first);
  expect(screen.getAllByRole('option', { selected: true }).map(({ textContent }) => textContent)).toEqual([current()]);
  await user.keyboard('{ArrowUp}');
  expect(current()).toBe(first);
  expect(document.activeElement).toBe(field);
  await user.keyboard('nothing is called so');
  expect(screen.queryAllByRole('option')).toEqual([]);
  expect(field.hasAttribute('aria-activedescendant')).toBe(false);
  await user.keyboard('{Enter}{Escape}');
  await waitFor(() => expect(screen.queryByRole('combobox', { name: /^Search pages/ })).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(opener));
});

test('a few letters and Enter lead to the dialog of a load balancer; an observer is offered no edit', async () => {
  const { id, router, unmount } = await open('admin');
  await user.keyboard('sticky checkout');
  await waitFor(() => expect(current()).toMatch(/^Edit Session Persistence of checkout/));
  await user.keyboard('{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe(`/load-balancers/ORD/${id}/session-persistence`));
  expect(screen.queryByRole('combobox', { name: /^Search pages/ })).toBeNull();
  unmount();

  await open('observer');
  await user.keyboard('checkout');
  const results = await screen.findByRole('listbox', { name: 'Results' });
  await waitFor(() => expect(results.textContent).toContain('checkout'));
  expect(within(results).queryByText(/^Edit Session Persistence of/)).toBeNull();
});

test('what is typed while it is drawn, but before its field has the focus, is in the field', async () => {
  await world.signIn('admin');
  renderPage(paths.history());
  await screen.findByRole('heading', { level: 1, name: 'History' });
  const focus = vi.spyOn(HTMLElement.prototype, 'focus').mockImplementation(() => undefined);
  fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  const field = await combobox();
  for (const key of 'sticky') fireEvent.keyDown(document.body, { key });
  focus.mockRestore();
  act(() => field.focus());
  expect(field.value).toBe('sticky');
});

test('it finds a part of a load balancer, a bulk change of a pasted list, and the way out', async () => {
  const { id, router } = await open('admin');
  await user.type(await combobox(), 'nodes of checkout');
  expect(await screen.findByRole('option', { name: /^Nodes of checkout/ })).toBeDefined();
  await user.keyboard('{Enter}');
  await waitFor(() =>
    expect(`${router.state.location.pathname}${router.state.location.hash}`).toBe(`/load-balancers/ORD/${id}#nodes`),
  );
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Nodes'));
  await user.keyboard('{Control>}k{/Control}');
  await waitFor(async () => expect(document.activeElement).toBe(await combobox()));
  await user.type(await combobox(), 'paste');
  await user.click(await screen.findByRole('option', { name: /^Bulk change of a pasted list/ }));
  await waitFor(() => expect(router.state.location.pathname.startsWith(paths.newBulk)).toBe(true));
  await user.keyboard('{Control>}k{/Control}');
  await waitFor(async () => expect(document.activeElement).toBe(await combobox()));
  await user.type(await combobox(), 'sign out');
  expect(await screen.findByRole('option', { name: 'Sign out' })).toBeDefined();
});

test('it saves what the list shows as a view, opens views by name from any page, and exports', async () => {
  const { router } = await open('admin');
  await user.type(await combobox(), 'save view');
  await screen.findByText(/^Nothing matches/);
  await user.clear(await combobox());
  await user.type(await combobox(), 'export');
  expect((await screen.findByRole('option', { name: /^Export load balancers as CSV/ })).textContent).toContain(
    'every load balancer',
  );
  expect(screen.getByRole('option', { name: /^Export load balancers as JSON/ })).toBeDefined();
  await user.keyboard('{Escape}');

  await router.navigate('/load-balancers?q=checkout');
  await screen.findByRole('heading', { level: 1, name: 'Load Balancers' });
  await user.keyboard('{Control>}k{/Control}');
  await waitFor(async () => expect(document.activeElement).toBe(await combobox()));
  await user.type(await combobox(), 'export');
  expect((await screen.findByRole('option', { name: /^Export load balancers as CSV/ })).textContent).toContain(
    '1 row shown',
  );
  await user.clear(await combobox());
  await user.type(await combobox(), 'save view');
  await user.click(await screen.findByRole('option', { name: 'Save view…' }));
  await user.type(await screen.findByLabelText('Name'), 'Checkout only{Enter}');
  await waitFor(() => expect(screen.queryByRole('dialog', { name: 'Save view' })).toBeNull());

  await router.navigate(paths.history());
  await screen.findByRole('heading', { level: 1, name: 'History' });
  await user.keyboard('{Control>}k{/Control}');
  await waitFor(async () => expect(document.activeElement).toBe(await combobox()));
  await user.type(await combobox(), 'checkout only');
  await user.click(await screen.findByRole('option', { name: 'Checkout only' }));
  await waitFor(() =>
    expect(`${router.state.location.pathname}${router.state.location.search}`).toBe('/load-balancers?q=checkout&hide='),
  );
});
