import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changes } from '../api/changes/changes.ts';
import { queryClient } from '../api/http/query-client.ts';
import { paths } from '../model/paths.ts';
import { type CloudComposition, composeCloud, HttpResponse, http } from './cloud-composition.ts';
import { renderPage } from './render-page.tsx';

configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

let world: CloudComposition;
beforeEach(async () => {
  world = await composeCloud({ settle: 0 });
  await world.signIn('member', 'panel');
});
afterEach(async () => {
  for (const { key } of changes.all()) changes.dismiss(key);
  await world.close();
});

const found = (name: string) => world.cloud.regions[0]!.loadBalancers[name]!;
const refOf = (name: string) => ({ region: 'RegionOne', id: found(name).id });
const radio = (group: string, name: string) =>
  within(screen.getByRole('radiogroup', { name: group })).getByRole<HTMLInputElement>('radio', { name });
const stored = async (pool: string) =>
  (await (await fetch(`/api/RegionOne/v2/lbaas/pools/${pool}`)).json()).pool.session_persistence;

/** Lets the cloud carry out what it accepted. */
async function settled() {
  await screen.findByText('accepted (200)');
  world.clock.advance(1_000);
}

test('the list shows what pools have without asking for each load balancer', async () => {
  const asked: string[] = [];
  world.network.events.on('request:start', ({ request }) => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/api/RegionOne/')) asked.push(pathname.replace('/api/RegionOne/v2/lbaas/', ''));
  });
  renderPage('/load-balancers?region=RegionOne');
  await screen.findByRole('link', { name: 'app' });
  await screen.findByText('Mixed');
  expect((await screen.findAllByText('HTTP:80')).length).toBeGreaterThan(0);
  expect(asked.toSorted()).toEqual(['listeners', 'loadbalancers', 'pools']);
});

test('the detail page has a section for listeners and one for pools, and a pencil for each pool', async () => {
  renderPage(paths.loadBalancer(refOf('app')));
  await screen.findByRole('heading', { level: 1, name: 'app' });
  await screen.findByRole('heading', { level: 2, name: 'Listeners' });
  await screen.findByRole('heading', { level: 2, name: 'Pools' });
  await screen.findByRole('button', { name: 'Edit Session Persistence of app-pool' });
  await screen.findByRole('button', { name: 'Edit Session Persistence of static-pool' });
  await screen.findByRole('table', { name: 'Members of static-pool' });
  expect(screen.getAllByText('Not offered by this cloud')).toHaveLength(3);
  screen.getByText(/^openstack loadbalancer pool set --session-persistence type=APP_COOKIE,cookie_name=JSESSIONID/);
});

test('a pool is changed by the dialog, and proven', async () => {
  const { pools } = found('web');
  renderPage(paths.persistence(refOf('web')));
  await screen.findByRole('radiogroup', { name: 'Session Persistence' });
  expect(
    within(screen.getByRole('radiogroup', { name: 'Session Persistence' }))
      .getAllByRole('radio')
      .map((each) => each.getAttribute('value')),
  ).toEqual(['HTTP_COOKIE', 'APP_COOKIE', 'SOURCE_IP', 'DISABLED']);
  await user.click(radio('Session Persistence', 'Application cookie'));
  expect(screen.getByRole('button', { name: /^Change to|^Enable/ }).getAttribute('aria-disabled')).toBe('true');
  await user.type(screen.getByLabelText('Cookie name'), 'sid');
  await user.click(screen.getByRole('button', { name: 'Enable session persistence' }));
  await settled();
  await screen.findByText(/Session persistence of web-pool of web is now Application cookie sid/);
  expect(await stored(Object.values(pools)[0]!)).toMatchObject({ type: 'APP_COOKIE', cookie_name: 'sid' });
});

test('a change that leaves its pool in ERROR is told as not in force, and the same value can be sent again', async () => {
  const { id, pools } = found('web');
  const pool = Object.values(pools)[0]!;
  const { unmount } = renderPage(paths.persistence(refOf('web')));
  await screen.findByRole('radiogroup', { name: 'Session Persistence' });
  await user.click(radio('Session Persistence', 'Source IP'));
  const recover = world.cloud.handles.fail(id);
  await user.click(screen.getByRole('button', { name: 'Enable session persistence' }));
  await settled();
  await screen.findByText(
    /web-pool of web ended in ERROR\. The stored value reads Source IP but is not in force\. Traffic goes on as before\./,
  );
  expect(await stored(pool)).toMatchObject({ type: 'SOURCE_IP' });
  unmount();

  for (const { key } of changes.all()) changes.dismiss(key);
  recover();
  renderPage(paths.persistence(refOf('web')));
  await user.click(await screen.findByRole('button', { name: 'Send Source IP again' }));
  await settled();
  await screen.findByText(/Session persistence of web-pool of web is now Source IP/);
  // Told to the server after the page has said it.
  await waitFor(async () => {
    const record = (await (await fetch('/panel/history')).json()).changes;
    expect(record.map(({ verdict }: { verdict: string }) => verdict)).toEqual(['confirmed', 'failed']);
  });
});

