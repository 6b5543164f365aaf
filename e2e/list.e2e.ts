import type { Page, Request } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { plan, result, runEnded, start } from './support/bulk.ts';
import { expect, test } from './support/fixtures.ts';
import { choice, dialog, editFromCog, expectRow, listHeading, row, signInAs } from './support/page.ts';
import type { RegionClient, RegionName } from './support/region-client.ts';
import type { Stack } from './support/stack.ts';

/** The operator's list: every region, search and filters, rows that keep themselves up to date, and every way to reach it. */

const table = (page: Page) => page.getByRole('table', { name: 'Load balancers' });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search load balancers' });
/** What the list says of how much of it is here. */
const progress = (page: Page) => page.getByRole('search').getByRole('status');
const names = (page: Page): Promise<string[]> => table(page).getByRole('rowheader').allInnerTexts();

const listed = async (region: RegionClient, name: RegionName) =>
  (await region.loadBalancers(name)).filter(({ status }) => status !== 'DELETED');
const idOf = async (region: RegionClient, name: string) => (await region.named('ORD', name)).id;

/** Keeps the answers of a region's list back until the function that it gives is called. */
async function holdList(page: Page, region: RegionName): Promise<() => void> {
  const gate = Promise.withResolvers<void>();
  await page.route(`**/api/${region}/loadbalancers?*`, async (route) => {
    await gate.promise;
    await route.continue();
  });
  return gate.resolve;
}

/** Makes the page's own timers of the watch so many times as fast. Before the page is opened. */
const hurry = (page: Page, times: number) =>
  page.route('**/assets/timer-worker-*.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      body: `self.onmessage = ({ data }) => setTimeout(() => self.postMessage(data.id), data.delay / ${times});`,
    }),
  );

/** Milliseconds between two polls of the watch. */
const pollInterval = 30_000;

/** Waits in the workers that keep the pages' time: every timer that stood there for so many milliseconds or less has fired then. */
async function untilTimersFired(pages: readonly Page[], milliseconds: number): Promise<void> {
  const workers = pages.flatMap((page) => page.workers()).filter((worker) => worker.url().includes('timer-worker'));
  // A page that never polled has no timers at all.
  expect(workers.length).toBeGreaterThan(0);
  await Promise.all(
    workers.map((worker) =>
      worker.evaluate((delay) => new Promise((resolve) => setTimeout(resolve, delay)), milliseconds),
    ),
  );
  // What a timer set off has left its page before the answer to this.
  await Promise.all(pages.map((page) => page.evaluate(() => fetch('/healthz').then((answer) => answer.text()))));
}

/** Tells the page that its tab was hidden or is looked at again. */
const setVisibility = (page: Page, state: DocumentVisibilityState) =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

const isPoll = (request: Request) => request.url().includes('changes-since=');

const afresh = async ({ stack }: { stack: Stack }) => {
  await stack.region.control('clear');
  await stack.region.control('reset');
};
test.beforeEach(afresh);
test.afterEach(afresh);

test('every region stands in one table: skeletons, the rows of the first region that answers, then the others', async ({
  page,
  stack,
}) => {
  await signInAs(page, 'admin', '/history');
  const answerOrd = await holdList(page, 'ORD');
  const answerDfw = await holdList(page, 'DFW');
  await page.goto('/load-balancers');
  await expect(page.getByText('Reading load balancers…')).toBeAttached();
  await expect(progress(page)).toContainText('ORD loading…');
  await expectAccessible(page);

  answerDfw();
  await expectRow(page, 'api-gateway', 'DFW');
  await expect(progress(page)).toHaveText('ORD loading…');
  await expect(table(page)).toHaveAttribute('aria-rowcount', '-1');
  expect(await names(page)).not.toContain('web-frontend');

  answerOrd();
  await expectRow(page, 'web-frontend', 'ORD');
  const count = (await listed(stack.region, 'ORD')).length + (await listed(stack.region, 'DFW')).length;
  await expect(progress(page)).toHaveText(`${count} load balancers`);
  await expect(table(page)).toHaveAttribute('aria-rowcount', `${count + 1}`);
  // What was there has not moved.
  expect((await names(page))[0]).toBe((await listed(stack.region, 'DFW'))[0]?.name);
});

