import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BrowserContext, Page, Route } from '@playwright/test';
import { findHaproxy } from '../scripts/machine.ts';
import { expectGroups, result, runEnded } from './support/bulk.ts';
import { test as base, expect } from './support/fixtures.ts';
import { type Hand, Keyboard, Mouse } from './support/hand.ts';
import { choice, type DemoUser, dialog, expectRow, expectToast, row } from './support/page.ts';
import type { LoadBalancer, RegionClient, RegionName } from './support/region-client.ts';
import type { Stack } from './support/stack.ts';
import { type TaskName, tasks, type Width, widths } from './support/task-counts.ts';

/** What people come to do, by the mouse alone and by the keyboard alone, with an upper bound for what it costs (hand.ts says how it is counted). */

type SignIns = Readonly<Record<DemoUser, Awaited<ReturnType<BrowserContext['storageState']>>>>;

const batch = Array.from({ length: 8 }, (_, index) => `batch-${index + 1}`);
const [alreadySet = '', notPossible = '', ...changed] = batch;
/** With what is there before, as many as a region takes. */
const fleet = {
  ORD: Array.from({ length: 12 }, (_, index) => `fleet-${index + 1}`),
  DFW: Array.from({ length: 6 }, (_, index) => `fleet-${index + 13}`),
};
const older = { ORD: ['web-frontend', 'new-campaign', 'render-farm'], DFW: ['web-frontend-dfw', 'магазин 店舗 متجر'] };

async function create(client: RegionClient, region: RegionName, name: string, port: number): Promise<void> {
  const protocol = name === notPossible ? 'MYSQL' : 'HTTP';
  const loadBalancer = { name, protocol, port, virtualIps: [{ type: 'PUBLIC' }], nodes: [] };
  const { status, body } = await client.request(region, 'POST', '/loadbalancers', { loadBalancer });
  if (status !== 202) throw new Error(`Creating ${name} answered ${status}: ${JSON.stringify(body)}`);
  await client.whenStatus(region, (body as { loadBalancer: LoadBalancer }).loadBalancer.id, 'ACTIVE');
}

const test = base.extend<{ user: DemoUser | null }, { ids: ReadonlyMap<string, number>; signIns: SignIns }>({
  user: ['admin', { option: true }],
  /** Load balancers for the tasks that need many. */
  ids: [
    async ({ stack: { region } }, use) => {
      const made = [
        ...fleet.ORD.map((name, index) => create(region, 'ORD', name, 8_100 + index)),
        ...[...batch, ...fleet.DFW].map((name, index) => create(region, 'DFW', name, 8_200 + index)),
      ];
      await Promise.all(made);
      const all = [await region.loadBalancers('ORD'), await region.loadBalancers('DFW')].flat();
      await use(new Map(all.map(({ name, id }) => [name, id])));
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  signIns: [
    async ({ stack, playwright }, use) => {
      const signIn = async (username: DemoUser) => {
        const request = await playwright.request.newContext({ baseURL: stack.url });
        const data = { username, apiKey: `${username}-key` };
        expect((await request.post('/session', { headers: { origin: stack.url }, data })).status()).toBe(200);
        const state = await request.storageState();
        await request.dispose();
        return state;
      };
      await use({
        admin: await signIn('admin'),
        creator: await signIn('creator'),
        observer: await signIn('observer'),
      });
    },
    { scope: 'worker' },
  ],
  storageState: ({ user, signIns }, use) => use(user ? signIns[user] : undefined),
});

// With HAProxy, for the check of stickiness.
test.use({ settings: { REGION_SETTLE_MS: '50' } });

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name });
const checkItem = (page: Page, name: string) => page.getByRole('menuitemcheckbox', { name, exact: true });
/** A filter of the list; the head of the table has buttons of the same names. */
const filter = (page: Page, name: string) => page.getByRole('search').getByRole('button', { name, exact: true });
const cog = (page: Page, name: string) => button(page, `Actions for ${name}`);
const pencil = (page: Page) => button(page, 'Edit Session Persistence');
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const names = (page: Page) =>
  page.getByRole('table', { name: 'Load balancers' }).getByRole('rowheader').allInnerTexts();

