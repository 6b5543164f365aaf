import { expect, type Locator, type Page } from '@playwright/test';
import type { Choice } from './page.ts';

/** What a person does on the page of a bulk change. */

/** Opens a new run and pastes the names of its load balancers. Somebody has to be signed in. */
export async function newRun(page: Page, names: readonly string[]): Promise<void> {
  await page.goto('/load-balancers/bulk');
  await expect(page.getByRole('heading', { name: 'Bulk change', level: 1 })).toBeVisible();
  const list = page.getByRole('dialog', { name: 'Add load balancers from a list' });
  await list.getByLabel('Ids or names').fill(names.join('\n'));
  await list.getByRole('button', { name: `Add ${names.length} load balancer${names.length === 1 ? '' : 's'}` }).click();
  await expect(list).toBeHidden();
}

/** Chooses a value and waits for the preview. */
export async function plan(page: Page, value: Choice): Promise<void> {
  await page.getByRole('radio', { name: value }).check();
  await page.getByRole('button', { name: 'Preview changes' }).click();
  await expect(page.getByRole('heading', { name: 'Preview changes', exact: true })).toBeVisible();
}

export type Group = 'will change' | 'already set' | 'not possible' | 'locked';

/** The group of the preview, which opens to its rows. */
export const group = (page: Page, name: Group): Locator => page.getByRole('group').filter({ hasText: name });

export async function expectGroups(page: Page, counts: Record<Group, number>): Promise<void> {
  for (const [name, number] of Object.entries(counts))
    await expect(group(page, name as Group).locator('> summary')).toContainText(new RegExp(`${number}\\s*${name}`));
}

/** Presses the button that starts the run. */
export const start = (page: Page): Promise<void> =>
  page.getByRole('button', { name: /^(Set .+ on|Disable session persistence on|Revert) \d+ load balancers?$/ }).click();

export const runEnded = (page: Page): Promise<void> =>
  expect(page.getByRole('heading', { name: 'Result', exact: true })).toBeVisible();

/** The row of a load balancer among the results. */
export const result = (page: Page, name: string): Locator =>
  page
    .getByRole('region', { name: 'Load balancers' })
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name, exact: true }) });
