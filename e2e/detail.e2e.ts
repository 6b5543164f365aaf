import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { changeTo, choice, dialog, signInAs } from './support/page.ts';

const section = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const sections = ['Session persistence', 'Optional Features', 'Nodes', 'Details', 'Stats', 'Session table', 'Activity'];

/** Where the sections stand, by name. */
async function places(page: Page) {
  const found = new Map<string, { x: number; y: number; bottom: number }>();
  for (const name of sections) {
    const box = await section(page, name).boundingBox();
    if (!box) throw new Error(`There is no section ${name}.`);
    found.set(name, { x: box.x, y: box.y, bottom: box.y + box.height });
  }
  return (name: string) => found.get(name) ?? { x: 0, y: 0, bottom: 0 };
}

async function open(
  page: Page,
  stack: { region: { named(region: 'ORD', name: string): Promise<{ id: number }> } },
  name: string,
) {
  const { id } = await stack.region.named('ORD', name);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}`);
  await expect(section(page, 'Activity')).toBeVisible();
  return id;
}

test('below 1,024 px the sections stand in one column, by how often they are needed', async ({ page, stack }) => {
  for (const width of [360, 1_023]) {
    await page.setViewportSize({ width, height: 800 });
    await open(page, stack, 'checkout');
    const at = await places(page);
    const tops = sections.map((name) => at(name).y);
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    expect(new Set(sections.map((name) => at(name).x)).size).toBe(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.context().clearCookies();
  }
});

test('from 1,024 px session persistence and nodes stand beside the details and the features', async ({
  page,
  stack,
}) => {
  await page.setViewportSize({ width: 1_024, height: 800 });
  await open(page, stack, 'checkout');
  const at = await places(page);
  const [card, nodes, details, features] = ['Session persistence', 'Nodes', 'Details', 'Optional Features'].map(at);
  if (!card || !nodes || !details || !features) throw new Error('A section is missing.');
  expect(card.x).toBe(nodes.x);
  expect(details.x).toBe(features.x);
  expect(details.x).toBeGreaterThan(card.x);
  expect(details.y).toBe(card.y);
  expect(nodes.y).toBeGreaterThanOrEqual(card.bottom);
  expect(features.y).toBeGreaterThanOrEqual(details.bottom);
  for (const name of ['Stats', 'Session table', 'Activity'])
    expect(at(name).y).toBeGreaterThanOrEqual(Math.max(nodes.bottom, features.bottom));
  await expectAccessible(page);
});

test('twenty-five nodes fold after ten, and no count calls a draining or disabled one online', async ({
  page,
  stack,
}) => {
  await open(page, stack, 'render-farm');
  const rows = page.getByRole('table', { name: 'Nodes' }).getByRole('row');
  await expect(page.getByText('9 of 25 nodes online')).toBeVisible();
  await expect(section(page, 'Nodes')).toContainText('9 of 25 online, 4 draining, 12 disabled');
  await expect(rows).toHaveCount(11);
  await page.getByRole('button', { name: 'Show all 25 nodes' }).click();
  await expect(rows).toHaveCount(26);
});

test('what is read later takes the room that was kept for it', async ({ page, stack }) => {
  // No other test changes or checks this one: its card says that nothing is recorded.
  const { id } = await stack.region.named('DFW', 'api-gateway');
  await signInAs(page, 'admin', '/history');
  let answer = () => {};
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/(panel\/(history|checks)|api\/DFW\/loadbalancers\/.*(atom|errorpage))/, async (route) => {
    await late;
    await route.fallback();
  });
  await page.goto(`/load-balancers/DFW/${id}`);
  const names = ['Session persistence', 'Nodes', 'Details', 'Optional Features'];
  await expect(section(page, 'Nodes')).toContainText('of 3 online');
  const boxes = () => Promise.all(names.map((name) => section(page, name).boundingBox()));
  const before = await boxes();
  answer();
  await expect(section(page, 'Session persistence')).toContainText('Not checked yet.');
  await expect(section(page, 'Session persistence')).toContainText('No change is recorded yet.');
  await expect(section(page, 'Optional Features')).toContainText('Default page');
  expect(await boxes()).toEqual(before);
});

test('a change made here is the last change, and Revert brings the former value back', async ({ page, stack }) => {
  const id = await open(page, stack, 'checkout');
  await stack.region.setPersistence('ORD', id, undefined);
  await page.reload();
  const card = section(page, 'Session persistence');
  await card.getByRole('button', { name: 'Change…' }).click();
  await changeTo(page, 'Source IP');
  await expect(card).toContainText(/Last change .*by admin.*Disabled.*Source IP/);
  await expect(page.getByText('Session persistence: Source IP')).toBeVisible();
  await card.getByRole('button', { name: 'Revert to Disabled' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /to Disabled$/ })
    .click();
  await stack.region.whenStatus('ORD', id, 'ACTIVE');
  await expect(page.getByText('Session persistence: Disabled')).toBeVisible();
});

test('a change that ended in ERROR is told by the page, after a reload, too', async ({ page, stack }) => {
  const id = await open(page, stack, 'new-campaign');
  await stack.region.setPersistence('ORD', id, undefined);
  await page.reload();
  const card = section(page, 'Session persistence');
  await stack.region.control('fail-job', { loadBalancerId: id });
  await card.getByRole('button', { name: 'Change…' }).click();
  await choice(page, 'HTTP cookie').check();
  await dialog(page).getByRole('button', { name: 'Enable session persistence' }).click();
  await expect(dialog(page)).toContainText('ended in ERROR');
  await page.reload();
  await page.goto(`/load-balancers/ORD/${id}`);
  await expect(card).toContainText(
    'The last change ended in ERROR. new-campaign is in ERROR. The stored value may not',
  );
  await expect(page.getByText('Session persistence: HTTP cookie (stored, may not be live)')).toBeVisible();
  await expectAccessible(page);
  await stack.region.control('status', { loadBalancerId: id, status: 'ACTIVE' });
});
