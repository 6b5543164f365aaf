import type { Page } from '@playwright/test';
import { budgets } from '../scripts/bundle/budgets.ts';
import { filesOf, readManifest } from '../scripts/bundle/chunks.ts';
import { expect, test } from './support/fixtures.ts';
import { expectRow, signInAs } from './support/page.ts';

/** Every script and style that a cold visit requests before the user acts; `late`: once the page stands there. */
async function coldVisit(page: Page, path: string, shown: () => Promise<void>) {
  const loaded: string[] = [];
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (/javascript|css/.test(type)) loaded.push(new URL(response.url()).pathname.slice(1));
  });
  await page.goto(path);
  await shown();
  const before = loaded.length;
  await page.waitForLoadState('networkidle');
  return { early: loaded.slice(0, before), late: loaded.slice(before) };
}

test('the code of the list is asked for beside that of the app, and not on the way to sign in', async ({
  browser,
  stack,
}) => {
  const manifest = readManifest();
  const app = filesOf(manifest, ['index.html']);
  // Its worker is asked for by the code itself.
  const start = [...filesOf(manifest, ['start'])].filter((file) => !app.has(file) && !/worker/.test(file));
  expect(start).toHaveLength(2);
  // With the app held back, only what the page itself asks for comes.
  const asked = async (path: string, whenAsked: RegExp) => {
    const page = await browser.newPage();
    const files: string[] = [];
    page.on('request', (request) => files.push(new URL(request.url()).pathname.slice(1)));
    await page.route(/\/assets\/main-.*js$/, () => undefined);
    await page.goto(stack.url + path, { waitUntil: 'commit' });
    await expect.poll(() => files.some((file) => whenAsked.test(file))).toBe(true);
    await page.close();
    return start.filter((file) => files.includes(file));
  };
  expect(await asked('/load-balancers', /start-.*css$/)).toEqual(start);
  expect(await asked('/sign-in', /main-.*css$/)).toEqual([]);
});

test('list and detail page load nothing that their budgets do not count', async ({ page, context, stack }) => {
  const [first] = await stack.region.loadBalancers('ORD');
  if (!first) throw new Error('The demo seed has no load balancer in ORD.');
  // What was changed by an edit is told in the edit's words, whose code comes with them.
  const untouched = await stack.region.named('ORD', 'session-cache');
  await signInAs(page, 'observer');
  const manifest = readManifest();
  // It decides the colours before anything else is there; the build copies it as it is.
  const besides = ['early.js'];
  // Loaded while the page has nothing to do.
  const idle = filesOf(manifest, [
    'src/pages/load-balancers/ToolMenu.tsx',
    'src/pages/load-balancers/RowMenu.tsx',
    'src/components/session/UserMenu.tsx',
  ]);
  const visits = {
    list: (visit: Page) => coldVisit(visit, '/load-balancers', () => expectRow(visit, first.name)),
    detail: (visit: Page) =>
      coldVisit(visit, `/load-balancers/ORD/${untouched.id}`, () =>
        expect(visit.getByRole('heading', { name: 'Activity' })).toBeVisible(),
      ),
  };
  for (const [name, visit] of Object.entries(visits)) {
    const budget = budgets.find((each) => each.name === name)!;
    const counted = filesOf(manifest, budget.entries);
    const { early, late } = await visit(await context.newPage());
    expect(early.length).toBeGreaterThan(1);
    expect(
      [...early, ...late.filter((file) => !idle.has(file))].filter(
        (file) => !counted.has(file) && !besides.includes(file),
      ),
      `The page ${name} loads files that scripts/bundle/budgets.ts does not count for it.`,
    ).toEqual([]);
  }
});