test('a region that fails stands in a banner with its own words and a retry, and hides no other', async ({
  page,
  stack,
}) => {
  await signInAs(page, 'admin', '/history');
  const words = 'The service is currently unavailable. Please try again later.';
  await page.route('**/api/DFW/loadbalancers?*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/json',
      headers: { 'x-holdfast-source': 'region' },
      body: JSON.stringify({ message: words, code: 503 }),
    }),
  );
  await page.goto('/load-balancers');
  const feedEvents = page.getByRole('complementary', { name: 'Notices' });
  await expect(feedEvents).toContainText(`DFW could not be read: ${words}`);
  await expectRow(page, 'web-frontend', 'Disabled');
  await expectAccessible(page);

  await search(page).fill('api-gateway');
  await expect(page.getByText('No matching load balancers')).toBeVisible();
  await expect(page.getByText('DFW could not be read and may hold matches.')).toBeVisible();
  await page.unroute('**/api/DFW/loadbalancers?*');
  await feedEvents.getByRole('button', { name: 'Retry DFW' }).click();
  await expectRow(page, 'api-gateway');
  await expect(feedEvents).not.toContainText('could not be read');

  // A region that fails later keeps the rows that were read.
  await stack.region.control('fail', { operation: 'loadBalancers.list', fault: 'BUSY503', times: 50 });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(feedEvents.getByRole('button', { name: /^Retry/ })).toHaveCount(2);
  await expectRow(page, 'api-gateway');
});

test('search finds by name, id and virtual IP, and a whole address also by node', async ({ page, stack }) => {
  const [address] = (await stack.region.named('DFW', 'api-gateway')).virtualIps ?? [];
  const id = await idOf(stack.region, 'checkout');
  const asked: string[] = [];
  page.on('request', (request) => {
    const node = new URL(request.url()).searchParams.get('nodeaddress');
    if (node) asked.push(node);
  });
  await signInAs(page, 'observer');
  await expectRow(page, 'web-frontend');
  const finds = async (text: string, ...found: string[]) => {
    await search(page).fill(text);
    await expect.poll(() => names(page)).toEqual(found);
  };
  await finds('FRONTEND dfw', 'web-frontend-dfw');
  await finds(String(id), 'checkout');
  await finds('магазин', 'магазин 店舗 متجر');
  expect(asked).toEqual([]);
  await finds(address?.address ?? '', 'api-gateway');
  asked.length = 0;
  await search(page).fill('10.180.1.1');
  await search(page).fill('10.180.1.12');
  await expect.poll(() => names(page)).toEqual(['render-farm']);
  await expect(progress(page)).toContainText('1 by node address');
  expect(asked.filter((each) => each === '10.180.1.12')).toHaveLength(2);
  await page.route(/\/api\/DFW\/.*nodeaddress=/, (route) => route.abort());
  await search(page).fill('10.180.1.13');
  await expect(progress(page)).toContainText('DFW could not be asked for nodes with this address');

  await search(page).fill('no such thing');
  await expect(page.getByText('No matching load balancers')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expectRow(page, 'web-frontend');
  await expect(search(page)).toHaveValue('');
});

test('search, filters, sort and columns live in the address and are kept over the dialog, Back and reload', async ({
  page,
}) => {
  await signInAs(page, 'admin');
  await expectRow(page, 'web-frontend');
  const filter = async (menu: string, item: string) => {
    await page.getByRole('button', { name: menu, exact: true }).first().click();
    await page.getByRole('menuitemcheckbox', { name: item, exact: true }).click();
    await page.keyboard.press('Escape');
  };
  await filter('Status', 'Active');
  await filter('Protocol', 'HTTP');
  await filter('Region', 'ORD');
  await filter('Persistence', 'Disabled');
  await filter('Columns', 'Nodes');
  await search(page).fill('e');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  const found = ['web-frontend', 'render-farm', 'new-campaign'];
  const holds = async () => {
    await expect.poll(async () => (await names(page)).filter((each) => !each.startsWith('storefront'))).toEqual(found);
    await expect(table(page).getByRole('columnheader', { name: 'Nodes' })).toHaveCount(0);
    await expect(table(page).getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
    await expect(page.getByRole('button', { name: 'Protocol: HTTP' })).toBeVisible();
    await expect(search(page)).toHaveValue('e');
  };
  await holds();
  const address = '?q=e&status=ACTIVE&protocol=HTTP&region=ORD&persistence=DISABLED&sort=-name&hide=nodes';
  await expect.poll(() => decodeURIComponent(new URL(page.url()).search)).toBe(address);

  await editFromCog(page, 'new-campaign');
  expect(decodeURIComponent(new URL(page.url()).search)).toBe(address);
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await holds();
  await row(page, 'new-campaign').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'new-campaign', level: 1 })).toBeVisible();
  await page.goBack();
  await holds();
  await page.reload();
  await holds();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await search(page).fill('');
  await expectRow(page, 'api-gateway');
});

