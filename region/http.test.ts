import { beforeEach, describe, expect, test } from 'vitest';
import { startTestRegion, type TestRegion } from './testing/test-region.ts';

/** What a client sees of the protocol itself: paths, suffixes, headers and bodies, before any rule of load balancers. */

let at: TestRegion;
let id: number;
beforeEach(async () => {
  at = await startTestRegion();
  const made = await at.ask('POST', '/loadbalancers', {
    body: { name: 'web', protocol: 'HTTP', virtualIps: [{ type: 'PUBLIC' }] },
  });
  id = made.body.loadBalancer.id;
  await at.settle();
});

describe('paths', () => {
  test.each([
    ['a trailing slash', '/loadbalancers/'],
    ['a bare question mark', '/loadbalancers?'],
    ['unknown parameters', '/loadbalancers?colour=red&x'],
    ['a suffix', '/loadbalancers.json'],
    ['a suffix before the query', '/loadbalancers.json?limit=1'],
    ['an encoded letter', '/loadb%61lancers'],
  ])('lets %s pass', async (_, path) => {
    const { status, body } = await at.ask('GET', path);
    expect(status).toBe(200);
    expect(body.loadBalancers).toHaveLength(1);
  });

  test('reads an integer with a sign', async () => {
    expect((await at.ask('GET', `/loadbalancers/+${id}`)).status).toBe(200);
    expect((await at.ask('GET', `/loadbalancers/-${id}`)).body).toEqual({
      message: 'Load balancer not found',
      code: 404,
    });
  });

  test.each([
    '/loadbalancers/abc',
    '/loadbalancers/71x',
    '/loadbalancers/7.1',
    '/loadbalancers/71/nodes/abc',
    '/loadbalancers//nodes',
    '/loadbalancers/%zz',
    '/loadbalancers/71/nothing',
    '/nothing',
    '',
    '/',
  ])('answers a plain 404 to %j', async (path) => {
    const { status, body } = await at.ask('GET', path);
    expect({ status, body }).toEqual({ status: 404, body: '' });
  });

  test.each([
    ['/loadbalancers?id=a', 'DELETE'],
    ['/loadbalancers?id=1&id=a', 'DELETE'],
    ['/loadbalancers?id=1,a', 'DELETE'],
    ['/loadbalancers?id=1.5', 'DELETE'],
    ['/loadbalancers?id=%zz', 'DELETE'],
    ['/loadbalancers?id=99999999999', 'DELETE'],
    ['/loadbalancers/{}/nodes?id=a', 'DELETE'],
    ['/loadbalancers/{}/virtualips?id=a', 'DELETE'],
    ['/loadbalancers/{}/accesslist?id=a', 'DELETE'],
    ['/loadbalancers/{}/metadata?id=a', 'DELETE'],
    ['/loadbalancers/{}/nodes/1/metadata?id=a', 'DELETE'],
    ['/loadbalancers?limit=abc', 'GET'],
    ['/loadbalancers?marker=0x1f', 'GET'],
    ['/loadbalancers?offset=1e3', 'GET'],
    ['/loadbalancers/{}/nodes?limit=abc', 'GET'],
    ['/loadbalancers/{}/nodes/events?limit=abc', 'GET'],
    ['/loadbalancers/{}/virtualips?marker=a', 'GET'],
    ['/loadbalancers/{}/accesslist?marker=a', 'GET'],
    ['/loadbalancers/{}/usage?offset=a', 'GET'],
    ['/loadbalancers/billable?limit=a', 'GET'],
    ['/loadbalancers.atom?page=two', 'GET'],
  ])('answers a plain 404 to a number in %s that cannot be read', async (path, method) => {
    const { status, body } = await at.ask(method, path.replace('{}', `${id}`));
    expect({ status, body }).toEqual({ status: 404, body: '' });
    expect((await at.ask('GET', `/loadbalancers/${id}`)).body.loadBalancer.status).toBe('ACTIVE');
  });

  test('a number that is left empty counts as left out', async () => {
    expect((await at.ask('GET', '/loadbalancers?limit=&marker=')).body.loadBalancers).toHaveLength(1);
    expect((await at.ask('DELETE', '/loadbalancers?id=')).body.message).toContain("Must supply one or more id's");
  });

  test.each(['%zz', '%', '%2', '%e2%82', '%c3%28', '%ff'])(
    '%s in any path is 404 or 401, never 5xx',
    async (broken) => {
      const headers = { 'x-auth-token': await at.token() };
      const paths = [
        `/${broken}`,
        `/v2.0/${broken}`,
        `/v2.0/tokens/${broken}`,
        `/v2.0/tokens/${broken}/endpoints`,
        `/v2.0/tenants/${broken}`,
        `/ord/v1.0/${broken}/loadbalancers`,
        `/ord/v1.0/100001/${broken}`,
        `/ord/v1.0/100001/loadbalancers/${broken}`,
        `/ord/v1.0/100001/loadbalancers/${id}/${broken}`,
        `/ord/v1.0/100001/loadbalancers/${id}/nodes/${broken}/metadata/${broken}`,
        `/ord/v1.0/100001/loadbalancers/${id}.${broken}`,
        `/ord/extras/100001/loadbalancers/${id}/sessions/${broken}`,
        `/ord/extras/100001/loadbalancers/${broken}/sessions`,
      ];
      for (const path of paths) {
        for (const method of ['GET', 'PUT', 'DELETE']) {
          const { status } = await at.raw(method, path, { headers });
          expect([400, 401, 404, 405], `${method} ${path}`).toContain(status);
        }
      }
      expect((await at.raw('POST', `/control/${broken}`, { body: {} })).status).toBeLessThan(500);
      const revoked = await at.raw('DELETE', `/v2.0/tokens/${broken}`, { headers });
      expect([revoked.status, revoked.body]).toEqual([
        404,
        { itemNotFound: { code: 404, message: 'Token not found.' } },
      ]);
      expect(at.warnings).toEqual([]);
    },
  );

  test('an id beyond any load balancer is a fault, not a router error', async () => {
    const { status, body } = await at.ask('GET', '/loadbalancers/99999999999999999999');
    expect({ status, body }).toEqual({ status: 404, body: { message: 'Load balancer not found', code: 404 } });
  });

  test('a method that the path does not have is 405 with those that it has', async () => {
    const { status, body, headers } = await at.ask('POST', `/loadbalancers/${id}/sessionpersistence`);
    expect({ status, body, allow: headers.get('allow') }).toEqual({ status: 405, body: '', allow: 'GET, PUT, DELETE' });
  });

  test('HEAD is GET without the body', async () => {
    const { status, body } = await at.ask('HEAD', '/loadbalancers');
    expect({ status, body }).toEqual({ status: 200, body: '' });
  });

  test('the rate limits answer on the second path too', async () => {
    expect((await at.ask('GET', '/loadbalancers/limits')).body).toEqual((await at.ask('GET', '/limits')).body);
  });

  test('the root says that a region of ours is here', async () => {
    expect((await at.raw('GET', '/')).body).toEqual({ holdfast: 'region' });
  });
});

