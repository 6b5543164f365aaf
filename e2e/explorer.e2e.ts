import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { type DemoUser, signInAs } from './support/page.ts';
import type { Stack } from './support/stack.ts';

/** What a person does in the API explorer, by the names on the page. */

/** A load balancer that takes any change of session persistence. */
async function target(stack: Stack): Promise<{ id: number; name: string }> {
  const found = (await stack.region.loadBalancers('ORD')).find(({ name }) => name === 'web-frontend');
  if (!found) throw new Error('The demo seed has no load balancer web-frontend in ORD.');
  return stack.region.whenStatus('ORD', found.id, 'ACTIVE');
}

/** The explorer asks nobody to sign in, so who wants to goes to the sign-in page first. */
const openAs = (page: Page, user: DemoUser, path: string) =>
  signInAs(page, user, `/sign-in?to=${encodeURIComponent(path)}`);

const send = (page: Page) => page.getByRole('button', { name: 'Send API call' });
const mock = (page: Page) => page.getByRole('button', { name: 'Mock API call' });
const operation = (page: Page, title: string) => page.getByRole('heading', { level: 2, name: title });
const answer = (page: Page) => page.getByRole('region', { name: 'Answer', exact: true });
const calls = (page: Page) => page.getByRole('region', { name: 'Calls you made' });

test('signed out, a permalink opens filled in and is mocked without sending anything', async ({ page, stack }) => {
  const { id } = await target(stack);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`/explorer/sessionPersistence.enable?region=ORD&loadBalancerId=${id}`);
  await expect(operation(page, 'Enable or change session persistence')).toBeVisible();
  await expect(page.getByLabel('Load balancer id')).toHaveValue(String(id));
  await mock(page).click();
  await expect(page.getByText('Must provide a persistence type.')).toBeVisible();
  await page.getByRole('radio', { name: 'SOURCE_IP' }).check();
  await mock(page).click();
  await expect(page.getByText('nothing was sent')).toBeVisible();
  await expect(page.getByRole('region', { name: 'The request' })).toContainText(
    `PUT $CLB_ENDPOINT/loadbalancers/${id}/sessionpersistence`,
  );
  await page.getByRole('tab', { name: 'curl' }).click();
  await expect(page.getByRole('region', { name: 'The request as curl' })).toContainText('"X-Auth-Token: $CLB_TOKEN"');
  expect(asked.filter((path) => /^\/(api|panel)\//.test(path))).toEqual([]);

  await test.step('and is sent after signing in, with everything as it was', async () => {
    await page.getByRole('button', { name: 'Sign in to send' }).click();
    await page.getByRole('button', { name: 'Sign in as admin' }).click();
    await expect(page.getByRole('radio', { name: 'SOURCE_IP' })).toBeChecked();
    await send(page).click();
    await expect(answer(page)).toContainText('202 Accepted');
    expect(await stack.region.persistence('ORD', id)).toBe('SOURCE_IP');
  });
});

test('the three persistence calls are sent one after the other', async ({ page, stack }) => {
  const { id, name } = await target(stack);
  await stack.region.setPersistence('ORD', id, undefined);
  await openAs(page, 'admin', '/explorer');
  await page
    .getByRole('navigation', { name: 'Operations' })
    .getByRole('link', { name: 'Get session persistence' })
    .first()
    .click();
  await page.getByLabel('Load balancer id').fill(name);
  await page.getByRole('option', { name: new RegExp(`^${name} `) }).click();
  await expect(page.getByLabel('Load balancer id')).toHaveValue(String(id));
  await send(page).click();
  await expect(answer(page)).toContainText('200 OK');
  await expect(answer(page)).toContainText('"sessionPersistence": {}');
  await expect(answer(page)).toContainText('Request id');

  await page.getByRole('link', { name: 'Enable or change session persistence' }).first().click();
  await expect(page.getByLabel('Load balancer id')).toHaveValue(String(id));
  await page.getByRole('radio', { name: 'HTTP_COOKIE' }).check();
  await expect(page.getByText('Clients stick to a node from their next request')).toBeVisible();
  await send(page).click();
  await expect(answer(page)).toContainText('202 Accepted');
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');

  await answer(page).getByRole('link', { name: 'Get session persistence' }).click();
  await send(page).click();
  await expect(answer(page)).toContainText('"persistenceType": "HTTP_COOKIE"');

  await page.getByRole('link', { name: 'Disable session persistence' }).first().click();
  await send(page).click();
  await expect(answer(page)).toContainText('202 Accepted');
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
  await answer(page)
    .getByRole('link', { name: `Open load balancer ${id}` })
    .click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
});

test('a write as observer is refused in words, and the service’s own answer can be seen', async ({ page, stack }) => {
  const { id } = await target(stack);
  await openAs(page, 'observer', `/explorer/sessionPersistence.disable?region=ORD&loadBalancerId=${id}`);
  await expect(page.getByText('Needs the role lbaas:admin; observer has lbaas:observer.').first()).toBeVisible();
  await send(page).focus();
  await page.keyboard.press('Enter');
  await expect(answer(page)).toHaveCount(0);
  await page.getByRole('checkbox', { name: /Skip validation/ }).check();
  await send(page).click();
  await expect(answer(page)).toContainText('403 Forbidden');
  await expect(answer(page)).toContainText('Access Denied');
});

test('fields and JSON stay in step, and what is invalid is sent when asked for', async ({ page, stack }) => {
  const { id } = await target(stack);
  await openAs(page, 'admin', `/explorer/sessionPersistence.enable?region=ORD&loadBalancerId=${id}`);
  const json = page.getByLabel('Body, as JSON');
  await page.getByRole('radio', { name: 'HTTP_COOKIE' }).check();
  await expect(json).toHaveValue(/"persistenceType": "HTTP_COOKIE"/);
  await json.fill('{"sessionPersistence":{"persistenceType":"SSL_ID"}}');
  await expect(page.getByRole('radio', { name: 'SSL_ID' })).toBeChecked();
  await json.fill('{"sessionPersistence":{"persistenceType":');
  await expect(page.getByText('This is not JSON: look at line 1, column 42.')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'SSL_ID' })).toBeDisabled();
  await json.fill('{"sessionPersistence":{"persistenceType":"STICKY"}}');
  await send(page).click();
  await expect(page.getByRole('form', { name: 'Call' })).toContainText('JSON does not match the expected schema');
  await expect(answer(page)).toHaveCount(0);
  await page.getByRole('checkbox', { name: /Skip validation/ }).check();
  await send(page).click();
  await expect(answer(page)).toContainText('400 Bad request');
  await expect(answer(page)).toContainText('JSON does not match the expected schema');
});

