import { expect } from '@playwright/test';
import { noOctavia } from './octavia/peer.ts';
import { passcode } from './octavia/totp.ts';
import { expectAccessible } from './support/axe.ts';
import { fillIn, onCloud, signIn, submit } from './support/cloud.ts';

/** Sign-in to an OpenStack cloud and its API by hand, on a real Keystone and Octavia. */

const test = onCloud(['web']);

// One after the other on one peer: each start takes half a minute.
test.describe.configure({ mode: 'serial' });
test.skip(noOctavia !== null, noOctavia ?? '');

test('by keyboard alone: a wrong password is said, the right one asks for the project, and the list opens', async ({
  page,
  cloud: { peer },
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto('/');
  const user = page.getByLabel('User name');
  await expect(user).toBeVisible();
  await expectAccessible(page);
  await user.focus();
  await page.keyboard.type('member');
  await page.keyboard.press('Tab');
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('Incorrect user name, password, domain or project');
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.type(peer.users.member.password);
  await page.keyboard.press('Enter');
  const project = page.getByLabel('Project', { exact: true });
  await expect(project).toBeFocused();
  await expect(project.getByRole('option')).toHaveText(['panel', 'quiet', 'shop']);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Sign in', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Load Balancers' })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

test('a passcode after the password, an application credential, and a token sign in', async ({ page, cloud }) => {
  const { peer } = cloud;
  const { totp } = peer.users;
  await page.goto('/');
  await fillIn(page, { 'User name': totp.name, Password: totp.password, Project: 'panel' });
  await submit(page);
  await expect(page.getByLabel('Password', { exact: true })).toBeHidden();
  await fillIn(page, { Passcode: passcode(totp.totpSecret, Date.now()) });
  await submit(page);
  await expect(page.getByRole('heading', { name: 'Load Balancers' })).toBeVisible();

  await page.context().clearCookies();
  await page.goto('/');
  const { full } = peer.applicationCredentials;
  await page.getByRole('tab', { name: 'Application credential' }).click();
  await fillIn(page, { Id: full.id, Secret: full.secret });
  await submit(page);
  await expect(page.getByRole('heading', { name: 'Load Balancers' })).toBeVisible();
  await page.getByRole('button', { name: 'member' }).click();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Switch project…' })).toBeHidden();

  await page.context().clearCookies();
  await page.goto('/');
  const answer = await page.request.post(`${peer.identityUrl}/auth/tokens`, {
    data: {
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name: 'member', domain: { id: 'default' }, password: peer.users.member.password } },
        },
        scope: { project: { id: peer.projects.shop } },
      },
    },
  });
  await page.getByRole('tab', { name: 'Pasted token' }).click();
  await fillIn(page, { Token: answer.headers()['x-subject-token'] ?? '' });
  await submit(page);
  await expect(page.getByText('project shop')).toBeVisible();
});

test('a change is sent, read back and recorded with name and both values; another project has its own', async ({
  page,
  cloud,
}) => {
  const region = cloud.peer.regions[0]!;
  const pool = region.loadBalancers.web!.pools['web-pool']!;
  await signIn(page, cloud, 'panel');
  await page.goto(`/explorer/octavia.pools.update?region=${region.name}&poolId=${pool}`);
  await page.getByLabel('Body, as JSON').fill('{"pool": {"session_persistence": {"type": "SOURCE_IP"}}}');
  await page.getByRole('button', { name: 'Send API call' }).click();
  await page.getByRole('button', { name: 'Send PUT' }).click();
  await expect(page.getByText('200 OK').first()).toBeVisible();
  await page.getByRole('link', { name: 'History' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Update a pool' }).first();
  await expect(row).toContainText('web');
  await expect(row).toContainText('Verified');
  await expectAccessible(page);
  await row.getByRole('button', { name: /^Request of web/ }).click();
  await expect(page.getByText('"type":"SOURCE_IP"').first()).toBeVisible();

  await page.getByRole('button', { name: 'member' }).click();
  await page.getByRole('menuitem', { name: 'Switch project…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Switch project' });
  await dialog.getByLabel('Project', { exact: true }).selectOption('shop');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Switch project' }).click();
  await expect(page.getByText('project shop')).toBeVisible();
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByText('Nothing was changed yet.')).toBeVisible();

  await page.getByRole('button', { name: 'member' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByLabel('User name')).toBeVisible();
});
