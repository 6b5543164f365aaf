import { expect, test } from './support/fixtures.ts';
import { choice, dialog, editFromPencil, expectToast, openDetail, openRowActions, signInAs } from './support/page.ts';

const name = 'web-frontend';

test('an observer sees everything and can edit nothing; each control names the missing role', async ({
  page,
  stack,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await signInAs(page, 'observer');
  await openRowActions(page, name);
  const item = page.getByRole('menuitem', { name: 'Edit Session Persistence' });
  await expect(item).toBeDisabled();
  await expect(item).toHaveAccessibleDescription(/lbaas:creator/);
  await page.keyboard.press('Escape');

  await openDetail(page, name);
  const pencil = page.getByRole('button', { name: 'Edit Session Persistence', exact: true });
  await expect(pencil).toBeDisabled();
  await expect(pencil).toHaveAccessibleDescription(/lbaas:creator/);

  await page.goto(`/load-balancers/ORD/${id}/session-persistence`);
  for (const radio of await dialog(page).getByRole('radio').all()) {
    await expect(radio).toBeDisabled();
    await expect(radio).toHaveAccessibleDescription(/Needs the role lbaas:/);
  }
});

test('a creator may enable and change but not disable, and learns that an enable cannot be reverted', async ({
  page,
  stack,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'creator', `/load-balancers/ORD/${id}`);
  await editFromPencil(page);
  await choice(page, 'HTTP cookie').check();
  await dialog(page).getByRole('button', { name: 'Enable session persistence' }).click();
  await expectToast(page, 'It cannot be reverted: Needs the role lbaas:admin');
  await expect(dialog(page)).toBeHidden();

  await editFromPencil(page);
  await expect(choice(page, 'Disabled')).toBeDisabled();
  await expect(choice(page, 'Disabled')).toHaveAccessibleDescription(/lbaas:admin/);
  await choice(page, 'Source IP').check();
  await dialog(page).getByRole('button', { name: 'Change to Source IP' }).click();
  await expectToast(page, `${name} is now Source IP`);
  expect(await stack.region.persistence('ORD', id)).toBe('SOURCE_IP');
});
