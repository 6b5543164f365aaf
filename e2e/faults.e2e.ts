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

/** Opens the dialog of the file's load balancer by its address, with `stored` in the region; gives the id. */
async function open(page: Page, stack: Stack, stored?: 'SOURCE_IP'): Promise<number> {
  const { id } = await stack.region.named('ORD', name);
  if (stored) await stack.region.setPersistence('ORD', id, stored);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  return id;
}

const reason = (page: Page) => page.getByLabel('Reason or change number');

/** What a person puts in: a choice and a reason. */
async function putIn(page: Page): Promise<void> {
  await choice(page, 'HTTP cookie').check();
  await reason(page).fill('CHG-4711');
}

async function expectKept(page: Page): Promise<void> {
  await expect(choice(page, 'HTTP cookie')).toBeChecked();
  await expect(reason(page)).toHaveValue('CHG-4711');
}

const press = (page: Page, button = enable) => dialog(page).getByRole('button', { name: button }).click();

/** Sends what was put in, and expects it to be stored when the dialog has closed itself. */
async function expectWorks(page: Page, stack: Stack, id: number): Promise<void> {
  await press(page);
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
}

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
  /** Why the fault cannot be made on this platform. */
  readonly skip?: string | false;
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

const fullDisk = (name: string, program: 'panel' | 'region', words: RegExp): DialogFault => ({
  name,
  skip: process.platform !== 'linux' && 'platform: only Linux limits the files of a running program',
  words,
  begin: ({ stack }) => stack.fillDisk(program),
  end: ({ stack }) => stack.freeDisk(program),
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
  fullDisk('disk full for the history', 'panel', /was not sent\. Nothing was changed\. Try again/),
  fullDisk('disk full for the region', 'region', /was not sent again\. Check the value/),
];

for (const fault of dialogFaults) {
  test(`${fault.name}: the dialog keeps what was put in, says what to do, and works afterwards`, async ({
    page,
    stack,
    between: proxy,
  }) => {
    test.skip(Boolean(fault.skip), fault.skip || '');
    const id = await open(page, stack);
    await putIn(page);
    await fault.begin({ stack, proxy, page });
    await press(page);
    await expect(dialog(page).getByRole('alert').first()).toContainText(fault.words);
    await expectKept(page);
    expect(await page.title()).not.toBe('run');
    await fault.end({ stack, proxy, page });
    expect(await stack.region.persistence('ORD', id)).toBeUndefined();
    expect(proxy.writes.length).toBeLessThanOrEqual(1);
    await expectWorks(page, stack, id);
  });
}

test('a disable that meets a 500 leaves the value as it is, and works afterwards', async ({
  page,
  stack,
  between: proxy,
}) => {
  const id = await open(page, stack, 'SOURCE_IP');
  const disable = 'Disable session persistence';
  await choice(page, 'Disabled').check();
  proxy.fault = says(500, '{"message":"An unknown exception has occurred. Please contact support.","code":500}');
  await press(page, disable);
  await expect(dialog(page).getByRole('alert').first()).toContainText(/contact support/);
  await expect(choice(page, 'Disabled')).toBeChecked();
  proxy.fault = null;
  expect(await stack.region.persistence('ORD', id)).toBe('SOURCE_IP');
  await press(page, disable);
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
});

/** Answers every write so, and lets reads pass. */
const writesAnswer =
  (status: number, message: string): ProxyFault =>
  async (exchange) => {
    if (exchange.request.method !== 'GET') return says(status, JSON.stringify({ message, code: status }))(exchange);
    const { status: read, headers, body } = await exchange.forward();
    exchange.response.writeHead(read, headers).end(body);
  };

test('an edit of a node that meets a 500 leaves the node as it is, keeps what was put in, and works afterwards', async ({
  page,
  stack,
  between: proxy,
}) => {
  const { id } = await stack.region.named('ORD', name);
  const conditions = async () => {
    const { body } = await stack.region.request('ORD', 'GET', `/loadbalancers/${id}/nodes`);
    return (body as { nodes: { id: number; condition: string }[] }).nodes;
  };
  await stack.region.request('ORD', 'POST', `/loadbalancers/${id}/nodes`, {
    nodes: ['10.20.30.40', '10.20.30.41'].map((address) => ({ address, port: 80, condition: 'ENABLED' })),
  });
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  const [node] = await conditions();
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/nodes/${node!.id}`);
  const form = page.getByRole('dialog', { name: 'Edit node' });
  await form.getByLabel('Condition').selectOption('DRAINING');
  await form.getByLabel('Reason or change number').fill('CHG-4711');
  proxy.fault = writesAnswer(500, 'An unknown exception has occurred. Please contact support.');
  const change = form.getByRole('button', { name: /^Change node/ });
  await change.click();
  await expect(form.getByRole('alert').first()).toContainText(/contact support/);
  await expect(form.getByLabel('Condition')).toHaveValue('DRAINING');
  await expect(form.getByLabel('Reason or change number')).toHaveValue('CHG-4711');
  expect((await conditions())[0]).toEqual(expect.objectContaining({ condition: 'ENABLED' }));
  expect(proxy.writes).toHaveLength(1);
  proxy.fault = null;
  await change.click();
  await expect(form).toBeHidden();
  expect((await conditions())[0]).toEqual(expect.objectContaining({ condition: 'DRAINING' }));
});

test('a deletion that meets a 503 deletes nothing, keeps the name that was typed, and works afterwards', async ({
  page,
  stack,
  between: proxy,
}) => {
  const { body } = await stack.region.request('ORD', 'POST', '/loadbalancers', {
    loadBalancer: { name: 'short-lived', protocol: 'HTTP', port: 80, virtualIps: [{ type: 'PUBLIC' }], nodes: [] },
  });
  const { id } = (body as { loadBalancer: { id: number } }).loadBalancer;
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/delete`);
  const form = page.getByRole('dialog', { name: 'Delete load balancer' });
  await form.getByLabel('Name', { exact: true }).fill('short-lived');
  proxy.fault = writesAnswer(503, 'The service is currently unavailable. Please try again later.');
  const press = () => form.getByRole('button', { name: 'Delete load balancer' }).click();
  await press();
  await expect(form.getByRole('alert').first()).toContainText(/try again/i);
  await expect(form.getByLabel('Name', { exact: true })).toHaveValue('short-lived');
  expect((await stack.region.loadBalancer('ORD', id)).status).toBe('ACTIVE');
  expect(proxy.writes).toHaveLength(1);
  proxy.fault = null;
  await press();
  await expect(page).toHaveURL(/\/load-balancers(\?|$)/);
  await stack.region.whenStatus('ORD', id, 'DELETED');
});

