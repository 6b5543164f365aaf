import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { noOctavia, startOctavia } from '../e2e/octavia/peer.ts';
import { signIn } from '../e2e/support/cloud.ts';
import { choice, editFromCog, openDetail, row, signInAs } from '../e2e/support/page.ts';
import { claimPlace, startStack } from '../e2e/support/stack.ts';
import { chromiumOnMachine, findHaproxy } from './machine.ts';
import { root } from './program.ts';
import { startPanel } from './stack.ts';
import { buildIfStale } from './web-app.ts';

/** `npm run screenshots`: the pictures of the README, from a region of its own with the demo seed. */

const folder = join(root, 'docs/screenshots');
mkdirSync(folder, { recursive: true });

buildIfStale();
const haproxy = findHaproxy();
const stack = await startStack(90, { HAPROXY: 'path' in haproxy ? haproxy.path : 'off' });
const executablePath = chromiumOnMachine();
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  chromiumSandbox: process.getuid?.() !== 0,
});

async function shoot(page: Page, name: string, fullPage = false): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', fullPage });
  console.log(`docs/screenshots/${name}.png`);
}

try {
  const shown = (await stack.region.loadBalancers('ORD')).find(
    ({ protocol, status }) => protocol === 'HTTP' && status === 'ACTIVE',
  );
  if (!shown) throw new Error('The demo seed has no ACTIVE load balancer of protocol HTTP in ORD.');
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      baseURL: stack.url,
      colorScheme,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
      viewport: { width: 1280, height: 800 },
    });
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Sign in as admin' }).waitFor();
    await shoot(page, `sign-in-${colorScheme}`);
    await signInAs(page, 'admin');
    await row(page, shown.name)
      .getByText(/Disabled|[A-Z]+_[A-Z]+/)
      .first()
      .waitFor();
    await page.mouse.move(0, 0);
    await shoot(page, `list-${colorScheme}`);
    await openDetail(page, shown.name);
    await page.getByText('Default page').waitFor();
    await page.getByText('Reading the table…').waitFor({ state: 'detached' });
    await page.getByText('Nothing is recorded of this load balancer yet.').waitFor();
    await shoot(page, `detail-${colorScheme}`, true);
    await page.goBack();
    await editFromCog(page, shown.name);
    await choice(page, 'HTTP cookie').check();
    await shoot(page, `dialog-${colorScheme}`);
    await page.context().close();
  }
  if (noOctavia === null) await shootPools();
} finally {
  await browser.close();
  await stack.close();
}

/** A load balancer of a real Octavia with two pools. */
async function shootPools(): Promise<void> {
  const peer = await startOctavia({ seed: ['app'] });
  const place = await claimPlace(91);
  const data = await mkdtemp(join(tmpdir(), 'holdfast-screenshots-'));
  const panel = startPanel({
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(place.ports.panel),
      DATA_DIR: data,
      OS_AUTH_URL: peer.identityUrl,
    },
    show: false,
  });
  try {
    await panel.ready();
    const page = await browser.newPage({
      baseURL: `http://127.0.0.1:${place.ports.panel}`,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
      viewport: { width: 1280, height: 800 },
    });
    await signIn(page, { peer, url: '' }, 'panel');
    await page.getByRole('link', { name: 'app', exact: true }).click();
    await page.getByRole('table', { name: 'Members of static-pool' }).waitFor();
    await page.getByText('Everybody may connect').waitFor();
    await page.mouse.move(0, 0);
    await shoot(page, 'pools-light', true);
  } finally {
    await panel.stop();
    await peer.stop();
    place.release();
    await rm(data, { recursive: true, force: true });
  }
}
