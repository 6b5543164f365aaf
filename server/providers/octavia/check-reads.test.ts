import { expect, test } from 'vitest';
import { manualClock } from '../../../contract/shared/clock.ts';
import { createCloud } from '../../../region/octavia/cloud.ts';
import type { Session } from '../../sessions/session.ts';
import { octaviaCheckReads } from './check-reads.ts';

/** What a check reads of the rehearsal's load balancers, from the in-memory cloud. */
async function compose(largestPage?: number) {
  let drawn = 0;
  const random = () => {
    drawn = (drawn * 16_807 + 11) % 2_147_483_647;
    return drawn / 2_147_483_647;
  };
  const cloud = createCloud({
    clock: manualClock(Date.now()),
    random,
    seed: 'rehearsal',
    settle: 0,
    url: 'http://127.0.0.1:9000',
    ...(largestPage && { largestPage }),
  });
  const { name, password } = cloud.users.member!;
  const token = await cloud.fetch(
    new Request(`${cloud.identityUrl}/auth/tokens`, {
      method: 'POST',
      body: JSON.stringify({
        auth: {
          identity: { methods: ['password'], password: { user: { name, domain: { name: 'Default' }, password } } },
          scope: { project: { name: 'panel', domain: { name: 'Default' } } },
        },
      }),
    }),
  );
  const region = cloud.regions[0]!;
  const session = {
    account: 'panel',
    service: 'keystone',
    token: token.headers.get('x-subject-token'),
    endpoints: { RegionOne: region.url },
  } as unknown as Session;
  const reads = octaviaCheckReads(async ({ method, url, headers }) => {
    const answer = await cloud.fetch(new Request(url, { method, headers }));
    return {
      status: answer.status,
      headers: answer.headers,
      body: new Uint8Array(await answer.arrayBuffer()),
    } as never;
  });
  const subject = (loadBalancer: string, pool: string | null, path = '/') => {
    const found = region.loadBalancers[loadBalancer]!;
    return reads.subject(session, 'RegionOne', found.id, { part: pool === null ? null : found.pools[pool]!, path });
  };
  return { subject };
}

test('a pool is read with its members, and the cookie that it follows', async () => {
  const { subject } = await compose();
  const read = await subject('app', 'app-pool');
  expect(read).toMatchObject({
    status: 'ACTIVE',
    protocol: 'HTTP',
    port: 80,
    type: 'APP_COOKIE',
    applicationCookie: 'JSESSIONID',
    ownCookie: null,
  });
  expect(read.nodes).toHaveLength(3);
  expect(read.nodes.every(({ status }) => status === 'ONLINE')).toBe(true);
});

test('members, policies and rules are all read where the cloud gives one a page', async () => {
  const { subject } = await compose(1);
  expect((await subject('app', 'app-pool')).nodes).toHaveLength(3);
  expect((await subject('app', 'static-pool', '/static/x')).nodes).toHaveLength(2);
});

test('requests that an L7 policy sends to another pool are not taken for this one’s', async () => {
  const { subject } = await compose();
  await expect(subject('app', 'static-pool')).rejects.toThrow('Choose a path that an L7 policy sends to this pool.');
  await expect(subject('app', 'app-pool', '/static/x')).rejects.toThrow(
    'The L7 policy static sends requests for /static/x',
  );
  expect((await subject('app', 'static-pool', '/static/x')).type).toBe('SOURCE_IP');
});

test('what no request reaches, or is not named, is refused in words', async () => {
  const { subject } = await compose();
  await expect(subject('empty', null)).rejects.toThrow('has no pool');
  await expect(subject('spare', null)).rejects.toThrow('No listener uses this pool');
  await expect(subject('app', null)).rejects.toThrow('several pools: say which one');
});
