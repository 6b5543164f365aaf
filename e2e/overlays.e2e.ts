import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { expectRow, openDetail, signInAs } from './support/page.ts';

const name = 'web-frontend';

/** Keeps a part's code back until the returned function is called. */
async function hold(page: Page, part: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(new RegExp(`/${part}-[\\w-]+\\.js$`), async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

test('a press before the menu’s code is there opens it: at a row, in the header, in a filter', async ({ page }) => {
  for (const button of [`Actions for ${name}`, 'admin', 'Persistence']) {
    const release = await hold(page, 'OpenMenu');
    await signInAs(page, 'admin');
    await expectRow(page, name);
    const opener = page.getByRole('button', { name: button, exact: true }).first();
    await opener.click();
    await expect(page.getByRole('menu')).toHaveCount(0);
    release();
    await expect(page.getByRole('menu')).toBeVisible();
    await expect(page.getByRole('menu').locator(':focus')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(opener).toBeFocused();
    await page.unrouteAll();
    await page.context().clearCookies();
  }
});

test('a button that is off tells its reason to whoever comes by key, and Escape hides it', async ({ page }) => {
  await signInAs(page, 'observer');
  await openDetail(page, name);
  const pencil = page.getByRole('button', { name: 'Edit Session Persistence', exact: true });
  await pencil.press('Shift');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(pencil).toBeFocused();
  // It is a picture of the description: screen readers have that from the button.
  const tip = page.locator('[role=tooltip]');
  await expect(tip).toContainText('lbaas:creator');
  await page.keyboard.press('Escape');
  await expect(tip).toHaveCount(0);
  await expect(pencil).toBeFocused();
});

test('the header fits from 360 px up, with everything in it within reach', async ({ page }) => {
  await signInAs(page, 'admin');
  for (const width of [360, 600, 761, 860, 861, 1_000, 1_001]) {
    await page.setViewportSize({ width, height: 740 });
    await expect(page.getByRole('button', { name: 'Open navigation' })).toBeVisible({ visible: width <= 760 });
    const header = page.getByRole('banner');
    const beyond = await header.evaluate((element) => element.scrollWidth - element.clientWidth);
    expect(beyond, `the header at ${width} px`).toBe(0);
    const user = await page.getByRole('button', { name: 'admin', exact: true }).boundingBox();
    expect((user?.x ?? width) + (user?.width ?? 0), `the user's menu at ${width} px`).toBeLessThanOrEqual(width);
  }
});

test('no breach of WCAG 2.2 AA in an open menu, a searched filter, the palette and the request log', async ({
  page,
}) => {
  test.slow();
  await signInAs(page, 'admin');
  await expectRow(page, name);
  const open: Readonly<Record<string, () => Promise<void>>> = {
    menu: () => page.getByRole('button', { name: 'admin', exact: true }).click(),
    searchbox: () => page.getByRole('button', { name: 'Protocol', exact: true }).first().click(),
    combobox: () => page.keyboard.press('Control+K'),
    dialog: () => page.getByRole('button', { name: 'Requests', exact: true }).click(),
  };
  for (const [role, act] of Object.entries(open)) {
    await act();
    await expect(page.getByRole(role as 'menu').last()).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(
      page
        .getByRole(role as 'menu')
        .filter({ visible: true })
        .and(page.locator(':focus')),
    ).toHaveCount(0);
  }
});