describe('what is answered', () => {
  test.each([undefined, '', '*/*', 'application/json', 'text/html, */*;q=0.8', 'application/xml, application/json'])(
    'is JSON for Accept %j',
    async (accept) => {
      const { status, headers } = await at.ask('GET', '/loadbalancers', {
        headers: accept === undefined ? {} : { accept },
      });
      expect({ status, type: headers.get('content-type') }).toEqual({ status: 200, type: 'application/json' });
    },
  );

  test.each(['application/xml', 'text/html'])('is a refusal for Accept %s', async (accept) => {
    const { status, body } = await at.ask('GET', '/loadbalancers', { headers: { accept } });
    expect({ status, message: body.message }).toEqual({
      status: 406,
      message: expect.stringContaining('application/json'),
    });
  });

  test('the suffix beats the header', async () => {
    const path = `/loadbalancers/${id}/nodes`;
    const atom = 'application/atom+xml';
    expect((await at.ask('GET', path, { headers: { accept: atom } })).headers.get('content-type')).toBe(atom);
    expect((await at.ask('GET', `${path}.json`, { headers: { accept: atom } })).headers.get('content-type')).toBe(
      'application/json',
    );
    expect(
      (await at.ask('GET', `${path}.atom`, { headers: { accept: 'application/json' } })).headers.get('content-type'),
    ).toBe(atom);
    expect((await at.ask('GET', `${path}.xml`)).status).toBe(406);
  });

  test('what has no feed says so', async () => {
    expect((await at.ask('GET', `/loadbalancers/${id}/connectionlogging.atom`)).status).toBe(406);
  });
});

