import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeOverlay } from '../../components/layout/overlays.ts';
import { notices } from '../../components/notifications/notices.ts';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';
import { density } from './density.ts';
// Loaded beforehand: how long their code takes to come is not what is tested.
import '../../components/dialogs/ConfirmDialog.tsx';
import '../../components/views/ViewsOverlay.tsx';
import './ToolMenu.tsx';

// A whole panel answers every request here; what is under a dialog is hidden by checks that cost more than the dialog itself.
configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
  await world.signIn('admin');
});
afterEach(() => {
  closeOverlay();
  notices.set([]);
  localStorage.clear();
  density.set('comfortable');
  return world.close();
});

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
const stored = async () => {
  const { views } = (await (await fetch('/panel/views')).json()) as { views: { name: string; query: string }[] };
  return views.map(({ name, query }) => [name, query]);
};
const put = async (name: string, query: string) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/panel/views', { method: 'POST', headers, body: JSON.stringify({ name, query }) });
  expect(answer.status).toBe(201);
};
const refuse = (method: 'get' | 'post' | 'put' | 'delete', path: string, message: string) =>
  world.network.use(
    http[method](`*/panel/views${path}`, () =>
      HttpResponse.json({ error: { code: 'store-unavailable', message } }, { status: 500 }),
    ),
  );

async function open(address: string) {
  const page = renderPage(address);
  await screen.findByRole('button', { name: 'Views' });
  return page;
}
async function choose(name: string, role: 'menuitem' | 'menuitemradio' = 'menuitem') {
  fireEvent.click(screen.getByRole('button', { name: 'Views' }));
  await user.click(await screen.findByRole(role, { name }));
}
const field = () => screen.findByLabelText<HTMLInputElement>('Name');
const toasts = () => notices.get().map(({ tone, text }) => [tone, text]);

test('what the list shows is kept under a name, with every column said, and shown again', async () => {
  const { router } = await open('/load-balancers?q=web&status=ACTIVE&sort=-name');
  await choose('Save view…');
  await user.type(await field(), '  Front ends {Enter}');
  await waitFor(() => expect(toasts()).toEqual([[undefined, 'Saved the view “Front ends”.']]));
  expect(await stored()).toEqual([['Front ends', 'q=web&status=ACTIVE&sort=-name&hide=']]);
  expect(screen.queryByRole('dialog')).toBeNull();

  await router.navigate('/load-balancers?q=db');
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('db'));
  await choose('Front ends', 'menuitemradio');
  await waitFor(() => expect(router.state.location.search).toBe('?q=web&status=ACTIVE&sort=-name&hide='));
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('web'));
  fireEvent.click(screen.getByRole('button', { name: 'Views' }));
  expect(await screen.findByRole('menuitemradio', { name: 'Front ends', checked: true })).toBeDefined();
});

test('a name that is taken replaces the view, which is said before; none is refused at the field', async () => {
  await put('Web', 'q=old');
  await open('/load-balancers?q=web');
  await choose('Save view…');
  await field();
  await user.click(screen.getByRole('button', { name: 'Save view' }));
  expect((await field()).getAttribute('aria-invalid')).toBe('true');
  expect(screen.getByText('Enter a name.')).toBeDefined();
  await user.type(await field(), 'wEB');
  await screen.findByText('Replaces your view “Web”.');
  await user.click(screen.getByRole('button', { name: 'Save view' }));
  await waitFor(async () => expect(await stored()).toEqual([['wEB', 'q=web&hide=']]));
});

test('the server’s refusal stands in the form, and what was typed stays', async () => {
  await open('/load-balancers');
  refuse('post', '', 'The panel’s own database does not answer.');
  await choose('Save view…');
  await user.type(await field(), 'Web{Enter}');
  expect((await screen.findByText('The panel’s own database does not answer.')).closest('form')).not.toBeNull();
  expect((await field()).value).toBe('Web');
  expect(toasts()).toEqual([]);
});

test('filters that are too long for a view are refused in words, and nothing is sent', async () => {
  await open(`/load-balancers?q=${'x'.repeat(2_100)}`);
  await choose('Save view…');
  await user.type(await field(), 'Long{Enter}');
  await screen.findByText(/^The search and filters are too long to be saved\./);
  expect(await stored()).toEqual([]);
});

test('a view is renamed, not to the name of another, and deleted after a question', async () => {
  await put('One', 'q=1');
  await put('Two', 'q=2');
  await open('/load-balancers');
  await choose('Rename or delete views…');
  await user.click(await screen.findByRole('button', { name: 'Rename Two' }));
  await user.clear(await field());
  await user.type(await field(), 'one{Enter}');
  await screen.findByText('You have another view of this name.');
  expect((await field()).getAttribute('aria-invalid')).toBe('true');
  await user.clear(await field());
  await user.type(await field(), 'Zwei{Enter}');
  await screen.findByRole('button', { name: 'Delete Zwei' });
  expect(await stored()).toEqual([
    ['One', 'q=1'],
    ['Zwei', 'q=2'],
  ]);

  await user.click(screen.getByRole('button', { name: 'Delete One' }));
  const question = await screen.findByRole('dialog', { name: 'Delete the view “One”?' });
  await user.click(within(question).getByRole('button', { name: 'Delete view' }));
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Delete One' })).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Delete Zwei' })));
  expect(await stored()).toEqual([['Zwei', 'q=2']]);
});

test('a deletion that fails is told by a toast, and the view stays', async () => {
  await put('One', 'q=1');
  await open('/load-balancers');
  refuse('delete', '/:id', 'The panel’s own database does not answer.');
  await choose('Rename or delete views…');
  await user.click(await screen.findByRole('button', { name: 'Delete One' }));
  await user.click(await screen.findByRole('button', { name: 'Delete view' }));
  await waitFor(() => expect(toasts()).toEqual([['error', 'The panel’s own database does not answer.']]));
  expect(screen.getByRole('button', { name: 'Delete One' })).toBeDefined();
});

test('views that cannot be read are said so in the menu, which asks again', async () => {
  await put('One', 'q=1');
  await open('/load-balancers');
  refuse('get', '', 'The panel’s own database does not answer.');
  fireEvent.click(screen.getByRole('button', { name: 'Views' }));
  await screen.findByRole('group', { name: 'Your views could not be read: The panel’s own database does not answer.' });
  world.network.resetHandlers();
  await user.click(screen.getByRole('menuitem', { name: 'Try again' }));
  await screen.findByRole('menuitemradio', { name: 'One' });
});

test('compact rows are chosen in the menu of columns, and remembered in this browser', async () => {
  const { container } = await open('/load-balancers');
  const page = () => container.querySelector<HTMLElement>('[data-density]')?.dataset.density;
  const row = async () => (await screen.findAllByRole('row')).at(-1)?.closest('tbody')?.style.height ?? '';
  await screen.findByRole('link', { name: 'web-frontend' });
  const rows = Number(screen.getByRole('table').getAttribute('aria-rowcount')) - 1;
  expect([page(), await row()]).toEqual(['comfortable', `${rows * 40}px`]);
  fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
  await user.click(await screen.findByRole('menuitemradio', { name: 'Compact' }));
  expect([page(), await row()]).toEqual(['compact', `${rows * 32}px`]);
  expect(localStorage.getItem('holdfast-density')).toBe('compact');
  fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
  await user.click(await screen.findByRole('menuitemradio', { name: 'Comfortable' }));
  expect([page(), localStorage.getItem('holdfast-density')]).toEqual(['comfortable', null]);
});
