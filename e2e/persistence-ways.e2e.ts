import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';
import {
  type Choice,
  changeTo,
  dialog,
  editFromActions,
  editFromCog,
  editFromPencil,
  expectRow,
  expectToast,
  openDetail,
  row,
  signInAs,
} from './support/page.ts';

// With HAProxy: each restart of the region must find the ports that the killed one's HAProxy held.
test.use({ settings: {} });

const name = 'search-api';

/** The three ways that must never break, each with what has the focus again when the dialog has gone. */
const ways = [
  {
    way: 'the cog beside the name',
    start: async () => undefined,
    edit: (page: Page) => editFromCog(page, name),
    opener: (page: Page) => row(page, name).getByRole('button', { name: `Actions for ${name}` }),
  },
  {
    way: 'the Actions button of the detail page',
    start: (page: Page) => openDetail(page, name),
    edit: editFromActions,
    opener: (page: Page) => page.getByRole('button', { name: 'Actions', exact: true }),
  },
  {
    way: 'the pencil under Optional Features',
    start: (page: Page) => openDetail(page, name),
    edit: editFromPencil,
    opener: (page: Page) => page.getByRole('button', { name: 'Edit Session Persistence', exact: true }),
  },
] as const;

const changes: readonly { to: Choice; type: string | undefined }[] = [
  { to: 'HTTP cookie', type: 'HTTP_COOKIE' },
  { to: 'Source IP', type: 'SOURCE_IP' },
  { to: 'Disabled', type: undefined },
];

/** What the page under the dialog shows: the row, or the line of the Optional Features. */
async function expectShown(page: Page, value: string): Promise<void> {
  if (new URL(page.url()).pathname === '/load-balancers') await expectRow(page, name, value);
  else await expect(page.getByRole('region', { name: 'Optional Features' })).toContainText(value);
}

for (const { way, start, edit, opener } of ways) {
  test(`${way}: enable HTTP cookie, change to Source IP, disable`, async ({ page, stack }) => {
    const { id } = await stack.region.named('ORD', name);
    await stack.region.setPersistence('ORD', id, undefined);
    await signInAs(page, 'admin');
    await start(page);
    for (const { to, type } of changes) {
      await test.step(to, async () => {
        const before = page.url();
        await edit(page);
        await changeTo(page, to);
        await expectToast(page, `Session persistence of ${name} is now ${to}`);
        expect(page.url()).toBe(before);
        await expect(opener(page)).toBeFocused();
        await expectShown(page, to);
        expect(await stack.region.persistence('ORD', id)).toBe(type);
        await page.reload();
        await expectShown(page, to);
        await stack.restartRegion('SIGKILL');
        expect(await stack.region.persistence('ORD', id)).toBe(type);
      });
    }
  });
}

test('the dialog has an address of its own: reload, Back and a link to a colleague work', async ({
  page,
  context,
  stack,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await signInAs(page, 'admin', '/load-balancers?q=search');
  await editFromCog(page, name);
  const address = page.url();
  expect(new URL(address).pathname).toBe(`/load-balancers/session-persistence/ORD/${id}`);
  await page.reload();
  await expect(dialog(page)).toBeVisible();
  await page.goBack();
  await expect(dialog(page)).toBeHidden();
  await expect(page).toHaveURL(/\/load-balancers\?q=search$/);

  const colleague = await context.newPage();
  await colleague.goto(address);
  await dialog(colleague).getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog(colleague)).toBeHidden();
  await expect(colleague).toHaveURL(/\/load-balancers\?q=search$/);
  await expect(row(colleague, name).getByRole('button', { name: `Actions for ${name}` })).toBeFocused();
});

test('Revert in the toast brings the former value back', async ({ page, stack }) => {
  const { id } = await stack.region.named('ORD', 'checkout');
  await stack.region.setPersistence('ORD', id, 'SOURCE_IP');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}`);
  await editFromPencil(page);
  await changeTo(page, 'HTTP cookie');
  await page
    .getByRole('region', { name: 'Notifications' })
    .getByRole('button', { name: /^Revert to/ })
    .click();
  await expectToast(page, 'checkout is now Source IP');
  expect(await stack.region.persistence('ORD', id)).toBe('SOURCE_IP');
});
