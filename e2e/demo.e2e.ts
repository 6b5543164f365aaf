import { test as base, expect } from '@playwright/test';
import { build, type PreviewServer, preview } from 'vite';
import { root } from '../scripts/program.ts';
import { changeTo, editFromActions, editFromCog, editFromPencil, expectRow, openDetail } from './support/page.ts';

const configFile = `${root}demo/vite.config.ts`;

/** The static demo, built and served as any static host would. */
const test = base.extend<object, { site: PreviewServer }>({
  site: [
    // Playwright wants the fixtures that a fixture uses as a pattern, and this one uses none.
    async ({ browserName: _ }, use) => {
      await build({ configFile, logLevel: 'error' });
      const site = await preview({ configFile, logLevel: 'error', preview: { host: '127.0.0.1', port: 0 } });
      await use(site);
      await site.close();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: ({ site }, use) => use(site.resolvedUrls?.local[0]),
});

// One build serves all tests; two at once would empty each other's folder.
test.describe.configure({ mode: 'default' });

test('the demo needs no server, goes the three ways, and keeps its state over a reload', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByText('run in this page alone')).toBeVisible();
  await page.getByRole('button', { name: 'Sign in as admin' }).click();
  const name = 'web-frontend';

  await editFromCog(page, name);
  await changeTo(page, 'HTTP cookie');
  await expectRow(page, name, 'HTTP cookie');

  await openDetail(page, name);
  await editFromActions(page);
  await changeTo(page, 'Source IP');
  await editFromPencil(page);
  await changeTo(page, 'Disabled');
  await editFromPencil(page);
  await changeTo(page, 'Source IP');

  await page.goto('/load-balancers');
  await expectRow(page, name, 'Source IP');
});

test('the demo says that it carries no traffic', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in as admin' }).click();
  await openDetail(page, 'web-frontend');
  await page.getByRole('button', { name: 'Check stickiness' }).click();
  await expect(page.getByText('runs without a server')).toBeVisible();
});

test('the demo saves a view of the list and opens it, as long as its page is there', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in as admin' }).click();
  await expectRow(page, 'web-frontend');
  const search = page.getByRole('searchbox', { name: 'Search load balancers' });
  await search.fill('checkout');
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Save view…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await page.getByRole('dialog').getByRole('button', { name: 'Save view' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await search.fill('');
  await expectRow(page, 'web-frontend');
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('menuitemradio', { name: 'Shop' }).click();
  await expect(search).toHaveValue('checkout');
});
