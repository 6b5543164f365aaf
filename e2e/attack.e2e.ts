import type { Page } from '@playwright/test';
import { expect, test } from './support/fault-proxy.ts';
import { choice, dialog, row, signInAs } from './support/page.ts';
import { startStack } from './support/stack.ts';

/** Attacks that only a browser can show; the rest is tested at the panel server (docs/attacks.md). */

const script = '<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>';

test.beforeEach(({ between: proxy }) => {
  proxy.fault = null;
});

/** What the page printed to the console or threw, and whether an injected script ran. */
function watch(page: Page): string[] {
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  return said;
}

test('script in names, addresses and fault messages is shown as text, and the policy is never even asked', async ({
  page,
  stack,
  between: proxy,
}) => {
  const said = watch(page);
  const { id } = await stack.region.named('ORD', 'new-campaign');
  proxy.fault = async ({ response, forward }) => {
    const { status, headers, body } = await forward();
    response.writeHead(status, headers).end(body.replaceAll('"new-campaign"', JSON.stringify(script)));
  };
  await signInAs(page, 'admin');
  await expect(row(page, script)).toBeVisible();
  await row(page, script).getByRole('link', { name: script, exact: true }).click();
  await expect(page.getByRole('heading', { name: script, level: 1, exact: true })).toBeVisible();
  await page.goto(`/load-balancers/ORD/${id}/session-persistence`);
  await choice(page, 'Source IP').check();
  proxy.fault = async ({ request, response, forward }) => {
    if (request.method === 'PUT') {
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ message: script, code: 400 }));
      return;
    }
    const { status, headers, body } = await forward();
    response.writeHead(status, headers).end(body);
  };
  await dialog(page)
    .getByRole('button', { name: /^(Enable session persistence|Change to Source IP)$/ })
    .click();
  await expect(dialog(page).getByRole('alert').first()).toContainText('window.attacked');
  await page.goto('/history');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  expect(said.filter((text) => !/status of 40[01]/.test(text))).toEqual([]);
  proxy.fault = null;
});

test('the policy stops a script that got into the page all the same', async ({ page, stack }) => {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Sign in as admin' })).toBeVisible();
  const blocked = page.waitForEvent('console', (message) => /Content Security Policy/.test(message.text()));
  await page.evaluate(() => {
    const injected = document.createElement('script');
    injected.textContent = 'window.attacked = 1';
    document.body.append(injected);
  });
  await blocked;
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  const policy = (await page.request.get(stack.url)).headers()['content-security-policy'] ?? '';
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/);
});

test('another site’s page can neither frame the panel nor read or write through it', async ({ page, stack }) => {
  await signInAs(page, 'admin');
  // Another port is another origin, and the region's port answers pages.
  await page.goto(`${stack.region.url}/`);
  const outcome = await page.evaluate(async (url) => {
    const attempt = (init: RequestInit) =>
      fetch(`${url}/session`, { credentials: 'include', ...init }).then(
        ({ status }) => `answered ${status}`,
        () => 'refused by the browser',
      );
    const framed = await new Promise<boolean>((resolve) => {
      const frame = document.createElement('iframe');
      frame.src = url;
      frame.onload = () => {
        try {
          resolve(Boolean(frame.contentWindow?.document.body));
        } catch {
          resolve(false);
        }
      };
      document.body.append(frame);
    });
    return {
      read: await attempt({}),
      write: await attempt({ method: 'DELETE' }),
      framed,
    };
  }, stack.url);
  expect(outcome).toEqual({ read: 'refused by the browser', write: 'refused by the browser', framed: false });
  await page.goto(`${stack.url}/load-balancers`);
  await expect(row(page, 'new-campaign')).toBeVisible();
});

test('two panels on one host keep a sign-in each', async ({ page, stack }) => {
  const other = await startStack(73, { HAPROXY: 'off' });
  try {
    await signInAs(page, 'admin');
    await page.goto(other.url);
    await page.getByRole('button', { name: 'Sign in as observer' }).click();
    await expect(page.getByRole('heading', { name: 'Load Balancers', level: 1 })).toBeVisible();
    const who = async (url: string) => (await (await page.request.get(`${url}/session`)).json()).user;
    expect([await who(stack.url), await who(other.url)]).toEqual(['admin', 'observer']);
    const ended = await page.request.delete(`${other.url}/session`, { headers: { origin: other.url } });
    expect(ended.status()).toBe(204);
    await page.goto(`${stack.url}/load-balancers`);
    await expect(row(page, 'new-campaign')).toBeVisible();
  } finally {
    await other.close();
  }
});

test('after sign-in the page leads nowhere but into the panel', async ({ page, stack }) => {
  for (const path of [
    '//evil.example/x',
    '/?next=https://evil.example',
    '/\\evil.example',
    '/?returnTo=//evil.example',
  ]) {
    await page.context().clearCookies();
    await page.goto(stack.url + path, { waitUntil: 'domcontentloaded' });
    const signIn = page.getByRole('button', { name: 'Sign in as admin' });
    if (
      await signIn.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      )
    ) {
      await signIn.click();
      await expect(signIn).toHaveCount(0);
    }
    expect(new URL(page.url()).origin).toBe(new URL(stack.url).origin);
  }
});

test('a page that is previewed runs nothing, and its styles show', async ({ page, stack }) => {
  const { id } = await stack.region.named('ORD', 'checkout');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/error-page`);
  await page.getByLabel('Show a page of your own').check();
  await page
    .getByLabel('Content', { exact: true })
    .fill(
      `<style>h1 { color: rgb(1, 2, 3) }</style><h1>Back soon</h1>${script}<script>top.location = '/history'</script>`,
    );
  const shown = page.waitForResponse('**/panel/page-preview');
  await page.getByRole('button', { name: 'Preview' }).click();
  expect((await shown).status()).toBe(200);
  const heading = page.frameLocator('iframe[title="Preview of the page"]').getByRole('heading', { name: 'Back soon' });
  await expect(heading).toHaveCSS('color', 'rgb(1, 2, 3)');
  expect(await page.evaluate(() => 'attacked' in window)).toBe(false);
  expect(new URL(page.url()).pathname).toBe(`/load-balancers/ORD/${id}/error-page`);
  await page.getByLabel('Content', { exact: true }).fill('<h1>Later</h1>');
  await expect(page.getByText('The page has changed since.')).toBeVisible();
});
