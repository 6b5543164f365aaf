import { configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changes } from '../api/changes/changes.ts';
import { closeOverlay } from '../components/layout/overlays.ts';
import { paths } from '../model/paths.ts';
import { announced } from './announced.ts';
import { type Composition, compose, settle } from './composition.ts';
import { renderPage } from './render-page.tsx';
import { translatePage } from './translate.ts';

// A whole panel answers every request here.
configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
let stop: () => void;
/** What React had to report: an update that failed, or one that it tried again. */
let failures: unknown[];
beforeEach(async () => {
  world = await compose();
  failures = [];
  vi.spyOn(console, 'error').mockImplementation((...said) => {
    if (/NotFoundError|not a child|removeChild|insertBefore|ErrorBoundary/.test(said.map(String).join(' ')))
      failures.push(said);
  });
  stop = translatePage();
});
afterEach(async () => {
  stop();
  closeOverlay();
  for (const { key } of changes.all()) {
    changes.cancel(key);
    changes.dismiss(key);
  }
  await world.close();
  vi.restoreAllMocks();
  expect(failures).toEqual([]);
});

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
const press = async (name: string | RegExp) => user.click(await screen.findByRole('button', { name }));
const says = (text: string) => waitFor(() => expect(document.body.textContent).toContain(text));
const isTranslated = () => expect(document.querySelectorAll('font').length).toBeGreaterThan(4);

test('sign-in', async () => {
  renderPage('/sign-in');
  await user.type(await screen.findByLabelText(/User name/), 'admin');
  isTranslated();
  await press('Sign in');
  await says('Enter the API key.');
  await user.type(screen.getByLabelText(/API key/), 'wrong');
  await press('Sign in');
  await waitFor(() => expect(screen.getByRole('alert').textContent).not.toContain('Enter the'));
  await user.clear(screen.getByLabelText(/API key/));
  await user.type(screen.getByLabelText(/API key/), 'admin-key');
  await press('Sign in');
  await screen.findByRole('heading', { level: 1, name: /Load Balancers/ });
});

test('list: search, filters, selection, and a value that changes', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  renderPage('/load-balancers');
  await screen.findByRole('link', { name: 'web-frontend' });
  isTranslated();
  const search = await screen.findByRole('searchbox', { name: 'Search load balancers' });
  for (const words of ['web', 'nothing at all', '10.20.4.6', '']) {
    fireEvent.change(search, { target: { value: words } });
    await waitFor(() =>
      expect(screen.queryByRole('link', { name: 'web-frontend' }) === null).toBe(!'web-frontend'.includes(words)),
    );
  }
  await press('Status');
  await user.click(await screen.findByRole('menuitemcheckbox', { name: /^Error/ }));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'web-frontend' })).toBeNull());
  await user.click(await screen.findByRole('menuitemcheckbox', { name: /^Error/ }));
  await user.keyboard('{Escape}');
  const row = await screen.findByRole('link', { name: 'web-frontend' });
  expect(row.closest('[translate=no]')).not.toBeNull();
  await user.click(screen.getByRole('checkbox', { name: 'Select web-frontend' }));
  await says('1 load balancer selected');
  await user.click(screen.getByRole('checkbox', { name: 'Select web-frontend' }));
  expect(screen.queryByRole('region', { name: 'Selection' })).toBeNull();
  await user.keyboard('{Control>}k{/Control}');
  const palette = await screen.findByRole('combobox', { name: /^Search pages/ });
  for (const words of ['web-front', 'no such thing', 'history']) {
    fireEvent.change(palette, { target: { value: words } });
    await says(words === 'no such thing' ? 'Nothing matches “no such thing”.' : 'web-frontend');
  }
  await world.ask('ORD', 'DELETE', `/loadbalancers/${id}`);
  await press('Refresh');
  await says('Deleting');
});

test('detail and dialog: enable, its progress, its end, and the value on the page', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  renderPage(paths.loadBalancer({ region: 'ORD', id: String(id) }));
  await screen.findByRole('heading', { level: 1, name: 'web-frontend' });
  await press('Edit Session Persistence');
  const dialog = await screen.findByRole('dialog', { name: /Edit Session Persistence/ });
  await user.click(await within(dialog).findByRole('radio', { name: 'Source IP' }));
  await user.click(await within(dialog).findByRole('radio', { name: 'HTTP cookie' }));
  isTranslated();
  await press('Enable session persistence');
  await says('accepted (202)');
  world.clock.advance(settle);
  await waitFor(() => expect(screen.queryByRole('dialog', { name: /Edit Session Persistence/ })).toBeNull());
  expect(await world.stored('ORD', id)).toBe('HTTP_COOKIE');
  const features = (await screen.findByRole('heading', { name: /Optional Features/ })).closest('section');
  await waitFor(() => expect(features?.textContent).toContain('HTTP cookieHTTP_COOKIE'));
  expect(features?.querySelectorAll('dd font')).toHaveLength(0);
});

test('bulk: choose, preview, run, end', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  renderPage('/load-balancers');
  for (const name of ['web-frontend', 'checkout']) {
    await screen.findByRole('link', { name });
    await user.click(await screen.findByRole('checkbox', { name: `Select ${name}` }));
  }
  await press('Edit Session Persistence…');
  await user.click(await screen.findByRole('radio', { name: 'HTTP cookie' }));
  await user.click(await screen.findByRole('radio', { name: 'Source IP' }));
  isTranslated();
  await press('Preview changes');
  await press(/Source IP on 2 load balancers$/);
  await waitFor(async () => expect(await world.stored('ORD', id)).toBe('SOURCE_IP'));
  await waitFor(() => {
    world.clock.advance(settle);
    expect(screen.getByRole('button', { name: /Download CSV/ })).toBeDefined();
  });
  const results = screen.getAllByRole('table').at(-1);
  expect(results?.querySelectorAll('tbody font')).toHaveLength(0);
});

test('history: filters, a change unfolded, none that fits', async () => {
  await world.signIn('admin');
  const id = await world.idOf('ORD', 'web-frontend');
  const sent = await fetch(`/api/ORD/loadbalancers/${id}/sessionpersistence`, {
    method: 'PUT',
    headers: await announced(id),
    body: '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}',
  });
  expect(sent.status).toBe(202);
  const { router } = renderPage(paths.history());
  await says('web-frontend');
  isTranslated();
  for (const toggle of screen.getAllByRole('button', { expanded: false })) await user.click(toggle);
  await router.navigate(paths.history('?user=nobody'));
  await press('Clear filters');
  await says('web-frontend');
});

test('explorer: search, an operation, its form, its answer', async () => {
  await world.signIn('admin');
  const { router } = renderPage('/explorer');
  const search = await screen.findByRole('searchbox', { name: /Search operations/ });
  isTranslated();
  for (const words of ['persistence', 'no such words', '']) fireEvent.change(search, { target: { value: words } });
  await router.navigate(paths.explorer('loadBalancers.list', { region: 'ORD' }));
  await press('Send API call');
  await says('200 OK');
  await press('Mock API call');
  await router.navigate(paths.explorer('sessionPersistence.enable', { region: 'ORD', loadBalancerId: '1' }));
  await press('Mock API call');
});
