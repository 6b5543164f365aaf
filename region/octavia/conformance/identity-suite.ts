import { describe, expect, test } from 'vitest';
import { passcode } from '../totp.ts';
import { inProject, misfits, type PersonName, passwordMethod, type Reply, type World } from './world.ts';

const unauthorized = '401 The request you have made requires authentication.';
const malformed =
  'The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.';

type At = () => World;

function refusals(at: At): void {
  const panel = inProject('panel');
  const password = (name: PersonName, scope?: unknown, word?: string) => (world: World) =>
    world.withPassword(name, scope, word);
  const methods = (identity: unknown, scope?: unknown) => (world: World) => world.signIn(identity, scope);
  const body = (text: unknown) => (world: World) => world.identity('POST', '/auth/tokens', text);
  const credential = (data: (world: World) => object, scope?: unknown) => (world: World) =>
    world.signIn({ methods: ['application_credential'], application_credential: data(world) }, scope);
  const expecting = (what: string, where: string) => `400 Expecting to find ${what} in ${where}. ${malformed}`;

  const cases: readonly (readonly [string, (world: World) => Promise<Reply>, string])[] = [
    ['a wrong password', password('member', panel, 'wrong'), unauthorized],
    ['a project without a role', password('member', inProject('other')), unauthorized],
    ['an unknown project', password('member', inProject('nowhere')), unauthorized],
    ['an unknown project id', password('member', { project: { id: 'nowhere' } }), unauthorized],
    ['a project of no domain', password('member', { project: { name: 'panel' } }), expecting('domain', 'project')],
    ['a domain as scope', password('member', { domain: { id: 'default' } }), unauthorized],
    ['somebody without a project', password('homeless', panel), unauthorized],
    ['a disabled user', password('disabled', panel), unauthorized],
    ['a locked user', password('locked', panel), unauthorized],
    ['a project of another domain', password('eva', inProject('panel')), unauthorized],
    ['no body', body(''), expecting('auth', 'request body')],
    ['no JSON', body('{'), `400 Expecting to find valid JSON in request body. ${malformed}`],
    ['no methods', methods({ methods: [] }), unauthorized],
    [
      'an unknown method',
      methods({ methods: ['magic'], magic: {} }),
      '401 Attempted to authenticate with an unsupported method.',
    ],
    ['a method without its data', methods({ methods: ['password'] }), expecting('password', 'identity')],
    [
      'a user of no domain',
      methods({ methods: ['password'], password: { user: { name: 'member', password: 'x' } } }),
      expecting('domain', 'user'),
    ],
    [
      'an unknown token',
      methods({ methods: ['token'], token: { id: 'nothing' } }),
      '404 Could not recognize Fernet token',
    ],
    [
      'a wrong secret',
      credential(({ subject }) => ({ id: subject.applicationCredentials.full.id, secret: 'wrong' })),
      unauthorized,
    ],
    [
      'an unknown credential',
      credential(() => ({ id: 'nothing', secret: 'x' })),
      '404 Could not find Application Credential: nothing.',
    ],
    [
      'a credential with a scope',
      credential(({ subject }) => subject.applicationCredentials.full, panel),
      '401 Error authenticating with application credential: Application credentials cannot request a scope.',
    ],
    [
      'a credential’s name without its user',
      credential(({ subject: { applicationCredentials } }) => ({
        name: applicationCredentials.full.name,
        secret: applicationCredentials.full.secret,
      })),
      expecting('user', 'application credential'),
    ],
  ];
  test.each(cases)('refuses %s', async (_, act, told) => {
    expect((await act(at())).told).toBe(told);
  });
}