test('a call is kept, replayed with other values, and two answers are compared', async ({ page, stack }) => {
  const { id } = await target(stack);
  await openAs(page, 'admin', '/explorer/loadBalancers.show');
  await page.getByLabel('Load balancer id').fill(String(id));
  await send(page).click();
  await expect(answer(page)).toContainText('200 OK');
  await expect(calls(page).getByRole('listitem')).toHaveCount(1);
  await page.getByLabel('Load balancer id').fill('999999');
  await send(page).click();
  await expect(answer(page)).toContainText('404 Not found');
  await expect(calls(page).getByRole('listitem')).toHaveCount(2);

  await page.reload();
  await expect(calls(page).getByRole('listitem')).toHaveCount(2);
  for (const box of await calls(page)
    .getByRole('checkbox', { name: /^Compare/ })
    .all())
    await box.check();
  await page.getByRole('button', { name: 'Compare answers' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare two answers' });
  await expect(dialog).toContainText('− 200 OK');
  await expect(dialog).toContainText('+ 404 Not found');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).click();

  await calls(page)
    .getByRole('listitem')
    .nth(1)
    .getByRole('button', { name: /^Replay/ })
    .click();
  await expect(page.getByLabel('Load balancer id')).toHaveValue(String(id));
  await send(page).click();
  await expect(answer(page)).toContainText('200 OK');

  await page.getByRole('button', { name: 'Favourite' }).click();
  await expect(page.getByRole('region', { name: 'Favourites' }).getByRole('link')).toHaveText([
    'GETShow a load balancer',
  ]);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Favourites' }).getByRole('link')).toHaveText([
    'GETShow a load balancer',
  ]);
  await expect(page.getByRole('region', { name: 'Recent' }).getByRole('link').first()).toHaveText(
    'GETShow a load balancer',
  );
});

test('an answer of 5 MB is read, searched and left again without delay', async ({ page }) => {
  const items = Array.from({ length: 22_000 }, (_, index) => ({
    id: index,
    name: `load balancer ${index}`,
    note: 'x'.repeat(180),
  }));
  await openAs(page, 'admin', '/explorer/loadBalancers.list?region=ORD');
  await page.route('**/api/ORD/loadbalancers', (route) =>
    route.fulfill({ json: { loadBalancers: items }, headers: { 'X-Holdfast-Source': 'region' } }),
  );
  await send(page).click();
  await expect(answer(page)).toContainText('200 OK');
  await expect(answer(page)).toContainText(/5\.\d MB/);
  expect(await page.locator('*').count()).toBeLessThan(3_000);
  await page.getByLabel('Find').fill('load balancer 21987');
  await page.getByLabel('Find').press('Enter');
  await expect(page.getByText('"name": "load balancer 21987",')).toBeVisible();
  await page.getByRole('tab', { name: 'Raw' }).click();
  await expect(page.getByRole('region', { name: 'Body of the answer as it came' })).toContainText(
    '{"loadBalancers":[{"id":0',
  );
  const started = Date.now();
  await page.getByRole('link', { name: 'Get session persistence' }).first().click();
  await expect(operation(page, 'Get session persistence')).toBeVisible();
  expect(Date.now() - started).toBeLessThan(5_000);
});

