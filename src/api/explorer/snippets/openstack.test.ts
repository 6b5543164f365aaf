import { expect, test } from 'vitest';
import { openstack } from './openstack.ts';

const written = (method: string, path: string, body: unknown = null) =>
  openstack({ method, region: 'RegionOne', path, body: body === null ? null : JSON.stringify(body) })?.replace(
    "openstack --os-region-name 'RegionOne' loadbalancer ",
    '',
  );

test.each([
  ['GET', '/v2/lbaas/loadbalancers', 'list'],
  ['GET', '/v2/lbaas/loadbalancers/a-1', "show 'a-1'"],
  ['GET', '/v2/lbaas/loadbalancers/a-1/stats', "stats show 'a-1'"],
  ['GET', '/v2/lbaas/loadbalancers/a-1/status', "status show 'a-1'"],
  ['GET', '/v2/lbaas/listeners/l/stats', "listener stats show 'l'"],
  ['GET', '/v2/lbaas/pools/p/members', "member list 'p'"],
  ['GET', '/v2/lbaas/pools/p/members/m', "member show 'p' 'm'"],
  ['GET', '/v2/lbaas/l7policies/y/rules', "l7rule list 'y'"],
  ['GET', '/v2/lbaas/quotas/defaults', 'quota defaults show'],
  ['GET', '/v2/lbaas/providers', 'provider list'],
  ['DELETE', '/v2/lbaas/loadbalancers/a?cascade=true', "delete --cascade 'a'"],
  ['DELETE', '/v2/lbaas/pools/p/members/m', "member delete 'p' 'm'"],
])('%s %s is the client’s %s', (method, path, command) => expect(written(method, path)).toBe(command));

test('session persistence is set and unset', () => {
  const put = (value: unknown) => written('PUT', '/v2/lbaas/pools/p', { pool: { session_persistence: value } });
  expect(put({ type: 'APP_COOKIE', cookie_name: "a'b" })).toBe(
    `pool set --session-persistence 'type=APP_COOKIE,cookie_name=a'\\''b' 'p'`,
  );
  expect(put(null)).toBe("pool unset --session-persistence 'p'");
});

test.each([
  ['GET', '/v2/lbaas/pools?limit=2', null],
  ['GET', '/v2/lbaas/providers/amphora/flavor_capabilities', null],
  ['POST', '/v2/lbaas/pools', { pool: { name: 'x' } }],
  ['PUT', '/v2/lbaas/pools/p', { pool: { name: 'x', session_persistence: null } }],
  ['PUT', '/v2/lbaas/pools/p/members', { members: [] }],
  ['GET', '/', null],
])('what the client has no command for has none: %s %s', (method, path, body) =>
  expect(written(method, path, body)).toBeUndefined(),
);
