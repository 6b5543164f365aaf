import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';

test('a browser that keeps no cookie is told so once, instead of being asked to sign in again and again', async ({
  page,
}) => {
  await page.route('**/session', async (route) => {
    const request = route.request();
    // Node's own fetch: Playwright's would keep the cookie for the page.
    const answer = await fetch(request.url(), {
      method: request.method(),
      headers: { ...request.headers(), origin: new URL(request.url()).origin },
      body: request.postData(),
    });
    const { 'set-cookie': _, ...headers } = Object.fromEntries(answer.headers);
    await route.fulfill({ status: answer.status, headers, body: await answer.text() });
  });
  await page.goto('/load-balancers');
  await page.getByRole('button', { name: 'Sign in as admin' }).click();
  const { host } = new URL(page.url());
  await expect(page.getByRole('alert')).toContainText(`this browser kept no cookie of ${host}`);
  await expect(page).toHaveURL(/\/sign-in/);
  await expectAccessible(page);

  await page.unroute('**/session');
  await page.getByRole('button', { name: 'Sign in as admin' }).click();
  await expect(page.getByRole('heading', { name: 'Load Balancers', level: 1 })).toBeVisible();
});

test('a key that was pasted with what nobody sees around it signs in', async ({ page }) => {
  await page.goto('/load-balancers');
  await page.getByLabel('User name').fill('admin\u00a0');
  await page.getByLabel('API key').fill('\ufeff\u200badmin-key\u00a0');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Load Balancers', level: 1 })).toBeVisible();
});
