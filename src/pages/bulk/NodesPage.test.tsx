import 'fake-indexeddb/auto';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent, { PointerEventsCheckLevel } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inventory } from '../../api/inventory/inventory.ts';
import { type Composition, compose, HttpResponse, http } from '../../test/composition.ts';
import { renderPage } from '../../test/render-page.tsx';

// A whole panel answers every request here: on a busy machine that takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const address = '10.77.0.5';
const places = [
  ['ORD', 'web-frontend'],
  ['ORD', 'checkout'],
  ['DFW', 'web-frontend-dfw'],
] as const;

let world: Composition;
beforeEach(async () => {
  world = await compose();
  for (const [region, name] of places)
    await world.ask(region, 'POST', `/loadbalancers/${await world.idOf(region, name)}/nodes`, {
      nodes: [{ address, port: 80, condition: 'ENABLED', type: 'PRIMARY', weight: 7 }],
    });
  world.clock.advance(5_000);
});
afterEach(async () => {
  inventory.clear();
  await world.close();
});

const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });

interface WireNode {
  readonly address: string;
  readonly port: number;
  readonly condition: string;
  readonly weight?: number;
}

/** The nodes of a load balancer at the address, as the region has them. */
async function nodesAt(region: 'ORD' | 'DFW', name: string): Promise<readonly WireNode[]> {
  const id = await world.idOf(region, name);
  const { body } = (await world.ask(region, 'GET', `/loadbalancers/${id}/nodes`)) as unknown as {
    body: { nodes: WireNode[] };
  };
  return body.nodes.filter((node) => node.address === address);
}

const conditions = async () =>
  (await Promise.all(places.map(([region, name]) => nodesAt(region, name)))).map((nodes) =>
    nodes.map(({ condition }) => condition).join(),
  );

async function find(node: string, role: 'admin' | 'creator' | 'observer' = 'admin') {
  await world.signIn(role);
  const page = renderPage('/load-balancers/bulk/nodes');
  await user.type(await screen.findByRole('textbox', { name: 'Node' }), `${node}{Enter}`);
  return page;
}

/** Chooses what becomes of the nodes that were found, previews it and runs it to its end. */
async function carryOut(task: string, button: string) {
  await user.click(await screen.findByRole('radio', { name: task }));
  await user.click(screen.getByRole('button', { name: 'Preview changes' }));
  await user.click(await screen.findByRole('button', { name: button }));
  await ended();
}

const ended = () =>
  waitFor(
    () => {
      world.clock.advance(1_000);
      screen.getByRole('heading', { name: 'Result' });
    },
    { timeout: 30_000 },
  );

test('a node is drained wherever it is, and enabled again by Revert all', async () => {
  await find(address);
  await screen.findByText('3 nodes in 3 load balancers.');
  await carryOut('Drain', 'Drain 3 nodes');
  expect(await conditions()).toEqual(['DRAINING', 'DRAINING', 'DRAINING']);
  const results = screen.getByRole('region', { name: 'Load balancers' });
  expect(within(results).getByRole('row', { name: /checkout/ }).textContent).toContain(`${address}:80 of checkout`);
  await user.click(screen.getByRole('button', { name: 'Revert all…' }));
  await user.click(await screen.findByRole('button', { name: 'Revert 3 nodes' }));
  await ended();
  expect(await conditions()).toEqual(['ENABLED', 'ENABLED', 'ENABLED']);
});

test('a node is removed, and by Revert all added again as it was', async () => {
  await find(`${address}:80`);
  await user.click(await screen.findByRole('checkbox', { name: `Select ${address}:80 of web-frontend-dfw` }));
  await carryOut('Remove', 'Remove 2 nodes');
  expect(await conditions()).toEqual(['', '', 'ENABLED']);
  await user.click(screen.getByRole('button', { name: 'Revert all…' }));
  await user.click(await screen.findByRole('button', { name: 'Revert 2 nodes' }));
  await ended();
  expect(await nodesAt('ORD', 'checkout')).toMatchObject([{ port: 80, condition: 'ENABLED', type: 'PRIMARY' }]);
});

test('the last ENABLED node of a load balancer stays, also where two of its nodes are at the address', async () => {
  const id = await world.idOf('ORD', 'new-campaign');
  for (const port of [80, 81]) {
    await world.ask('ORD', 'POST', `/loadbalancers/${id}/nodes`, {
      nodes: [{ address: '10.77.0.9', port, condition: 'ENABLED' }],
    });
    world.clock.advance(5_000);
  }
  await find('10.77.0.9');
  await user.click(await screen.findByRole('radio', { name: 'Disable' }));
  await user.click(screen.getByRole('button', { name: 'Preview changes' }));
  await screen.findByRole('button', { name: 'Disable 1 node' });
  expect(screen.getByText(/It is the last ENABLED node/)).toBeDefined();
});

test('a region that cannot be asked is named, and the others are offered', async () => {
  await world.signIn('admin');
  world.network.use(http.get('/api/DFW/loadbalancers', () => HttpResponse.json({}, { status: 503 })));
  renderPage(`/load-balancers/bulk/nodes?node=${address}`);
  await screen.findByText(/^DFW could not be asked/, {}, { timeout: 30_000 });
  await screen.findByText('2 nodes in 2 load balancers.');
});

test('an observer sees the nodes, and why nothing can become of them; a creator cannot remove', async () => {
  await find(address, 'observer');
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'Drain' })).disabled).toBe(true);
  cleanup();
  inventory.clear();
  await find(address, 'creator');
  expect((await screen.findByRole<HTMLInputElement>('radio', { name: 'Drain' })).disabled).toBe(false);
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Remove' }).disabled).toBe(true);
});

test.each(['10.0.0.0/8', '10.0.0.5:70000', 'a b'])('“%s” is no node, and is not asked for', async (text) => {
  await find(text);
  await screen.findByText(/^Write an address or a host name/);
  expect(screen.queryByRole('status', { name: '' })?.textContent ?? '').not.toContain('Asking');
});

test('chosen load balancers are deleted when their number is typed', async () => {
  await world.signIn('admin');
  renderPage('/load-balancers');
  for (const name of ['web-frontend', 'checkout'])
    await user.click(await screen.findByRole('checkbox', { name: `Select ${name}` }));
  await user.click(await screen.findByRole('button', { name: 'Delete…' }));
  await screen.findByText(/every connection is cut/);
  const begin = screen.getByRole('button', { name: 'Delete 2 load balancers' });
  await user.click(begin);
  expect(screen.queryByRole('heading', { name: 'Result' })).toBeNull();
  await user.type(screen.getByLabelText('Number of load balancers'), '2');
  await user.click(screen.getByRole('button', { name: 'Delete 2 load balancers' }));
  await ended();
  for (const name of ['web-frontend', 'checkout'])
    expect(screen.getByRole('row', { name: new RegExp(name) }).textContent).toContain('Verified');
  expect(screen.queryByRole('button', { name: 'Revert all…' })).toBeNull();
});
