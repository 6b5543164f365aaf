import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const user = userEvent.setup({ delay: null });
const words = 'The database is out of order.';

let world: Composition;
beforeEach(async () => {
  world = await compose();
  await world.signIn('admin');
});
afterEach(() => world.close());

const fail = () =>
  world.network.use(
    http.get('*/panel/history', () => HttpResponse.json({ error: { code: 'x', message: words } }, { status: 500 })),
  );

test('a history that cannot be read says why, keeps its filters, and is read when it is tried again', async () => {
  fail();
  renderPage('/history?user=admin');
  await screen.findByText(words);
  expect(screen.getByRole('heading', { level: 1, name: 'History' })).toBeDefined();
  expect(screen.getByLabelText<HTMLInputElement>('User').value).toBe('admin');
  world.network.resetHandlers();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByText('No change fits these filters.');
});

test('a filter that makes it fail can be taken away', async () => {
  const { router } = renderPage('/history');
  await screen.findByText('Nothing was changed yet.');
  fail();
  await user.selectOptions(screen.getByLabelText('Region'), 'DFW');
  expect(router.state.location.search).toBe('?region=DFW');
  await screen.findByText(words);
  world.network.resetHandlers();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  await waitFor(() => expect(screen.queryByText(words)).toBeNull());
  await screen.findByText('Nothing was changed yet.');
});

test('the filters that are used most come first', async () => {
  renderPage('/history');
  const filters = (await screen.findByLabelText('Load balancer')).closest('search');
  const controls = [...(filters?.querySelectorAll('input, select, button') ?? [])];
  const names = controls.map((each) => (each as HTMLInputElement).labels?.[0]?.textContent || each.textContent);
  expect(names).toEqual([
    'Load balancer',
    'User',
    'Today',
    'Yesterday',
    'Last 7 days',
    'From',
    'To',
    'Region',
    'Result',
    'Run',
  ]);
});

test('a filter of the address that nobody knows is said, and can be removed', async () => {
  const { router } = renderPage('/history?verdict=fine&user=admin');
  await screen.findByText('Unknown result in the filter: “fine”.');
  await user.click(screen.getByRole('button', { name: 'Remove from the filter' }));
  await waitFor(() => expect(router.state.location.search).toBe('?user=admin'));
  expect(screen.queryByText('Unknown result in the filter: “fine”.')).toBeNull();
});

test('filters take effect as they are typed, by parts, and lose no letter', async () => {
  const id = await world.idOf('ORD', 'web-frontend');
  const written = await fetch(`/api/ORD/loadbalancers/${id}/sessionpersistence`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"sessionPersistence": {"persistenceType": "SOURCE_IP"}}',
  });
  expect(written.status).toBe(202);
  const { router } = renderPage('/history');
  await screen.findByRole('table');
  const field = screen.getByLabelText<HTMLInputElement>('User');
  await user.type(field, 'DMI');
  await waitFor(() => expect(router.state.location.search).toBe('?user=DMI'));
  expect(document.activeElement).toBe(field);
  await user.type(field, 'x');
  expect(await screen.findByText('No change fits these filters.')).toBeDefined();
  expect(field.value).toBe('DMIx');
  await user.type(field, '{Backspace}');
  expect(await screen.findByRole('table')).toBeDefined();
  await user.type(screen.getByLabelText('Load balancer'), String(id).slice(0, 2));
  await waitFor(() => expect(router.state.location.search).toBe(`?user=DMI&loadBalancer=${String(id).slice(0, 2)}`));
  expect(await screen.findByRole('table')).toBeDefined();
});
