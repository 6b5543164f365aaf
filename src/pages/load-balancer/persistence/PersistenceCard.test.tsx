import { screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changes } from '../../../api/changes/changes.ts';
import { queryClient } from '../../../api/http/query-client.ts';
import { announced } from '../../../test/announced.ts';
import { type Composition, compose, HttpResponse, http, settle } from '../../../test/composition.ts';
import { renderPage } from '../../../test/render-page.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
let id: number;
beforeEach(async () => {
  world = await compose();
  id = await world.idOf('ORD', 'web-frontend');
});
afterEach(async () => {
  for (const { key } of changes.all()) {
    changes.cancel(key);
    changes.dismiss(key);
  }
  await world.close();
});

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
const body = (persistenceType: string) => ({ sessionPersistence: { persistenceType } });

async function open(role: 'admin' | 'creator' | 'observer' = 'admin') {
  await world.signIn(role);
  renderPage(`/load-balancers/ORD/${id}`);
  await screen.findByRole('heading', { level: 1, name: 'web-frontend' });
  return within(screen.getByRole('region', { name: 'Session persistence' }));
}

/** Through the panel server, as the page of somebody else would. */
async function change(before: string, after: string, role: 'admin' | 'creator' = 'admin') {
  await world.signIn(role);
  const answer = await fetch(`/api/ORD/loadbalancers/${id}/sessionpersistence`, {
    method: 'PUT',
    headers: await announced(id, { before, after }),
    body: JSON.stringify(body(after)),
  });
  expect(answer.status).toBe(202);
  world.clock.advance(settle);
}

/** Until the region works at the change, so that its clock may run. */
const accepted = () => waitFor(() => expect(changes.all()[0]?.state.at).toBe('settling'));

const description = (button: HTMLElement) =>
  document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent;

test('shows the value with its enum and what it does, and the heading names it, too', async () => {
  await change('DISABLED', 'SOURCE_IP');
  const card = await open();
  expect(card.getByText('SOURCE_IP', { selector: 'p code' })).toBeDefined();
  expect(
    card.getByText('The client’s IP address decides the node; clients behind one NAT share a node.'),
  ).toBeDefined();
  expect(screen.getByText('Session persistence: Source IP')).toBeDefined();
});

test('Change… opens the dialog, and closing it leads back there', async () => {
  const card = await open();
  const button = card.getByRole('button', { name: 'Change…' });
  await user.click(button);
  await screen.findByRole('dialog', { name: 'Edit Session Persistence' });
  await screen.findAllByRole('radio');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(document.activeElement).toBe(button));
});

test('tells the last change: who, from what to what, and reverts it', async () => {
  await change('DISABLED', 'SOURCE_IP');
  const card = await open();
  const line = (await card.findByText(/^Last change/)).parentElement;
  expect(line?.textContent).toMatch(/^Last change .*by admin.*Disabled.*Source IP/);
  await user.click(card.getByRole('button', { name: 'Revert to Disabled' }));
  const dialog = await screen.findByRole('dialog');
  const submit = () => within(dialog).getByRole('button', { name: /to Disabled$/ });
  await waitFor(() => expect(submit().getAttribute('aria-busy')).toBeNull());
  await user.click(submit());
  await accepted();
  world.clock.advance(settle);
  await waitFor(async () => expect(await world.stored('ORD', id)).toBeNull());
});

test('a change that was made outside the panel is the last one, too, and there is nothing to revert', async () => {
  await change('DISABLED', 'SOURCE_IP');
  world.clock.advance(60_000);
  await world.ask('ORD', 'PUT', `/loadbalancers/${id}/sessionpersistence`, body('HTTP_COOKIE'));
  world.clock.advance(settle);
  const card = await open();
  await card.findByText('made outside this panel');
  expect(card.queryByRole('button', { name: /^Revert/ })).toBeNull();
});

test('says that no change is known, and when that could not be read', async () => {
  const card = await open();
  await card.findByText('No change is recorded yet.');
  world.network.use(http.get('*/panel/history', () => HttpResponse.error()));
  await queryClient.invalidateQueries();
  await card.findByText('The last change could not be read; see Activity.');
});

test('while a change is under way it names what comes, and tells no outcome', async () => {
  await change('DISABLED', 'SOURCE_IP');
  const card = await open();
  await card.findByRole('button', { name: 'Revert to Disabled' });
  await user.click(card.getByRole('button', { name: 'Change…' }));
  await user.click(await screen.findByRole('radio', { name: 'HTTP cookie' }));
  await user.click(await screen.findByRole('button', { name: 'Change to HTTP cookie' }));
  await card.findByText('applying → HTTP cookie');
  expect(card.queryByRole('button', { name: /^Revert/ })).toBeNull();
  expect(card.queryByText('Outcome unknown')).toBeNull();
  await accepted();
  world.clock.advance(settle);
  await card.findByRole('button', { name: 'Revert to Source IP' });
  expect(card.queryByText('applying → HTTP cookie')).toBeNull();
});

test('a change that ended in ERROR: the value is only what is stored', async () => {
  const card = await open();
  await world.control('fail-job', { loadBalancerId: id });
  await user.click(card.getByRole('button', { name: 'Change…' }));
  await user.click(await screen.findByRole('radio', { name: 'Source IP' }));
  await user.click(await screen.findByRole('button', { name: 'Enable session persistence' }));
  await accepted();
  world.clock.advance(settle);
  await card.findByText(
    /^The last change ended in ERROR\. web-frontend is in ERROR\. The stored value may not be live\./,
  );
  expect(screen.getByText('Session persistence: Source IP (stored, may not be live)')).toBeDefined();
  await card.findByText('Failed');
  expect(card.queryByRole('button', { name: /^Revert/ })).toBeNull();
});

test('an observer may neither change nor revert, each with the reason', async () => {
  await change('DISABLED', 'SOURCE_IP');
  const card = await open('observer');
  expect(description(card.getByRole('button', { name: 'Change…' }))).toContain('lbaas:creator');
  expect(description(await card.findByRole('button', { name: 'Revert to Disabled' }))).toBeTruthy();
});

test('a creator may change, but not revert to Disabled', async () => {
  await change('DISABLED', 'SOURCE_IP', 'creator');
  const card = await open('creator');
  expect(card.getByRole('button', { name: 'Change…' }).getAttribute('aria-disabled')).toBeNull();
  expect(description(await card.findByRole('button', { name: 'Revert to Disabled' }))).toContain('admin');
});

test('where the load balancer takes no change, Revert is off and says why', async () => {
  await change('DISABLED', 'SOURCE_IP');
  await world.control('status', { loadBalancerId: id, status: 'SUSPENDED' });
  const card = await open();
  expect(description(await card.findByRole('button', { name: 'Revert to Disabled' }))).toMatch(
    /web-frontend .*suspended/i,
  );
});
