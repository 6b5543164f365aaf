import { expect, type Locator, type Page } from '@playwright/test';

/** What a person does and sees, by the names that design and help texts use. */

export type DemoUser = 'admin' | 'creator' | 'observer';
export type Choice = 'HTTP cookie' | 'Source IP' | 'SSL session ID' | 'Disabled';

export const listHeading = (page: Page): Locator => page.getByRole('heading', { name: 'Load Balancers', level: 1 });

/** Signs in with the one-click button of a local region and waits for the page that was asked for. */
export async function signInAs(page: Page, user: DemoUser, path = '/load-balancers'): Promise<void> {
  await page.goto(path);
  await page.getByRole('button', { name: `Sign in as ${user}` }).click();
  await expect(page.getByRole('button', { name: `Sign in as ${user}` })).toHaveCount(0);
  await expect(page).not.toHaveURL(/\/sign-in/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** The list's row of a load balancer. */
export const row = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('button', { name: `Actions for ${name}`, exact: true }) });

/** Expects the row of a load balancer to show each of the given texts. */
export async function expectRow(page: Page, name: string, ...texts: (string | RegExp)[]): Promise<void> {
  const line = row(page, name);
  await expect(line).toBeVisible();
  for (const text of texts) await expect(line).toContainText(text);
}

/** Opens the menu behind a row's cog. */
export async function openRowActions(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click();
}

export const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Edit Session Persistence' });

/** First way: the cog beside the name. */
export async function editFromCog(page: Page, name: string): Promise<void> {
  await openRowActions(page, name);
  await page.getByRole('menuitem', { name: 'Edit Session Persistence' }).click();
  await expect(dialog(page)).toBeVisible();
}

export async function openDetail(page: Page, name: string): Promise<void> {
  await row(page, name).getByRole('link', { name, exact: true }).click();
  await expect(page.getByRole('heading', { name, level: 1, exact: true })).toBeVisible();
}

/** Second way: the Actions button of the detail page. */
export async function editFromActions(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Edit Session Persistence' }).click();
  await expect(dialog(page)).toBeVisible();
}

/** Third way: the pencil under Optional Features. */
export async function editFromPencil(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Optional Features' })).toBeAttached();
  await page.getByRole('button', { name: 'Edit Session Persistence', exact: true }).click();
  await expect(dialog(page)).toBeVisible();
}

export const choice = (page: Page, name: Choice): Locator =>
  dialog(page)
    .getByRole('radiogroup', { name: 'Session Persistence' })
    .getByRole('radio', { name: new RegExp(`^${name}`) });

/** Chooses, submits, and waits until the dialog has seen the change through and closed itself. */
export async function changeTo(page: Page, name: Choice): Promise<void> {
  await choice(page, name).check();
  await dialog(page)
    .getByRole('button', { name: /^(Enable session persistence|Change to .+|Disable session persistence)$/ })
    .click();
  await expect(dialog(page)).toBeHidden();
}

/** Expects a toast that names the load balancer. */
export async function expectToast(page: Page, text: string | RegExp): Promise<void> {
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText(text);
}
