import 'fake-indexeddb/auto';
import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { faults } from '../../contract/octavia/faults.ts';
import { changes } from '../api/changes/changes.ts';
import { inventory } from '../api/inventory/inventory.ts';
import { paths } from '../model/paths.ts';
import { type CloudComposition, composeCloud } from './cloud-composition.ts';
import { renderPage } from './render-page.tsx';

/** A provider that cannot do what Octavia's own checks let through: 501 in the dialog, in a run and in the history. */

configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

let world: CloudComposition;
beforeEach(async () => {
  world = await composeCloud({ settle: 0, regions: ['RegionOne'] });
  await world.signIn('member', 'panel');
});
afterEach(async () => {
  for (const { key } of changes.all()) changes.dismiss(key);
  inventory.clear();
  await world.close();
});

const found = (name: string) => world.cloud.regions[0]!.loadBalancers[name]!;
const poolOf = (name: string) => Object.values(found(name).pools)[0]!;
const stored = async (pool: string) =>
  (await (await fetch(`/api/RegionOne/v2/lbaas/pools/${pool}`)).json()).pool.session_persistence;

const words = faults.PROVIDER501.words.option('vmwareedge', 'session_persistence APP_COOKIE');
const advice = 'The provider of this load balancer cannot do this. Nothing was changed.';

/** The provider of a pool can set nothing any more. Gives the changes that were sent to it. */
function cannot(pool: string): string[] {
  const sent: string[] = [];
  world.answer = (request) => {
    if (request.method !== 'PUT' || !request.url.endsWith(pool)) return undefined;
    sent.push(request.url);
    return Response.json({ faultcode: 'Server', faultstring: words, debuginfo: null }, { status: 501 });
  };
  return sent;
}

/** The change of a load balancer in the history, which holds no more than one. */
async function inHistory(name: string): Promise<HTMLElement> {
  renderPage('/history');
  return screen.findByRole('row', { name: new RegExp(`\\b${name}\\b`) });
}

test('the dialog tells it in the service’s words and ours, changes nothing, and the history does not doubt it', async () => {
  const sent = cannot(poolOf('web'));
  const { unmount } = renderPage(paths.persistence({ region: 'RegionOne', id: found('web').id }));
  await user.click(await screen.findByRole('radio', { name: 'Application cookie' }));
  await user.type(screen.getByLabelText('Cookie name'), 'sid');
  await user.click(screen.getByRole('button', { name: 'Enable session persistence' }));
  const dialog = screen.getByRole('dialog', { name: 'Edit Session Persistence' });
  await waitFor(() => expect(within(dialog).getByRole('alert').textContent).toContain(`${words} ${advice}`));
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Application cookie' }).checked).toBe(true);
  expect(screen.getByLabelText<HTMLInputElement>('Cookie name').value).toBe('sid');
  expect(sent).toHaveLength(1);
  expect(await stored(poolOf('web'))).toBeNull();
  unmount();

  const row = await inHistory('web');
  expect(row.textContent).toContain('Refused (501)');
  expect(row.textContent).not.toMatch(/[{}]|Outcome unknown/);
  expect(within(row).queryByRole('button', { name: /^Revert/ })).toBeNull();
  await user.click(within(row).getByRole('button', { name: /^Request of web/ }));
  expect((await screen.findAllByText(`${words} ${advice}`)).length).toBeGreaterThan(0);
  expect(screen.queryByText(/faultstring/)).toBeNull();
});

test('a run tells it of the pool that cannot, and changes the others', async () => {
  const sent = cannot(poolOf('spare'));
  renderPage('/load-balancers/bulk');
  await user.click(await screen.findByRole('button', { name: 'Add from a list…' }));
  const list = await screen.findByRole('dialog', { name: 'Add load balancers from a list' });
  await user.click(within(list).getByLabelText('Ids or names'));
  await user.paste('web\nspare');
  await user.click(await within(list).findByRole('button', { name: 'Add 2 load balancers' }));
  await user.click(screen.getByRole('radio', { name: 'Application cookie' }));
  await user.type(screen.getByLabelText('Cookie name'), 'sid');
  await user.click(screen.getByRole('button', { name: 'Preview changes' }));
  await user.click(await screen.findByRole('button', { name: /^Set Application cookie sid on 2/ }));
  await waitFor(
    () => {
      world.clock.advance(1_000);
      screen.getByRole('heading', { name: 'Result' });
    },
    { timeout: 20_000 },
  );
  const results = screen.getByRole('region', { name: 'Load balancers' });
  expect(within(results).getByRole('row', { name: /spare-pool of spare/ }).textContent).toMatch(/^Failed/);
  expect(within(results).getByRole('row', { name: /spare-pool of spare/ }).textContent).toContain(`${words} ${advice}`);
  expect(within(results).getByRole('row', { name: /web-pool of web/ }).textContent).toMatch(/^Verified/);
  screen.getByRole('button', { name: 'Retry 1 failed' });
  expect(sent).toHaveLength(1);
  expect(await stored(poolOf('web'))).toMatchObject({ cookie_name: 'sid' });
  expect(await stored(poolOf('spare'))).toMatchObject({ type: 'HTTP_COOKIE' });
});

test('an application cookie’s change is reverted out of the history, in its pool’s name', async () => {
  const page = renderPage(paths.persistence({ region: 'RegionOne', id: found('web').id }));
  await user.click(await screen.findByRole('radio', { name: 'Application cookie' }));
  await user.type(screen.getByLabelText('Cookie name'), 'sid');
  await user.click(screen.getByRole('button', { name: 'Enable session persistence' }));
  await screen.findByText('accepted (200)');
  world.clock.advance(1_000);
  await screen.findByText(/Session persistence of web-pool of web is now Application cookie sid/);
  page.unmount();

  const row = await inHistory('web');
  await user.click(within(row).getByRole('button', { name: 'Revert the change of web' }));
  const dialog = await screen.findByRole('dialog', { name: 'Revert' });
  await within(dialog).findByText('web-pool of web');
  await waitFor(() => expect(within(dialog).getAllByText('Application cookie sid')).toHaveLength(2));
  const revert = await within(dialog).findByRole('button', { name: 'Revert to Disabled' });
  await waitFor(() => expect(revert.getAttribute('aria-disabled')).not.toBe('true'));
  await user.click(revert);
  await within(dialog).findByText('accepted (200)');
  world.clock.advance(1_000);
  await within(dialog).findByText('It reads Disabled again.');
  expect(await stored(poolOf('web'))).toBeNull();
});
