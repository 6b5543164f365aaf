import { beforeEach, describe, expect, test } from 'vitest';
import { type PersistenceTypeName, persistenceTypeNames, persistenceTypes } from '../../../contract/clb/persistence.ts';
import { type ProtocolName, protocolNames, protocols } from '../../../contract/clb/protocols.ts';
import { startTestRegion, type TestRegion } from '../../testing/test-region.ts';

let at: TestRegion;
beforeEach(async () => {
  at = await startTestRegion();
});

async function made(protocol: ProtocolName = 'HTTP', change: object = {}): Promise<number> {
  const { body } = await at.ask('POST', '/loadbalancers', {
    body: {
      name: 'web',
      protocol,
      port: protocols[protocol].port || 9000,
      virtualIps: [{ type: 'PUBLIC' }],
      ...change,
    },
  });
  await at.settle();
  return body.loadBalancer.id;
}

const path = (id: number) => `/loadbalancers/${id}/sessionpersistence`;
const enable = (id: number, persistenceType: string) =>
  at.ask('PUT', path(id), { body: { sessionPersistence: { persistenceType } } });
const disable = (id: number) => at.ask('DELETE', path(id));
const shown = async (id: number) => (await at.ask('GET', path(id))).body.sessionPersistence;
const details = async (id: number) => (await at.ask('GET', `/loadbalancers/${id}`)).body.loadBalancer;
const control = (action: string, id: number) => at.raw('POST', `/control/${action}`, { body: { loadBalancerId: id } });

describe('when the stored value changes', () => {
  test('a PUT: at once, while the load balancer is PENDING_UPDATE', async () => {
    const id = await made();
    expect(await shown(id)).toEqual({});
    expect(await enable(id, 'HTTP_COOKIE')).toMatchObject({ status: 202, body: '' });
    expect(await shown(id)).toEqual({ persistenceType: 'HTTP_COOKIE' });
    expect((await details(id)).status).toBe('PENDING_UPDATE');
    await at.settle(799);
    expect((await details(id)).status).toBe('PENDING_UPDATE');
    await at.settle(1);
    expect(await details(id)).toMatchObject({
      status: 'ACTIVE',
      sessionPersistence: { persistenceType: 'HTTP_COOKIE' },
    });
  });

  test('a DELETE: when its job ends, and a second one meets the lock, then nothing to delete', async () => {
    const id = await made('HTTP', { sessionPersistence: { persistenceType: 'SOURCE_IP' } });
    expect(await disable(id)).toMatchObject({ status: 202, body: '' });
    expect(await shown(id)).toEqual({ persistenceType: 'SOURCE_IP' });
    expect((await disable(id)).body.message).toBe(
      `Load Balancer '${id}' has a status of 'PENDING_UPDATE' and is considered immutable.`,
    );
    await at.settle();
    expect(await shown(id)).toEqual({});
    expect(await details(id)).not.toHaveProperty('sessionPersistence');
    expect(await disable(id)).toMatchObject({
      status: 422,
      body: { message: 'Session persistence is already deleted.', code: 422 },
    });
  });

  test('a failed PUT leaves ERROR with the new type, a failed DELETE ERROR with the old one', async () => {
    const [first, second] = [
      await made(),
      await made('HTTP', { sessionPersistence: { persistenceType: 'SOURCE_IP' } }),
    ];
    await control('fail-job', first);
    await control('fail-job', second);
    await enable(first, 'HTTP_COOKIE');
    await disable(second);
    await at.settle();
    expect(await details(first)).toMatchObject({
      status: 'ERROR',
      sessionPersistence: { persistenceType: 'HTTP_COOKIE' },
    });
    expect(await details(second)).toMatchObject({
      status: 'ERROR',
      sessionPersistence: { persistenceType: 'SOURCE_IP' },
    });
    const feed = (await at.ask('GET', `${path(first)}.atom`)).body;
    expect(feed).toContain('Error Updating Session Persistence');
    expect(feed).toContain('Could not update the session persistence settings at this time.');
    expect((await at.ask('GET', `${path(second)}.atom`)).body).toContain('Error Deleting Session Persistence');
  });

  test('the value that is there already is a change like any other', async () => {
    const id = await made('HTTP', { sessionPersistence: { persistenceType: 'SOURCE_IP' } });
    expect((await enable(id, 'SOURCE_IP')).status).toBe(202);
    expect((await details(id)).status).toBe('PENDING_UPDATE');
  });

  test('one type replaces another directly', async () => {
    const id = await made('HTTP', { sessionPersistence: { persistenceType: 'SOURCE_IP' } });
    await enable(id, 'HTTP_COOKIE');
    await at.settle();
    expect(await shown(id)).toEqual({ persistenceType: 'HTTP_COOKIE' });
  });
});

