import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { startPanel } from '../../scripts/stack.ts';
import type { SeedName } from '../octavia/facts.ts';
import { type Octavia, type OctaviaOptions, startOctavia } from '../octavia/peer.ts';
import { claimPlace } from './stack.ts';

/** The panel in a browser, on a real Keystone and Octavia. */
export interface Cloud {
  readonly peer: Octavia;
  readonly url: string;
}

/** Tests on one peer and one panel a worker. `seed`: the load balancers that each region has at first. */
export const onCloud = (seed: readonly SeedName[], options: Omit<OctaviaOptions, 'seed' | 'folder'> = {}) =>
  base.extend<object, { cloud: Cloud }>({
    cloud: [
      async ({ browserName: _ }, use, { parallelIndex }) => {
        const place = await claimPlace(60 + parallelIndex);
        const folder = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
        const peer = await startOctavia({ ...options, seed });
        const panel = startPanel({
          env: {
            PATH: process.env.PATH,
            HOME: process.env.HOME,
            PORT: String(place.ports.panel),
            DATA_DIR: folder,
            OS_AUTH_URL: peer.identityUrl,
            CHECK_NETWORKS: '127.0.0.0/8',
          },
          show: false,
        });
        await panel.ready();
        await use({ peer, url: `http://127.0.0.1:${place.ports.panel}` });
        await panel.stop();
        await peer.stop();
        place.release();
        await rm(folder, { recursive: true, force: true });
      },
      { scope: 'worker', timeout: 300_000 },
    ],
    baseURL: ({ cloud }, use) => use(cloud.url),
  });

export async function fillIn(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(text);
}
export const submit = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true }).click();

/** Signs in by password. `to`: where the page goes after that. */
export async function signIn(
  page: Page,
  { peer }: Cloud,
  project: string,
  { to = '/', user = 'member' }: { to?: string; user?: 'member' | 'observer' } = {},
): Promise<void> {
  const { name, password } = peer.users[user];
  await page.goto(to);
  await fillIn(page, { 'User name': name, Password: password, Project: project });
  await submit(page);
  await expect(page.getByLabel('User name', { exact: true })).toBeHidden();
}