/** Sets a pool's value from outside the panel, and lets the cloud end it. */
async function setOutside(pool: string, value: unknown) {
  const answer = await fetch(`/api/RegionOne/v2/lbaas/pools/${pool}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-holdfast-operation': 'octavia.pools.update' },
    body: JSON.stringify({ pool: { session_persistence: value } }),
  });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  world.clock.advance(1_000);
}

test('while one pool is in ERROR the other takes no change, and says which has to be repaired', async () => {
  const { id, pools } = found('app');
  const recover = world.cloud.handles.fail(id);
  await setOutside(pools['static-pool']!, { type: 'HTTP_COOKIE' });
  recover();
  renderPage(paths.persistence({ ...refOf('app'), part: pools['app-pool']! }));
  await screen.findByRole('radiogroup', { name: 'Session Persistence' });
  await screen.findByText(/^app-pool of app takes no change now: the last change of static-pool failed/);
  expect(radio('Session Persistence', 'Source IP').disabled).toBe(true);
  await user.click(radio('Pool', 'static-pool'));
  await screen.findByRole('button', { name: 'Send HTTP cookie again' });
});

test('a change waits behind the lock of its load balancer and is sent when that is free', async () => {
  const { id, pools } = found('app');
  const release = world.cloud.handles.hold(id);
  await setOutside(pools['static-pool']!, { type: 'HTTP_COOKIE' });
  renderPage(paths.persistence({ ...refOf('app'), part: pools['app-pool']! }));
  await screen.findByRole('radiogroup', { name: 'Session Persistence' });
  await screen.findByText(/^Locked while updating\./);
  await user.click(radio('Session Persistence', 'Disabled'));
  await user.click(screen.getByRole('button', { name: 'Queue change to Disabled' }));
  release();
  await settled();
  await screen.findByText(/Session persistence of app-pool of app is now Disabled/);
  expect(await stored(pools['app-pool']!)).toBeNull();
});

test('what was chosen for one pool can be planned for all of them, one after another', async () => {
  const { router } = renderPage(paths.persistence(refOf('app')));
  await screen.findByRole('radiogroup', { name: 'Session Persistence' });
  await user.click(radio('Session Persistence', 'HTTP cookie'));
  await user.type(screen.getByLabelText(/Reason or change number/), 'CHG-7');
  await user.click(screen.getByRole('button', { name: 'All pools that take it…' }));
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/load-balancers\/bulk\//));
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: /^HTTP cookie/ })).checked).toBe(true);
  expect(screen.getByDisplayValue('CHG-7')).toBeDefined();
  await user.click(await screen.findByRole('button', { name: /Preview/ }));
  await screen.findAllByText('app-pool of app');
  screen.getAllByText('static-pool of app');
});

test('the flavor stands beside the impact words as the cloud wrote it, and a cloud that keeps it to itself is none the worse', async () => {
  await world.close();
  world = await composeCloud({ seed: 'demo' });
  await world.signIn('member', 'panel');
  const { unmount } = renderPage(paths.persistence(refOf('web-frontend')));
  await screen.findByText(/in the cloud’s words/);
  expect(screen.getByText('ha.plus').parentElement?.textContent).toBe(
    'Flavor ha.plus, in the cloud’s words: “Two instances, 4 CPU each”',
  );
  unmount();
  queryClient.clear();
  await world.signIn('member', 'panel');
  world.network.use(
    http.get('*/flavors/*', () =>
      HttpResponse.json(
        { faultcode: 'Client', faultstring: 'Policy does not allow this request to be performed.', debuginfo: null },
        { status: 403 },
      ),
    ),
  );
  renderPage(paths.persistence(refOf('checkout')));
  await screen.findByRole('radiogroup', { name: 'Session Persistence' });
  await screen.findByText(/No changes yet/);
  expect(screen.queryByText(/in the cloud’s words/)).toBeNull();
});

test('a load balancer opens in the explorer as the operation of its own API', async () => {
  const { router } = renderPage(paths.loadBalancer(refOf('web')));
  await user.click(await screen.findByRole('button', { name: 'Actions' }));
  await user.click(await screen.findByRole('menuitem', { name: 'Open in the API explorer' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/explorer/octavia.loadBalancers.show'));
});

test('load balancers that a controller manages are found by a filter of their own', async () => {
  await world.close();
  world = await composeCloud({ seed: 'demo' });
  await world.signIn('member', 'panel');
  const { router } = renderPage('/load-balancers');
  await screen.findByRole('link', { name: 'web-frontend' });
  await user.click(await screen.findByRole('button', { name: 'Owner' }));
  await user.click(await screen.findByRole('menuitemcheckbox', { name: 'Managed by a controller' }));
  await waitFor(() => expect(screen.queryByRole('link', { name: 'web-frontend' })).toBeNull());
  expect(router.state.location.search).toContain('owner=managed');
  expect(screen.getAllByRole('rowheader').length).toBeGreaterThan(0);
});
