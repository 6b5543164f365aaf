import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';
import { editFromCog, expectRow, row, signInAs } from './support/page.ts';

/** The list in windows of every shape, and what leads an eye or a key to its rows. */

test.use({ settings: { HAPROXY: 'off' } });

const table = (page: Page) => page.getByRole('table', { name: 'Load balancers' });
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search load balancers' });
const heads = async (page: Page) => (await table(page).getByRole('columnheader').allTextContents()).filter(Boolean);
const more = (page: Page) => page.getByRole('button', { name: /^Show \d more columns?: / });

const open = async (page: Page, width: number, height: number, path = '/load-balancers') => {
  await page.setViewportSize({ width, height });
  await signInAs(page, 'admin', path);
};

/** Whether the element's focus ring lies inside of everything that cuts off what overflows it. */
const isRingWhole = (element: Locator) =>
  element.evaluate((focused) => {
    const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(focused);
    const reach = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset);
    const ring = focused.getBoundingClientRect();
    if (outlineStyle === 'none' || Number.parseFloat(outlineWidth) < 2) return 'no ring';
    for (let around = focused.parentElement; around; around = around.parentElement) {
      const { overflowX, contain } = getComputedStyle(around);
      if (overflowX === 'visible' && !/strict|content|paint/.test(contain)) continue;
      const edge = around.getBoundingClientRect();
      if (
        ring.left - reach < edge.left - 0.5 ||
        ring.right + reach > edge.right + 0.5 ||
        ring.top - reach < edge.top - 0.5 ||
        ring.bottom + reach > edge.bottom + 0.5
      )
        return `cut by ${around.tagName}.${around.className}`;
    }
    return 'whole';
  });

test('columns give way in a set order, with a cue that brings them, and Status is no wider than its words', async ({
  page,
}) => {
  await open(page, 1280, 800);
  await expectRow(page, 'web-frontend');
  const all = ['Status', 'Name', 'Session Persistence', 'Protocol', 'Virtual IP', 'Nodes', 'Region', 'Updated'];
  expect(await heads(page)).toEqual(all);
  await expect(more(page)).toHaveCount(0);
  const left: readonly (readonly [number, readonly string[]])[] = [
    [1024, ['Updated']],
    [960, ['Region', 'Updated']],
    [768, ['Virtual IP', 'Region', 'Updated']],
  ];
  for (const [width, gone] of left) {
    await page.setViewportSize({ width, height: 800 });
    await expect(more(page)).toHaveAccessibleName(
      `Show ${gone.length} more column${gone.length > 1 ? 's' : ''}: ${gone.join(', ')}`,
    );
    expect(await heads(page)).toEqual(all.filter((each) => !gone.includes(each)));
    // Nothing is scrolled sideways, and no word of a status is cut.
    const room = await table(page).evaluate((element) => [element.scrollWidth, element.parentElement!.clientWidth]);
    expect(room[0]).toBeLessThanOrEqual(room[1]!);
    const cells = table(page)
      .getByRole('cell')
      .and(page.locator('[title="ACTIVE"], [title="SUSPENDED"], [title="ERROR"]'));
    for (const cell of await cells.all())
      expect(await cell.evaluate((each) => each.scrollWidth - each.clientWidth)).toBe(0);
    expect((await cells.first().boundingBox())!.width).toBeLessThanOrEqual(128);
  }
  await expectAccessible(page);

  await more(page).click();
  expect(await heads(page)).toEqual(all);
  await expect(more(page)).toHaveCount(0);
  await expect(table(page).getByRole('button', { name: 'Virtual IP', exact: true })).toBeFocused();
  await expect.poll(() => new URL(page.url()).searchParams.get('show')).toBe('address,region,updated');
  await page.reload();
  await expectRow(page, 'web-frontend', 'ORD');
  await page.getByRole('button', { name: 'Columns', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Updated' }).click();
  await expect(table(page).getByRole('columnheader', { name: 'Updated' })).toHaveCount(0);
});

test('at 200 % zoom six load balancers stand on one line each, and all above them folds away', async ({ page }) => {
  await open(page, 640, 400);
  const rows = table(page)
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: /^Actions for/ }) });
  await expect(rows.nth(5).getByText(/^(Disabled|HTTP cookie|Source IP|SSL session ID)/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'Load balancers' })).toHaveCount(0);
  const feet = (await page.getByRole('button', { name: 'Feedback' }).boundingBox())?.y ?? 400;
  for (let each = 0; each < 6; each++) {
    const box = (await rows.nth(each).boundingBox())!;
    expect(box.height).toBeLessThanOrEqual(44);
    expect(box.y + box.height).toBeLessThanOrEqual(Math.min(400, feet));
    for (const part of [
      rows.nth(each).getByRole('cell').nth(1),
      rows.nth(each).getByRole('button', { name: /^Actions for/ }),
      rows.nth(each).getByRole('link'),
      rows.nth(each).getByRole('cell').nth(2),
    ])
      await expect(part).toBeInViewport({ ratio: 1 });
  }
  await expect(page.getByRole('heading', { name: 'Load Balancers', level: 1 })).toBeInViewport();
  await expect(search(page)).toBeInViewport();
  await expect(table(page).getByRole('columnheader', { name: 'Session Persistence' })).toBeAttached();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await expectAccessible(page);

  const fold = page.getByRole('button', { name: 'Filters and tools' });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByRole('button', { name: 'Protocol', exact: true })).toHaveCount(0);
  await fold.click();
  await expect(fold).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('button', { name: 'Bulk change' })).toBeVisible();
  await page.getByRole('button', { name: 'Protocol', exact: true }).first().click();
  await page.getByRole('menuitemcheckbox', { name: 'MYSQL' }).click();
  await page.keyboard.press('Escape');
  await fold.click();
  await expect(rows).toHaveCount(1);
  await search(page).fill('orders');
  await search(page).press('Enter');
  await expect(row(page, 'orders-db')).toBeFocused();
  await editFromCog(page, 'orders-db');
});

