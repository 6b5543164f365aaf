import { translatePage } from '../src/test/translate.ts';
import { expect, test } from './support/fixtures.ts';
import { dialog, expectRow, signInAs } from './support/page.ts';

const name = 'web-frontend';

test('a page that the browser translates changes session persistence, and its values stay as they are', async ({
  page,
  stack,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'admin', '/load-balancers');
  await expectRow(page, name);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.evaluate(`void (${translatePage.toString()})()`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('«Load Balancers»');
  const search = page.getByRole('searchbox', { name: 'Search load balancers' });
  await search.fill('no such name');
  await expect(page.getByText(/^«No .*no such name/)).toBeVisible();
  await search.fill(name);
  await page.getByRole('row').getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toHaveText(name);

  await page.getByRole('button', { name: 'Edit Session Persistence' }).click();
  for (const label of ['Source IP', 'Disabled', 'HTTP cookie'])
    await dialog(page).getByRole('radio', { name: label }).check();
  await dialog(page).getByRole('button', { name: 'Enable session persistence' }).click();
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  await expect(page.locator('dd').getByText('HTTP_COOKIE')).toBeVisible();
  expect(errors).toEqual([]);
});
