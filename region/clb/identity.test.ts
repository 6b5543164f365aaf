import { beforeEach, describe, expect, test } from 'vitest';
import { schemas } from '../../contract/clb/schemas/index.ts';
import { memorySink } from '../storage/memory.ts';
import { startTestRegion, type TestRegion, url } from '../testing/test-region.ts';

let at: TestRegion;
beforeEach(async () => {
  at = await startTestRegion();
});

const key = (username: string, apiKey: string, more = {}) => ({
  auth: { 'RAX-KSKEY:apiKeyCredentials': { username, apiKey }, ...more },
});
const signIn = async (body: unknown) => {
  const { status, body: answer } = await at.raw('POST', '/v2.0/tokens', { body });
  return { status, body: answer };
};
const unauthorized = (message: string) => ({ status: 401, body: { unauthorized: { code: 401, message } } });
const wrong = unauthorized('Unable to authenticate user with credentials provided.');
const bad = {
  status: 400,
  body: {
    badRequest: {
      code: 400,
      message: 'Invalid request body: unable to parse Auth data. Please review XML or JSON formatting',
    },
  },
};
const day = 24 * 60 * 60 * 1000;

describe('signing in', () => {
  test('with an API key gives token, roles and a catalog of both regions', async () => {
    const { status, body } = await signIn(key('creator', 'creator-key'));
    expect(status).toBe(200);
    const { access } = schemas.AccessResponse.parse(body);
    expect(access.token).toMatchObject({ tenant: { id: '100001' }, 'RAX-AUTH:authenticatedBy': ['APIKEY'] });
    expect(Date.parse(access.token.expires) - at.clock.now()).toBe(day);
    expect(access.user.roles.map(({ name }) => name)).toEqual(['lbaas:creator']);
    const catalog = access.serviceCatalog?.find(({ type }) => type === 'rax:load-balancer');
    expect(catalog).toEqual({
      name: 'cloudLoadBalancers',
      type: 'rax:load-balancer',
      endpoints: [
        { region: 'ORD', tenantId: '100001', publicURL: `${url}/ord/v1.0/100001` },
        { region: 'DFW', tenantId: '100001', publicURL: `${url}/dfw/v1.0/100001` },
      ],
    });
  });

  test('with a password works too', async () => {
    const { body } = await signIn({ auth: { passwordCredentials: { username: 'admin', password: 'admin-password' } } });
    expect(body.access.token['RAX-AUTH:authenticatedBy']).toEqual(['PASSWORD']);
  });

  test('with a token gives another token of the same lifetime', async () => {
    const first = (await signIn(key('admin', 'admin-key'))).body.access.token;
    at.clock.advance(60_000);
    const second = (await signIn({ auth: { token: { id: first.id }, tenantId: '100001' } })).body.access.token;
    expect(second.id).not.toBe(first.id);
    expect(second.expires).toBe(first.expires);
  });

  test.each([
    ['a wrong key', key('admin', 'creator-key')],
    ['the password in place of the key', key('admin', 'admin-password')],
    ['an unknown user', key('nobody', 'nobody-key')],
    ['a name of every object', key('constructor', 'x')],
    ['an unknown token', { auth: { token: { id: 'x' }, tenantId: '100001' } }],
  ])('with %s is 401', async (_, body) => {
    expect(await signIn(body)).toEqual(wrong);
  });

  test('for a foreign tenant is 401 and says which; the tenant’s name wins over its id', async () => {
    const message = "Tenant with Name/Id: '100002' is not valid for User 'admin' (id: '20417')";
    expect(await signIn(key('admin', 'admin-key', { tenantId: '100002' }))).toEqual(unauthorized(message));
    expect(await signIn(key('admin', 'admin-key', { tenantId: '100001', tenantName: '100002' }))).toEqual(
      unauthorized(message),
    );
    const { id } = (await signIn(key('admin', 'admin-key'))).body.access.token;
    expect(await signIn({ auth: { token: { id }, tenantId: '100002' } })).toEqual(
      unauthorized("Token doesn't belong to Tenant with Id/Name: '100002'"),
    );
  });

  test.each([
    [{}],
    [{ auth: {} }],
    [{ auth: { token: {} } }],
    [[]],
    [{ auth: { passwordCredentials: { username: 'a' } } }],
  ])('with %j is 400', async (body) => {
    expect(await signIn(body)).toEqual(bad);
  });

  test('with no JSON is 400', async () => {
    expect((await at.raw('POST', '/v2.0/tokens', { text: '<auth/>' })).status).toBe(400);
  });
});

describe('a token', () => {
  const use = (id: string) => at.raw('GET', '/ord/v1.0/100001/loadbalancers', { headers: { 'x-auth-token': id } });

  test('is good for a day and not a millisecond longer', async () => {
    const id = await at.token();
    at.clock.advance(day - 1);
    expect((await use(id)).status).toBe(200);
    at.clock.advance(1);
    expect((await use(id)).status).toBe(401);
    expect((await at.raw('GET', `/v2.0/tokens/${id}`, { headers: { 'x-auth-token': id } })).status).toBe(401);
  });

  test('is validated and, once revoked, good for nothing', async () => {
    const id = await at.token();
    const headers = { 'x-auth-token': id };
    expect((await at.raw('GET', `/v2.0/tokens/${id}`, { headers })).body.access.user.name).toBe('admin');
    expect((await at.raw('GET', `/v2.0/tokens/${id}?belongsTo=100002`, { headers })).status).toBe(404);
    expect((await at.raw('DELETE', `/v2.0/tokens/${id}`, { headers })).status).toBe(204);
    expect((await use(id)).status).toBe(401);
    expect((await at.raw('DELETE', `/v2.0/tokens/${id}`, { headers })).status).toBe(401);
  });

  test('of somebody else cannot be revoked', async () => {
    const id = await at.token('creator');
    const headers = { 'x-auth-token': await at.token() };
    expect((await at.raw('DELETE', `/v2.0/tokens/${id}`, { headers })).body).toEqual({
      itemNotFound: { code: 404, message: 'Token not found.' },
    });
    expect((await use(id)).status).toBe(200);
  });

  test('lists the accounts that it is for', async () => {
    const { body } = await at.raw('GET', '/v2.0/tenants', { headers: { 'x-auth-token': await at.token('other') } });
    expect(body).toEqual({ tenants: [{ id: '100002', name: '100002', enabled: true }] });
  });

  test('outlives a restart, a revoked one does not come back, and no two are alike', async () => {
    const sink = memorySink();
    const first = await startTestRegion({ sink, random: () => 0.5 });
    const [kept, revoked] = [await first.token('admin'), await first.token('creator')];
    expect(kept).not.toBe(revoked);
    await first.raw('DELETE', `/v2.0/tokens/${revoked}`, { headers: { 'x-auth-token': revoked } });
    const second = await startTestRegion({ sink, clock: first.clock });
    const status = async (id: string) =>
      (await second.raw('GET', '/ord/v1.0/100001/loadbalancers', { headers: { 'x-auth-token': id } })).status;
    expect([await status(kept), await status(revoked)]).toEqual([200, 401]);
  });

  test('is forgotten some time after it expired', async () => {
    const sink = memorySink();
    const first = await startTestRegion({ sink });
    await first.token('admin');
    first.clock.advance(day);
    await first.token('creator');
    const tokens = (await sink.load()).filter(({ collection }) => collection === 'token');
    expect(tokens).toHaveLength(1);
  });
});
