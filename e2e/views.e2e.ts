import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { expectRow, expectToast, listHeading, row, signInAs } from './support/page.ts';

/** What a user keeps of the list: views by name on the server, columns and the height of rows in the browser. */

const table = (page: Page) => page.getByRole('table', { name: 'Load balancers' });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search load balancers' });
const heads = async (page: Page) => (await table(page).getByRole('columnheader').allTextContents()).filter(Boolean);
const views = (page: Page) => page.getByRole('button', { name: 'Views', exact: true });
const columns = (page: Page) => page.getByRole('button', { name: 'Columns', exact: true });
const queryOf = (page: Page) => decodeURIComponent(new URL(page.url()).search);

async function saveView(page: Page, name: string): Promise<void> {
  await views(page).click();
  await page.getByRole('menuitem', { name: 'Save view…' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
  await expectToast(page, `Saved the view “${name}”.`);
}

test('a view is saved by keyboard, kept over a reload, opened, renamed, overwritten and deleted', async ({ page }) => {
  await signInAs(page, 'admin');
  await expectRow(page, 'web-frontend');
  await page.keyboard.press('/');
  await page.keyboard.type('web');
  await table(page).getByRole('button', { name: 'Name', exact: true }).press('Enter');
  await views(page).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Save view…' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Save view' });
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Enter a name.')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.type('Front ends');
  await page.keyboard.press('Enter');
  await expectToast(page, 'Saved the view “Front ends”.');
  await expect(views(page)).toBeFocused();

  await page.goto('/load-balancers');
  await expectRow(page, 'checkout');
  await views(page).press('Enter');
  const saved = page.getByRole('menuitemradio', { name: 'Front ends' });
  await expect(saved).toHaveAttribute('aria-checked', 'false');
  await page.keyboard.press('End');
  await expect(saved).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(search(page)).toHaveValue('web');
  await expect(row(page, 'checkout')).toHaveCount(0);
  await expectRow(page, 'web-frontend');
  await expect.poll(() => queryOf(page)).toBe('?q=web&sort=name&hide=');
  await page.goBack();
  await expectRow(page, 'checkout');
  await page.goForward();
  await expect(search(page)).toHaveValue('web');
  await views(page).click();
  await expect(saved).toHaveAttribute('aria-checked', 'true');
  await page.keyboard.press('Escape');

  // The same name, as people read it, is the same view.
  await search(page).fill('db');
  await views(page).press('Enter');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused();
  await page.keyboard.type('front  ENDS');
  await expect(dialog.getByText('Replaces your view “Front ends”.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expectToast(page, 'Saved the view “front  ENDS”.');

  await views(page).click();
  await page.getByRole('menuitem', { name: 'Rename or delete views…' }).click();
  const all = page.getByRole('dialog', { name: 'Saved views' });
  await expect(all.getByRole('listitem')).toHaveCount(1);
  await expectAccessible(page);
  await all.getByRole('button', { name: 'Rename front ENDS' }).click();
  const rename = page.getByRole('dialog', { name: 'Rename view' });
  await rename.getByLabel('Name', { exact: true }).fill('Databases');
  await page.keyboard.press('Enter');
  await expect(all.getByRole('button', { name: 'Databases', exact: true })).toBeVisible();
  await all.getByRole('button', { name: 'Databases', exact: true }).press('Enter');
  await expect(search(page)).toHaveValue('db');

  await views(page).click();
  await page.getByRole('menuitem', { name: 'Rename or delete views…' }).click();
  await all.getByRole('button', { name: 'Delete Databases' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).press('Enter');
  await expect(all.getByText(/^No saved views\./)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(all).toHaveCount(0);
  await expect(views(page)).toBeFocused();
  await page.reload();
  await views(page).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Rename or delete views…' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expect(page.getByRole('menuitemradio')).toHaveCount(0);
});

test('the palette saves what the list shows, opens a view from anywhere, and exports', async ({ page }) => {
  await signInAs(page, 'creator', '/load-balancers?q=checkout');
  await expectRow(page, 'checkout');
  const choose = async (words: string, option: string | RegExp) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Search pages/ }).fill(words);
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await choose('save view', 'Save view…');
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await page.keyboard.press('Enter');
  await expectToast(page, 'Saved the view “Shop”.');
  const shown = page.waitForEvent('download');
  await choose('export csv', /^Export load balancers as CSV/);
  expect((await readFile(await (await shown).path(), 'utf8')).trim().split('\r\n')).toHaveLength(2);

  await page.goto('/history');
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
  const whole = page.waitForEvent('download');
  await choose('export json', /^Export load balancers as JSON/);
  expect(JSON.parse(await readFile(await (await whole).path(), 'utf8')).length).toBeGreaterThan(10);
  await choose('shop', 'Shop');
  await expect(listHeading(page)).toBeVisible();
  await expect(search(page)).toHaveValue('checkout');
});

test('compact rows and chosen columns are remembered, and a view brings its own columns', async ({ page }) => {
  await signInAs(page, 'observer');
  await expectRow(page, 'web-frontend');
  const height = async () => (await row(page, 'web-frontend').boundingBox())?.height;
  expect(await height()).toBe(40);
  await saveView(page, 'Everything');
  await columns(page).click();
  await page.getByRole('menuitemcheckbox', { name: 'Region' }).click();
  await expectAccessible(page);
  await page.getByRole('menuitemradio', { name: 'Compact' }).click();
  await expect.poll(height).toBe(32);
  await expect.poll(() => queryOf(page)).toBe('?hide=region');

  await page.goto('/load-balancers');
  await expectRow(page, 'web-frontend');
  expect(await height()).toBe(32);
  expect(await heads(page)).not.toContain('Region');
  await expectAccessible(page);

  // Every row has its place, also at the end.
  await row(page, 'web-frontend').focus();
  await page.keyboard.press('End');
  const last = page.locator('tr:focus');
  await expect(last).toHaveAttribute('aria-rowindex', (await table(page).getAttribute('aria-rowcount'))!);
  await expect(last).toBeInViewport({ ratio: 1 });

  // Rows of another height leave the one at the top where it is.
  await page.setViewportSize({ width: 1280, height: 600 });
  const scroller = table(page).locator('..');
  const top = () =>
    scroller.evaluate((area) => {
      const edge = area.getBoundingClientRect().top + 36;
      const rows = [...area.querySelectorAll('tr[data-key]')];
      return rows.find((each) => each.getBoundingClientRect().bottom > edge + 1)?.getAttribute('data-key');
    });
  await scroller.evaluate((area) => {
    area.scrollTop = 7 * 32;
  });
  const before = await top();
  await columns(page).click();
  await page.getByRole('menuitemradio', { name: 'Comfortable' }).click();
  await expect.poll(() => scroller.evaluate((area) => area.scrollTop)).toBe(7 * 40);
  expect(await top()).toBe(before);

  await views(page).click();
  await page.getByRole('menuitemradio', { name: 'Everything' }).click();
  await expect.poll(() => heads(page)).toContain('Region');
  await page.reload();
  await expectRow(page, 'web-frontend', 'ORD');
  await page.getByRole('link', { name: 'Holdfast, to the list of load balancers' }).click();
  await expect.poll(() => heads(page)).not.toContain('Region');
});

test('in 360 px every tool is reached and no dialog is wider', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signInAs(page, 'admin');
  await expect(page.getByRole('button', { name: 'Actions for checkout' })).toBeVisible();
  const name = 'A name that is a good deal longer than a phone is wide, as some people like to have them, so it breaks';
  await saveView(page, name.slice(0, 100));
  await views(page).click();
  await expect(page.getByRole('menuitemradio', { name: /^A name/ })).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'Rename or delete views…' }).click();
  const all = page.getByRole('dialog', { name: 'Saved views' });
  for (const button of await all.getByRole('button').all()) await expect(button).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await expectAccessible(page);
  await all.getByRole('button', { name: /^Delete A name/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click();
  await expect(all.getByRole('button', { name: /^Delete A name/ })).toHaveCount(0);
});
