import { connect } from 'node:tls';
import type { Page } from '@playwright/test';
import { selfSigned } from '../region/haproxy/demo-nodes/certificate.ts';
import { findHaproxy } from '../scripts/machine.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/haproxy.ts';
import { expectToast, signInAs } from './support/page.ts';

/** Secure traffic by the panel's forms, and what clients then meet. */

const haproxy = findHaproxy();
test.skip('missing' in haproxy, 'platform: HAProxy is not on this machine');

/** The name in the certificate that a client of that host meets. */
const certificateName = (address: string, servername: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: 443, servername, rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', reject);
  });

const dialog = (page: Page, title: string) => page.getByRole('dialog', { name: title });

/** Types or pastes into the fields of the open dialog, from the first on by Tab, and sends by keyboard. */
async function send(page: Page, title: string, button: string): Promise<void> {
  await dialog(page, title).getByRole('button', { name: button }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog(page, title)).toBeHidden({ timeout: 20_000 });
}

const name = 'secure-by-form';

test('the secure port shows the certificate, a host name its own; the plain port redirects, and closes', async ({
  page,
  stack,
}) => {
  // One of its own: what else this region's tests ask stays as it is.
  const { region } = stack;
  const { nodes = [] } = await region.loadBalancer('ORD', (await region.named('ORD', 'web-frontend')).id);
  const port = 8078;
  await region.request('ORD', 'POST', '/loadbalancers', {
    loadBalancer: {
      name,
      protocol: 'HTTP',
      port,
      virtualIps: [{ type: 'PUBLIC' }],
      nodes: (nodes as { address: string; port: number }[]).map((node) => ({
        address: node.address,
        port: node.port,
        condition: 'ENABLED',
      })),
    },
  });
  const { id } = await region.named('ORD', name);
  const { virtualIps = [] } = await region.whenStatus('ORD', id, 'ACTIVE');
  const address = virtualIps.find((each) => !each.address.includes(':'))?.address ?? '';
  const main = selfSigned(['www.example.com'], Date.now(), 'rsa');
  const own = selfSigned(['shop.example.com'], Date.now(), 'rsa');

  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/ssl-termination`);
  const secure = dialog(page, 'Edit Secure Traffic (SSL)');
  await secure.getByLabel('Decrypt secure traffic').focus();
  await page.keyboard.press('Space');
  await secure.getByLabel('Certificate', { exact: true }).fill(main.certificate);
  await secure.getByLabel('Private key').fill(main.privateKey);
  await expect(secure.getByText('Pasted:').locator('..')).toContainText('www.example.com');
  await expectAccessible(page);
  await send(page, 'Edit Secure Traffic (SSL)', 'Enable secure traffic');
  await expectToast(page, /Secure traffic of secure-by-form is now Enabled on port 443/);
  expect(await certificateName(address, 'www.example.com')).toBe('www.example.com');

  await page.getByRole('button', { name: 'Add certificate mapping' }).press('Enter');
  const mapping = dialog(page, 'Add certificate mapping');
  await mapping.getByLabel('Host name').fill('shop.example.com');
  await mapping.getByLabel('Certificate', { exact: true }).fill(own.certificate);
  await mapping.getByLabel('Private key').fill(own.privateKey);
  await expectAccessible(page);
  await send(page, 'Add certificate mapping', 'Add certificate mapping');
  expect(await certificateName(address, 'shop.example.com')).toBe('shop.example.com');
  expect(await certificateName(address, 'www.example.com')).toBe('www.example.com');

  const plain = () => fetch(`http://${address}:${port}/a`, { redirect: 'manual', headers: { connection: 'close' } });
  expect((await plain()).status).toBe(200);
  await page.getByRole('button', { name: 'Edit Secure Traffic (SSL)' }).press('Enter');
  await expect(secure.getByText('Set now:').locator('..')).toContainText('CN=www.example.com');
  await secure.getByLabel('Secure traffic only').check();
  await send(page, 'Edit Secure Traffic (SSL)', 'Change secure traffic');
  await expect(plain()).rejects.toThrow();

  await page.getByRole('button', { name: 'Edit HTTPS Redirect' }).press('Enter');
  await dialog(page, 'Edit HTTPS Redirect').getByRole('checkbox').first().check();
  await send(page, 'Edit HTTPS Redirect', 'Enable HTTPS redirect');
  const redirected = await plain();
  expect([redirected.status, redirected.headers.get('location')]).toEqual([301, `https://${address}/a`]);

  await page.setViewportSize({ width: 360, height: 740 });
  // What comes late moves the rows.
  await page.reload();
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Actions for shop.example.com' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await send(page, 'Remove certificate mapping', 'Remove certificate mapping');
  expect(await certificateName(address, 'shop.example.com')).toBe('www.example.com');
  await region.request('ORD', 'DELETE', `/loadbalancers/${id}`);
});
