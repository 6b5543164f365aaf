import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { type CloudComposition, composeCloud } from '../../test/cloud-composition.ts';
import { renderPage } from '../../test/render-page.tsx';

let world: CloudComposition;
afterEach(() => world.close());

const user = userEvent.setup({ delay: null });
const field = (label: string | RegExp) => screen.findByLabelText<HTMLInputElement>(label);
/** The history's newest record, once the cloud's clock has gone on. */
async function newest() {
  world.clock.advance(1_000);
  return (await (await fetch('/panel/history')).json()).changes[0];
}

test('a session of a cloud explores Octavia, and reads by it', async () => {
  world = await composeCloud();
  await world.signIn('member', 'panel');
  renderPage('/explorer');
  expect(await screen.findByText(/operations of Octavia v2 and Identity v3/)).toBeDefined();
  expect(screen.queryByLabelText('API')).toBeNull();
  expect(screen.getByRole<HTMLAnchorElement>('link', { name: 'OpenAPI 3.1 document' }).pathname).toBe(
    '/openapi/octavia.json',
  );
  await user.click(
    within(screen.getByRole('navigation', { name: 'Operations' })).getByRole('link', { name: /List pools$/ }),
  );
  await user.click(await screen.findByRole('button', { name: 'Send API call' }));
  expect((await screen.findAllByText(/^200 OK/)).length).toBeGreaterThan(0);
  const { pools } = world.cloud.regions[0]!.loadBalancers.web!;
  expect(screen.getByLabelText('Body of the answer').textContent).toContain(Object.values(pools)[0]);
});

test('a write is recorded with the load balancer’s name, both values and what came of it', async () => {
  world = await composeCloud();
  await world.signIn('member', 'panel');
  const web = world.cloud.regions[0]!.loadBalancers.web!;
  const [pool] = Object.values(web.pools);
  renderPage(`/explorer/octavia.pools.update?region=RegionOne&poolId=${pool}`);
  const body = await field('Body, as JSON');
  await user.clear(body);
  await user.click(body);
  await user.paste('{"pool": {"session_persistence": {"type": "SOURCE_IP"}}}');
  await user.click(screen.getByRole('button', { name: 'Send API call' }));
  const question = await screen.findByRole('dialog', { name: 'Send this to RegionOne?' });
  expect(question.textContent).toContain('This reaches project panel.');
  await user.click(within(question).getByRole('button', { name: 'Send PUT' }));
  expect((await screen.findAllByText(/^200 OK/)).length).toBeGreaterThan(0);
  await expect.poll(async () => (await newest())?.verdict).toBe('confirmed');
  expect(await newest()).toMatchObject({
    operation: 'octavia.pools.update',
    loadBalancerName: 'web',
    loadBalancerId: web.id,
    before: '{"session_persistence":null}',
    after: expect.stringContaining('"type":"SOURCE_IP"'),
  });
});

test('a change that leaves its pool in ERROR is recorded as failed, although the load balancer is ACTIVE', async () => {
  world = await composeCloud();
  await world.signIn('member', 'panel');
  const web = world.cloud.regions[0]!.loadBalancers.web!;
  const [pool] = Object.values(web.pools);
  world.cloud.handles.fail(web.id);
  renderPage(`/explorer/octavia.pools.update?region=RegionOne&poolId=${pool}`);
  const body = await field('Body, as JSON');
  await user.clear(body);
  await user.click(body);
  await user.paste('{"pool": {"session_persistence": {"type": "HTTP_COOKIE"}}}');
  await user.click(screen.getByRole('button', { name: 'Send API call' }));
  await user.click(await screen.findByRole('button', { name: 'Send PUT' }));
  await expect.poll(async () => (await newest())?.verdict).toBe('failed');
  expect((await newest()).detail).toMatch(/ended in ERROR: it is not in force/);
});

test('somebody who is not signed in chooses the API, and its permalinks open', async () => {
  world = await composeCloud({}, (own) => [own], { identityUrl: 'http://127.0.0.1:4100/v2.0' });
  const { router } = renderPage('/explorer');
  await user.selectOptions(await field('API'), 'octavia');
  expect(await screen.findByText(/operations of Octavia v2 and Identity v3/)).toBeDefined();
  await user.click(
    within(screen.getByRole('navigation', { name: 'Operations' })).getByRole('link', { name: /Show a pool$/ }),
  );
  await waitFor(() => expect(router.state.location.pathname).toBe('/explorer/octavia.pools.show'));
  expect(await screen.findByRole('button', { name: 'Sign in to send' })).toBeDefined();
  expect((await field('API')).value).toBe('octavia');
});