test('upstream hangs: the dialog says that it is sending until the answer comes, and sends once', async ({
  page,
  stack,
  between: proxy,
}) => {
  const id = await open(page, stack);
  await putIn(page);
  const held: (() => void)[] = [];
  proxy.fault = async ({ request, response, forward }) => {
    if (request.method === 'PUT') await new Promise<void>((resolve) => held.push(resolve));
    const { status, headers, body } = await forward();
    response.writeHead(status, headers).end(body);
  };
  await press(page);
  await expect.poll(() => held.length).toBe(1);
  await expect(dialog(page)).toContainText(/sending/i);
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
  proxy.fault = null;
  for (const go of held) go();
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  expect(proxy.writes).toHaveLength(1);
});

/** Refuses the first write for the rate limit. Gives how many it has refused. */
function limitFirstWrite(proxy: FaultProxy, seconds: number): () => number {
  let refused = 0;
  proxy.fault = async ({ request, response, forward }) => {
    if (request.method === 'PUT' && refused === 0) {
      refused += 1;
      const body = { overLimit: { code: 413, message: 'OverLimit Retry...', details: 'Error Details...' } };
      const headers = { 'content-type': 'application/json', 'retry-after': String(seconds) };
      response.writeHead(413, headers).end(JSON.stringify(body));
      return;
    }
    const { status, headers, body } = await forward();
    response.writeHead(status, headers).end(body);
  };
  return () => refused;
}

test('upstream answers 413: the page waits as long as it was told, and goes on by itself', async ({
  page,
  stack,
  between: proxy,
}) => {
  const id = await open(page, stack);
  limitFirstWrite(proxy, 1);
  await changeTo(page, 'HTTP cookie');
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  expect(proxy.writes).toHaveLength(2);
});

/** Milliseconds in which a page reads again what nobody is changing. */
const settledPoll = 30_000;

for (const [direction, hours] of [
  ['forward', 1],
  ['back', -1],
] as const) {
  test(`the clock of the browser jumps ${direction} an hour: the page neither waits for it nor forgets to go on`, async ({
    page,
    stack,
    between: proxy,
  }) => {
    await page.clock.install();
    const id = await open(page, stack);
    await putIn(page);
    const refused = limitFirstWrite(proxy, 2);
    await press(page);
    await expect.poll(refused).toBe(1);
    await page.clock.setSystemTime(Date.now() + hours * 3_600_000);
    await expect(dialog(page)).toBeHidden();
    expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
    expect(proxy.writes).toHaveLength(2);
    // What others change is still followed.
    await stack.region.setPersistence('ORD', id, 'SOURCE_IP');
    await page.clock.fastForward(settledPoll);
    await expect(page.getByRole('region', { name: 'Optional Features' })).toContainText('Source IP');
    await expect(page.locator('main')).not.toContainText(/-\d+ (s|min|h)\b|NaN/);
  });
}

