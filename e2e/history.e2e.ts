import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { signInAs } from './support/page.ts';
import type { RegionClient } from './support/region-client.ts';

async function frontendOf(region: RegionClient): Promise<number> {
  const found = (await region.loadBalancers('ORD')).find(({ name }) => name === 'web-frontend');
  if (!found) throw new Error('The demo seed has no web-frontend.');
  return found.id;
}

/** A write through the panel that nobody reads back, as when the tab was closed at once. */
async function writeWithoutReading(page: Page, id: number, type: string, before: string): Promise<void> {
  const { origin } = new URL(page.url());
  const announced = await page.request.post('/panel/changes', {
    headers: { origin },
    data: {
      region: 'ORD',
      operation: 'sessionPersistence.enable',
      subject: { loadBalancerId: String(id), part: null },
      name: 'web-frontend',
      before,
      after: type,
    },
  });
  const { id: change } = await announced.json();
  const answer = await page.request.put(`/api/ORD/loadbalancers/${id}/sessionpersistence`, {
    headers: { origin, 'x-holdfast-change': change },
    data: { sessionPersistence: { persistenceType: type } },
  });
  expect(answer.status()).toBe(202);
}

const changeRow = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

/** Presses Tab until the control has the focus. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  const isFocused = () => control.evaluate((each) => each === document.activeElement);
  for (let presses = 0; presses < 60 && !(await isFocused()); presses += 1) await page.keyboard.press('Tab');
  await expect(control).toBeFocused();
}

test.beforeEach(async ({ stack }) => {
  await stack.region.control('clear');
  await stack.region.control('reset');
});

test('a change stands in the history, opens to its request, is verified and reverted', async ({ page, stack }) => {
  const id = await frontendOf(stack.region);
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'admin', '/history');
  await writeWithoutReading(page, id, 'SOURCE_IP', 'DISABLED');
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  await page.reload();
  const row = changeRow(page, 'Disabled').first();
  await expect(row).toContainText('web-frontend');
  await expect(row).toContainText('Source IP');
  await expect(row).toContainText('admin');
  await expect(row).toContainText('Outcome unknown');

  await page.getByRole('button', { name: 'Verify now: web-frontend' }).first().click();
  await expect(changeRow(page, 'Disabled').first()).toContainText('Verified');
  await page
    .getByRole('button', { name: /^Request of web-frontend/ })
    .first()
    .click();
  await expect(page.getByText('{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}')).toBeVisible();
  await expect(page.getByText(`PUT /loadbalancers/${id}/sessionpersistence`)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Revert the change of web-frontend' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Revert' });
  await expect(dialog).toContainText('Reads now');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Revert to Disabled' }).click();
  await expect(dialog).toContainText('It reads Disabled again.');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
  await expect(changeRow(page, 'Revert the change').first()).toContainText('Verified');
});

test('a revert is refused in words when somebody changed it since', async ({ page, stack }) => {
  const id = await frontendOf(stack.region);
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'admin', '/history');
  await writeWithoutReading(page, id, 'SOURCE_IP', 'DISABLED');
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
  await page.reload();
  await changeRow(page, 'Outcome unknown')
    .getByRole('button', { name: 'Revert the change of web-frontend' })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: 'Revert' });
  await expect(dialog).toContainText(
    'Changed since by somebody else: it was set to Source IP and reads HTTP cookie now. Nothing will be sent.',
  );
  await expect(dialog.getByRole('button', { name: 'Revert to Disabled' })).toHaveAttribute('aria-disabled', 'true');
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
});

test('filters live in the address, and every state has words', async ({ page, stack }) => {
  const id = await frontendOf(stack.region);
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'admin', '/history');
  await writeWithoutReading(page, id, 'SOURCE_IP', 'DISABLED');
  await page.getByLabel('User').fill('nobody');
  await expect(page.getByText('No change fits these filters.')).toBeVisible();
  await expect(page).toHaveURL(/user=nobody/);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByLabel('User')).toHaveValue('nobody');
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(changeRow(page, 'web-frontend').first()).toBeVisible();

  await page.route('**/panel/history?*', (route) => route.abort());
  await page.goto('/history?region=ORD');
  await expect(page.getByRole('heading', { name: 'The history could not be read.' })).toBeVisible();
  await page.unroute('**/panel/history?*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(changeRow(page, 'web-frontend').first()).toBeVisible();
});

test('the activity of a load balancer tells what was made in the panel and what outside it', async ({
  page,
  stack,
}) => {
  const id = await frontendOf(stack.region);
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'creator', `/load-balancers/ORD/${id}`);
  const activity = page.getByRole('region', { name: 'Activity' });
  await writeWithoutReading(page, id, 'SOURCE_IP', 'DISABLED');
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
  await page.reload();
  const items = activity.getByRole('listitem');
  await expect(items.filter({ hasText: 'creator' }).first()).toContainText('Source IP');
  const outside = items.filter({ hasText: 'made outside this panel' }).filter({ hasText: 'HTTP_COOKIE' }).first();
  await expect(outside).toContainText('admin');
  await expect(items.filter({ hasText: "updated to 'SOURCE_IP'" })).toHaveCount(0);
  await expectAccessible(page);
});

test('an edit is reverted from the history by keyboard alone', async ({ page, stack }) => {
  const { id } = await stack.region.named('ORD', 'web-frontend');
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/connection-throttle`);
  const form = page.getByRole('dialog', { name: 'Edit Connection Throttling' });
  await form.getByRole('checkbox', { name: 'Limit the connections of one client' }).check();
  await form.getByLabel('Maximum connections').fill('500');
  await form.getByRole('button', { name: 'Enable connection throttling' }).click();
  await expect(form).toBeHidden();
  await page.goto('/history');
  const row = changeRow(page, 'at most 500 connections from one client').first();
  await expect(row).toContainText('Verified');
  await expect(row).toContainText('Disabled');
  const opener = row.getByRole('button', { name: 'Revert the change of web-frontend' });
  await tabTo(page, opener);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Revert' });
  const revert = dialog.getByRole('button', { name: 'Revert to Disabled' });
  await expect(revert).not.toHaveAttribute('aria-disabled', 'true');
  await expect(dialog).toContainText('A client may open any number of connections again.');
  await expectAccessible(page);
  await tabTo(page, revert);
  await page.keyboard.press('Enter');
  await expect(dialog).toContainText('It reads Disabled again.');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
  const newest = page.getByRole('row').nth(1);
  await expect(newest).toContainText('Revert the change of');
  await expect(newest).toContainText('Verified');
  const { body } = await stack.region.request('ORD', 'GET', `/loadbalancers/${id}/connectionthrottle`);
  expect(body).toEqual({ connectionThrottle: {} });
});
