import { expect, test } from 'vitest';
import { readFault } from '../../contract/clb/fault.ts';
import { startTestRegion } from '../testing/test-region.ts';

const list = '/loadbalancers';

test('thirty reads at once are let through, then ten a second', async () => {
  const at = await startTestRegion({ rateLimits: true });
  for (let sent = 0; sent < 30; sent += 1) expect((await at.ask('GET', list)).status).toBe(200);
  const { status, body, headers } = await at.ask('GET', list);
  expect(status).toBe(413);
  expect(headers.get('retry-after')).toBe('1');
  expect(body).toEqual({
    overLimit: {
      code: 413,
      message: 'OverLimit Retry...',
      details: 'Error Details...',
      retryAfter: '2031-05-02T17:20:12Z',
    },
  });
  expect(readFault(status, JSON.stringify(body)).message).toBe('OverLimit Retry...');
  at.clock.advance(99);
  expect((await at.ask('GET', list)).status).toBe(413);
  at.clock.advance(1);
  expect((await at.ask('GET', list)).status).toBe(200);
  at.clock.advance(1_000);
  const second = await Promise.all(Array.from({ length: 11 }, () => at.ask('GET', list)));
  expect(second.map(({ status: each }) => each)).toEqual([...Array(10).fill(200), 413]);
  at.clock.advance(60_000);
  for (let sent = 0; sent < 30; sent += 1) await at.ask('GET', list);
  expect((await at.ask('GET', list)).status).toBe(413);
});

test('writes have no more at once than a second’s', async () => {
  const at = await startTestRegion({ rateLimits: true });
  for (let sent = 0; sent < 10; sent += 1) {
    expect((await at.ask('PUT', '/loadbalancers/1', { body: { name: 'x' } })).status).toBe(404);
  }
  expect((await at.ask('PUT', '/loadbalancers/1', { body: { name: 'x' } })).status).toBe(413);
});

test('each account, region and verb has a limit of its own, and limits themselves cost nothing', async () => {
  const at = await startTestRegion({ rateLimits: true });
  for (let sent = 0; sent < 5; sent += 1) await at.ask('DELETE', '/loadbalancers?id=1');
  expect((await at.ask('DELETE', '/loadbalancers?id=1')).status).toBe(413);
  expect((await at.ask('GET', list)).status).toBe(200);
  expect((await at.ask('DELETE', '/loadbalancers?id=1', { regionName: 'DFW' })).status).toBe(400);
  expect((await at.ask('DELETE', '/loadbalancers?id=1', { user: 'other' })).status).toBe(400);
  for (let sent = 0; sent < 30; sent += 1) expect((await at.ask('GET', '/limits')).status).toBe(200);
});

test('GET limits reports what is left and when there is more', async () => {
  const at = await startTestRegion({ rateLimits: true });
  const whole = (await at.ask('GET', '/limits')).body.limits.rate[0].limit[0];
  expect(whole).toMatchObject({ verb: 'GET', unit: 'SECOND', value: 10, remaining: 10 });
  for (let sent = 0; sent < 30; sent += 1) await at.ask('GET', list);
  const { limit } = (await at.ask('GET', '/limits')).body.limits.rate[0];
  expect(limit).toHaveLength(8);
  expect(limit.filter(({ verb }: { verb: string }) => verb === 'GET')).toEqual([
    { verb: 'GET', unit: 'SECOND', value: 10, remaining: 0, 'next-available': '2031-05-02T17:20:11.100Z' },
    { verb: 'GET', unit: 'MINUTE', value: 600, remaining: 570, 'next-available': '2031-05-02T17:20:11.000Z' },
  ]);
});

test('a clock that is set back neither locks nor unlocks', async () => {
  let offset = 0;
  const at = await startTestRegion({ rateLimits: true });
  const now = at.clock.now;
  at.clock.now = () => now() + offset;
  for (let sent = 0; sent < 30; sent += 1) await at.ask('GET', list);
  offset = -3_600_000;
  expect((await at.ask('GET', list)).status).toBe(413);
  offset += 100;
  expect((await at.ask('GET', list)).status).toBe(200);
});

test('without limits nothing is refused, and none are reported', async () => {
  const at = await startTestRegion({ rateLimits: false });
  for (let sent = 0; sent < 30; sent += 1) expect((await at.ask('GET', list)).status).toBe(200);
  expect((await at.ask('GET', '/limits')).body.limits.rate[0].limit).toEqual([]);
});
