import { get } from 'node:http';
import { expect, type Page } from '@playwright/test';
import { noOctavia } from './octavia/peer.ts';
import { expectAccessible } from './support/axe.ts';
import { expectGroups, group, newRun } from './support/bulk.ts';
import { type Cloud, onCloud, signIn } from './support/cloud.ts';

/** Session persistence on a real Octavia: what the panel says, what the API holds, and where clients really go. */

const test = onCloud(['web', 'shop', 'app', 'database', 'empty', 'spare']);

test.describe.configure({ mode: 'serial' });
test.skip(noOctavia !== null, noOctavia ?? '');

const regionOf = ({ peer }: Cloud) => peer.regions[0]!;
const found = (cloud: Cloud, name: string) => regionOf(cloud).loadBalancers[name]!;
const poolOf = (cloud: Cloud, name: string, pool: string) => found(cloud, name).pools[pool]!;

/** One request to the load balancer on a connection of its own: the member that answered, and the cookies that it set. */
function ask(cloud: Cloud, name: string, cookies: string, path = '/'): Promise<{ member: string; cookies: string[] }> {
  return new Promise((resolve, reject) => {
    const headers = cookies === '' ? {} : { cookie: cookies };
    get({ host: found(cloud, name).virtualIp, port: 80, path, headers, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        resolve({
          member: String(answer.headers['x-member']),
          cookies: (answer.headers['set-cookie'] ?? []).map((each) => each.split(';')[0] ?? ''),
        }),
      );
    }).on('error', reject);
  });
}

/** The members that answered twelve requests of one client that keeps its cookies, and of twelve clients without any. */
async function membersOf(cloud: Cloud, name: string, path = '/'): Promise<{ kept: number; anew: number }> {
  const jar = new Map<string, string>();
  const kept = new Set<string>();
  const anew = new Set<string>();
  for (let each = 0; each < 12; each += 1) {
    const { member, cookies } = await ask(
      cloud,
      name,
      [...jar].map(([key, value]) => `${key}=${value}`).join('; '),
      path,
    );
    for (const cookie of cookies) jar.set(cookie.split('=')[0] ?? '', cookie.slice(cookie.indexOf('=') + 1));
    // The first answer binds.
    if (each > 0) kept.add(member);
  }
  for (let each = 0; each < 12; each += 1) anew.add((await ask(cloud, name, '', path)).member);
  return { kept: kept.size, anew: anew.size };
}

const stored = async (page: Page, cloud: Cloud, pool: string) =>
  (await (await page.request.get(`/api/${regionOf(cloud).name}/v2/lbaas/pools/${pool}`)).json()).pool;

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Edit Session Persistence' });
const choose = (page: Page, name: string) =>
  dialog(page).getByRole('radiogroup', { name: 'Session Persistence' }).getByRole('radio', { name }).check();
const send = (page: Page, name: string | RegExp) => dialog(page).getByRole('button', { name, exact: true }).click();
const told = (page: Page, text: string | RegExp) =>
  expect(page.getByText(text).first()).toBeVisible({ timeout: 40_000 });
const address = (cloud: Cloud, name: string) => `/load-balancers/${regionOf(cloud).name}/${found(cloud, name).id}`;

test('the list names what each load balancer has, of none, one and several pools', async ({ page, cloud }) => {
  await signIn(page, cloud, 'panel');
  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  await expect(row('web')).toContainText('Disabled');
  await expect(row('web')).toContainText('HTTP:80');
  await expect(row('shop')).toContainText('Mixed');
  await expect(row('shop')).toContainText('HTTP:80, TERMINATED_HTTPS:443');
  await expect(row('empty')).toContainText('–');
  await expect(row('spare')).toContainText('HTTP cookie');
  await expect(row('app')).toContainText('Mixed');
  await expectAccessible(page);
});

