import { beforeEach, describe, expect, test } from 'vitest';
import { statuses } from '../../contract/clb/statuses.ts';
import { breathe, startTestRegion, type TestRegion } from '../testing/test-region.ts';

let at: TestRegion;
let id: number;
beforeEach(async () => {
  at = await startTestRegion({ seed: 'demo' });
  id = (await at.ask('GET', '/loadbalancers')).body.loadBalancers[0].id;
});

const control = (action: string, body: unknown = {}) => at.raw('POST', `/control/${action}`, { body });
const status = async () => (await at.ask('GET', `/loadbalancers/${id}`)).body.loadBalancer.status;
const enable = () =>
  at.ask('PUT', `/loadbalancers/${id}/sessionpersistence`, { body: { persistenceType: 'SOURCE_IP' } });

test.each(statuses)('puts a load balancer into %s and keeps it there', async (wanted) => {
  await control('status', { loadBalancerId: id, status: wanted });
  await at.settle(60_000);
  expect(await status()).toBe(wanted);
});

test('holds a change pending until it is released', async () => {
  await control('hold', { loadBalancerId: id });
  expect((await enable()).status).toBe(202);
  await at.settle(60_000);
  expect(await status()).toBe('PENDING_UPDATE');
  await control('release', { loadBalancerId: id });
  await at.settle(0);
  expect(await status()).toBe('ACTIVE');
});

test('releases what the seed holds', async () => {
  const { loadBalancers } = (await at.ask('GET', '/loadbalancers')).body;
  for (const held of ['BUILD', 'PENDING_UPDATE']) {
    id = loadBalancers.find((each: { status: string }) => each.status === held).id;
    await control('release', { loadBalancerId: id });
    await at.settle(0);
    expect(await status()).toBe('ACTIVE');
  }
});

describe('faults', () => {
  test('meet the next requests of one operation and no other', async () => {
    await control('fail', { operation: 'sessionPersistence.enable', fault: 'BUSY503', times: 2 });
    for (let turn = 0; turn < 2; turn += 1) {
      const { status: code, body, headers } = await enable();
      expect({ code, body, retry: headers.get('retry-after') }).toEqual({
        code: 503,
        body: { message: 'We are currently saturated with requests. Please try again later.', code: 503 },
        retry: '300',
      });
      expect(await status()).toBe('ACTIVE');
    }
    expect((await enable()).status).toBe(202);
  });

  test('of one load balancer leave the others alone, and clear takes them away', async () => {
    await control('fail', {
      operation: '*',
      status: 500,
      body: '<html>',
      type: 'text/html',
      times: 9,
      loadBalancerId: id,
    });
    expect(await at.ask('GET', `/loadbalancers/${id}`)).toMatchObject({ status: 500, body: '<html>' });
    expect((await at.ask('GET', `/loadbalancers/${id + 1}`)).status).toBe(200);
    await control('clear');
    expect(await status()).toBe('ACTIVE');
  });

  test('of the rate limit look like the real ones', async () => {
    await control('fail', { operation: 'loadBalancers.list', fault: 'RATE413' });
    const { status: code, body, headers } = await at.ask('GET', '/loadbalancers');
    expect({ code, message: body.overLimit.message, retry: headers.get('retry-after') }).toEqual({
      code: 413,
      message: 'OverLimit Retry...',
      retry: '1',
    });
  });
});

test('delays an answer, and tells whether a request has met the delay', async () => {
  const obstacles = async () => (await control('obstacles')).body.obstacles;
  await control('delay', { operation: 'loadBalancers.show', milliseconds: 5000 });
  expect(await obstacles()).toMatchObject([{ operation: 'loadBalancers.show', delay: 5000, times: 1 }]);
  let answered = false;
  const waiting = at.ask('GET', `/loadbalancers/${id}`).then(() => {
    answered = true;
  });
  await breathe();
  expect(await obstacles()).toEqual([]);
  at.clock.advance(4999);
  await breathe();
  expect(answered).toBe(false);
  at.clock.advance(1);
  await waiting;
});

test('sets a node’s status', async () => {
  const { nodes } = (await at.ask('GET', `/loadbalancers/${id}/nodes`)).body;
  await control('node-status', { loadBalancerId: id, nodeId: nodes[0].id, status: 'OFFLINE' });
  const after = (await at.ask('GET', `/loadbalancers/${id}/nodes`)).body.nodes;
  expect(after.map((node: { status: string }) => node.status)).toEqual(['OFFLINE', 'ONLINE', 'ONLINE']);
});

test('goes back to a seed, ids, virtual IPs and all, and keeps who is signed in', async () => {
  const fresh = (await at.ask('GET', '/loadbalancers')).body;
  await enable();
  await at.settle();
  await at.ask('DELETE', `/loadbalancers/${id}`);
  await control('reset', { seed: 'demo' });
  const { loadBalancers } = (await at.ask('GET', '/loadbalancers')).body;
  const known = (all: { id: number; name: string; virtualIps: unknown }[]) =>
    all.map(({ id: number, name, virtualIps }) => ({ id: number, name, virtualIps }));
  expect(known(loadBalancers)).toEqual(known(fresh.loadBalancers));
  expect((await at.ask('GET', '/loadbalancers.atom')).body).not.toContain('<entry>');
  const hourAgo = new Date(at.clock.now() - 60 * 60_000).toISOString();
  const lately = (await at.ask('GET', `/loadbalancers?changes-since=${hourAgo}`)).body.loadBalancers;
  expect(lately.map(({ name }: { name: string }) => name)).toEqual(['nightly-build']);
  await control('reset', { seed: 6 });
  expect((await at.ask('GET', '/loadbalancers')).body.loadBalancers).toHaveLength(3);
  await control('reset', { seed: 'empty' });
  expect((await at.ask('GET', '/loadbalancers')).body).toEqual({ loadBalancers: [] });
});

test.each([
  ['status', { loadBalancerId: 1 }, 400],
  ['status', { loadBalancerId: 999_999, status: 'ACTIVE' }, 400],
  ['fail', { operation: 'nothing' }, 400],
  ['reset', { seed: 'lots' }, 400],
  ['nonsense', {}, 404],
])('%s with %j is %i and says why', async (action, body, code) => {
  const answer = await control(action, body);
  expect(answer.status).toBe(code);
  expect(answer.body.message).not.toBe('');
});

test('is not there unless it is switched on, and never for a page of another site', async () => {
  const form = { text: '{}', headers: { 'content-type': 'text/plain' } };
  expect((await at.raw('POST', '/control/reset', form)).status).toBe(415);
  at = await startTestRegion({ control: false });
  expect((await control('reset')).status).toBe(404);
});
