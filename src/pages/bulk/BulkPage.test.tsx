import 'fake-indexeddb/auto';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inventory } from '../../api/inventory/inventory.ts';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: Composition;
beforeEach(async () => {
  world = await compose();
});
afterEach(async () => {
  inventory.clear();
  await world.close();
});

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

/** Opens a new run and pastes names into it. */
async function open(names: string, role: 'admin' | 'creator' | 'observer' = 'admin') {
  await world.signIn(role);
  renderPage('/load-balancers/bulk');
  const list = await screen.findByRole('dialog', { name: 'Add load balancers from a list' });
  await user.click(within(list).getByLabelText('Ids or names'));
  await user.paste(names);
  await user.click(await within(list).findByRole('button', { name: /^Add \d/ }));
}

const makePlan = async (value: string) => {
  await user.click(screen.getByRole('radio', { name: value }));
  await user.click(screen.getByRole('button', { name: 'Preview changes' }));
};

/** Runs a change of one load balancer, without session persistence, that the region refuses. Gives its id. */
async function runRefused(): Promise<number> {
  const id = await world.idOf('ORD', 'web-frontend');
  await world.ask('ORD', 'DELETE', `/loadbalancers/${id}/sessionpersistence`);
  world.clock.advance(2_000);
  await open('web-frontend');
  await makePlan('Source IP');
  await world.control('fail', {
    operation: 'sessionPersistence.enable',
    times: 1,
    status: 400,
    body: '{"message":"Not today.","code":400}',
  });
  await user.click(await screen.findByRole('button', { name: 'Set Source IP on 1 load balancer' }));
  return id;
}

test('says of each choice what of the selection it fits', async () => {
  await open('web-frontend\nsecure-shop\norders-db');
  expect(
    screen.getByText('Fits 1 of 3 load balancers. HTTP cookie needs protocol HTTP; not HTTPS (1), MYSQL (1).'),
  ).toBeDefined();
  expect(
    screen.getByText('Fits 2 of 3 load balancers. Source IP needs protocol HTTP or HTTPS; not MYSQL (1).'),
  ).toBeDefined();
});

test('an observer sees the plan and why nothing of it can be done', async () => {
  await open('web-frontend', 'observer');
  for (const name of ['HTTP cookie', 'Source IP', 'Disabled'])
    expect(screen.getByRole<HTMLInputElement>('radio', { name }).disabled).toBe(true);
  expect(screen.getAllByText(/needs the role lbaas:creator/).length).toBeGreaterThan(0);
});

test('a plan that cannot be read to its end says what of it is missing, and goes on', async () => {
  await open('web-frontend\ncheckout');
  world.network.use(http.get('/api/ORD/loadbalancers/:id', () => HttpResponse.error(), { once: true }));
  await makePlan('Source IP');
  await screen.findByText(/Can’t reach the panel server/);
  await user.click(screen.getByRole('button', { name: /^(Read the rest|Preview changes)$/ }));
  await screen.findByRole('heading', { name: 'Preview changes' });
});

test('a change that the region refuses fails in its words, and is not told as done', async () => {
  const id = await runRefused();
  await screen.findByRole('heading', { name: 'Result' });
  const results = screen.getByRole('region', { name: 'Load balancers' });
  await waitFor(() =>
    expect(within(results).getByRole('row', { name: /web-frontend/ }).textContent).toContain('Not today.'),
  );
  expect(within(results).getByText('Failed')).toBeDefined();
  expect(await world.stored('ORD', id)).toBeNull();
});

test('a plan for what is left that cannot be read to its end offers to read the rest, or to leave it', async () => {
  await runRefused();
  const retry = async () => user.click(await screen.findByRole('button', { name: 'Retry 1 failed' }));
  await retry();
  await screen.findByRole('heading', { name: 'Preview the remaining changes' });
  await user.click(screen.getByRole('button', { name: 'Not now' }));
  const unanswered = () =>
    world.network.use(http.get('/api/ORD/loadbalancers/:id', () => HttpResponse.error(), { once: true }));
  unanswered();
  await retry();
  await screen.findByText(/Can’t reach the panel server/);
  await user.click(screen.getByRole('button', { name: 'Not now' }));
  await screen.findByRole('heading', { name: 'Result' });
  unanswered();
  await retry();
  await screen.findByText(/Can’t reach the panel server/);
  await user.click(screen.getByRole('button', { name: 'Read the rest' }));
  await screen.findByRole('heading', { name: 'Preview the remaining changes' });
});

test('speaks only of what is still to be read when load balancers are taken out of a plan or added', async () => {
  await open('web-frontend\ncheckout');
  await makePlan('Source IP');
  await screen.findByRole('heading', { name: 'Preview changes' });
  await user.click(screen.getByRole('button', { name: /^Choose/ }));
  await user.click(screen.getByText('2 load balancers'));
  await user.click(screen.getByRole('button', { name: 'Remove checkout' }));
  expect(screen.getByRole('button', { name: 'Preview changes' })).toBeDefined();
  expect(screen.queryByText(/Reads the details/)).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Add from a list…' }));
  const list = await screen.findByRole('dialog', { name: 'Add load balancers from a list' });
  await user.click(within(list).getByLabelText('Ids or names'));
  await user.paste('checkout\nweb-frontend');
  await user.click(await within(list).findByRole('button', { name: 'Add 1 load balancer' }));
  expect(screen.getByRole('button', { name: 'Read the rest' })).toBeDefined();
  expect(screen.getByText(/Reads the details of 1 load balancer,/)).toBeDefined();
});

