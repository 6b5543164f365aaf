import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { expectToast, openRowActions, signInAs } from './support/page.ts';

const name = 'web-frontend';

const dialog = (page: Page, title: string) => page.getByRole('dialog', { name: title });

interface Form {
  readonly title: string;
  /** The button that opens it, where that is not its pencil. */
  readonly opener?: string;
  /** Keys from the first field on, each a key or a text to type. */
  readonly keys: readonly string[];
  readonly button: RegExp;
  readonly toast: RegExp;
  /** The button of the toast that reverts it; null where nothing can. */
  readonly revert: RegExp | null;
}

const forms: readonly Form[] = [
  {
    title: 'Edit Health Monitoring',
    keys: ['ArrowDown', 'Tab', 'Control+a', '20'],
    button: /^(Enable|Change) health monitoring$/,
    toast: /Health monitoring of web-frontend is now/,
    revert: /^Revert to/,
  },
  {
    title: 'Edit Connection Throttling',
    keys: ['Space', 'Tab', '500'],
    button: /^Enable connection throttling$/,
    toast: /is now at most 500 connections from one client/,
    revert: /^Revert to Disabled$/,
  },
  {
    title: 'Edit Content Caching',
    keys: ['Space'],
    button: /^Enable content caching$/,
    toast: /Content caching of web-frontend is now Enabled/,
    revert: /^Revert to Disabled$/,
  },
  {
    title: 'Edit Logging',
    keys: ['Space'],
    button: /^Enable logging$/,
    toast: /Logging of web-frontend is now Enabled/,
    revert: /^Revert to Disabled$/,
  },
  {
    title: 'Edit Error Page',
    keys: ['Space', 'Tab', '<h1>Back soon</h1>'],
    button: /^Change error page$/,
    toast: /Error page of web-frontend is now Page of 18 bytes/,
    revert: /^Revert to Default page$/,
  },
  {
    title: 'Edit Access Control',
    keys: ['DENY 198.51.100.0/24'],
    button: /^Change access control$/,
    toast: /Access control of web-frontend is now 1 Access Rule/,
    revert: /^Revert to 0 Access Rules$/,
  },
  {
    title: 'Add nodes',
    opener: 'Add nodes',
    keys: ['10.20.9.1:8080'],
    button: /^Add nodes$/,
    toast: /1 node added to web-frontend/,
    revert: null,
  },
];

for (const form of forms) {
  test(`${form.title}, by keyboard alone, and taken back`, async ({ page, stack }) => {
    const { id } = await stack.region.named('ORD', name);
    await stack.region.whenStatus('ORD', id, 'ACTIVE');
    await signInAs(page, 'admin', `/load-balancers/ORD/${id}`);
    const opener = page.getByRole('button', { name: form.opener ?? form.title, exact: true });
    await expect(opener).not.toHaveAttribute('aria-disabled', 'true');
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(dialog(page, form.title)).toBeVisible();
    await expect(dialog(page, form.title).locator('[data-autofocus]')).toBeFocused();
    for (const key of form.keys) {
      if (/^(Tab|Space|ArrowDown|Control\+a)$/.test(key)) await page.keyboard.press(key);
      else await page.keyboard.type(key);
    }
    const button = dialog(page, form.title).getByRole('button', { name: form.button });
    await expect(button).not.toHaveAttribute('aria-disabled', 'true');
    for (let tab = 0; tab < 30 && !(await button.evaluate((each) => each === document.activeElement)); tab += 1)
      await page.keyboard.press('Tab');
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(dialog(page, form.title)).toBeHidden();
    await expectToast(page, form.toast);
    await expect(opener).toBeFocused();
    if (!form.revert) return;
    const revert = page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: form.revert });
    const former = ((await revert.textContent()) ?? '').replace('Revert to ', '');
    await revert.click();
    await expectToast(page, `is now ${former}, verified in`);
  });
}

test('on a phone each form has its fields and buttons in sight, and no row of it is wider', async ({ page, stack }) => {
  const { id } = await stack.region.named('ORD', 'checkout');
  await page.setViewportSize({ width: 360, height: 740 });
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}`);
  const card = page.getByRole('region', { name: 'Nodes' });
  const { x, width } = (await card.boundingBox())!;
  const menu = (await card
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .boundingBox())!;
  expect(menu.x + menu.width).toBeLessThanOrEqual(x + width);
  for (const [path, title] of [
    ['edit', 'Edit load balancer'],
    ['health-monitor', 'Edit Health Monitoring'],
    ['access-list', 'Edit Access Control'],
    ['ssl-termination', 'Edit Secure Traffic (SSL)'],
    ['error-page', 'Edit Error Page'],
    ['nodes/new', 'Add nodes'],
    ['delete', 'Delete load balancer'],
  ]) {
    await page.goto(`/load-balancers/ORD/${id}/${path}`);
    await expect(dialog(page, title ?? '')).toBeVisible();
    await expect(dialog(page, title ?? '').getByRole('button', { name: 'Cancel' })).toBeInViewport();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  }
});

test('the cog ends with Delete, which a creator may not use, and says why', async ({ page }) => {
  await signInAs(page, 'creator');
  await openRowActions(page, name);
  const items = page.getByRole('menuitem');
  await expect(items.last()).toHaveAccessibleName(/^Delete/);
  await expect(items.last()).toContainText('lbaas:admin');
});

test('a load balancer is deleted once its name is typed, and leaves the list', async ({ page, stack }) => {
  const { id } = await stack.region.named('ORD', 'new-campaign');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/delete`);
  await dialog(page, 'Delete load balancer').getByLabel('Name').fill('new-campaign');
  await dialog(page, 'Delete load balancer').getByRole('button', { name: 'Delete load balancer' }).click();
  await expect(page).toHaveURL(/\/load-balancers$/);
  await expect(page.getByRole('button', { name: 'Actions for new-campaign', exact: true })).toHaveCount(0);
});