/** Where every task begins, but for one that begins with a link. The rows of ORD come first: they are in sight without scrolling. */
async function openList(page: Page, { region }: Stack): Promise<void> {
  const listed = [await region.loadBalancers('ORD'), await region.loadBalancers('DFW')].flat();
  const count = listed.filter(({ status }) => status !== 'DELETED').length;
  const answered = page.waitForResponse((response) => response.url().includes('/api/ORD/loadbalancers?'));
  const hold = async (route: Route) => {
    await answered;
    await route.continue();
  };
  await page.route('**/api/DFW/loadbalancers?*', hold);
  await page.goto('/load-balancers');
  await expectRow(page, 'web-frontend');
  await expect(page.getByRole('search').getByRole('status')).toHaveText(`${count} load balancers`);
  await page.unroute('**/api/DFW/loadbalancers?*', hold);
}

/** Expects that a task costs no more than it did, and that its last key has not lost the focus. */
async function expectCost(task: TaskName, width: Width, hand: Hand): Promise<void> {
  const unit = hand instanceof Mouse ? 'clicks' : 'keys';
  expect.soft(hand.count, `${unit} for: ${tasks[task].title}`).toBeLessThanOrEqual(tasks[task].cost[width][unit]);
  if (hand instanceof Keyboard) await expect(hand.page.locator(':focus')).toHaveCount(1);
}

/** Takes the next choice of the dialog and sends it. */
async function sendNext(keys: Keyboard): Promise<void> {
  await expect(dialog(keys.page).locator('input:enabled:focus')).toBeVisible();
  await keys.press('ArrowDown', 'Enter', 'Enter');
}