describe('bodies', () => {
  const json = { 'content-type': 'application/json' };
  const schemaFault = { status: 400, body: { message: ['JSON does not match the expected schema'] } };
  const put = async (text: string | undefined, headers: Record<string, string> = json, path = 'sessionpersistence') => {
    const { status, body } = await at.ask('PUT', `/loadbalancers/${id}/${path}`, {
      ...(text !== undefined && { text }),
      headers,
    });
    return { status, body };
  };

  test.each([
    ['nothing', ''],
    ['malformed JSON', '{"sessionPersistence":'],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['an unknown property', '{"persistenceType":"SOURCE_IP","x":1}'],
    ['an unknown type', '{"persistenceType":"NONE"}'],
    ['the wrong case', '{"persistenceType":"source_ip"}'],
    ['another wrapper', '{"healthMonitor":{"persistenceType":"SOURCE_IP"}}'],
  ])('%s is SCHEMA400', async (_, text) => {
    expect(await put(text)).toEqual(schemaFault);
  });

  test('no body at all is SCHEMA400, with or without a Content-Type', async () => {
    expect(await put(undefined, json)).toEqual(schemaFault);
    expect(await put(undefined, {})).toEqual(schemaFault);
  });

  test.each(['{"persistenceType":"SOURCE_IP"}', '{"sessionPersistence":{"persistenceType":"SOURCE_IP"}}'])(
    'takes %s',
    async (text) => {
      expect(await put(text)).toEqual({ status: 202, body: '' });
    },
  );

  test('"false" and "80" stand for false and 80', async () => {
    expect(await put('{"enabled":"true"}', json, 'connectionlogging')).toEqual({ status: 202, body: '' });
    await at.settle();
    expect((await at.ask('GET', `/loadbalancers/${id}/connectionlogging`)).body).toEqual({
      connectionLogging: { enabled: true },
    });
    expect(await put('{"maxConnections":"80"}', json, 'connectionthrottle')).toEqual({ status: 202, body: '' });
    expect(await put('{"maxConnections":"eighty"}', json, 'connectionthrottle')).toEqual(schemaFault);
  });

  test.each(['application/xml', 'text/plain', 'application/x-www-form-urlencoded'])('%s is 415', async (type) => {
    const { status, body } = await put('<sessionPersistence/>', { 'content-type': type });
    expect({ status, message: body.message }).toEqual({ status: 415, message: expect.stringContaining(type) });
  });

  test('a character set beside the type is let pass', async () => {
    const type = { 'content-type': 'Application/JSON; charset=utf-8' };
    expect(await put('{"persistenceType":"SOURCE_IP"}', type)).toEqual({ status: 202, body: '' });
  });

  test('every message of a bad body comes at once', async () => {
    const { body } = await at.ask('POST', '/loadbalancers', {
      body: { loadBalancer: { name: '', port: 70000, timeout: 5, virtualIps: [] } },
    });
    expect(body.validationErrors.messages).toEqual([
      'Load balancer name is invalid. Please specify a valid name',
      'Must provide a valid protocol for the load balancer.',
      'Load balancer port is invalid. Please specify a valid port.',
      'Must have at least one virtual ip for the load balancer',
      'Load balancer timeout is invalid. Please specify a valid timeout value.',
    ]);
  });

  test('a body of a megabyte and more is refused', async () => {
    const { status, body } = await put(`"${'x'.repeat(1_048_577)}"`);
    expect({ status, message: body.message }).toEqual({ status: 413, message: expect.stringContaining('longer') });
  });

  test('keys that JavaScript has on every object are just unknown properties', async () => {
    for (const text of ['{"__proto__":{"persistenceType":"SOURCE_IP"}}', '{"constructor":1}', '{"toString":1}']) {
      expect(await put(text)).toEqual(schemaFault);
    }
  });
});

describe('who asks', () => {
  const missing = { message: 'Missing authentication token.', details: null, code: 401 };

  test('without a token, with a wrong one and with another account’s it is 401', async () => {
    const path = '/ord/v1.0/100001/loadbalancers';
    for (const headers of [{}, { 'x-auth-token': 'wrong' }, { 'x-auth-token': await at.token('other') }]) {
      const { status, body } = await at.raw('GET', path, { headers });
      expect({ status, body }).toEqual({ status: 401, body: missing });
    }
  });

  test('an account sees nothing of another', async () => {
    expect((await at.ask('GET', '/loadbalancers', { user: 'other' })).body).toEqual({ loadBalancers: [] });
    expect((await at.ask('GET', `/loadbalancers/${id}`, { user: 'other' })).status).toBe(404);
    expect((await at.ask('DELETE', `/loadbalancers/${id}`, { user: 'other' })).body.message).toBe(
      `Must provide valid load balancers: ${id}  could not be found.`,
    );
    expect((await at.ask('GET', `/loadbalancers/${id}/sessionpersistence.atom`, { user: 'other' })).status).toBe(404);
  });

  test('a region sees nothing of another', async () => {
    expect((await at.ask('GET', `/loadbalancers/${id}`, { regionName: 'DFW' })).status).toBe(404);
  });

  test.each([
    ['observer', 200, 403, 403],
    ['creator', 200, 202, 403],
    ['admin', 200, 202, 202],
  ])('%s may read, write, delete: %i, %i, %i', async (user, read, write, remove) => {
    const path = `/loadbalancers/${id}/sessionpersistence`;
    const body = { persistenceType: 'SOURCE_IP' };
    expect((await at.ask('GET', path, { user })).status).toBe(read);
    expect((await at.ask('PUT', path, { user, body })).status).toBe(write);
    if (write === 403) await at.ask('PUT', path, { body });
    await at.settle();
    const last = await at.ask('DELETE', path, { user });
    expect(last.status).toBe(remove);
    if (remove === 403) expect(last.body).toEqual({ message: 'Access Denied', code: 403 });
  });

  test('the role is asked before the body is read', async () => {
    expect((await at.ask('PUT', `/loadbalancers/${id}`, { user: 'observer', body: { x: 1 } })).status).toBe(403);
  });
});