/** Signs in again in the dialog that asks for it, in front of what was put in. */
async function signInAgain(page: Page): Promise<void> {
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await again.getByLabel('API key').fill('admin-key');
  await again.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(again).toBeHidden();
}

test('upstream answers 401: the page asks to sign in again and keeps what was put in', async ({
  page,
  stack,
  between: proxy,
}) => {
  const id = await open(page, stack);
  await putIn(page);
  proxy.fault = async (exchange) => {
    if (exchange.request.method === 'PUT')
      return says(401, '{"message":"Unable to authenticate.","code":401}')(exchange);
    const { status, headers, body } = await exchange.forward();
    exchange.response.writeHead(status, headers).end(body);
  };
  await press(page);
  await expect(page.getByRole('dialog', { name: 'Sign in again' })).toBeVisible();
  proxy.fault = null;
  // The panel's own sign-in still stands, so there is no question of who is asked: the form is.
  await signInAgain(page);
  await expectKept(page);
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
  await expectWorks(page, stack, id);
});

test('sign-in expired: the page asks to sign in again, keeps what was put in and sends nothing before', async ({
  page,
  stack,
  between: proxy,
}) => {
  const id = await open(page, stack);
  await putIn(page);
  // The browser's cookie is replaced by one of a sign-in that lasts two seconds.
  proxy.fault = async ({ response, forward }) => {
    const { status, headers, body } = await forward();
    const soon = JSON.stringify(new Date(Date.now() + 2_000).toISOString());
    response.writeHead(status, headers).end(body.replace(/(?<="expires":)"[^"]+"/, soon));
  };
  const data = { username: 'admin', apiKey: 'admin-key' };
  const brief = await page.request.post('/session', { headers: { origin: stack.url }, data });
  expect(brief.status()).toBe(200);
  proxy.fault = null;
  await expect.poll(async () => (await page.request.get('/session')).status()).toBe(401);
  await press(page);
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await again.getByRole('button', { name: 'Sign in as admin' }).click();
  await expect(again).toBeHidden();
  await expectKept(page);
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
  expect(proxy.writes).toEqual([]);
  await expectWorks(page, stack, id);
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
  await page.clock.install();
  // A worker's timers would not follow the test's clock; a browser without workers polls from the page.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'Worker'));
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
  await page.clock.fastForward(settledPoll);
  await expect(page.getByText(/ORD .*Try again/)).toHaveCount(0);
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
    const id = await open(page, stack);
    await putIn(page);
    await fault.begin({ stack, proxy, page });
    const tried = page.waitForEvent('requestfailed');
    await press(page);
    await tried;
    await expect(dialog(page)).toBeVisible();
    await fault.end({ stack, proxy, page });
    await expect(dialog(page).getByRole('alert').first()).toContainText(/was not sent again|try again/i);
    await expectKept(page);
    expect(await stack.region.persistence('ORD', id)).toBeUndefined();
    expect(proxy.writes).toEqual([]);
    await expectWorks(page, stack, id);
  });
}

test('two tabs: the second one is told of the first one’s change and sends nothing over it', async ({
  page,
  context,
  stack,
}) => {
  const id = await open(page, stack);
  const other = await context.newPage();
  await other.goto(`/load-balancers/ORD/${id}/session-persistence`);
  await choice(page, 'HTTP cookie').check();
  await choice(other, 'Source IP').check();
  await reason(other).fill('CHG-2');
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

test('a creation that meets a 500 says that nobody knows, sends nothing again, and works afterwards', async ({
  page,
  stack,
  between: proxy,
}) => {
  await signInAs(page, 'admin', '/load-balancers/new');
  await page.getByLabel('Name', { exact: true }).fill('after-a-fault');
  proxy.fault = async ({ request, response, forward }) => {
    const { status, headers, body } =
      request.method === 'POST'
        ? { status: 500, headers: { 'content-type': 'application/json' }, body: '{"message":"Broken.","code":500}' }
        : await forward();
    response.writeHead(status, headers).end(body);
  };
  const button = page.getByRole('button', { name: 'Create load balancer' });
  await button.click();
  await expect(page.getByText(/Outcome unknown/)).toBeVisible();
  expect(proxy.writes).toHaveLength(1);
  proxy.fault = null;
  await page.getByRole('button', { name: 'Look for it' }).click();
  await expect(page.getByText('The region lists no new one of this name.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('after-a-fault');
  await button.click();
  await expect(page.getByRole('heading', { name: 'after-a-fault' })).toBeVisible();
  const { id } = await stack.region.named('ORD', 'after-a-fault');
  await stack.region.request('ORD', 'DELETE', `/loadbalancers/${id}`);
});
