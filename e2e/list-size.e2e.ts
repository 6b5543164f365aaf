import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { expectRow, signInAs } from './support/page.ts';

/** The list at its size: 10,000 load balancers, half of them in each region. */

test.use({ settings: { HAPROXY: 'off', REGION_SEED: '10000' } });

const table = (page: Page) => page.getByRole('table', { name: 'Load balancers' });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search load balancers' });
const progress = (page: Page) => page.getByRole('search').getByRole('status');
const names = (page: Page): Promise<string[]> => table(page).getByRole('rowheader').allInnerTexts();
const whole = (page: Page) => expect(progress(page)).toHaveText('10,000 load balancers', { timeout: 60_000 });

/** What scrolls under the list's head. */
const scrollTo = (page: Page, top: number) =>
  table(page).evaluate((element, to) => {
    element.parentElement!.scrollTop = to;
  }, top);
const place = (page: Page) => table(page).evaluate((element) => element.parentElement!.scrollTop);

/** Requests of the page to each region, for its list and for details of a row. */
function countRequests(page: Page) {
  const asked = { ORD: 0, DFW: 0, details: [] as string[] };
  page.on('request', (request) => {
    const [, region, id] = /^\/api\/(ORD|DFW)\/loadbalancers(?:\/(\d+))?$/.exec(new URL(request.url()).pathname) ?? [];
    if (id) asked.details.push(id);
    else if (region === 'ORD' || region === 'DFW') asked[region] += 1;
  });
  return asked;
}

test('10,000 load balancers come page by page, with as many requests as pages, and are searched, chosen and filtered', async ({
  page,
}) => {
  await signInAs(page, 'admin', '/history');
  const asked = countRequests(page);
  // Pages that come slowly enough to be seen coming.
  await page.route('**/api/ORD/loadbalancers?*marker=*', async (route) => {
    await expect(progress(page)).toContainText(/ORD [\d,]+ loaded…/);
    await route.continue();
  });
  await page.goto('/load-balancers');
  await expect(table(page).getByRole('row').nth(1)).toBeVisible();
  await expect(table(page)).toHaveAttribute('aria-rowcount', '-1');
  await expect(progress(page)).toContainText(/ORD [\d,]+ loaded…/);
  await whole(page);
  await expect(table(page)).toHaveAttribute('aria-rowcount', '10001');
  expect([asked.ORD, asked.DFW]).toEqual([51, 51]);
  await expect(
    table(page)
      .getByTitle(/^Read \d/)
      .first(),
  ).toBeVisible();
  expect(new Set(asked.details).size).toBe(asked.details.length);
  expect(asked.details.length).toBeLessThanOrEqual((await names(page)).length);

  const finds = async (text: string, count: string) => {
    await search(page).fill(text);
    await expect(progress(page)).toContainText(`${count} of 10,000 load balancers`);
  };
  await finds('shop-0999', '2');
  expect(await names(page)).toEqual(['shop-09993', 'shop-09999']);
  await expect(table(page)).toHaveAttribute('aria-rowcount', '3');
  const link = table(page).getByRole('rowheader').first().getByRole('link');
  const id = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
  await finds(id, '1');
  expect(await names(page)).toEqual(['shop-09993']);

  await finds('auth-0', '1,666');
  await page.getByRole('checkbox', { name: 'Select auth-00006' }).click();
  const selection = page.getByRole('region', { name: 'Selection' });
  await selection.getByRole('button', { name: 'Select all 1,666 that match' }).click();
  await search(page).fill('');
  await expect(selection).toContainText('1,666 load balancers selected');
  await selection.getByRole('button', { name: 'Clear' }).click();

  // Session persistence has to be read row by row: it says how far it is, and can be stopped.
  await page.getByRole('button', { name: 'Persistence', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Disabled' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/Session persistence read of [\d,]+ of 10,000, about .+ left/)).toBeVisible();
  // Rows come as they are read, in no particular order or sorted.
  const found = async () => Number.parseInt((await progress(page).textContent()) ?? '', 10);
  await expect.poll(found).toBeGreaterThan(100);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByText('stopped; the others are not in this result')).toBeVisible();
  const read = asked.details.length;
  expect(read).toBeLessThan(10_000);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect.poll(() => asked.details.length).toBeGreaterThan(read);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(progress(page)).toHaveText('10,000 load balancers');
  // The button is gone; the focus is not.
  await expect(search(page)).toBeFocused();
});

test('a fast scroll reads only the rows where it ends, gives up what is out of sight, and loses neither head nor focus', async ({
  page,
}) => {
  await signInAs(page, 'admin');
  await whole(page);
  await expect(
    table(page)
      .getByTitle(/^Read \d/)
      .first(),
  ).toBeVisible();
  const rows = table(page).getByRole('row');
  const head = table(page).getByRole('columnheader', { name: 'Name' });
  const top = (await head.boundingBox())?.y;

  // Details that never come, so that it can be seen which are asked for.
  const asked: string[] = [];
  const given: string[] = [];
  await page.route(/\/api\/\w+\/loadbalancers\/\d+$/, (route) => void asked.push(route.request().url()));
  page.on('requestfailed', (request) => given.push(request.url()));
  await table(page).evaluate(async (element) => {
    for (let step = 1; step <= 20; step++) {
      element.parentElement!.scrollTop = step * 3_100;
      await new Promise(requestAnimationFrame);
    }
  });
  // Both places lie in the middle of a page of one region, of which four are read at a time.
  await expect.poll(() => asked.length).toBe(4);
  const shown = await names(page);
  await scrollTo(page, 302_000);
  await expect.poll(() => given.length).toBe(4);
  expect(given.sort()).toEqual(asked.slice(0, 4).sort());
  await expect.poll(() => asked.length).toBe(8);
  expect(await names(page)).not.toContain(shown[10]);
  expect((await head.boundingBox())?.y).toBe(top);
  await page.unrouteAll({ behavior: 'ignoreErrors' });

  await page.keyboard.press('/');
  await scrollTo(page, 0);
  await expect(rows.nth(2)).toHaveAttribute('aria-rowindex', '3');
  await rows.nth(2).focus();
  const [name = ''] = await rows.nth(2).getByRole('rowheader').allTextContents();
  await scrollTo(page, 200_000);
  await expectAccessible(page);
  // Focus stays on its row, however far away the list is looked at.
  await expect(page.locator(':focus')).toContainText(name);
  await page.keyboard.press('ArrowDown');
  await expect(page.locator(':focus')).toHaveAttribute('aria-rowindex', '4');
  await expect(page.locator(':focus')).toBeInViewport();
  await page.keyboard.press('End');
  await expect(page.locator(':focus')).toHaveAttribute('aria-rowindex', '10001');
  await expect(page.locator(':focus')).toBeInViewport();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowUp');
  const far = page.locator(':focus');
  await expect(far).toBeInViewport();
  expect(Number(await far.getAttribute('aria-rowindex'))).toBeLessThan(9_990);

  const left = await place(page);
  const [opened = ''] = await far.getByRole('rowheader').allTextContents();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: opened })).toBeVisible();
  await page.goBack();
  await expectRow(page, opened);
  await expect.poll(() => place(page)).toBe(left);
});
