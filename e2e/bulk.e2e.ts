import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expectGroups, group, newRun, plan, result, runEnded, start } from './support/bulk.ts';
import { expect, test } from './support/fixtures.ts';
import { signInAs } from './support/page.ts';
import type { RegionClient, RegionName } from './support/region-client.ts';

/** Ids by name, as the demo seed gave them. */
async function idsOf(region: RegionClient, name: RegionName): Promise<Map<string, number>> {
  return new Map((await region.loadBalancers(name)).map((each) => [each.name, each.id]));
}

const idOf = (ids: Map<string, number>, name: string): number => {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The demo seed has no ${name}.`);
  return id;
};

/** How many writes to a load balancer the history has of the run on the page. */
async function writesOf(page: Page, id: number): Promise<number> {
  const run = new URL(page.url()).pathname.split('/').at(-1);
  const answer = await page.request.get(`/panel/history?region=ORD&loadBalancerId=${id}&run=${run}`);
  return (await answer.json()).changes.length;
}

const counts = (page: Page) => page.getByRole('list', { name: 'Counts' });

const http = ['web-frontend', 'checkout', 'search-api', 'new-campaign', 'render-farm'];

test.beforeEach(async ({ stack }) => {
  await stack.region.control('clear');
  await stack.region.control('reset');
});

test('a pasted list is planned in four groups, run, recorded and reverted', async ({ page, stack }) => {
  const ids = await idsOf(stack.region, 'ORD');
  const frontend = idOf(ids, 'web-frontend');
  await stack.region.setPersistence('ORD', frontend, undefined);
  await stack.region.setPersistence('ORD', idOf(ids, 'checkout'), 'SOURCE_IP');
  await stack.region.setPersistence('ORD', idOf(ids, 'search-api'), 'HTTP_COOKIE');
  await signInAs(page, 'admin', '/load-balancers');
  await newRun(page, ['web-frontend', 'checkout', 'search-api', 'orders-db', 'legacy-portal', 'beta-search']);
  await expectAccessible(page);
  await page.getByLabel('Reason or change number').fill('CHG-1, "quoted"');
  await plan(page, 'HTTP cookie');
  await expectGroups(page, { 'will change': 2, 'already set': 1, 'not possible': 2, locked: 1 });
  await group(page, 'not possible').locator('> summary').click();
  await expect(group(page, 'not possible')).toContainText(
    'HTTP cookie needs protocol HTTP; this load balancer is MYSQL.',
  );
  await expect(group(page, 'not possible')).toContainText('legacy-portal is in status ERROR and cannot be changed.');
  await expectAccessible(page);

  await start(page);
  await runEnded(page);
  for (const name of ['web-frontend', 'checkout']) {
    await expect(result(page, name)).toContainText('Verified');
    await expect(result(page, name)).toContainText(/Verified in \d/);
    expect(await stack.region.persistence('ORD', idOf(ids, name))).toBe('HTTP_COOKIE');
  }
  await expect(result(page, 'beta-search')).toContainText('Skipped');
  await expectAccessible(page);

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download CSV' }).click();
  const csv = await readFile(await (await downloading).path(), 'utf8');
  expect(csv).toContain('"CHG-1, ""quoted"""');
  expect(csv).toMatch(/,ORD,\d+,web-frontend,DISABLED,HTTP_COOKIE,verified,/);
  expect(csv.trim().split('\r\n')).toHaveLength(7);

  await page.getByRole('button', { name: 'Revert all…' }).click();
  await expect(page.getByRole('heading', { name: 'Revert', level: 1 })).toBeVisible();
  await expectGroups(page, { 'will change': 2, 'already set': 0, 'not possible': 0, locked: 0 });
  await start(page);
  await runEnded(page);
  await expect(result(page, 'web-frontend')).toContainText('Verified');
  expect(await stack.region.persistence('ORD', frontend)).toBeUndefined();
  expect(await stack.region.persistence('ORD', idOf(ids, 'checkout'))).toBe('SOURCE_IP');
});

test('unknown and ambiguous entries of a pasted list are named', async ({ page }) => {
  await signInAs(page, 'admin', '/load-balancers/bulk');
  const list = page.getByRole('dialog', { name: 'Add load balancers from a list' });
  await list.getByLabel('Ids or names').fill('web-frontend, no-such-thing');
  await expect(list).toContainText('1 found, 1 unknown');
  await expect(list).toContainText('no-such-thing');
  await expect(list.getByRole('button', { name: 'Add 1 load balancer' })).toBeEnabled();
  await expectAccessible(page);
});

test('a run stops at the first ERROR and goes on with what is left', async ({ page, stack }) => {
  const ids = await idsOf(stack.region, 'ORD');
  const broken = idOf(ids, 'web-frontend');
  const locked = idOf(ids, 'checkout');
  for (const id of [broken, locked]) await stack.region.setPersistence('ORD', id, undefined);
  await stack.region.control('fail-job', { loadBalancerId: broken });
  await stack.region.control('status', { loadBalancerId: locked, status: 'PENDING_UPDATE' });
  await signInAs(page, 'admin', '/load-balancers');
  await newRun(page, ['web-frontend', 'checkout']);
  await plan(page, 'Source IP');
  await group(page, 'locked').locator('> summary').click();
  await page.getByRole('checkbox', { name: 'Change these when they become ACTIVE' }).check();
  await start(page);
  await runEnded(page);
  await expect(page.getByText('Stopped at the first ERROR: web-frontend ended in ERROR.')).toBeVisible();
  await expect(result(page, 'web-frontend')).toContainText('may not be live');
  await expect(result(page, 'checkout')).toContainText('Not run');
  await expectAccessible(page);

  await stack.region.control('status', { loadBalancerId: locked, status: 'ACTIVE' });
  expect(await stack.region.persistence('ORD', locked)).toBeUndefined();
  await page.getByRole('button', { name: 'Continue with 1 left' }).click();
  await expectGroups(page, { 'will change': 1, 'already set': 0, 'not possible': 0, locked: 0 });
  await start(page);
  await runEnded(page);
  await expect(result(page, 'checkout')).toContainText('Verified');

  await stack.region.control('status', { loadBalancerId: broken, status: 'ACTIVE' });
  await stack.region.setPersistence('ORD', broken, undefined);
  await page.getByRole('button', { name: 'Retry 1 failed' }).click();
  await expectGroups(page, { 'will change': 1, 'already set': 0, 'not possible': 0, locked: 0 });
  await start(page);
  await runEnded(page);
  await expect(result(page, 'web-frontend')).toContainText('Verified');
  expect(await stack.region.persistence('ORD', broken)).toBe('SOURCE_IP');
});

test('a reload in the middle asks, keeps the record, and sends nothing twice', async ({ page, stack }) => {
  const ids = await idsOf(stack.region, 'ORD');
  const held = idOf(ids, 'checkout');
  for (const name of ['web-frontend', 'checkout']) await stack.region.setPersistence('ORD', idOf(ids, name), undefined);
  await stack.region.control('hold', { loadBalancerId: held });
  await signInAs(page, 'admin', '/load-balancers');
  await newRun(page, ['web-frontend', 'checkout']);
  await plan(page, 'HTTP cookie');
  await start(page);
  await expect(result(page, 'web-frontend')).toContainText('Verified');
  await expect(result(page, 'checkout')).toContainText('Applying');
  await expect(page).toHaveTitle(/^50 % · Bulk change/);

  const asked = page.waitForEvent('dialog');
  const reloading = page.reload();
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.accept();
  await reloading;

  await expect(page.getByText('The page was closed or reloaded while this run was under way.')).toBeVisible();
  await expect(result(page, 'web-frontend')).toContainText('Verified');
  await expect(result(page, 'checkout')).toContainText('Outcome unknown');
  await stack.region.control('release', { loadBalancerId: held });
  await page.getByRole('button', { name: 'Continue with 1 left' }).click();
  await expect(result(page, 'checkout')).toContainText('Verified');
  await expect(counts(page)).toContainText('2 verified');
  expect(await writesOf(page, held)).toBe(1);
  expect(await stack.region.persistence('ORD', held)).toBe('HTTP_COOKIE');
});

test('a sign-in that ends in the middle pauses the run, and it goes on after signing in again', async ({
  page,
  stack,
}) => {
  const ids = await idsOf(stack.region, 'ORD');
  for (const name of http) await stack.region.setPersistence('ORD', idOf(ids, name), undefined);
  for (const name of http.slice(0, 4))
    await stack.region.control('delay', {
      operation: 'sessionPersistence.enable',
      times: 1,
      milliseconds: 3_000,
      loadBalancerId: idOf(ids, name),
    });
  await signInAs(page, 'admin', '/load-balancers');
  await newRun(page, http);
  await plan(page, 'Source IP');
  await start(page);
  await expect(result(page, 'web-frontend')).toContainText('Sending');
  await page.context().clearCookies();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(again).toBeVisible();
  await again.getByRole('button', { name: 'Sign in as admin' }).click();
  await expect(again).toBeHidden();
  await expect(page.getByText('The run is paused')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await runEnded(page);
  await expect(counts(page)).toContainText('5 verified');
  for (const name of http) expect(await writesOf(page, idOf(ids, name))).toBe(1);
});

test('nothing is sent to a load balancer that somebody else changed after the plan', async ({ page, stack }) => {
  const ids = await idsOf(stack.region, 'ORD');
  const changed = idOf(ids, 'checkout');
  for (const name of ['web-frontend', 'checkout']) await stack.region.setPersistence('ORD', idOf(ids, name), undefined);
  await signInAs(page, 'admin', '/load-balancers');
  await newRun(page, ['web-frontend', 'checkout']);
  await plan(page, 'HTTP cookie');
  await stack.region.setPersistence('ORD', changed, 'SOURCE_IP');
  await start(page);
  await runEnded(page);
  await expect(result(page, 'web-frontend')).toContainText('Verified');
  await expect(result(page, 'checkout')).toContainText(
    'Nothing was sent: session persistence of checkout was Disabled when you chose and is Source IP now.',
  );
  expect(await stack.region.persistence('ORD', changed)).toBe('SOURCE_IP');
});

test('a creator cannot take an enable back, and is told why', async ({ page, stack }) => {
  const ids = await idsOf(stack.region, 'ORD');
  const id = idOf(ids, 'web-frontend');
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'creator', '/load-balancers');
  await newRun(page, ['web-frontend']);
  await expect(page.getByRole('radio', { name: 'Disabled' })).toBeDisabled();
  await plan(page, 'HTTP cookie');
  await start(page);
  await runEnded(page);
  await page.getByRole('button', { name: 'Revert all…' }).click();
  await expectGroups(page, { 'will change': 0, 'already set': 0, 'not possible': 1, locked: 0 });
  await group(page, 'not possible').locator('> summary').click();
  await expect(group(page, 'not possible')).toContainText('Disabling needs the role lbaas:admin');
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
});

test('a locked load balancer waits its turn when asked to, and a run goes on while the user looks elsewhere', async ({
  page,
  stack,
}) => {
  const ids = await idsOf(stack.region, 'ORD');
  const locked = idOf(ids, 'web-frontend');
  await stack.region.setPersistence('ORD', locked, undefined);
  await stack.region.control('status', { loadBalancerId: locked, status: 'PENDING_UPDATE' });
  await signInAs(page, 'admin', '/load-balancers');
  await newRun(page, ['web-frontend']);
  await plan(page, 'HTTP cookie');
  await group(page, 'locked').locator('> summary').click();
  await page.getByRole('checkbox', { name: 'Change these when they become ACTIVE' }).check();
  await start(page);
  await expect(result(page, 'web-frontend')).toContainText('Waiting its turn');

  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  await expect(page.getByText('Bulk change: 0 of 1 load balancer done.')).toBeVisible();
  await stack.region.control('status', { loadBalancerId: locked, status: 'ACTIVE' });
  await expect(page.getByText('Bulk change ended: 1 of 1 load balancer done.')).toBeVisible();
  await page.getByRole('link', { name: 'Open the run' }).click();
  await expect(result(page, 'web-frontend')).toContainText('Verified');
  expect(await stack.region.persistence('ORD', locked)).toBe('HTTP_COOKIE');
});

test('a run needs nothing but the keyboard', async ({ page, stack }) => {
  const ids = await idsOf(stack.region, 'ORD');
  await stack.region.setPersistence('ORD', idOf(ids, 'checkout'), undefined);
  await signInAs(page, 'admin', '/load-balancers/bulk');
  const press = async (name: string | RegExp) => {
    const button = page.getByRole('button', { name });
    await button.focus();
    await page.keyboard.press('Enter');
  };
  await expect(page.getByLabel('Ids or names')).toBeFocused();
  await page.keyboard.type('checkout');
  await expect(page.getByText('1 found')).toBeVisible();
  await press('Add 1 load balancer');
  await expect(page.getByRole('button', { name: 'Add from a list…' })).toBeFocused();
  await page.getByRole('radio', { name: 'HTTP cookie' }).focus();
  await page.keyboard.press('Space');
  await press('Preview changes');
  await expect(page.getByRole('heading', { name: 'Preview changes', exact: true })).toBeFocused();
  const lost = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let frames = 0;
        const look = () => {
          if (document.activeElement === document.body) frames += 1;
          if (document.querySelector('#progress')?.textContent === 'Result') resolve(frames);
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await press('Set HTTP cookie on 1 load balancer');
  await runEnded(page);
  expect(await lost).toBe(0);
  await expect(page.getByRole('heading', { name: 'Result', exact: true })).toBeFocused();
});

test('what leads on from a step is in sight at every width, however long the step is', async ({ page, stack }) => {
  const ids = await idsOf(stack.region, 'ORD');
  for (const name of http) await stack.region.setPersistence('ORD', idOf(ids, name), undefined);
  await signInAs(page, 'admin', '/load-balancers');
  await newRun(page, [...ids.keys()]);
  const all = `${ids.size} load balancers`;
  const inSight = async (...names: readonly (string | RegExp)[]) => {
    for (const width of [360, 768, 1024, 1440]) {
      await page.setViewportSize({ width, height: 600 });
      for (const y of [0, 100_000]) {
        await page.evaluate((top) => scrollTo(0, top), y);
        for (const name of names) await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  };
  await page.getByText(all, { exact: true }).click();
  await inSight('Preview changes');
  await plan(page, 'HTTP cookie');
  for (const summary of await page.locator('details > summary').all()) await summary.click();
  await inSight(/^Set HTTP cookie on/);
  await expect(page.getByRole('button', { name: /^Choose/ })).toContainText(`${all} · HTTP cookie`);
  await stack.region.control('hold', { loadBalancerId: idOf(ids, 'checkout') });
  await start(page);
  await expect(result(page, 'checkout')).toContainText('Applying');
  await inSight('Pause', 'Stop');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByRole('button', { name: 'Resume' })).toBeFocused();
  await inSight('Resume', 'Stop');
  await page.getByRole('tab', { name: /^Skipped/ }).click();
  await expectAccessible(page);
  await stack.region.control('release', { loadBalancerId: idOf(ids, 'checkout') });
  await runEnded(page);
  await inSight('Revert all…');
});
