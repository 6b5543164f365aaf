import type { Page } from '@playwright/test';
import { newRun, plan } from './support/bulk.ts';
import { expect, test } from './support/fixtures.ts';
import { signInAs } from './support/page.ts';

test.use({ viewport: { width: 360, height: 740 } });

const expectNoWider = async (page: Page) =>
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

test('no page is wider than a phone of 360 px, whatever it shows', async ({ page, stack }) => {
  const { id } = await stack.region.named('ORD', 'checkout');
  await signInAs(page, 'admin');
  await expect(page.getByRole('button', { name: 'Actions for checkout' })).toBeVisible();
  await expectNoWider(page);

  await newRun(page, ['checkout', 'orders-db', 'legacy-portal']);
  await plan(page, 'HTTP cookie');
  for (const summary of await page.locator('details > summary').all()) await summary.click();
  await expectNoWider(page);

  await page.goto(`/explorer/sessionPersistence.show?region=ORD&loadBalancerId=${id}`);
  await page.getByRole('button', { name: 'Send API call' }).click();
  await expect(page.getByText('Request id')).toBeVisible();
  await expectNoWider(page);

  await page.goto('/history');
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
  await expectNoWider(page);

  await page.goto('/nowhere/at-all');
  await expectNoWider(page);
});

test('cards that a leap brings into sight are read like those at the top', async ({ page }) => {
  await signInAs(page, 'admin');
  const cards = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Actions for / }) });
  const unread = async () => {
    const inSight: string[] = [];
    for (const card of await cards.all()) {
      const box = await card.boundingBox();
      if (box && box.y > 60 && box.y + box.height < 690) inSight.push((await card.textContent()) ?? '');
    }
    return inSight.length >= 3 ? inSight.filter((text) => text.includes('Not read yet')) : ['too few cards'];
  };
  await expect.poll(unread).toEqual([]);
  await cards.first().evaluate((card) => {
    const list = card.closest('[data-cards]');
    if (list) list.scrollTop = 1500;
  });
  await expect(page.getByRole('button', { name: 'Actions for checkout' })).not.toBeInViewport();
  await expect.poll(unread).toEqual([]);
});
