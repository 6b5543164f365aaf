import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expectGroups, runEnded } from './support/bulk.ts';
import { expect, test } from './support/fixtures.ts';
import { expectRow, signInAs } from './support/page.ts';
import type { RegionClient, RegionName } from './support/region-client.ts';

/** Runs of edits: of what becomes of a node wherever it is, and of load balancers that are deleted. */

const address = '127.10.255.77';
const places: readonly (readonly [RegionName, string])[] = [
  ['ORD', 'web-frontend'],
  ['ORD', 'checkout'],
  ['DFW', 'web-frontend-dfw'],
];

async function conditions(region: RegionClient): Promise<string[]> {
  const found: string[] = [];
  for (const [name, loadBalancer] of places) {
    const { id } = await region.named(name, loadBalancer);
    const { nodes = [] } = await region.loadBalancer(name, id);
    const own = (nodes as { address: string; condition: string }[]).find((node) => node.address === address);
    found.push(own?.condition ?? 'none');
  }
  return found;
}

test.beforeEach(async ({ stack: { region } }) => {
  await region.control('clear');
  await region.control('reset');
  for (const [name, loadBalancer] of places) {
    const { id } = await region.named(name, loadBalancer);
    await region.request(name, 'POST', `/loadbalancers/${id}/nodes`, {
      nodes: [{ address, port: 80, condition: 'ENABLED' }],
    });
    await region.whenStatus(name, id, 'ACTIVE');
  }
});

/** Presses Tab until the focus is on what has that role and name. */
async function tabTo(page: Page, role: 'radio' | 'button', name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, { name });
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${name}.`);
}

test('by keyboard alone: a node is drained in every load balancer, and enabled again by Revert all', async ({
  page,
  stack,
}) => {
  await signInAs(page, 'admin');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('change a node');
  await expect(page.getByRole('option', { name: /Change a node in every load balancer/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Change a node everywhere' })).toBeVisible();
  await page.getByLabel('Node', { exact: true }).focus();
  await page.keyboard.type(address);
  await page.keyboard.press('Enter');
  await expect(page.getByText('3 nodes in 3 load balancers.')).toBeVisible();
  expect(new URL(page.url()).searchParams.get('node')).toBe(address);
  await expectAccessible(page);
  await tabTo(page, 'radio', 'Drain');
  await page.keyboard.press('Space');
  await tabTo(page, 'button', 'Preview changes');
  await page.keyboard.press('Enter');
  await expectGroups(page, { 'will change': 3, 'already set': 0, 'not possible': 0, locked: 0 });
  await expectAccessible(page);
  await tabTo(page, 'button', 'Drain 3 nodes');
  await page.keyboard.press('Enter');
  await runEnded(page);
  expect(await conditions(stack.region)).toEqual(['DRAINING', 'DRAINING', 'DRAINING']);
  await tabTo(page, 'button', 'Revert all…');
  await page.keyboard.press('Enter');
  await tabTo(page, 'button', 'Revert 3 nodes');
  await page.keyboard.press('Enter');
  await runEnded(page);
  expect(await conditions(stack.region)).toEqual(['ENABLED', 'ENABLED', 'ENABLED']);
});

test('a reload in the middle of a run on nodes loses nothing and sends nothing twice', async ({ page, stack }) => {
  const held = (await stack.region.named('ORD', 'checkout')).id;
  await stack.region.control('hold', { loadBalancerId: held });
  await signInAs(page, 'admin', `/load-balancers/bulk/nodes?node=${address}`);
  await page.getByRole('radio', { name: 'Remove' }).check();
  await page.getByRole('button', { name: 'Preview changes' }).click();
  await page.getByRole('button', { name: 'Remove 3 nodes' }).click();
  const results = page.getByRole('region', { name: 'Load balancers' });
  await expect(results.getByText(/^Verified/)).toHaveCount(3);
  await expect(results.getByText('Applying')).toBeVisible();
  page.on('dialog', (question) => question.accept());
  await page.reload();
  await expect(page.getByText('The page was closed or reloaded while this run was under way.')).toBeVisible();
  await stack.region.control('release', { loadBalancerId: held });
  await page.getByRole('button', { name: 'Continue with 1 left' }).click();
  await runEnded(page);
  await expect(page.getByRole('list', { name: 'Counts' })).toContainText('3 verified');
  const run = new URL(page.url()).pathname.split('/').at(-1);
  const history = await (await page.request.get(`/panel/history?run=${run}`)).json();
  expect(history.changes).toHaveLength(3);
  expect(await conditions(stack.region)).toEqual(['none', 'none', 'none']);
});

test('the menu of a node leads to it in every load balancer, on a phone, too', async ({ page, stack }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const { id } = await stack.region.named('ORD', 'checkout');
  await signInAs(page, 'observer', `/load-balancers/ORD/${id}`);
  // What comes late moves the rows.
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: `Actions for ${address}:80` }).click();
  await page.getByRole('menuitem', { name: 'In every load balancer…' }).click();
  await expect(page.getByText('3 nodes in 3 load balancers.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Drain' })).toBeDisabled();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
});

test('chosen load balancers are deleted when their number was typed, and the list shows them no more', async ({
  page,
}) => {
  await signInAs(page, 'admin');
  for (const name of ['mail-relay', 'web-frontend']) {
    await expectRow(page, name);
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
  }
  await page.getByRole('button', { name: 'Delete…' }).click();
  await expect(page.getByRole('heading', { name: 'Delete load balancers' })).toBeVisible();
  await expectGroups(page, { 'will change': 2, 'already set': 0, 'not possible': 0, locked: 0 });
  await page.locator('summary').filter({ hasText: 'will change' }).click();
  await expect(page.getByText(/^answers on/).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await page.getByLabel('Number of load balancers').fill('2');
  await page.getByRole('button', { name: 'Delete 2 load balancers' }).click();
  await runEnded(page);
  await expect(page.getByRole('list', { name: 'Counts' })).toContainText('2 verified');
  await expect(page.getByRole('button', { name: 'Revert all…' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Load Balancers' }).first().click();
  await expectRow(page, 'checkout');
  await expect(page.getByRole('link', { name: 'mail-relay' })).toHaveCount(0);
});