for (const width of widths)
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });

    test('enable session persistence by each of the three ways', async ({ page, stack }) => {
      const name = 'web-frontend';
      const { id } = await stack.region.named('ORD', name);
      const link = row(page, name).getByRole('link', { name, exact: true });
      const entry = item(page, 'Edit Session Persistence');
      const ways = [
        {
          task: 'cog',
          opener: cog(page, name),
          clicks: [cog(page, name), entry],
          async open(keys: Keyboard) {
            await keys.search(name);
            await keys.press('Enter');
            await keys.use(cog(page, name));
            await expect(entry).toBeFocused();
            await keys.press('Enter');
          },
        },
        {
          task: 'actions',
          opener: button(page, 'Actions'),
          clicks: [link, button(page, 'Actions'), entry],
          async open(keys: Keyboard) {
            await keys.go(name);
            await expect(heading(page, name)).toBeFocused();
            await keys.use(button(page, 'Actions'));
            await expect(entry).toBeFocused();
            await keys.press('Enter');
          },
        },
        {
          task: 'pencil',
          opener: pencil(page),
          clicks: [link, pencil(page)],
          async open(keys: Keyboard) {
            await keys.go(`optional ${name}`);
            await expect(heading(page, 'Optional Features')).toBeFocused();
            await keys.use(pencil(page));
          },
        },
      ] as const;
      const begin = async () => {
        await stack.region.setPersistence('ORD', id, undefined);
        await openList(page, stack);
      };
      for (const { task, opener, clicks, open } of ways) {
        const enabled = async (hand: Hand) => {
          await expectToast(page, `Session persistence of ${name} is now HTTP cookie`);
          await expect(dialog(page)).toBeHidden();
          await expect(opener).toBeFocused();
          expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
          await expectCost(task, width, hand);
        };
        const mouse = new Mouse(page);
        await begin();
        await mouse.click(...clicks, choice(page, 'HTTP cookie'), button(page, 'Enable session persistence'));
        await enabled(mouse);

        const keys = new Keyboard(page);
        await begin();
        await open(keys);
        await sendNext(keys);
        await enabled(keys);
      }
    });

    test('find all HTTP load balancers without session persistence', async ({ page, stack }) => {
      const { id: farm } = await stack.region.named('ORD', 'render-farm');
      await stack.region.setPersistence('ORD', farm, undefined);
      const wanted: string[] = [];
      for (const region of ['ORD', 'DFW'] as const) {
        for (const { id, name, protocol, status } of await stack.region.loadBalancers(region)) {
          if (protocol !== 'HTTP' || status === 'DELETED') continue;
          if ((await stack.region.persistence(region, id)) === undefined) wanted.push(name);
        }
      }
      expect(wanted).toContain('render-farm');
      const found = async (hand: Hand) => {
        await expect(page.getByRole('search').getByRole('status')).toContainText(
          new RegExp(`^${wanted.length} of \\d+ load balancers$`),
        );
        for (const name of await names(page)) expect(wanted).toContain(name);
        await expectCost('find', width, hand);
      };
      const mouse = new Mouse(page);
      await openList(page, stack);
      await mouse.click(filter(page, 'Protocol'), checkItem(page, 'HTTP'));
      await mouse.click(filter(page, 'Persistence'), checkItem(page, 'Disabled'));
      await found(mouse);

      const keys = new Keyboard(page);
      await openList(page, stack);
      await keys.press('/');
      await keys.use(filter(page, 'Protocol'));
      await expect(page.getByRole('searchbox', { name: 'Search Protocol' })).toBeFocused();
      await keys.type('http');
      await keys.press('Enter');
      await keys.reach(filter(page, 'Persistence'));
      await keys.press('ArrowUp');
      await expect(checkItem(page, 'Disabled')).toBeFocused();
      await keys.press('Enter');
      await found(keys);
    });

    test('change eight in bulk, one set already and one impossible, and revert the run', async ({
      page,
      stack,
      ids,
    }) => {
      const counts = page.getByRole('list', { name: 'Counts' });
      const begin = async () => {
        for (const name of changed) await stack.region.setPersistence('DFW', ids.get(name)!, undefined);
        await stack.region.setPersistence('DFW', ids.get(alreadySet)!, 'HTTP_COOKIE');
        await openList(page, stack);
      };
      const planned = async () => {
        await expect(heading(page, 'Preview changes')).toBeVisible();
        await expectGroups(page, { 'will change': 6, 'already set': 1, 'not possible': 1, locked: 0 });
      };
      const ended = async (hand: Hand) => {
        await runEnded(page);
        await expect(counts).toContainText('6 verified');
        await expect(result(page, notPossible)).toContainText('Skipped');
        for (const name of changed) expect(await stack.region.persistence('DFW', ids.get(name)!)).toBe('HTTP_COOKIE');
        await expectCost('bulk', width, hand);
      };
      const reverted = async (hand: Hand) => {
        await expect(page.getByRole('heading', { name: 'Revert', level: 1 })).toBeVisible();
        await runEnded(page);
        await expect(counts).toContainText('6 verified');
        for (const name of changed) expect(await stack.region.persistence('DFW', ids.get(name)!)).toBeUndefined();
        await expectCost('revert', width, hand);
      };
      const shown = 'Edit Session Persistence of the 8 shown…';
      await test.step('mouse', async () => {
        const mouse = new Mouse(page);
        await begin();
        await mouse.click(page.getByRole('searchbox', { name: 'Search load balancers' }));
        await mouse.type('batch-');
        await mouse.click(button(page, 'Bulk change'), item(page, shown));
        await mouse.click(page.getByRole('radio', { name: 'HTTP cookie' }), button(page, 'Preview changes'));
        await planned();
        await mouse.click(button(page, 'Set HTTP cookie on 6 load balancers'));
        await ended(mouse);
        const back = new Mouse(page);
        await back.click(button(page, 'Revert all…'), button(page, 'Revert 6 load balancers'));
        await reverted(back);
      });
      await test.step('keyboard', async () => {
        const keys = new Keyboard(page);
        await begin();
        await keys.search('batch-');
        await keys.reach(button(page, 'Bulk change'), 'Shift+Tab');
        await keys.press('Enter');
        await expect(item(page, shown)).toBeFocused();
        await keys.press('Enter');
        await expect(heading(page, 'Bulk change')).toBeFocused();
        await keys.reach(page.getByRole('radio', { name: 'HTTP cookie' }));
        await keys.press('Space');
        await keys.use(button(page, 'Preview changes'));
        await planned();
        await expect(heading(page, 'Preview changes')).toBeFocused();
        await keys.use(button(page, 'Set HTTP cookie on 6 load balancers'));
        await ended(keys);
        await expect(heading(page, 'Result')).toBeFocused();
        const back = new Keyboard(page);
        await back.use(button(page, 'Revert all…'));
        await expect(heading(page, 'Preview changes')).toBeVisible();
        await expect(page.getByRole('heading', { name: 'Revert', level: 1 })).toBeFocused();
        await back.use(button(page, 'Revert 6 load balancers'));
        await reverted(back);
      });
    });

    test('find out who changed a load balancer yesterday', async ({ page, stack, context }) => {
      const name = 'new-campaign';
      const { id } = await stack.region.named('ORD', name);
      const change = {
        region: 'ORD',
        operation: 'sessionPersistence.enable',
        subject: { loadBalancerId: String(id), part: null },
      };
      const headers = { origin: stack.url };
      const reason = `CHG-${width}`;
      const announced = await context.request.post('/panel/changes', {
        headers,
        data: { ...change, name, before: 'DISABLED', after: 'SOURCE_IP', reason },
      });
      const { id: record } = await announced.json();
      const answer = await context.request.put(`/api/ORD/loadbalancers/${id}/sessionpersistence`, {
        headers: { ...headers, 'x-holdfast-change': record },
        data: { sessionPersistence: { persistenceType: 'SOURCE_IP' } },
      });
      expect(answer.status()).toBe(202);
      await stack.region.whenStatus('ORD', id, 'ACTIVE');
      await stack.region.setPersistence('ORD', id, undefined);
      using store = new DatabaseSync(join(stack.folder, 'panel.sqlite'));
      store.exec('pragma busy_timeout = 5000');
      const yesterday = new Date(Date.now() - 86_400_000).toISOString();
      store.prepare('update changes set at = ? where id = ?').run(yesterday, record);

      const found = async (hand: Hand) => {
        const change = page.getByRole('row').filter({ hasText: reason });
        await expect(page.getByText('1 change shown')).toBeVisible();
        await expect(change).toContainText('admin');
        await expect(change).toContainText('new-campaign');
        await expect(change).toBeInViewport();
        await expectCost('history', width, hand);
      };
      const field = page.getByRole('search', { name: 'History' }).getByLabel('Load balancer');
      const mouse = new Mouse(page);
      await openList(page, stack);
      await mouse.click(page.getByRole('link', { name: 'History' }), field);
      await mouse.type('campaign');
      await mouse.click(button(page, 'Yesterday'));
      await found(mouse);

      const keys = new Keyboard(page);
      await openList(page, stack);
      await keys.go('history');
      await expect(heading(page, 'History')).toBeFocused();
      await keys.reach(field);
      await keys.type('campaign');
      await keys.use(button(page, 'Yesterday'));
      await found(keys);
      store.prepare('delete from changes where id = ?').run(record);
    });

    test('prove that session persistence works', async ({ page, stack }) => {
      const haproxy = findHaproxy();
      test.skip('missing' in haproxy, 'platform: HAProxy is not on this machine');
      const name = 'checkout';
      const { id } = await stack.region.named('ORD', name);
      await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
      const verdict = page.locator('#stickiness').getByRole('status');
      const proven = async (hand: Hand) => {
        await expect(verdict).toContainText('Sticky: a client that keeps the cookie stays on its node.');
        await expect(verdict).toBeInViewport({ ratio: 1 });
        await expectCost('check', width, hand);
      };
      const mouse = new Mouse(page);
      await openList(page, stack);
      await mouse.click(row(page, name).getByRole('link', { name, exact: true }), button(page, 'Check stickiness'));
      await proven(mouse);

      const keys = new Keyboard(page);
      await openList(page, stack);
      await keys.go(name);
      await expect(heading(page, name)).toBeFocused();
      await keys.use(button(page, 'Check stickiness'));
      await proven(keys);
    });

    test('get the API call and its curl', async ({ page, stack }) => {
      const name = 'web-frontend';
      const { id } = await stack.region.named('ORD', name);
      await stack.region.setPersistence('ORD', id, undefined);
      const copied = async (task: TaskName, hand: Hand) => {
        const read = () => page.evaluate(() => navigator.clipboard.readText());
        await expect.poll(read).toContain(`/loadbalancers/${id}/sessionpersistence`);
        expect(await read()).toMatch(/^curl.* -X PUT .*\$CLB_TOKEN.*HTTP_COOKIE/s);
        await page.evaluate(() => navigator.clipboard.writeText(''));
        await expectCost(task, width, hand);
      };
      await test.step('the dialog', async () => {
        const copy = button(page, 'Copy the request as curl');
        const mouse = new Mouse(page);
        await openList(page, stack);
        await mouse.click(cog(page, name), item(page, 'Edit Session Persistence'), choice(page, 'HTTP cookie'), copy);
        await copied('curl', mouse);

        const keys = new Keyboard(page);
        await openList(page, stack);
        await keys.go(`edit ${name}`);
        await expect(choice(page, 'Disabled')).toBeFocused();
        await keys.press('ArrowDown');
        await keys.use(copy);
        await copied('curl', keys);
      });
      await test.step('the explorer', async () => {
        const title = 'Enable or change session persistence';
        const field = page.getByLabel('Load balancer id');
        const option = page.getByRole('option', { name: new RegExp(`^${name} `) });
        const copy = button(page, 'Copy the request as curl');
        const mouse = new Mouse(page);
        await openList(page, stack);
        await mouse.click(page.getByRole('link', { name: 'API explorer' }));
        await mouse.click(page.getByRole('main').getByRole('link', { name: title }).last());
        await mouse.click(field, option);
        await mouse.click(page.getByRole('radio', { name: 'HTTP_COOKIE' }), button(page, 'Mock API call'));
        await mouse.click(page.getByRole('tab', { name: 'curl' }), copy);
        await copied('explorer', mouse);

        const keys = new Keyboard(page);
        await openList(page, stack);
        await keys.go('enable session persistence');
        await expect(heading(page, title)).toBeFocused();
        await keys.reach(field);
        await keys.type(name);
        await expect(option).toBeVisible();
        await keys.press('Enter');
        await keys.reach(page.getByRole('radio', { name: 'HTTP_COOKIE' }));
        await keys.press('Space');
        await keys.use(button(page, 'Mock API call'));
        await keys.reach(page.getByRole('tab', { name: 'HTTP', exact: true }));
        await keys.reach(page.getByRole('tab', { name: 'curl' }), 'ArrowRight');
        await keys.use(copy);
        await copied('explorer', keys);
      });
    });

    test('queue a change of a locked load balancer and cancel it', async ({ page, stack }) => {
      const name = 'beta-search';
      const { id } = await stack.region.named('ORD', name);
      await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
      const cancelled = async (hand: Hand) => {
        await expect(dialog(page)).toContainText('Cancelled. Nothing was sent.');
        expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
        await expectCost('locked', width, hand);
      };
      const locked = () =>
        expect(dialog(page)).toContainText('Locked while updating. Your change will be sent when it is ACTIVE');
      const queued = () => expect(dialog(page)).toContainText('Queued: will be sent when the load balancer is ACTIVE');
      const mouse = new Mouse(page);
      await openList(page, stack);
      await mouse.click(cog(page, name), item(page, 'Edit Session Persistence'));
      await locked();
      await mouse.click(choice(page, 'Source IP'), button(page, 'Queue change to Source IP'));
      await queued();
      await mouse.click(button(page, 'Cancel this change'));
      await cancelled(mouse);

      const keys = new Keyboard(page);
      await openList(page, stack);
      await keys.go(`edit ${name}`);
      await locked();
      await sendNext(keys);
      await queued();
      await keys.use(button(page, 'Cancel this change'));
      await cancelled(keys);
    });

    test('paste thirty ids into a bulk change', async ({ page, stack, ids }) => {
      const pasted = [
        ...[...fleet.ORD, ...older.ORD].map((name) => `ORD/${ids.get(name)}`),
        ...[...fleet.DFW, ...older.DFW, alreadySet, ...changed].map((name) => `DFW/${ids.get(name)}`),
      ].join('\n');
      const counts = page.getByRole('list', { name: 'Counts' });
      const add = page.getByRole('dialog').getByRole('button', { name: 'Add 30 load balancers' });
      const ended = async (hand: Hand, type: string) => {
        await runEnded(page);
        await expect(counts).toContainText('30 verified');
        for (const name of fleet.ORD) expect(await stack.region.persistence('ORD', ids.get(name)!)).toBe(type);
        await expectCost('paste', width, hand);
      };
      const preview = heading(page, 'Preview changes');
      const mouse = new Mouse(page);
      await openList(page, stack);
      await mouse.click(button(page, 'Bulk change'), item(page, 'Paste a list of ids or names…'));
      await expect(page.getByLabel('Ids or names')).toBeFocused();
      await mouse.type(pasted);
      await mouse.click(add, page.getByRole('radio', { name: 'Source IP' }), button(page, 'Preview changes'));
      await expect(preview).toBeVisible();
      await mouse.click(button(page, 'Set Source IP on 30 load balancers'));
      await ended(mouse, 'SOURCE_IP');

      const keys = new Keyboard(page);
      await openList(page, stack);
      await keys.go('paste');
      await expect(page.getByLabel('Ids or names')).toBeFocused();
      await keys.type(pasted);
      await keys.use(add);
      await expect(button(page, 'Add from a list…')).toBeFocused();
      await keys.reach(page.getByRole('radio', { name: 'HTTP cookie' }));
      await keys.press('Space');
      await keys.use(button(page, 'Preview changes'));
      await expect(preview).toBeFocused();
      await keys.use(button(page, 'Set HTTP cookie on 30 load balancers'));
      await ended(keys, 'HTTP_COOKIE');
    });

    test.describe('as an observer', () => {
      test.use({ user: 'observer' });

      test('see why nothing can be edited', async ({ page, stack }) => {
        const name = 'web-frontend';
        const why = 'Needs the role lbaas:creator';
        const entry = item(page, 'Edit Session Persistence');
        const tip = page.getByRole('tooltip', { includeHidden: true });
        const mouse = new Mouse(page);
        await openList(page, stack);
        await mouse.click(cog(page, name));
        await expect(entry).toBeDisabled();
        await expect(entry).toContainText(why);
        await expectCost('observer-list', width, mouse);
        await page.keyboard.press('Escape');
        const onPage = new Mouse(page);
        await onPage.click(row(page, name).getByRole('link', { name, exact: true }));
        await onPage.point(pencil(page));
        await expect(tip).toContainText(why);
        await expect(pencil(page)).toBeDisabled();
        await expectCost('observer-page', width, onPage);

        const keys = new Keyboard(page);
        await openList(page, stack);
        await keys.search(name);
        await keys.press('Enter');
        await keys.use(cog(page, name));
        await expect(entry).toBeFocused();
        await expect(entry).toHaveAccessibleDescription(new RegExp(why));
        await expect(entry).toContainText(why);
        await expectCost('observer-list', width, keys);
        await page.keyboard.press('Escape');
        const keysOnPage = new Keyboard(page);
        await keysOnPage.go(`optional ${name}`);
        await expect(heading(page, 'Optional Features')).toBeFocused();
        await keysOnPage.reach(pencil(page));
        await expect(tip).toContainText(why);
        await expect(pencil(page)).toHaveAccessibleDescription(new RegExp(why));
        await expectCost('observer-page', width, keysOnPage);
      });
    });

    test.describe('as a creator', () => {
      test.use({ user: 'creator' });

      test('see why session persistence cannot be disabled', async ({ page, stack }) => {
        const name = 'checkout';
        const { id } = await stack.region.named('ORD', name);
        await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
        const why = 'Needs the role lbaas:admin';
        const told = async (hand: Hand) => {
          await expect(choice(page, 'Disabled')).toBeDisabled();
          await expect(choice(page, 'Disabled')).toHaveAccessibleDescription(new RegExp(why));
          await expect(dialog(page).getByText(why)).toBeInViewport({ ratio: 1 });
          await expectCost('creator', width, hand);
        };
        const mouse = new Mouse(page);
        await openList(page, stack);
        await mouse.click(cog(page, name), item(page, 'Edit Session Persistence'));
        await told(mouse);

        const keys = new Keyboard(page);
        await openList(page, stack);
        await keys.go(`edit ${name}`);
        await expect(choice(page, 'HTTP cookie')).toBeFocused();
        await told(keys);
      });
    });

    test.describe('signed out', () => {
      test.use({ user: null });

      test('open a colleague’s link to a dialog', async ({ page, stack }) => {
        const { id } = await stack.region.named('ORD', 'checkout');
        const address = `/load-balancers/ORD/${id}/session-persistence`;
        const stands = async (hand: Hand) => {
          await expect(dialog(page)).toContainText('checkout');
          await expect(dialog(page).locator('input:focus')).toBeVisible();
          expect(new URL(page.url()).pathname).toBe(address);
          await expectCost('link', width, hand);
        };
        const mouse = new Mouse(page);
        await page.goto(address);
        await mouse.click(button(page, 'Sign in as admin'));
        await stands(mouse);

        const keys = new Keyboard(page);
        await page.context().clearCookies();
        await page.goto(address);
        await keys.reach(page.getByLabel('User name'));
        await keys.type('admin');
        await keys.reach(page.getByLabel('API key'));
        await keys.type('admin-key');
        await keys.press('Enter');
        await stands(keys);
      });
    });
  });