test('by the cog: HTTP cookie keeps a client on its member, proven by the pool and by traffic', async ({
  page,
  cloud,
}) => {
  await signIn(page, cloud, 'panel');
  await page.getByRole('button', { name: 'Actions for web' }).click();
  await page.getByRole('menuitem', { name: 'Edit Session Persistence' }).click();
  await choose(page, 'HTTP cookie');
  await expectAccessible(page);
  let requests = 0;
  page.on('request', (request) => {
    if (/\/(api|panel)\//.test(request.url())) requests += 1;
  });
  await send(page, 'Enable session persistence');
  await told(page, 'Session persistence of web-pool of web is now HTTP cookie');
  expect(requests).toBeLessThanOrEqual(12);
  const pool = await stored(page, cloud, poolOf(cloud, 'web', 'web-pool'));
  expect(pool).toMatchObject({ provisioning_status: 'ACTIVE', session_persistence: { type: 'HTTP_COOKIE' } });
  expect(await membersOf(cloud, 'web')).toEqual({ kept: 1, anew: 3 });
  await expect(page.getByRole('button', { name: 'Actions for web' })).toBeFocused();
});

test('the check proves it on the pool that is asked for, and says where it cannot', async ({ page, cloud }) => {
  await signIn(page, cloud, 'panel', { to: address(cloud, 'web') });
  const verdict = page.locator('#stickiness').getByRole('status');
  await page.getByText('Options').click();
  await page.getByLabel('Header that names the node').fill('X-Member');
  await page.getByRole('button', { name: 'Run the check' }).click();
  await expect(verdict).toContainText('Sticky: a client that keeps the cookie stays on its node.');
  await expectAccessible(page);

  await page.goto(address(cloud, 'app'));
  await page.getByRole('button', { name: 'Check stickiness of app-pool' }).click();
  await page.getByText('Options').click();
  await page.getByLabel('Header that names the node').fill('X-Member');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(verdict).toContainText(
    'Sticky: a client that keeps the application’s cookie JSESSIONID stays on its node.',
  );
  // Its requests go where an L7 policy sends them, and / is not one of these.
  await page.getByRole('button', { name: 'Check stickiness of static-pool' }).click();
  await expect(verdict).toContainText('Choose a path that an L7 policy sends to this pool.');
  await page.getByText('Options').click();
  await page.getByLabel('Header that names the node').fill('X-Member');
  await page.getByLabel('Path', { exact: true }).fill('/static');
  await page.getByRole('button', { name: /^Run/ }).click();
  await expect(verdict).toContainText(/every request went to a node that calls itself m[45]/);
});

test('by Actions: Source IP keeps every request from one address on one member', async ({ page, cloud }) => {
  await signIn(page, cloud, 'panel', { to: address(cloud, 'web') });
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Edit Session Persistence' }).click();
  await choose(page, 'Source IP');
  await send(page, 'Change to Source IP');
  await told(page, 'Session persistence of web-pool of web is now Source IP');
  expect(await membersOf(cloud, 'web')).toEqual({ kept: 1, anew: 1 });
});

test('by the pencil of one of two pools: the other one stays as it is', async ({ page, cloud }) => {
  await signIn(page, cloud, 'panel', { to: address(cloud, 'app') });
  await page.getByRole('button', { name: 'Edit Session Persistence of static-pool' }).click();
  await expect(page).toHaveURL(/pool=/);
  await expect(
    dialog(page).getByRole('radiogroup', { name: 'Pool' }).getByRole('radio', { name: 'static-pool' }),
  ).toBeChecked();
  await choose(page, 'Disabled');
  await expectAccessible(page);
  await send(page, 'Disable session persistence');
  await told(page, 'Session persistence of static-pool of app is now Disabled');
  expect((await stored(page, cloud, poolOf(cloud, 'app', 'static-pool'))).session_persistence).toBeNull();
  expect((await stored(page, cloud, poolOf(cloud, 'app', 'app-pool'))).session_persistence).toMatchObject({
    type: 'APP_COOKIE',
    cookie_name: 'JSESSIONID',
  });
  expect(await membersOf(cloud, 'app', '/static')).toEqual({ kept: 2, anew: 2 });
  expect((await membersOf(cloud, 'app')).kept).toBe(1);
});

test('a cookie’s name that HAProxy does not survive is refused before it is sent', async ({ page, cloud }) => {
  await signIn(page, cloud, 'panel', { to: `${address(cloud, 'web')}/session-persistence` });
  await choose(page, 'Application cookie');
  await dialog(page).getByLabel('Cookie name').fill('a#b');
  await told(page, 'A cookie name cannot contain #.');
  await expect(dialog(page).getByRole('button', { name: /^Change to Application cookie/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await dialog(page).getByLabel('Cookie name').fill('JSESSIONID');
  await send(page, 'Change to Application cookie JSESSIONID');
  await told(page, 'Session persistence of web-pool of web is now Application cookie JSESSIONID');
  expect((await membersOf(cloud, 'web')).kept).toBe(1);
});

test('a change that leaves its pool in ERROR is told as not in force, blocks the other pool, and is repaired', async ({
  page,
  cloud,
}) => {
  const { id } = found(cloud, 'app');
  const recover = cloud.peer.handles.fail(id);
  await signIn(page, cloud, 'panel', {
    to: `${address(cloud, 'app')}/session-persistence?pool=${poolOf(cloud, 'app', 'static-pool')}`,
  });
  await choose(page, 'HTTP cookie');
  await send(page, /^(Enable session persistence|Change to HTTP cookie)$/);
  await told(page, /static-pool of app ended in ERROR\. The stored value reads HTTP cookie but is not in force\./);
  recover();
  // The API says ACTIVE of the load balancer, and reads the value that is not in force.
  const pool = await stored(page, cloud, poolOf(cloud, 'app', 'static-pool'));
  expect(pool).toMatchObject({ provisioning_status: 'ERROR', session_persistence: { type: 'HTTP_COOKIE' } });
  expect(await membersOf(cloud, 'app', '/static')).toEqual({ kept: 2, anew: 2 });
  await dialog(page).getByRole('button', { name: 'Close' }).last().click();
  await expect(
    page.getByText(/static-pool of app is in ERROR\. The stored value is not in force\./).first(),
  ).toBeVisible();

  await page.getByRole('button', { name: 'Edit Session Persistence of app-pool' }).click();
  await told(page, /app-pool of app takes no change now: the last change of static-pool failed/);
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'History', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'app' }).first()).toContainText('Failed');

  await page.goto(`${address(cloud, 'app')}/session-persistence?pool=${poolOf(cloud, 'app', 'static-pool')}`);
  await send(page, 'Send HTTP cookie again');
  await told(page, 'Session persistence of static-pool of app is now HTTP cookie');
  expect(await stored(page, cloud, poolOf(cloud, 'app', 'static-pool'))).toMatchObject({
    provisioning_status: 'ACTIVE',
  });
  expect((await membersOf(cloud, 'app', '/static')).kept).toBe(1);
});

test('behind somebody else’s change it waits, and is sent once that is over', async ({ page, cloud }) => {
  const { id } = found(cloud, 'shop');
  const plain = poolOf(cloud, 'shop', 'shop-plain');
  await signIn(page, cloud, 'panel');
  const release = cloud.peer.handles.hold(id);
  const other = await page.request.put(
    `/api/${regionOf(cloud).name}/v2/lbaas/pools/${poolOf(cloud, 'shop', 'shop-secure')}`,
    {
      headers: { origin: cloud.url },
      data: { pool: { name: 'shop-secure' } },
    },
  );
  expect(other.status()).toBe(200);
  await page.goto(`${address(cloud, 'shop')}/session-persistence?pool=${plain}`);
  await told(page, /^Locked while updating\./);
  await choose(page, 'Disabled');
  await send(page, 'Queue change to Disabled');
  await told(page, /queued|waits/i);
  release();
  await told(page, 'Session persistence of shop-plain of shop is now Disabled');
  expect((await stored(page, cloud, plain)).session_persistence).toBeNull();
});

test('a cookie on a TCP pool has no effect here, says so, and can be disabled', async ({ page, cloud }) => {
  const pool = poolOf(cloud, 'database', 'database-pool');
  await signIn(page, cloud, 'panel');
  const other = await page.request.put(`/api/${regionOf(cloud).name}/v2/lbaas/pools/${pool}`, {
    headers: { origin: cloud.url },
    data: { pool: { session_persistence: { type: 'HTTP_COOKIE' } } },
  });
  expect(other.status()).toBe(200);
  await expect.poll(async () => (await stored(page, cloud, pool)).provisioning_status).toBe('ACTIVE');
  await page.goto(`${address(cloud, 'database')}/session-persistence`);
  await told(page, /HTTP cookie has no effect here/);
  await expect(dialog(page).getByRole('radio', { name: 'Application cookie' })).toBeDisabled();
  await choose(page, 'Disabled');
  await send(page, 'Disable session persistence');
  await told(page, 'Session persistence of database-pool of database is now Disabled');
});

test('a run takes every pool by itself, one after the other on a load balancer, and is reverted', async ({
  page,
  cloud,
}) => {
  test.setTimeout(180_000);
  const before = async (name: string, pool: string) =>
    (await stored(page, cloud, poolOf(cloud, name, pool))).session_persistence?.type ?? null;
  await signIn(page, cloud, 'panel');
  const [plain, secure] = [await before('shop', 'shop-plain'), await before('shop', 'shop-secure')];
  await newRun(page, ['shop', 'database', 'empty']);
  await page.getByRole('radio', { name: 'Application cookie' }).check();
  await page.getByLabel('Cookie name').fill('sid');
  await page.getByRole('button', { name: 'Preview changes' }).click();
  await expectGroups(page, { 'will change': 2, 'already set': 0, 'not possible': 2, locked: 0 });
  await group(page, 'not possible').locator('> summary').click();
  await expect(group(page, 'not possible')).toContainText('Application cookie needs a pool of protocol HTTP');
  await expect(group(page, 'not possible')).toContainText('This load balancer has no pool');
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Set Application cookie sid on 2/ }).click();
  await expect(page.getByRole('heading', { name: 'Result', exact: true })).toBeVisible({ timeout: 60_000 });
  for (const pool of ['shop-plain', 'shop-secure'])
    expect(await stored(page, cloud, poolOf(cloud, 'shop', pool))).toMatchObject({
      provisioning_status: 'ACTIVE',
      session_persistence: { type: 'APP_COOKIE', cookie_name: 'sid' },
    });
  await page.getByRole('button', { name: 'Revert all…' }).click();
  await expectGroups(page, { 'will change': 2, 'already set': 0, 'not possible': 0, locked: 0 });
  await page.getByRole('button', { name: /^Revert 2/ }).click();
  await expect(page.getByRole('heading', { name: 'Result', exact: true })).toBeVisible({ timeout: 60_000 });
  expect(await before('shop', 'shop-plain')).toBe(plain);
  expect(await before('shop', 'shop-secure')).toBe(secure);
});

test('a user whom the cloud’s policy lets only read is told so, and is offered no more', async ({ page, cloud }) => {
  await signIn(page, cloud, 'panel', { to: `${address(cloud, 'web')}/session-persistence`, user: 'observer' });
  await choose(page, 'Source IP');
  await send(page, 'Change to Source IP');
  await told(page, /The cloud’s policy does not let you do this in this project/);
  await expect(dialog(page).getByRole('radio', { name: 'Disabled' })).toBeDisabled();
});
