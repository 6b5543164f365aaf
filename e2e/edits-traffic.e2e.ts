import type { Page } from '@playwright/test';
import { findHaproxy } from '../scripts/machine.ts';
import { expect, test } from './support/haproxy.ts';
import { expectToast, signInAs } from './support/page.ts';

const haproxy = findHaproxy();
test.skip('missing' in haproxy, 'platform: HAProxy is not on this machine');

interface Answer {
  readonly status: number;
  /** What the node that answered calls itself; null where none did. */
  readonly node: string | null;
  readonly cookie: string;
  readonly text: string;
}

/** One request on a connection of its own, as a client with this cookie sends it. */
async function ask(url: string, cookie = ''): Promise<Answer> {
  const answer = await fetch(url, { headers: { connection: 'close', ...(cookie && { cookie }) } });
  return {
    status: answer.status,
    node: answer.headers.get('x-node'),
    cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? cookie,
    text: await answer.text(),
  };
}

const submit = async (page: Page, title: string, button: RegExp) => {
  await page.getByRole('dialog', { name: title }).getByRole('button', { name: button }).click();
  await expect(page.getByRole('dialog', { name: title })).toBeHidden();
};

test('a drained node keeps its bound client and gets no new one; a disabled one gets nobody', async ({
  page,
  stack,
}) => {
  const { id, virtualIps = [], port } = await stack.region.named('ORD', 'web-frontend');
  await stack.region.setPersistence('ORD', id, 'HTTP_COOKIE');
  const url = `http://${virtualIps[0]?.address}:${port}/`;
  const bound = await ask(url);
  expect(bound.node).toMatch(/^n\d$/);

  await signInAs(page, 'admin', `/load-balancers/ORD/${id}`);
  const place = Number(bound.node?.slice(1));
  const actions = page.getByRole('table', { name: 'Nodes' }).getByRole('button', { name: /^Actions for / });
  const choose = async (item: string, button: RegExp) => {
    await actions.nth(place - 1).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
    await submit(page, 'Edit node', button);
  };
  await choose('Drain', /^Change node/);
  for (let client = 0; client < 9; client += 1) expect((await ask(url)).node).not.toBe(bound.node);
  expect((await ask(url, bound.cookie)).node).toBe(bound.node);

  await choose('Disable', /^Change node/);
  expect((await ask(url, bound.cookie)).node).not.toBe(bound.node);
  await choose('Enable', /^Change node/);
  await expectToast(page, /is now Enabled/);
  const nodes = new Set<string | null>();
  for (let client = 0; client < 9; client += 1) nodes.add((await ask(url)).node);
  expect(nodes).toContain(bound.node);
});

test('a page of your own is served when no node can answer', async ({ page, stack }) => {
  const { id, virtualIps = [], port } = await stack.region.named('ORD', 'new-campaign');
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/error-page`);
  await page.getByRole('checkbox', { name: 'Show a page of your own' }).check();
  await page.getByRole('dialog').getByLabel('Content', { exact: true }).fill('<h1>Back soon</h1>');
  await submit(page, 'Edit Error Page', /^Change error page$/);
  const answer = await ask(`http://${virtualIps[0]?.address}:${port}/`);
  expect(answer).toMatchObject({ status: 503, node: null });
  expect(answer.text).toContain('Back soon');
});

test('an access rule shuts a client out, and lets it in again when it is taken back', async ({ page, stack }) => {
  const { id, virtualIps = [], port } = await stack.region.named('ORD', 'search-api');
  const url = `http://${virtualIps[0]?.address}:${port}/`;
  expect((await ask(url)).status).toBe(200);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/access-list`);
  await page.getByLabel('Access rules').fill('DENY 127.0.0.0/8');
  await submit(page, 'Edit Access Control', /^Change access control$/);
  const refused = await ask(url).then(
    ({ node }) => node === null,
    () => true,
  );
  expect(refused).toBe(true);
  await page
    .getByRole('region', { name: 'Notifications' })
    .getByRole('button', { name: /^Revert to 0/ })
    .click();
  await expectToast(page, /is now 0 Access Rules/);
  expect((await ask(url)).status).toBe(200);
});

test('a load balancer that was just created answers, spreads, and keeps a client on its node', async ({
  page,
  stack,
}) => {
  const { id } = await stack.region.named('ORD', 'web-frontend');
  const { nodes = [] } = await stack.region.loadBalancer('ORD', id);
  await signInAs(page, 'admin', '/load-balancers/new');
  await page.getByLabel('Name', { exact: true }).fill('created');
  await page.getByLabel('Port', { exact: true }).fill('8077');
  await page
    .getByLabel('Nodes', { exact: true })
    .fill((nodes as { address: string; port: number }[]).map(({ address, port }) => `${address}:${port}`).join('\n'));
  await page.getByLabel('Session Persistence', { exact: true }).selectOption('HTTP cookie');
  await page.getByRole('button', { name: 'Create load balancer' }).click();
  await expectToast(page, /^created was created in ORD and is ACTIVE/);
  const { id: made, virtualIps = [] } = await stack.region.named('ORD', 'created');
  const url = `http://${virtualIps[0]?.address}:8077/`;
  const clients: Answer[] = [];
  for (let client = 0; client < 9; client += 1) clients.push(await ask(url));
  expect(new Set(clients.map(({ node }) => node)).size).toBe(nodes.length);
  const [first] = clients;
  for (let request = 0; request < 4; request += 1) expect((await ask(url, first!.cookie)).node).toBe(first!.node);
  await stack.region.request('ORD', 'DELETE', `/loadbalancers/${made}`);
});
