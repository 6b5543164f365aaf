import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Page } from '@playwright/test';
import { expect, type FaultProxy, type ProxyFault, test } from './support/fault-proxy.ts';
import { changeTo, choice, dialog, row, signInAs } from './support/page.ts';
import type { Stack } from './support/stack.ts';

/** Each fault at least once in front of a person; the whole table of faults and actions is e2e/faults.test.ts. */

const name = 'new-campaign';
const enable = 'Enable session persistence';

test.beforeEach(async ({ stack, between: proxy }) => {
  proxy.fault = null;
  const { id } = await stack.region.named('ORD', name);
  await stack.region.control('clear');
  await stack.region.control('status', { loadBalancerId: id, status: 'ACTIVE' });
  await stack.region.setPersistence('ORD', id, undefined);
  proxy.writes.length = 0;
});

const says =
  (
    status: number,
    body: string,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ): ProxyFault =>
  ({ response }) => {
    response.writeHead(status, headers).end(body);
  };
const html = { 'content-type': 'text/html' };
const gateway = '<!doctype html><title>502</title><script>document.title = "run"</script>';

interface FaultSurroundings {
  readonly proxy: FaultProxy;
  readonly stack: Stack;
  readonly page: Page;
}

interface DialogFault {
  readonly name: string;
  begin(world: FaultSurroundings): Promise<unknown> | unknown;
  end(world: FaultSurroundings): Promise<unknown> | unknown;
  readonly words: RegExp;
}

const through = (name: string, fault: ProxyFault, words: RegExp): DialogFault => ({
  name,
  words,
  begin: ({ proxy }) => {
    proxy.fault = fault;
  },
  end: ({ proxy }) => {
    proxy.fault = null;
  },
});

const dialogFaults: readonly DialogFault[] = [
  {
    name: 'upstream refuses',
    words: /Try again/,
    begin: ({ proxy }) => proxy.refuse(),
    end: ({ proxy }) => proxy.open(),
  },
  through(
    'upstream resets in the middle of a body',
    async ({ response, forward }) => {
      const { status, body } = await forward();
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length + 100 });
      response.write(body.slice(0, 5), () => response.destroy());
    },
    /Try again/,
  ),
  through(
    'upstream answers 500',
    says(500, '{"message":"An unknown exception has occurred. Please contact support.","code":500}'),
    /contact support/,
  ),
  through('upstream answers 502', says(502, gateway, html), /Try again/),
  through(
    'upstream answers 503',
    says(503, '{"message":"The service is currently unavailable. Please try again later.","code":503}'),
    /try again/i,
  ),
  through('upstream answers HTML', says(200, gateway, html), /Try again/),
  through(
    'upstream answers truncated JSON',
    async ({ response, forward }) => {
      const { status, headers, body } = await forward();
      response.writeHead(status, headers).end(body.slice(0, -4));
    },
    /Try again/,
  ),
  through(
    'upstream answers 100 MB',
    async ({ response }) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const piece = Buffer.alloc(1024 * 1024, 32);
      await pipeline(Readable.from(Array(100).fill(piece)), response).catch(() => undefined);
    },
    /Try again/,
  ),
  {
    name: 'region killed with -9',
    words: /Try again/,
    begin: ({ stack }) => stack.stopRegion('SIGKILL'),
    end: ({ stack }) => stack.restartRegion(),
  },
];

for (const fault of dialogFaults) {
  test(`${fault.name}: the dialog keeps what was put in, says what to do, and works afterwards`, async ({
    page,
    stack,
    between: proxy,
  }) => {
    const { id } = await stack.region.named('ORD', name);
    await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
    await choice(page, 'HTTP cookie').check();
    await page.getByLabel('Reason or change number').fill('CHG-4711');
    await fault.begin({ stack, proxy, page });
    await dialog(page).getByRole('button', { name: enable }).click();
    await expect(dialog(page).getByRole('alert').first()).toContainText(fault.words);
    await expect(choice(page, 'HTTP cookie')).toBeChecked();
    await expect(page.getByLabel('Reason or change number')).toHaveValue('CHG-4711');
    expect(await page.title()).not.toBe('run');
    await fault.end({ stack, proxy, page });
    expect(await stack.region.persistence('ORD', id)).toBeUndefined();
    expect(proxy.writes.length).toBeLessThanOrEqual(1);
    await dialog(page).getByRole('button', { name: enable }).click();
    await expect(dialog(page)).toBeHidden();
    expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  });
}

