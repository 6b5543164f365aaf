import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { expectToast, signInAs } from './support/page.ts';

/** A new load balancer on a page of its own. */

const button = (page: Page) => page.getByRole('button', { name: 'Create load balancer' });

test.beforeEach(async ({ stack: { region } }) => {
  await region.control('clear');
  await region.control('reset');
});

test('by keyboard alone: created with nodes and HTTP cookie, proven, recorded, and shown', async ({ page, stack }) => {
  const { nodes = [] } = await stack.region.loadBalancer('ORD', (await stack.region.named('ORD', 'checkout')).id);
  const places = (nodes as { address: string; port: number }[]).map(({ address, port }) => `${address}:${port}`);
  await signInAs(page, 'admin');
  await button(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Create load balancer' })).toBeVisible();
  await page.getByLabel('Name', { exact: true }).focus();
  await page.keyboard.type('created-by-hand');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Region', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Protocol', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('8077');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Virtual IP', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Algorithm', { exact: true })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Nodes', { exact: true })).toBeFocused();
  await page.keyboard.type(places.join('\n'));
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Session Persistence', { exact: true })).toBeFocused();
  await page.keyboard.type('HTTP');
  const summary = page.getByRole('complementary', { name: 'Summary' });
  await expect(summary).toContainText('HTTP on port 8077');
  await expect(summary).toContainText('HTTP cookie');
  await expectAccessible(page);
  await button(page).focus();
  await page.keyboard.press('Enter');
  await expectToast(page, /^created-by-hand was created in ORD and is ACTIVE/);
  await expect(page.getByRole('heading', { name: 'created-by-hand' })).toBeVisible();
  const id = Number(new URL(page.url()).pathname.split('/').at(-1));
  const made = await stack.region.loadBalancer('ORD', id);
  expect(made).toMatchObject({ protocol: 'HTTP', port: 8077, sessionPersistence: { persistenceType: 'HTTP_COOKIE' } });

  const history = await (await page.request.get(`/panel/history?loadBalancerId=${id}&region=ORD`)).json();
  expect(history.changes).toMatchObject([
    { operation: 'loadBalancers.create', verdict: 'confirmed', loadBalancerName: 'created-by-hand' },
  ]);
});

test('what is typed stays over a reload, and leaving it asks', async ({ page }) => {
  await signInAs(page, 'admin', '/load-balancers/new');
  await page.getByLabel('Name', { exact: true }).fill('kept');
  await page.getByLabel('Region', { exact: true }).selectOption('DFW');
  await page.getByLabel('Protocol', { exact: true }).selectOption('HTTPS');
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue('443');
  page.once('dialog', (question) => question.accept());
  await page.reload();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('kept');
  await expect(page.getByLabel('Region', { exact: true })).toHaveValue('DFW');
  await expect(page.getByLabel('Port', { exact: true })).toHaveValue('443');
  await page.getByRole('link', { name: 'Load Balancers' }).last().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('heading', { name: 'Load Balancers' })).toBeVisible();
  await page.goto('/load-balancers/new');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('');
});

test('an observer sees why nothing can be created, on a phone, too', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signInAs(page, 'observer');
  await expect(button(page)).toBeDisabled();
  await page.goto('/load-balancers/new');
  await expect(button(page)).toBeDisabled();
  await expect(button(page)).toHaveAccessibleDescription(/lbaas:creator/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
});
