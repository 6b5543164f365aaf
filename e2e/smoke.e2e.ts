import { expect, test } from './support/fixtures.ts';
import {
  changeTo,
  editFromActions,
  editFromCog,
  editFromPencil,
  expectRow,
  listHeading,
  openDetail,
  signInAs,
} from './support/page.ts';

// With HAProxy: load balancers carry traffic here.
test.use({ settings: { REGION_SETTLE_MS: '300' } });

/** One load balancer through all three ways: what the README promises to somebody who has just typed `npm start`. */
test('a stranger changes session persistence in each of the three ways, and it is stored', async ({ page, stack }) => {
  const loadBalancer = (await stack.region.loadBalancers('ORD')).find(
    ({ protocol, status }) => protocol === 'HTTP' && status === 'ACTIVE',
  );
  if (!loadBalancer) throw new Error('The demo seed has no ACTIVE load balancer of protocol HTTP in ORD.');
  const { id, name } = loadBalancer;
  await stack.region.setPersistence('ORD', id, undefined);

  await signInAs(page, 'admin');
  await expect(listHeading(page)).toBeVisible();
  await expectRow(page, name, 'Disabled');

  await test.step('the cog beside the name', async () => {
    await editFromCog(page, name);
    await changeTo(page, 'HTTP cookie');
    await expectRow(page, name, 'HTTP cookie');
    expect(await stack.region.persistence('ORD', id)).toBe('HTTP_COOKIE');
  });

  await test.step('the Actions button of the detail page', async () => {
    await openDetail(page, name);
    await editFromActions(page);
    await changeTo(page, 'Source IP');
    expect(await stack.region.persistence('ORD', id)).toBe('SOURCE_IP');
  });

  await test.step('the pencil under Optional Features', async () => {
    await editFromPencil(page);
    await changeTo(page, 'Disabled');
    expect(await stack.region.persistence('ORD', id)).toBeUndefined();
  });

  await test.step('a restart of both programs', async () => {
    await stack.region.setPersistence('ORD', id, 'SOURCE_IP');
    await Promise.all([stack.restartRegion('SIGKILL'), stack.restartPanel()]);
    await page.goto('/load-balancers');
    await expectRow(page, name, 'Source IP');
  });
});