test('sending is cancelled; a write is not said to be undone by it', async ({ page, stack }) => {
  const { id } = await target(stack);
  await openAs(page, 'admin', `/explorer/sessionPersistence.disable?region=ORD&loadBalancerId=${id}`);
  await page.route('**/api/ORD/**', () => new Promise(() => undefined));
  await send(page).click();
  await expect(page.getByText('Waiting for ORD…')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('You stopped waiting for the answer. The region may have carried it out')).toBeVisible();
});

test('a write to a region that is not local asks once more', async ({ page, stack }) => {
  const { id } = await target(stack);
  await signInAs(page, 'admin');
  await page.route('**/session', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), local: false } });
  });
  const asked: string[] = [];
  page.on('request', (request) => request.method() === 'PUT' && asked.push(request.url()));
  await page.goto(
    `/explorer/sessionPersistence.enable?region=ORD&loadBalancerId=${id}&body=${encodeURIComponent('{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}')}`,
  );
  await send(page).click();
  const question = page.getByRole('dialog', { name: 'Send this to ORD?' });
  await expect(question).toContainText('This reaches account 100001.');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  expect(asked).toEqual([]);
  await send(page).click();
  await question.getByRole('button', { name: 'Send PUT' }).click();
  await expect(answer(page)).toContainText('202 Accepted');
  expect(asked).toHaveLength(1);
});

test('a feed is shown as XML, one element on a line', async ({ page }) => {
  await openAs(page, 'admin', '/explorer/feeds.loadBalancers?region=ORD');
  await send(page).click();
  await expect(answer(page)).toContainText('200 OK');
  await expect(page.getByRole('region', { name: 'Body of the answer' })).toContainText(/<feed[^>]*>\n {2}</);
});

test('everything is reached by keyboard, and axe finds nothing', async ({ page, stack }) => {
  const { id } = await target(stack);
  await openAs(page, 'admin', '/explorer');
  await expectAccessible(page);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search operations' })).toBeFocused();
  await page.keyboard.type('enable session');
  await page.keyboard.press('Enter');
  await expect(operation(page, 'Enable or change session persistence')).toBeFocused();
  await page.getByLabel('Load balancer id').focus();
  await page.keyboard.type(String(id));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('radio', { name: 'HTTP_COOKIE' })).toBeChecked();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'SOURCE_IP' })).toBeChecked();
  await mock(page).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'HTTP', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('region', { name: 'The request as curl' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/explorer/loadBalancers.create?region=ORD');
  await send(page).click();
  await expect(page.getByText('Must provide a name for the load balancer.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: /^Name/ })).toBeFocused();
  await page.setViewportSize({ width: 360, height: 800 });
  await expectAccessible(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('the explorer’s code is loaded on its own route only', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => scripts.push(new URL(request.url()).pathname));
  await signInAs(page, 'admin');
  expect(scripts.filter((path) => /ExplorerPage/.test(path))).toEqual([]);
  await page.getByRole('link', { name: 'API explorer' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'API explorer' })).toBeVisible();
  expect(scripts.filter((path) => /ExplorerPage.*\.js/.test(path))).toHaveLength(1);
});

test('a write of the explorer stands in the history with name, both values and outcome', async ({ page, stack }) => {
  const { id } = await target(stack);
  const body = encodeURIComponent('{"connectionThrottle":{"maxConnections":88}}');
  await openAs(page, 'admin', `/explorer/connectionThrottle.set?region=ORD&loadBalancerId=${id}&body=${body}`);
  await send(page).click();
  await expect(answer(page)).toContainText('202 Accepted');
  await page.getByRole('link', { name: 'History' }).click();
  const row = page.getByRole('row').filter({ hasText: '{"maxConnections":88}' }).first();
  await expect(row.getByRole('link', { name: 'web-frontend' })).toBeVisible();
  await expect(row.getByRole('img', { name: 'to' })).toBeVisible();
  await expect(row).toContainText('Verified');
  await expectAccessible(page);
});
