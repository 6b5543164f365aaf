import { expect, test } from './support/fixtures.ts';
import { choice, dialog, expectToast, signInAs } from './support/page.ts';

/** Each ending of a change that is not the one asked for; the load balancer is this file's own. */
const name = 'new-campaign';

const start = async ({ page, stack }: Pick<Parameters<Parameters<typeof test>[2]>[0], 'page' | 'stack'>) => {
  await stack.region.control('clear');
  const { id } = await stack.region.named('ORD', name);
  await stack.region.control('status', { loadBalancerId: id, status: 'ACTIVE' });
  await stack.region.setPersistence('ORD', id, undefined);
  await signInAs(page, 'admin', `/load-balancers/ORD/${id}/session-persistence`);
  await expect(choice(page, 'HTTP cookie')).toBeEnabled();
  return id;
};

const enable = 'Enable session persistence';
/** Of a dialog that may not have seen yet that the load balancer takes no change now. */
const enableOrQueue = /^(Enable session persistence|Queue change to HTTP cookie)$/;

test('refused: the words of the service, and the input stays', async ({ page, stack }) => {
  const id = await start({ page, stack });
  const words = 'HTTP_COOKIE Session persistence is only valid with HTTP protocol with or without SSL termination.';
  await stack.region.control('fail', {
    operation: 'sessionPersistence.enable',
    fault: 'SP400',
    message: words,
    loadBalancerId: id,
  });
  await choice(page, 'HTTP cookie').check();
  await page.getByLabel('Reason or change number').fill('CHG-4711');
  await dialog(page).getByRole('button', { name: enable }).click();
  await expect(dialog(page).getByRole('alert')).toContainText(words);
  await expect(choice(page, 'HTTP cookie')).toBeChecked();
  await expect(page.getByLabel('Reason or change number')).toHaveValue('CHG-4711');
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
});

test('ends in ERROR: the stored value may not be live', async ({ page, stack }) => {
  const id = await start({ page, stack });
  await stack.region.control('fail-job', { loadBalancerId: id });
  await choice(page, 'HTTP cookie').check();
  await dialog(page).getByRole('button', { name: enable }).click();
  await expect(dialog(page)).toContainText('ended in ERROR. The stored value reads HTTP cookie but may not be live');
  await expect(dialog(page)).toContainText('contact support');
});

test('somebody else changed it: nothing is sent, and the choice can be made again', async ({ page, stack }) => {
  const id = await start({ page, stack });
  await choice(page, 'HTTP cookie').check();
  await stack.region.setPersistence('ORD', id, 'SOURCE_IP');
  await dialog(page).getByRole('button', { name: enable }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Nothing was sent');
  expect(await stack.region.persistence('ORD', id)).toBe('SOURCE_IP');
  await dialog(page).getByRole('button', { name: 'Change to HTTP cookie' }).click();
  await expect(dialog(page)).toBeHidden();
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
});

test('queued while it is not ACTIVE: kept in the tray on every page, sent when its turn comes', async ({
  page,
  stack,
}) => {
  const id = await start({ page, stack });
  await stack.region.control('status', { loadBalancerId: id, status: 'PENDING_UPDATE' });
  await choice(page, 'HTTP cookie').check();
  await dialog(page).getByRole('button', { name: enableOrQueue }).click();
  await expect(dialog(page)).toContainText('will be sent when the load balancer is ACTIVE');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  const tray = page.getByRole('region', { name: 'Changes' });
  await expect(tray).toContainText(name);

  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const question = await asked;
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await expect(tray).toContainText(name);

  await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Load Balancers' }).click();
  await expect(tray).toContainText(name);
  await stack.region.control('status', { loadBalancerId: id, status: 'ACTIVE' });
  await expectToast(page, `${name} is now HTTP cookie`);
  expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
});

test('a queued change survives a reload, waits in one tab, and is sent once', async ({ page, stack }) => {
  const id = await start({ page, stack });
  await stack.region.control('status', { loadBalancerId: id, status: 'PENDING_UPDATE' });
  await page.reload();
  await expect(dialog(page)).toContainText('Your change will be sent when it is ACTIVE');
  await choice(page, 'HTTP cookie').check();
  await dialog(page).getByRole('button', { name: 'Queue change to HTTP cookie' }).click();
  await expect(dialog(page)).toContainText('Queued: will be sent when the load balancer is ACTIVE');
  const sent: string[] = [];
  page.context().on('request', (request) => {
    if (request.method() === 'PUT') sent.push(request.url());
  });
  page.on('dialog', (question) => void question.accept());
  await page.goto('/history');
  const tray = page.getByRole('region', { name: 'Changes' });
  await expect(tray).toContainText(name);
  await expectToast(page, `The change of ${name} to HTTP cookie still waits.`);

  const other = await page.context().newPage();
  await other.goto('/history');
  await expect(other.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
  await expect(other.getByRole('region', { name: 'Changes' })).toHaveCount(0);
  await stack.region.control('status', { loadBalancerId: id, status: 'ACTIVE' });
  await expectToast(page, `${name} is now HTTP cookie`);
  expect(sent).toHaveLength(1);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
  await expect(tray).toHaveCount(0);
});

test('a queued change can be cancelled', async ({ page, stack }) => {
  const id = await start({ page, stack });
  await stack.region.control('status', { loadBalancerId: id, status: 'BUILD' });
  await choice(page, 'HTTP cookie').check();
  await dialog(page).getByRole('button', { name: enableOrQueue }).click();
  await dialog(page).getByRole('button', { name: 'Cancel this change' }).click();
  await expect(dialog(page)).toContainText('Cancelled. Nothing was sent.');
  await stack.region.control('status', { loadBalancerId: id, status: 'ACTIVE' });
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
});

test('the region goes away after the change was sent: what is known is said, and nothing is sent twice', async ({
  page,
  stack,
}) => {
  const id = await start({ page, stack });
  await stack.region.control('delay', {
    operation: 'sessionPersistence.enable',
    milliseconds: 600_000,
    loadBalancerId: id,
  });
  await choice(page, 'HTTP cookie').check();
  await dialog(page).getByRole('button', { name: enable }).click();
  // The panel stores a change before it sends it: only now has the region got it.
  await expect.poll(async () => (await stack.region.control('obstacles')).body).toEqual({ obstacles: [] });
  await stack.restartRegion('SIGKILL');
  await expect(dialog(page).getByRole('alert')).toContainText('was not sent again');
  expect(await stack.region.persistence('ORD', id)).toBeUndefined();
});

const locked = [
  {
    region: 'ORD',
    name: 'legacy-portal',
    says: /ERROR and cannot be changed\. Its traffic still flows; contact support/,
  },
  { region: 'DFW', name: 'partner-feed', says: /SUSPENDED and cannot be changed\. Contact support/ },
  { region: 'DFW', name: 'spring-sale', says: /is being deleted \(PENDING_DELETE\)/ },
] as const;

for (const { region, name, says } of locked) {
  test(`${name} takes no change and says why`, async ({ page, stack }) => {
    const { id } = await stack.region.named(region, name);
    await signInAs(page, 'admin', `/load-balancers/${region}/${id}/session-persistence`);
    await expect(dialog(page)).toContainText(says);
    for (const radio of await dialog(page).getByRole('radio').all()) await expect(radio).toBeDisabled();
    await expect(dialog(page).getByRole('button', { name: 'Save' })).toBeDisabled();
  });
}