test('an item whose outcome is unknown is verified by the server', async () => {
  const id = await world.idOf('ORD', 'web-frontend');
  await world.ask('ORD', 'DELETE', `/loadbalancers/${id}/sessionpersistence`);
  world.clock.advance(2_000);
  await open('web-frontend');
  await makePlan('Source IP');
  await world.control('fail', { operation: 'sessionPersistence.enable', times: 1, status: 500 });
  await user.click(await screen.findByRole('button', { name: 'Set Source IP on 1 load balancer' }));
  await screen.findByText('Outcome unknown');
  await user.click(screen.getByRole('button', { name: 'Verify now: web-frontend' }));
  // The value is not there, which does not say whether somebody took it back: it stays unknown.
  await screen.findByText(/^How the change of web-frontend ended is still unknown: DISABLED\.$/);
  expect(screen.getByText('Outcome unknown')).toBeDefined();

  await world.ask('ORD', 'PUT', `/loadbalancers/${id}/sessionpersistence`, {
    sessionPersistence: { persistenceType: 'SOURCE_IP' },
  });
  world.clock.advance(2_000);
  await user.click(screen.getByRole('button', { name: 'Verify now: web-frontend' }));
  await screen.findByText('Verified');
  expect(screen.queryByRole('button', { name: 'Verify now: web-frontend' })).toBeNull();
});

test('focus goes along from step to step and never falls to the body', async () => {
  await open('web-frontend\ncheckout\norders-db');
  await user.click(screen.getByText('3 load balancers'));
  await user.click(screen.getByRole('button', { name: 'Remove orders-db' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'What to change' })));
  await makePlan('Source IP');
  const preview = await screen.findByRole('heading', { name: 'Preview changes' });
  await waitFor(() => expect(document.activeElement).toBe(preview));
  await user.click(screen.getByRole('button', { name: /^Choose/ }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'What to change' })));
  await user.click(screen.getByRole('button', { name: 'Preview changes' }));
  await user.click(await screen.findByRole('button', { name: /^Set Source IP on/ }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Running' })));
  await user.click(screen.getByRole('button', { name: 'Pause' }));
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Resume' }));
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  await waitFor(() => {
    world.clock.advance(1_000);
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Result' }));
  });
});

test('counts what was chosen, verified, already set and skipped, and shows each under its own name', async () => {
  const id = await world.idOf('ORD', 'web-frontend');
  for (const name of ['web-frontend', 'checkout'])
    await world.ask('ORD', 'PUT', `/loadbalancers/${await world.idOf('ORD', name)}/sessionpersistence`, {
      sessionPersistence: { persistenceType: 'SOURCE_IP' },
    });
  world.clock.advance(2_000);
  await world.ask('ORD', 'DELETE', `/loadbalancers/${id}/sessionpersistence`);
  world.clock.advance(2_000);
  await open('web-frontend\ncheckout\norders-db');
  await makePlan('Source IP');
  await user.click(await screen.findByRole('button', { name: 'Set Source IP on 1 load balancer' }));
  await waitFor(() => {
    world.clock.advance(1_000);
    expect(screen.getByRole('heading', { name: 'Result' })).toBeDefined();
  });
  // What leads on is reached from the counts without a way through every row.
  const revert = screen.getByRole('button', { name: 'Revert all…' });
  const results = screen.getByRole('region', { name: 'Load balancers' });
  expect(revert.compareDocumentPosition(results)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  const counts = within(screen.getByRole('list', { name: 'Counts' })).getAllByRole('listitem');
  expect(counts.map(({ textContent }) => textContent)).toEqual([
    '3 chosen',
    '1 verified',
    '1 already set',
    '1 skipped',
    '0 failed',
  ]);
  expect(screen.getAllByRole('tab').map(({ textContent }) => textContent)).toEqual([
    'All 3',
    'Verified 1',
    'Already set 1',
    'Skipped 1',
  ]);
  await user.click(screen.getByRole('tab', { name: 'Skipped 1' }));
  const rows = within(screen.getByRole('region', { name: 'Load balancers' })).getAllByRole('row');
  expect(rows).toHaveLength(2);
  expect(rows[1]?.textContent).toContain('orders-db');
});

test('a list that names a load balancer twice, or one that is there, says why fewer are added', async () => {
  await open('web-frontend');
  await user.click(screen.getByRole('button', { name: 'Add from a list…' }));
  const list = await screen.findByRole('dialog', { name: 'Add load balancers from a list' });
  await user.click(within(list).getByLabelText('Ids or names'));
  await user.paste(`web-frontend\ncheckout\n${await world.idOf('ORD', 'checkout')}`);
  await within(list).findByText('3 found. 2 not added: 1 listed more than once, 1 already in this run.');
  await user.click(within(list).getByRole('button', { name: 'Add 1 load balancer' }));
  await screen.findByText('2 load balancers');
});

test('a run that neither this browser nor the history knows is said to be unknown', async () => {
  await world.signIn('admin');
  renderPage('/load-balancers/bulk/nobody-knows-it');
  await screen.findByRole('heading', { name: 'No such run' });
});