test('a disable that meets a 500 leaves the value as it is, and works afterwards', async ({
  page,
  stack,
  between: proxy,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await stack.region.setPersistence('ORD', id, 'SOURCE_IP');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  await choice(page, 'Disabled').check();
  proxy.fault = says(500, '{"message":"An unknown exception has occurred. Please contact support.","code":500}');
  const off = dialog(page).getByRole('button', { name: 'Disable session persistence' });
  await off.click();
  await expect(dialog(page).getByRole('alert').first()).toContainText(/contact support/);
  await expect(choice(page, 'Disabled')).toBeChecked();
  proxy.fault = null;
  expect(await stack.region.persistence('ORD', id)).toBe('SOURCE_IP');
  await off.click();
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
});

test('upstream hangs: the dialog says that it is sending until the answer comes, and sends once', async ({
  page,
  stack,
  between: proxy,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  await choice(page, 'HTTP cookie').check();
  const held: (() => void)[] = [];
  proxy.fault = async ({ request, response, forward }) => {
    if (request.method === 'PUT') await new Promise<void>((resolve) => held.push(resolve));
    const { status, headers, body } = await forward();
    response.writeHead(status, headers).end(body);
  };
  await dialog(page).getByRole('button', { name: enable }).click();
  await expect.poll(() => held.length).toBe(1);
  await expect(dialog(page)).toContainText(/sending/i);
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
  proxy.fault = null;
  for (const go of held) go();
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  expect(proxy.writes).toHaveLength(1);
});

test('upstream answers 413: the page waits as long as it was told, and goes on by itself', async ({
  page,
  stack,
  between: proxy,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  let refused = 0;
  proxy.fault = async ({ request, response, forward }) => {
    if (request.method === 'PUT' && refused++ === 0) {
      const body = { overLimit: { code: 413, message: 'OverLimit Retry...', details: 'Error Details...' } };
      response.writeHead(413, { 'content-type': 'application/json', 'retry-after': '1' }).end(JSON.stringify(body));
      return;
    }
    const { status, headers, body } = await forward();
    response.writeHead(status, headers).end(body);
  };
  await changeTo(page, 'HTTP cookie');
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  expect(proxy.writes).toHaveLength(2);
});

test('upstream answers 401: the page asks to sign in again and keeps what was put in', async ({
  page,
  stack,
  between: proxy,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  await choice(page, 'HTTP cookie').check();
  await page.getByLabel('Reason or change number').fill('CHG-4711');
  proxy.fault = async (exchange) => {
    if (exchange.request.method === 'PUT')
      return says(401, '{"message":"Unable to authenticate.","code":401}')(exchange);
    const { status, headers, body } = await exchange.forward();
    exchange.response.writeHead(status, headers).end(body);
  };
  await dialog(page).getByRole('button', { name: enable }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(again).toBeVisible();
  proxy.fault = null;
  // The panel's own sign-in still stands, so there is no question of who is asked: the form is.
  await again.getByLabel('API key').fill('admin-key');
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(again).toBeHidden();
  await expect(choice(page, 'HTTP cookie')).toBeChecked();
  await expect(page.getByLabel('Reason or change number')).toHaveValue('CHG-4711');
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
  await dialog(page).getByRole('button', { name: enable }).click();
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
});

test('upstream answers unknown statuses, enum values and extra fields: list and detail show them', async ({
  page,
  between: proxy,
}) => {
  proxy.fault = async ({ response, forward }) => {
    const { status, headers, body } = await forward();
    const strange = body
      .replaceAll('"algorithm":"ROUND_ROBIN"', '"algorithm":"QUANTUM","surprise":{"deep":[1]}')
      .replaceAll('"status":"ERROR"', '"status":"HIBERNATING"');
    response.writeHead(status, headers).end(strange);
  };
  await signInAs(page, 'admin');
  await expect(row(page, 'legacy-portal')).toContainText(/hibernating/i);
  await row(page, name).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
  proxy.fault = null;
});

test('the region fails at sign-in and under the list: the form keeps the name, the list keeps its rows', async ({
  page,
  between: proxy,
}) => {
  await page.goto('/');
  const user = page.getByLabel('User name');
  await user.fill('admin');
  await page.getByLabel('API key').fill('admin-key');
  await proxy.refuse();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText(/Try again/);
  await expect(user).toHaveValue('admin');
  await proxy.open();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(row(page, name)).toBeVisible();
  proxy.fault = says(502, gateway, html);
  await page.getByRole('button', { name: 'Refresh' }).first().click();
  await expect(page.getByText(/ORD .*Try again/).first()).toBeVisible();
  await expect(row(page, name)).toBeVisible();
  proxy.fault = null;
  await expect(page.getByText(/ORD .*Try again/)).toHaveCount(0, { timeout: 60_000 });
});

/** A read or the write did not come back; after a write the dialog waits, reads, and leaves the decision to the user. */
const unanswered: readonly Pick<DialogFault, 'name' | 'begin' | 'end'>[] = [
  {
    name: 'panel server killed and restarted',
    begin: ({ stack }) => stack.stopPanel('SIGKILL'),
    end: ({ stack }) => stack.restartPanel(),
  },
  {
    name: 'the browser is offline and back',
    begin: ({ page }) => page.context().setOffline(true),
    end: ({ page }) => page.context().setOffline(false),
  },
];

for (const fault of unanswered) {
  test(`${fault.name}: nothing is called saved, the dialog goes on by itself and sends nothing twice`, async ({
    page,
    stack,
    between: proxy,
  }) => {
    const { id } = await stack.region.named('ORD', name);
    await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
    await choice(page, 'HTTP cookie').check();
    await page.getByLabel('Reason or change number').fill('CHG-4711');
    await fault.begin({ stack, proxy, page });
    const tried = page.waitForEvent('requestfailed');
    await dialog(page).getByRole('button', { name: enable }).click();
    await tried;
    await expect(dialog(page)).toBeVisible();
    await fault.end({ stack, proxy, page });
    await expect(dialog(page).getByRole('alert').first()).toContainText(/was not sent again|try again/i);
    await expect(choice(page, 'HTTP cookie')).toBeChecked();
    await expect(page.getByLabel('Reason or change number')).toHaveValue('CHG-4711');
    expect(await stack.region.persistence('ORD', id)).toBeUndefined();
    expect(proxy.writes).toEqual([]);
    await dialog(page).getByRole('button', { name: enable }).click();
    await expect(dialog(page)).toBeHidden();
    expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  });
}

test('two tabs: the second one is told of the first one’s change and sends nothing over it', async ({
  page,
  context,
  stack,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  const other = await context.newPage();
  await other.goto(`/load-balancers/ORD/${id}/session-persistence`);
  await choice(page, 'HTTP cookie').check();
  await choice(other, 'Source IP').check();
  await other.getByLabel('Reason or change number').fill('CHG-2');
  await changeTo(page, 'HTTP cookie');
  await dialog(other)
    .getByRole('button', { name: /^(Enable session persistence|Change to Source IP)$/ })
    .click();
  await expect
    .poll(async () => `${await dialog(other).isVisible()} ${await stack.region.persistence('ORD', id)}`)
    .toMatch(/^(true HTTP_COOKIE|false SOURCE_IP)$/);
});

test('a tampered cookie and one of another secret sign nobody in, and the page asks to sign in', async ({
  page,
  context,
  stack,
}) => {
  await signInAs(page, 'admin');
  const [sealed] = await context.cookies();
  for (const value of [
    `${sealed!.value.slice(0, -2)}AA`,
    sealed!.value.replace(/^Fe26\.2\*[0-9a-f]+/, 'Fe26.2*00000000'),
  ]) {
    await context.addCookies([{ ...sealed!, value }]);
    const answer = await page.request.get(`${stack.url}/api/ORD/loadbalancers`);
    expect(answer.status()).toBe(401);
    await page.goto('/load-balancers');
    await expect(page.getByRole('button', { name: 'Sign in as admin' })).toBeVisible();
  }
});

test('a cookie replayed after sign-out signs nobody in, and Back shows no data', async ({ page, context, stack }) => {
  await signInAs(page, 'admin');
  await expect(row(page, name)).toBeVisible();
  const [sealed] = await context.cookies();
  const ended = await page.request.delete(`${stack.url}/session`, { headers: { origin: stack.url } });
  expect(ended.status()).toBe(204);
  await context.addCookies([sealed!]);
  expect((await page.request.get(`${stack.url}/api/ORD/loadbalancers`)).status()).toBe(401);
  await page.goto('/history');
  await expect(page.getByRole('button', { name: 'Sign in as admin' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Sign in as admin' })).toBeVisible();
  await expect(row(page, name)).toHaveCount(0);
});
