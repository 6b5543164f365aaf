import { expect, test } from 'vitest';
import type { Session } from '../../sessions/session.ts';
import { routeOf } from './l7-route.ts';
import type { Fields, ReadPlace } from './reads.ts';

const rule = { id: 'r', type: 'PATH', compare_type: 'STARTS_WITH', value: '/static', provisioning_status: 'ACTIVE' };
const policy = {
  id: 'p',
  name: 'static',
  action: 'REDIRECT_TO_POOL',
  redirect_pool_id: 'other',
  provisioning_status: 'ACTIVE',
};

/** Where a listener with one policy and one rule sends requests for the path. */
function route(path: string, { ofPolicy = {}, ofRule = {} }: { ofPolicy?: Fields; ofRule?: Fields } = {}) {
  const session = { endpoints: { RegionOne: 'http://cloud' } } as unknown as Session;
  const upstream = async ({ url }: { url: string }) => ({
    status: 200,
    headers: new Headers({ 'content-type': 'application/json' }),
    body: new TextEncoder().encode(
      JSON.stringify(
        url.includes('/rules') ? { rules: [{ ...rule, ...ofRule }] } : { l7policies: [{ ...policy, ...ofPolicy }] },
      ),
    ),
  });
  const place = { upstream, session, region: 'RegionOne' } as unknown as ReadPlace;
  return routeOf(place, { id: 'l', default_pool_id: 'own', l7policies: [{ id: 'p' }] }, path);
}

test.each<[string, string, Parameters<typeof route>[1], string | null]>([
  ['a path that the rule takes', '/static/a', {}, 'other'],
  ['a path that it does not take', '/', {}, 'own'],
  ['a rule turned round', '/', { ofRule: { invert: true } }, 'other'],
  ['a policy that is switched off', '/static/a', { ofPolicy: { admin_state_up: false } }, 'own'],
  ['a policy that answers by itself', '/static/a', { ofPolicy: { action: 'REJECT' } }, null],
  ['a comparison that is none', '/static/a', { ofRule: { compare_type: 'constructor' } }, null],
  ['a rule about something else', '/static/a', { ofRule: { type: 'HOST_NAME' } }, null],
  ['a rule that is being changed', '/', { ofRule: { provisioning_status: 'PENDING_UPDATE' } }, null],
  ['a rule in ERROR', '/', { ofRule: { provisioning_status: 'ERROR' } }, null],
  [
    'a policy being switched off',
    '/',
    { ofPolicy: { admin_state_up: false, provisioning_status: 'PENDING_UPDATE' } },
    null,
  ],
])('%s', async (_, path, given, pool) => {
  expect((await route(path, given)).pool).toBe(pool);
});
