import type { Page } from '@playwright/test';
import { findHaproxy } from '../scripts/machine.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/haproxy.ts';
import { changeTo, choice, dialog, editFromPencil, openDetail, signInAs } from './support/page.ts';

const haproxy = findHaproxy();
test.skip('missing' in haproxy, 'platform: HAProxy is not on this machine');

const name = 'web-frontend';

const verdict = (page: Page) => page.locator('#stickiness').getByRole('status');

async function check(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check stickiness' }).click();
}

test('enabled in the dialog the check reads sticky, disabled again it reads not sticky', async ({ page, stack }) => {
  const found = (await stack.region.loadBalancers('ORD')).find((each) => each.name === name);
  if (!found) throw new Error(`The demo seed has no ${name}.`);
  await stack.region.setPersistence('ORD', found.id, undefined);
  await signInAs(page, 'admin');
  await openDetail(page, name);

  await check(page);
  await expect(verdict(page)).toContainText('Not sticky: requests went to 3 nodes.');

  await editFromPencil(page);
  await changeTo(page, 'HTTP cookie');
  await check(page);
  await expect(verdict(page)).toContainText('Sticky: a client that keeps the cookie stays on its node.');
  await expect(page.getByRole('list', { name: 'with one cookie jar' }).getByRole('listitem')).toHaveCount(12);
  await expect(page.getByText(/^12 of 12 on n\d$/)).toBeVisible();
  await expect(page.getByText('kept by the client; nothing is stored here')).toBeVisible();

  await editFromPencil(page);
  await changeTo(page, 'Source IP');
  await check(page);
  await expect(verdict(page)).toContainText('Sticky: every request from this address went to one node');
  const clients = page.getByRole('region', { name: 'Session table' });
  await expect(clients.getByRole('button', { name: /^Forget / })).toHaveCount(1);
  await expectAccessible(page);
  await clients.getByRole('button', { name: /^Forget / }).click();
  await expect(page.getByText(/has forgotten/)).toBeVisible();

  await editFromPencil(page);
  await changeTo(page, 'Disabled');
  await check(page);
  await expect(verdict(page)).toContainText('Not sticky');
});

test('a node that speaks TLS 1.3 gets the verdict that says why it cannot stick', async ({ page }) => {
  await signInAs(page, 'admin');
  await openDetail(page, 'modern-tls');
  await check(page);
  await expect(verdict(page)).toContainText('TLS 1.3');
});

test('where the check does not speak the protocol its buttons are off and say why', async ({ page }) => {
  await signInAs(page, 'admin');
  await openDetail(page, 'orders-db');
  for (const button of ['Check stickiness', 'Run the check']) {
    await expect(page.getByRole('button', { name: button })).toHaveAttribute('aria-disabled', 'true');
    await expect(page.getByRole('button', { name: button })).toHaveAccessibleDescription(/this load balancer is MYSQL/);
  }
  await expectAccessible(page);
});

test('a load balancer without nodes shows none, and the last check stays with its age, for others too', async ({
  page,
}) => {
  await signInAs(page, 'admin');
  await openDetail(page, 'new-campaign');
  await page.setViewportSize({ width: 1000, height: 500 });
  await check(page);
  await expect(verdict(page)).toContainText('Cannot tell: no node is enabled and online.');
  await expect(verdict(page)).toBeInViewport();
  await expect(page.getByText('12 not from a node')).toHaveCount(2);
  await expect(page.locator('#stickiness')).not.toContainText(/of 12 on/);
  const { pathname } = new URL(page.url());
  await page.context().clearCookies();
  await signInAs(page, 'observer', pathname);
  const section = page.locator('#stickiness');
  await expect(section).toContainText('Cannot tell: no node is enabled and online.');
  await expect(section).toContainText(/Last check .* by admin\./);
});

test('an observer may look at the session table but not forget a client', async ({ page, stack }) => {
  const found = (await stack.region.loadBalancers('ORD')).find((each) => each.name === 'search-api');
  if (!found) throw new Error('The demo seed has no search-api.');
  await stack.region.setPersistence('ORD', found.id, 'SOURCE_IP');
  await signInAs(page, 'observer');
  await openDetail(page, 'search-api');
  await check(page);
  const forget = page.getByRole('region', { name: 'Session table' }).getByRole('button', { name: /^Forget / });
  await expect(forget).toHaveAttribute('aria-disabled', 'true');
  await expect(forget).toHaveAccessibleDescription(/lbaas:creator/);
});

test('HAProxy killed: the check and the change say so, and both work when the region has started it again', async ({
  page,
  stack,
  traffic,
}) => {
  const { id } = await stack.region.named('ORD', name);
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}`);
  await traffic.kill();
  await check(page);
  await expect(verdict(page)).toContainText('nothing listens there');

  await editFromPencil(page);
  await choice(page, 'HTTP cookie').check();
  await dialog(page).getByRole('button', { name: 'Enable session persistence' }).click();
  await expect(dialog(page)).toContainText('Updating');
  await traffic.start();
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  await check(page);
  await expect(verdict(page)).toContainText('Sticky: a client that keeps the cookie stays on its node.');
});