test('what others change appears by itself, is read anew, and never touches what was put into the dialog', async ({
  page,
  stack,
}) => {
  const frontend = await idOf(stack.region, 'web-frontend');
  const campaign = await idOf(stack.region, 'new-campaign');
  const relay = await idOf(stack.region, 'mail-relay');
  await hurry(page, 10);
  await signInAs(page, 'admin');
  const value = row(page, 'web-frontend').getByTitle(/^Read \d/);
  await expect(value).toHaveText('Disabled');
  await expectRow(page, 'web-frontend', /[0-3]\/3/);

  await editFromCog(page, 'new-campaign');
  await choice(page, 'Source IP').check();
  await dialog(page).getByLabel('Reason or change number').fill('CHG-7');
  await stack.region.setPersistence('ORD', campaign, 'HTTP_COOKIE');
  await stack.region.setPersistence('ORD', frontend, 'SOURCE_IP');
  // Long enough for what was read before to be seen in doubt.
  await stack.region.control('delay', {
    operation: 'loadBalancers.show',
    loadBalancerId: frontend,
    milliseconds: 1_500,
  });
  expect((await stack.region.request('ORD', 'DELETE', `/loadbalancers/${relay}`)).status).toBe(202);

  await expect(page.getByTitle(/^Read \d.*; it has changed since/).first()).toBeAttached();
  await expect(
    row(page, 'web-frontend')
      .locator('visible=true')
      .getByTitle(/^Read \d/),
  ).toContainText('Source IP');
  await expect(page.getByRole('button', { name: 'Actions for mail-relay', includeHidden: true })).toHaveCount(0);
  await expect(page.getByRole('row', { includeHidden: true }).filter({ hasText: 'new-campaign' })).toContainText(
    'HTTP cookie',
  );
  await expect(choice(page, 'Source IP')).toBeChecked();
  await expect(dialog(page).getByLabel('Reason or change number')).toHaveValue('CHG-7');
});

test('several tabs poll as one, hidden ones not at all, and all show what was read', async ({
  page,
  context,
  stack,
}) => {
  const frontend = await idOf(stack.region, 'web-frontend');
  await hurry(page, 10);
  await signInAs(page, 'admin');
  await expectRow(page, 'web-frontend', 'Disabled');
  const other = await context.newPage();
  await hurry(other, 10);
  await other.goto('/load-balancers');
  await expectRow(other, 'web-frontend', 'Disabled');

  const polls: string[] = [];
  context.on('request', (request) => {
    if (isPoll(request)) polls.push(new URL(request.url()).pathname);
  });
  // Two polls of each region are a minute of the watch.
  await expect.poll(() => polls.filter((path) => path.includes('ORD')).length).toBe(2);
  expect(polls.filter((path) => path.includes('DFW')).length).toBeLessThanOrEqual(2);
  expect(polls.length).toBeLessThanOrEqual(4);

  await stack.region.setPersistence('ORD', frontend, 'SOURCE_IP');
  await expectRow(page, 'web-frontend', 'Source IP');
  await expectRow(other, 'web-frontend', 'Source IP');

  // The one that polled is hidden: the other takes over.
  await setVisibility(page, 'hidden');
  await stack.region.setPersistence('ORD', frontend, 'HTTP_COOKIE');
  await expectRow(other, 'web-frontend', 'HTTP cookie');
  await setVisibility(other, 'hidden');
  const reads: string[] = [];
  context.on('request', (request) => {
    if (request.url().includes('/api/')) reads.push(request.url());
  });
  polls.length = 0;
  await untilTimersFired([page, other], pollInterval / 10);
  expect(reads).toEqual([]);
  await setVisibility(other, 'visible');
  await expect.poll(() => polls.length).toBeGreaterThan(0);
});

test('a storm of 413 is waited out: the page says so, and everything is read by itself', async ({ page, stack }) => {
  await signInAs(page, 'admin', '/history');
  await stack.region.control('fail', { operation: '*', fault: 'RATE413', times: 8 });
  await page.goto('/load-balancers');
  await expect(
    page.getByRole('complementary', { name: 'Notices' }).getByText(/Waiting \d+ s for (ORD|DFW)’s rate limit/),
  ).not.toHaveCount(0);
  await expectRow(page, 'web-frontend', 'Disabled');
  await expectRow(page, 'api-gateway', 'Source IP');
  await expect(page.getByText(/’s rate limit/)).toHaveCount(0);
});

test('the keyboard reaches everything: /, arrows, Enter, e, ?, the palette; focus comes back, new pages are announced', async ({
  page,
}) => {
  await signInAs(page, 'admin');
  await expectRow(page, 'web-frontend');
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('web-frontend');
  await expect.poll(() => names(page)).toEqual(['web-frontend', 'web-frontend-dfw']);
  await page.keyboard.press('Escape');
  await expect(search(page)).toHaveValue('');
  await expectRow(page, 'web-frontend');

  const rows = table(page).getByRole('row');
  await rows.nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(3)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press('End');
  await expect(rows.last()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('e');
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  const cog = rows.nth(1).getByRole('button', { name: /^Actions for/ });
  await expect(cog).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(rows.nth(1)).toBeFocused();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Load Balancers');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('edit sticky web-frontend');
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('history');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'History', level: 1 })).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: /^History$/ })).toBeAttached();
  await page.keyboard.press('/');
  await expect(listHeading(page)).toBeVisible();
  await expect(search(page)).toBeFocused();
});