test('of two writes at once exactly one wins', async () => {
  const id = await made();
  const answers = await Promise.all(['HTTP_COOKIE', 'SOURCE_IP', 'HTTP_COOKIE'].map((type) => enable(id, type)));
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 422, 422]);
});

describe('the order of checks', () => {
  test('body, load balancer, protocol, status', async () => {
    const id = await made('TCP');
    await at.raw('POST', '/control/status', { body: { loadBalancerId: id, status: 'ERROR' } });
    expect((await enable(999_999, 'NONE')).status).toBe(400);
    expect((await enable(999_999, 'SOURCE_IP')).status).toBe(404);
    expect((await enable(id, 'HTTP_COOKIE')).body.message).toContain('HTTP_COOKIE Session persistence is only valid');
  });

  test('a DELETE with nothing to delete says so in any status but DELETED', async () => {
    const id = await made();
    await at.raw('POST', '/control/status', { body: { loadBalancerId: id, status: 'ERROR' } });
    expect((await disable(id)).body.message).toBe('Session persistence is already deleted.');
  });
});

describe.each(protocolNames)('on %s', (protocol) => {
  const fits = (type: PersistenceTypeName) =>
    (persistenceTypes[type].protocols as readonly string[]).includes(protocol);

  test.each(persistenceTypeNames)('%s is taken exactly where the documents allow it', async (type) => {
    const id = await made(protocol);
    expect((await enable(id, type)).status).toBe(fits(type) ? 202 : 400);
    const created = await at.ask('POST', '/loadbalancers', {
      body: {
        name: 'x',
        protocol,
        port: 7000,
        virtualIps: [{ type: 'PUBLIC' }],
        sessionPersistence: { persistenceType: type },
      },
    });
    expect(created.status).toBe(fits(type) ? 202 : 400);
  });
});

describe('a change of protocol', () => {
  test.each([
    ['HTTP', 'HTTP_COOKIE', 'HTTPS'],
    ['HTTP', 'SOURCE_IP', 'HTTPS'],
    ['HTTP', 'SOURCE_IP', 'TCP'],
    ['HTTPS', 'SSL_ID', 'HTTP'],
  ] as const)('from %s with %s to %s disables it, silently', async (from, persistenceType, to) => {
    const id = await made(from, { sessionPersistence: { persistenceType } });
    const entries = async () => ((await at.ask('GET', `${path(id)}.atom`)).body.match(/<entry>/g) ?? []).length;
    const before = await entries();
    expect((await at.ask('PUT', `/loadbalancers/${id}`, { body: { protocol: to, port: 9000 } })).status).toBe(202);
    await at.settle();
    expect(await shown(id)).toEqual({});
    expect(await entries()).toBe(before);
  });

  test('to the protocol that it has, and of port, name, algorithm and timeout, leave it alone', async () => {
    const id = await made('HTTP', { sessionPersistence: { persistenceType: 'SOURCE_IP' } });
    const body = { protocol: 'HTTP', port: 8080, name: 'n', algorithm: 'ROUND_ROBIN', timeout: 60 };
    await at.ask('PUT', `/loadbalancers/${id}`, { body });
    await at.settle();
    expect(await shown(id)).toEqual({ persistenceType: 'SOURCE_IP' });
  });
});

test('the feed tells what happened, newest first, ten to a page, once the job has ended', async () => {
  const id = await made();
  await enable(id, 'SOURCE_IP');
  expect((await at.ask('GET', `${path(id)}.atom`)).body).not.toContain('<entry>');
  await at.settle();
  await disable(id);
  await at.settle();
  const feed = (await at.ask('GET', `${path(id)}.atom`)).body as string;
  expect([...feed.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title)).toEqual([
    'Session Persistence Feed',
    'Session Persistence Successfully Deleted',
    'Session Persistence Successfully Updated',
  ]);
  expect(feed).toContain('Session persistence successfully updated to &#39;SOURCE_IP&#39;');
  expect(feed).toContain(`<id>100001-loadbalancers-${id}-sessionpersistence</id>`);
  expect(feed).toContain('rel="next"');
  expect(feed).not.toContain('rel="previous"');
  for (let turn = 0; turn < 5; turn += 1) {
    await enable(id, 'SOURCE_IP');
    await at.settle();
    await disable(id);
    await at.settle();
  }
  const entries = (text: string) => (text.match(/<entry>/g) ?? []).length;
  expect(entries((await at.ask('GET', `${path(id)}.atom`)).body)).toBe(10);
  const second = (await at.ask('GET', `${path(id)}.atom?page=2`)).body;
  expect(entries(second)).toBe(2);
  expect(second).toContain('rel="previous"');
  expect((await at.ask('GET', '/loadbalancers.atom')).body).toContain('Session Persistence Successfully Deleted');
});