test('focus rings are whole: on the cog, the name, the checkbox and the heads, in rows and in cards', async ({
  page,
}) => {
  await open(page, 1280, 800);
  await expectRow(page, 'web-frontend');
  await table(page).getByRole('button', { name: 'Name', exact: true }).focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  expect(await isRingWhole(page.locator(':focus'))).toBe('whole');
  const controls = [
    row(page, 'web-frontend').getByRole('checkbox'),
    row(page, 'web-frontend').getByRole('button'),
    row(page, 'web-frontend').getByRole('link'),
  ];
  await row(page, 'web-frontend').focus();
  for (const control of controls) {
    await page.keyboard.press('Tab');
    await expect(control).toBeFocused();
    expect(await isRingWhole(control)).toBe('whole');
  }
  await page.setViewportSize({ width: 360, height: 740 });
  const card = page.getByRole('listitem').filter({ has: page.getByRole('button', { name: 'Actions for checkout' }) });
  await card.getByRole('button').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  expect(await isRingWhole(card.getByRole('button'))).toBe('whole');
  await page.keyboard.press('Tab');
  expect(await isRingWhole(card.getByRole('link'))).toBe('whole');
  await page.keyboard.press('Tab');
  expect(await isRingWhole(card.getByRole('checkbox'))).toBe('whole');
});

test('names look like links, and every head shows that it sorts', async ({ page }) => {
  await open(page, 1280, 800);
  await expectRow(page, 'web-frontend');
  const colour = (element: Locator) => element.evaluate((each) => getComputedStyle(each).color);
  const name = row(page, 'web-frontend').getByRole('link');
  expect(await colour(name)).not.toBe(await colour(row(page, 'web-frontend').getByRole('cell').nth(3)));
  await name.hover();
  await expect(name).toHaveCSS('text-decoration-line', 'underline');
  for (const head of await table(page).getByRole('columnheader').getByRole('button').all()) {
    await expect(head.locator('svg')).toBeVisible();
    expect(Number(await head.locator('svg').evaluate((each) => getComputedStyle(each).opacity))).toBeGreaterThan(0.5);
  }
});

test('arrow down and Enter lead from the search into the rows and the cards', async ({ page }) => {
  await open(page, 1280, 800);
  await expectRow(page, 'web-frontend');
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'web-frontend')).toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type('checkout');
  await page.keyboard.press('Enter');
  await expect(row(page, 'checkout')).toBeFocused();
  await page.keyboard.press('e');
  await expect(page.getByRole('dialog', { name: 'Edit Session Persistence' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();

  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/load-balancers?q=checkout');
  await expect(page.getByRole('listitem').filter({ hasText: 'checkout' })).toBeVisible();
  await search(page).press('ArrowDown');
  await expect(page.getByRole('listitem').filter({ hasText: 'checkout' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible();
});

test('a card says what its value is of', async ({ page }) => {
  await open(page, 360, 740);
  const card = (name: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('button', { name: `Actions for ${name}`, exact: true }) });
  await expect(card('web-frontend')).toContainText('Session persistence: Disabled');
  await expect(card('checkout')).toContainText('Session persistence: HTTP cookie');
});

test('a filter value that does not exist is named, alone and beside one that does', async ({ page }) => {
  await open(page, 1280, 800, '/load-balancers?status=SLEEPING');
  await expect(page.getByText('Unknown status in the filter: “SLEEPING”.')).toBeVisible();
  await expect(page.getByText('No matching load balancers')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Status: SLEEPING' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear search and filters' }).click();
  await expectRow(page, 'web-frontend');

  const said: Readonly<Record<string, string>> = {
    'region=MARS': 'Unknown region in the filter: “MARS”.',
    'persistence=LUCK': 'Unknown session persistence in the filter: “LUCK”.',
    'protocol=GOPHER': 'No load balancer here has protocol “GOPHER”.',
  };
  for (const [query, sentence] of Object.entries(said)) {
    await page.goto(`/load-balancers?${query}`);
    await expect(page.getByText(sentence)).toBeVisible();
  }
  await page.goto('/load-balancers?region=ORD,MARS');
  await expectRow(page, 'web-frontend');
  await expect(page.getByRole('search')).toContainText('Unknown region in the filter: “MARS”.');
  await page.getByRole('button', { name: 'Remove from the filter' }).click();
  await expect(page.getByRole('search')).not.toContainText('Unknown');
  await expect.poll(() => new URL(page.url()).search).toBe('?region=ORD');

  // What exists and matches nothing is no mistake.
  await page.goto('/load-balancers?status=DELETED');
  await expect(page.getByText('No matching load balancers')).toBeVisible();
});
