import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { choice, dialog, signInAs } from './support/page.ts';

const focused = (page: Page) => page.locator(':focus');

/** Presses Tab until the wanted element has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const element = focused(page);
    const label = await element.evaluate((each) => each.getAttribute('aria-label') ?? each.textContent ?? '');
    if (typeof name === 'string' ? label.trim() === name : name.test(label)) return;
  }
  throw new Error(`Nothing named ${name} was reached with Tab.`);
}

test('by keyboard alone: from the list to a changed value and back to the cog', async ({ page, stack }) => {
  const { id, name } = await stack.region.named('ORD', 'search-api');
  await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
  await signInAs(page, 'admin', '/load-balancers?q=search-api');
  const cog = page.getByRole('button', { name: `Actions for ${name}`, exact: true });
  await expect(cog).toBeVisible();
  await cog.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('e');
  await expect(focused(page)).toHaveAccessibleName('Edit Session Persistence');
  await page.keyboard.press('Enter');
  await expect(choice(page, 'HTTP cookie')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(choice(page, 'Source IP')).toBeChecked();
  await tabTo(page, 'Change to Source IP');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(cog).toBeFocused();
  expect(await stack.region.persistence('ORD', id)).toBe('SOURCE_IP');
});

test('Tab stays inside the dialog, Escape closes it at once, and asks once when something was chosen', async ({
  page,
  stack,
}) => {
  const { id } = await stack.region.named('ORD', 'search-api');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  await expect(choice(page, 'Disabled')).toBeEnabled();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    expect(await focused(page).evaluate((element) => element.closest('[role=dialog]') !== null)).toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();

  await page.getByRole('button', { name: 'Edit Session Persistence', exact: true }).click();
  await choice(page, 'Disabled').check();
  await page.keyboard.press('Escape');
  const question = page.getByRole('dialog', { name: 'Leave without saving?' });
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(choice(page, 'Disabled')).toBeChecked();
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Discard' }).click();
  await expect(dialog(page)).toBeHidden();
});

test.describe('on a phone of 360 px', () => {
  test.use({ viewport: { width: 360, height: 740 } });

  test('the dialog takes the whole screen, and nothing is wider than it', async ({ page, stack }) => {
    for (const [region, name] of [
      ['ORD', 'web-frontend'],
      ['DFW', `<b>&"'`],
    ] as const) {
      const { id } = await stack.region.named(region, name);
      if (name === 'web-frontend') await signInAs(page, 'admin', `/load-balancers/${region}/${id}`);
      else await page.goto(`/load-balancers/${region}/${id}`);
      await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      await page.goto(`/load-balancers/${region}/${id}/session-persistence`);
      await expect(choice(page, 'Disabled')).toBeVisible();
      expect(await dialog(page).boundingBox()).toMatchObject({ x: 0, y: 0, width: 360, height: 740 });
    }
  });
});

test('no breach of WCAG 2.2 AA on the detail page, in the dialog, and where there is nothing', async ({
  page,
  stack,
}) => {
  // axe reads whole pages in two schemes: the longest of all tests on a busy machine.
  test.slow();
  const { id } = await stack.region.named('ORD', 'checkout');
  await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}`);
  await expect(page.getByText('Default page')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Edit Session Persistence', exact: true }).click();
  await choice(page, 'Disabled').check();
  await dialog(page)
    .getByText(/^Request DELETE/)
    .click();
  await expect(dialog(page).getByText('Affected:')).toBeVisible();
  await expectAccessible(page);

  await page.goto('/load-balancers/ORD/99999');
  await expect(page.getByText('There is no load balancer 99999 in ORD')).toBeVisible();
  await expectAccessible(page);
});

test('no breach of WCAG 2.2 AA while a change is queued, in the dialog and in the tray', async ({ page, stack }) => {
  // axe reads whole pages in two schemes: the longest of all tests on a busy machine.
  test.slow();
  const { id } = await stack.region.named('ORD', 'new-campaign');
  await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
  await stack.region.control('status', { loadBalancerId: id, status: 'PENDING_UPDATE' });
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  await choice(page, 'Disabled').check();
  await dialog(page).getByRole('button', { name: 'Queue change to Disabled' }).click();
  await expect(dialog(page)).toContainText('Queued');
  await expectAccessible(page);
  await dialog(page).getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByRole('region', { name: 'Changes' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /Cancel the change of/ }).click();
  await stack.region.control('status', { loadBalancerId: id, status: 'ACTIVE' });
});
