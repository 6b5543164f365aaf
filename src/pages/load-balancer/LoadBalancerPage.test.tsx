import { screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { queryClient } from '../../api/http/query-client.ts';
import { inventory } from '../../api/inventory/inventory.ts';
import { type Composition, compose, HttpResponse, http, settle } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(() => world.close());

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

async function open(name: string, regionName: 'ORD' | 'DFW' = 'ORD', role: 'admin' | 'observer' = 'admin') {
  await world.signIn(role);
  const id = await world.idOf(regionName, name);
  const page = renderPage(`/load-balancers/${regionName}/${id}`);
  await screen.findByRole('heading', { level: 1, name });
  return { id, ...page };
}

/** Reads everything on the page again. */
const refreshAll = () => Promise.all([queryClient.invalidateQueries(), inventory.details.refreshAll()]);

/** The Optional Features as they read, label and value. */
async function featureTexts(): Promise<Record<string, string>> {
  const section = await screen.findByRole('region', { name: 'Optional Features' });
  return Object.fromEntries(
    within(section)
      .getAllByRole('term')
      .map((term) => [term.textContent, term.nextElementSibling?.textContent ?? '']),
  );
}

test('shows the load balancer, its nodes and the nine optional features', async () => {
  await open('checkout');
  expect(screen.getByText('3 of 3 online')).toBeDefined();
  expect(within(screen.getByRole('table', { name: 'Nodes' })).getAllByRole('row')).toHaveLength(4);
  await waitFor(async () =>
    expect(await featureTexts()).toEqual({
      'Health Monitoring': 'Disabled',
      'Connection Throttling': expect.stringMatching(/^Enabledat most 500 connections/),
      'Session Persistence': 'HTTP cookieHTTP_COOKIE',
      'Content Caching': 'Disabled',
      'Secure Traffic (SSL)': 'Not Configured',
      'HTTPS Redirect': 'Available when using HTTPS:443 or HTTP with Secure Traffic (SSL) configured.',
      Logging: 'Enabled',
      'Error Page': 'Default page',
      'Access Control': '0 Access Rules',
    }),
  );
});

const nodeRows = () =>
  within(screen.getByRole('table', { name: 'Nodes' }))
    .getAllByRole('row')
    .slice(1);

test('shows 25 nodes after their first ten, and says what it means to have none', async () => {
  const { unmount } = await open('render-farm');
  expect(nodeRows()).toHaveLength(10);
  await user.click(screen.getByRole('button', { name: 'Show all 25 nodes', expanded: false }));
  expect(nodeRows()).toHaveLength(25);
  await user.click(screen.getByRole('button', { name: 'Show the first 10 nodes', expanded: true }));
  expect(nodeRows()).toHaveLength(10);
  unmount();
  await open('new-campaign');
  expect(screen.getByText(/There are no nodes/)).toBeDefined();
});

test('neither heading nor section calls a disabled or draining node online', async () => {
  await open('render-farm');
  expect(screen.getByText('9 of 25 nodes online')).toBeDefined();
  expect(screen.getByText('9 of 25 online, 4 draining, 12 disabled')).toBeDefined();
});

test('markup in a name is text', async () => {
  await open(`<b>&"'`, 'DFW');
});

test('a load balancer in transition is followed until it is ACTIVE', async () => {
  const { id } = await open('web-frontend');
  await world.control('status', { loadBalancerId: id, status: 'PENDING_UPDATE' });
  await refreshAll();
  await screen.findByText('Updating');
  await world.control('status', { loadBalancerId: id, status: 'ACTIVE' });
  await screen.findByText('Active');
});

test('an error page that somebody else set is shown as soon as the change is seen', async () => {
  const { id } = await open('web-frontend');
  await waitFor(async () => expect(await featureTexts()).toMatchObject({ 'Error Page': 'Default page' }));
  await world.ask('ORD', 'PUT', `/loadbalancers/${id}/errorpage`, { errorpage: { content: '<html>Closed</html>' } });
  world.clock.advance(settle);
  await inventory.details.refreshAll();
  await waitFor(async () => expect(await featureTexts()).toMatchObject({ 'Error Page': 'Page of 19 bytes' }));
});

test('Activity tells of things that happened in one moment, each once', async () => {
  const { id } = await open('web-frontend');
  const told = (words: string) => screen.queryAllByText(new RegExp(words)).length;
  const change = async (method: string, path: string, body: unknown) => {
    await world.ask('ORD', method, `/loadbalancers/${id}${path}`, body);
    world.clock.advance(settle);
    await refreshAll();
  };
  const node = (address: string) => ({ address, port: 80, condition: 'ENABLED' });
  await change('POST', '/nodes', { nodes: [node('10.9.9.1'), node('10.9.9.2')] });
  await waitFor(() => expect(told('Node successfully created')).toBe(2));
  await change('PUT', '/connectionthrottle', { connectionThrottle: { maxConnections: 50 } });
  await screen.findByText(/Connection throttle/i);
  expect(told('Node successfully created')).toBe(2);
});

test('Activity shows its newest ten, and older ones when asked', async () => {
  const { id } = await open('web-frontend');
  for (let connections = 1; connections <= 12; connections += 1) {
    await world.ask('ORD', 'PUT', `/loadbalancers/${id}/connectionthrottle`, {
      connectionThrottle: { maxConnections: connections },
    });
    world.clock.advance(settle);
  }
  await queryClient.invalidateQueries();
  const activity = within(await screen.findByRole('region', { name: 'Activity' }));
  const older = await activity.findByRole('button', { name: 'Show older' });
  expect(activity.getAllByRole('listitem')).toHaveLength(10);
  await user.click(older);
  await waitFor(() => expect(activity.getAllByRole('listitem')).toHaveLength(12));
  await waitFor(() => expect(activity.queryByRole('button', { name: 'Show older' })).toBeNull());
});

test('Activity keeps what it has read when a source fails later, and does not call it missing', async () => {
  const { id } = await open('web-frontend');
  await world.ask('ORD', 'PUT', `/loadbalancers/${id}/connectionthrottle`, {
    connectionThrottle: { maxConnections: 50 },
  });
  world.clock.advance(settle);
  await refreshAll();
  await screen.findByText(/Connection throttle/i);
  world.network.use(http.get('*/api/ORD/loadbalancers/*.atom', () => HttpResponse.error()));
  world.network.use(http.get('*/panel/history', () => HttpResponse.error()));
  await refreshAll();
  await screen.findByText(/^The panel’s history could not be refreshed, so a part of it may be missing here: /);
  await screen.findByText(/^The feed of ORD could not be refreshed, so a part of it may be missing here: /);
  expect(screen.getByText(/Connection throttle/i)).toBeDefined();
});

/** jsdom knows no popovers, and so takes an open menu for hidden. */
const menuItem = () => screen.findByRole('menuitem', { name: 'Edit Session Persistence', hidden: true });

describe('the ways to the dialog', () => {
  test.each(['Actions', 'Edit Session Persistence'])('%s leads to it, and closing leads back there', async (opener) => {
    await open('web-frontend');
    const button = screen.getByRole('button', { name: opener });
    await user.click(button);
    if (opener === 'Actions') await user.click(await menuItem());
    await screen.findByRole('dialog', { name: 'Edit Session Persistence' });
    await screen.findAllByRole('radio');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(button));
  });

  test('closing leads back to the pencil also where the address names its section', async () => {
    await world.signIn('admin');
    renderPage(`/load-balancers/ORD/${await world.idOf('ORD', 'web-frontend')}#optional-features`);
    const section = await screen.findByRole('heading', { level: 2, name: 'Optional Features' });
    await waitFor(() => expect(document.activeElement).toBe(section));
    const pencil = screen.getByRole('button', { name: 'Edit Session Persistence' });
    await user.click(pencil);
    await screen.findByRole('dialog', { name: 'Edit Session Persistence' });
    await screen.findAllByRole('radio');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(pencil));
  });

  test('are barred for an observer, with the missing role', async () => {
    await open('web-frontend', 'ORD', 'observer');
    const pencil = screen.getByRole('button', { name: 'Edit Session Persistence' });
    expect(pencil.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(pencil.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
      'lbaas:creator',
    );
    await user.click(screen.getByRole('button', { name: 'Actions' }));
    const item = await menuItem();
    expect(item.getAttribute('aria-disabled')).toBe('true');
    expect(item.getAttribute('aria-description')).toContain('lbaas:creator');
  });
});

describe('when it cannot be shown', () => {
  test('an unknown id: a page that says which id and region', async () => {
    await world.signIn('admin');
    renderPage('/load-balancers/DFW/99999');
    expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('Load balancer not found');
    expect(screen.getByText(/There is no load balancer 99999 in DFW/)).toBeDefined();
  });

  test('a region that fails: what it said, and a retry that works', async () => {
    await world.signIn('admin');
    const id = await world.idOf('ORD', 'web-frontend');
    await world.control('fail', { operation: 'loadBalancers.show', fault: 'GEN500', times: 1 });
    renderPage(`/load-balancers/ORD/${id}`);
    await screen.findByText('An unknown exception has occurred. Please contact support.');
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByRole('heading', { level: 1, name: 'web-frontend' });
  });

  test('a lost connection afterwards keeps what was read and says how old it is', async () => {
    await open('web-frontend');
    world.network.use(http.get('*/api/ORD/loadbalancers/*', () => HttpResponse.error()));
    await refreshAll();
    await screen.findByText(/This could not be refreshed/);
    expect(screen.getByRole('heading', { level: 1, name: 'web-frontend' })).toBeDefined();
  });
});