function tokens(at: At): void {
  const bearer = (token: string, subject?: string) => ({
    'x-auth-token': token,
    ...(subject !== undefined && { 'x-subject-token': subject }),
  });
  const given = (reply: Reply) => reply.headers.get('x-subject-token')!;
  const rescoped = (token: string, scope?: unknown) => at().signIn({ methods: ['token'], token: { id: token } }, scope);

  test('a password gives a token of the project, with roles and a catalog of regions and interfaces', async () => {
    const reply = await at().withPassword('member', inProject('panel'));
    expect(reply.status).toBe(201);
    expect(misfits('TokenResponse', reply)).toEqual([]);
    expect(reply.at('token.methods')).toEqual(['password']);
    expect(reply.at('token.project.id')).toBe(at().subject.projects.panel);
    const roles = reply.at('token.roles') as { name: string }[];
    expect(roles.map(({ name }) => name).toSorted()).toEqual(['load-balancer_member', 'member', 'reader']);
    const catalog = reply.at('token.catalog') as { type: string; endpoints: Record<string, string>[] }[];
    const endpoints = catalog.find(({ type }) => type === 'load-balancer')!.endpoints;
    const { name, url } = at().region;
    expect(endpoints).toContainEqual(
      expect.objectContaining({ interface: 'public', region: name, region_id: name, url }),
    );
    expect(endpoints.map((each) => each.interface)).toContain('internal');
  });

  test('without a scope it is the default project’s, or none', async () => {
    expect((await at().withPassword('member')).at('token.project.name')).toBe('panel');
    for (const reply of [await at().withPassword('homeless'), await at().withPassword('member', 'unscoped')]) {
      expect(reply.status).toBe(201);
      expect([reply.at('token.project'), reply.at('token.catalog'), reply.at('token.roles')]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  test('a token changes the project and does not live longer for it', async () => {
    const first = await at().withPassword('member', 'unscoped');
    const second = await rescoped(given(first), inProject('shop'));
    expect(second.at('token.project.name')).toBe('shop');
    expect(second.at('token.expires_at')).toBe(first.at('token.expires_at'));
    expect([...(second.at('token.methods') as string[])].toSorted()).toEqual(['password', 'token']);
    expect((await rescoped(given(first))).at('token.project.name')).toBe('panel');
    expect((await rescoped(given(first), inProject('other'))).told).toBe(unauthorized);
  });

  test('an application credential is bound to its project', async () => {
    const { full } = at().subject.applicationCredentials;
    const byId = await at().signIn({
      methods: ['application_credential'],
      application_credential: { id: full.id, secret: full.secret },
    });
    expect(byId.at('token.project.name')).toBe('panel');
    expect(byId.at('token.application_credential.restricted')).toBe(true);
    const user = { name: 'member', domain: { name: 'Default' } };
    const byName = { name: full.name, secret: full.secret, user };
    expect((await at().signIn({ methods: ['application_credential'], application_credential: byName })).status).toBe(
      201,
    );
    expect((await rescoped(given(byId), inProject('shop'))).told).toBe(
      '403 You are not authorized to perform the requested action: Using a delegated token to create another token is not allowed..',
    );
  });

  test('the rules of a credential forbid with 401', async () => {
    const { id, secret } = at().subject.applicationCredentials.readOnly;
    const reply = await at().signIn({ methods: ['application_credential'], application_credential: { id, secret } });
    expect((reply.at('token.application_credential.access_rules') as object[]).length).toBe(1);
    const send = (method: string, body?: unknown) =>
      at().send(
        method,
        `${at().region.url}/v2/lbaas/loadbalancers${body ? '' : '?fields=id'}`,
        body,
        bearer(given(reply)),
      );
    expect((await send('GET')).status).toBe(200);
    expect((await send('POST', { loadbalancer: {} })).told).toBe(unauthorized);
  });

  test('projects and catalog', async () => {
    const unscoped = given(await at().withPassword('member', 'unscoped'));
    const projects = await at().identity('GET', '/auth/projects', undefined, bearer(unscoped));
    expect(misfits('ProjectsResponse', projects)).toEqual([]);
    const names = (projects.at('projects') as { name: string }[]).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['panel', 'quiet', 'shop']);
    expect((await at().identity('GET', '/auth/catalog', undefined, bearer(unscoped))).told).toBe(
      '403 You are not authorized to perform the requested action.',
    );
    const catalog = await at().identity('GET', '/auth/catalog', undefined, bearer(await at().token('member')));
    expect(misfits('CatalogResponse', catalog)).toEqual([]);
    expect((await at().identity('GET', '/auth/projects')).told).toBe(unauthorized);
  });

  test('revoking ends one token and not those made from it', async () => {
    const first = given(await at().withPassword('member', inProject('panel')));
    const second = given(await rescoped(first, inProject('shop')));
    const validate = (token: string, subject?: string) =>
      at().identity('GET', '/auth/tokens', undefined, bearer(token, subject));
    expect((await validate(first, first)).status).toBe(200);
    expect((await validate(first)).told).toBe(
      '403 You are not authorized to perform the requested action: identity:validate_token.',
    );
    expect((await validate(first, 'nothing')).told).toBe('404 Could not recognize Fernet token');
    expect((await validate('nothing', first)).told).toBe(unauthorized);
    const stranger = await at().token('observer');
    const strangers = await at().identity('DELETE', '/auth/tokens', undefined, bearer(stranger, first));
    expect(strangers.told).toBe('403 You are not authorized to perform the requested action: identity:revoke_token.');
    expect((await at().identity('DELETE', '/auth/tokens', undefined, bearer(first, first))).status).toBe(204);
    expect((await at().identity('GET', '/auth/projects', undefined, bearer(first))).told).toBe(unauthorized);
    expect((await validate(second, second)).status).toBe(200);
  });
}

function secondFactor(at: At): void {
  const code = async () => {
    const { totp } = at().subject.users;
    return {
      user: {
        name: totp.name,
        domain: { name: totp.domain },
        passcode: await passcode(totp.totpSecret!, at().subject.now()),
      },
    };
  };

  test('password and passcode in one request', async () => {
    const identity = {
      methods: ['password', 'totp'],
      password: passwordMethod(at().subject.users.totp),
      totp: await code(),
    };
    const reply = await at().signIn(identity, inProject('panel'));
    expect(reply.status).toBe(201);
    expect([...(reply.at('token.methods') as string[])].toSorted()).toEqual(['password', 'totp']);
    const wrong = { ...identity, totp: { user: { ...identity.totp.user, passcode: '000000' } } };
    expect((await at().signIn(wrong, inProject('panel'))).told).toBe(unauthorized);
  });

  test('a password alone gives a receipt, with which the passcode signs in', async () => {
    const first = await at().withPassword('totp', inProject('panel'));
    expect(first.status).toBe(401);
    const [rule = []] = first.at('required_auth_methods') as string[][];
    expect(rule.toSorted()).toEqual(['password', 'totp']);
    expect(first.at('receipt.methods')).toEqual(['password']);
    const receipt = first.headers.get('openstack-auth-receipt')!;
    const second = await at().signIn({ methods: ['totp'], totp: await code() }, inProject('panel'), {
      'openstack-auth-receipt': receipt,
    });
    expect(second.status).toBe(201);
    expect(second.at('token.project.name')).toBe('panel');
  });

  test('an expired password says so, to whoever knows it', async () => {
    const { id } = at().subject.users.expired;
    expect((await at().withPassword('expired', inProject('panel'))).told).toBe(
      `401 The password is expired and needs to be changed for user: ${id}.`,
    );
    expect((await at().withPassword('expired', inProject('panel'), 'wrong')).told).toBe(unauthorized);
  });

  test('three wrong passwords lock a user', async () => {
    expect((await at().withPassword('lockable', inProject('panel'))).status).toBe(201);
    for (let attempt = 0; attempt < 3; attempt += 1) await at().withPassword('lockable', inProject('panel'), 'wrong');
    expect((await at().withPassword('lockable', inProject('panel'))).told).toBe(unauthorized);
  });
}

/** Keystone. */
export function identitySuite(at: At): void {
  describe('sign-in', () => refusals(at));
  describe('tokens', () => tokens(at));
  describe('what a password is not enough for', () => secondFactor(at));

  test('versions and request ids', async () => {
    const root = await at().send('GET', at().subject.identityUrl.replace(/\/v3$/, '/'));
    expect(root.status).toBe(300);
    expect((root.at('versions.values') as { id: string }[])[0]?.id).toMatch(/^v3\./);
    const version = await at().send('GET', at().subject.identityUrl);
    expect([version.status, version.at('version.status')]).toEqual([200, 'stable']);
    expect(version.headers.get('x-openstack-request-id')).toMatch(/^req-[0-9a-f-]{36}$/);
    expect((await at().withPassword('member', undefined, 'wrong')).headers.get('www-authenticate')).toMatch(
      /^Keystone uri="/,
    );
  });
}