test('ids are copied from the row, and colours are switched and stay so', async ({ page, context, stack }) => {
  const id = await idOf(stack.region, 'checkout');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInAs(page, 'admin');
  await expectRow(page, 'checkout');
  await page.getByRole('button', { name: 'Actions for checkout', exact: true }).click();
  await page.getByRole('menuitem', { name: `Copy id ${id}` }).click();
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText(`Copied id ${id}.`);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(String(id));

  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  const switchTo = async (colours: string) => {
    await page.getByRole('button', { name: 'admin', exact: true }).click();
    await page.getByRole('menuitemradio', { name: colours }).click();
  };
  await switchTo('Dark');
  await expect.poll(ground).not.toBe(light);
  await page.reload();
  await expectRow(page, 'checkout');
  expect(await ground()).not.toBe(light);
  await switchTo('Light');
  await expect.poll(ground).toBe(light);
});

test('a phone shows cards, with everything within reach', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signInAs(page, 'admin');
  const cards = page.getByRole('list', { name: 'Load balancers' });
  const card = cards.getByRole('listitem').filter({ hasText: 'checkout' });
  await expect(card).toContainText('HTTP cookie');
  await expect(card).toContainText('Active');
  await expect(card).toContainText('ORD');
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expectAccessible(page);
  await search(page).fill('render');
  await expect(cards.getByRole('listitem')).toHaveCount(1);
  await search(page).fill('');
  await card.getByRole('checkbox').check();
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('1 load balancer selected');
  await editFromCog(page, 'checkout');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await card.getByRole('link', { name: 'checkout' }).click();
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
});

test('an account without load balancers is told so, and sees the first one come by itself', async ({ page, stack }) => {
  await stack.region.control('reset', { seed: 'empty' });
  await hurry(page, 10);
  await signInAs(page, 'admin');
  await expect(page.getByText('No load balancers in ORD or DFW')).toBeVisible();
  await expectAccessible(page);
  const made = await stack.region.request('DFW', 'POST', '/loadbalancers', {
    loadBalancer: { name: 'first-one', port: 8001, protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }], nodes: [] },
  });
  expect(made.status).toBe(202);
  await expectRow(page, 'first-one', 'DFW');
});

test('rows are selected by click, Shift, key and filter, and a run over them shows in their rows', async ({
  page,
  stack,
}) => {
  await signInAs(page, 'admin');
  await expectRow(page, 'web-frontend', 'Disabled');
  const selection = page.getByRole('region', { name: 'Selection' });
  await page.getByRole('checkbox', { name: 'Select web-frontend', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Select secure-shop', exact: true }).click({ modifiers: ['Shift'] });
  await expect(selection).toContainText('4 load balancers selected');
  await row(page, 'secure-shop').focus();
  await page.keyboard.press('Space');
  await expect(selection).toContainText('3 load balancers selected');
  await selection.getByRole('button', { name: 'Clear' }).click();
  await expect(selection).toBeHidden();

  await search(page).fill('web-frontend');
  await page.getByRole('checkbox', { name: 'Select web-frontend', exact: true }).click();
  await selection.getByRole('button', { name: 'Select all 2 that match' }).click();
  await search(page).fill('');
  await expect(selection).toContainText('2 load balancers selected');
  await selection.getByRole('button', { name: 'Edit Session Persistence…' }).click();
  await expect(page.getByRole('heading', { name: 'Bulk change', level: 1 })).toBeVisible();
  const held = await idOf(stack.region, 'web-frontend');
  await stack.region.control('hold', { loadBalancerId: held });
  await plan(page, 'HTTP cookie');
  await start(page);
  await expect(result(page, 'web-frontend-dfw')).toContainText('Verified');
  await page.getByRole('link', { name: 'Holdfast' }).click();
  await expectRow(page, 'web-frontend', 'applying → HTTP cookie');
  await expectRow(page, 'web-frontend-dfw', 'HTTP cookie');
  await stack.region.control('release', { loadBalancerId: held });
  await expect(row(page, 'web-frontend')).not.toContainText('applying');
  await expectRow(page, 'web-frontend', 'HTTP cookie');
  await page.getByRole('link', { name: 'Open the run' }).click();
  await runEnded(page);
});
